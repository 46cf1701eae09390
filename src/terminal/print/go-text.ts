import { canonicalJson, isMembers } from "../../api/semantic.ts";

/** JSON on one line as Go's encoder writes it: members sorted, `<`, `>` and `&` escaped. No newline at the end. */
export function goJson(value: unknown): string {
  return escaped(canonicalJson(value));
}

/**
 * JSON as `kubectl get -o json` prints it: members sorted, `<`, `>` and `&` escaped, a newline at the end.
 * @param indent blanks of one level; kubectl uses 4 nearly everywhere
 * Source: cli-runtime pkg/printers/json.go, Go encoding/json
 */
export function jsonText(value: unknown, indent = 4): string {
  return `${escaped(JSON.stringify(JSON.parse(canonicalJson(value)), null, indent))}\n`;
}

/** A value as Go's `%v` prints it: `map[app:web tier:front]`, `[a b]`, `<nil>`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (isMembers(value)) return `map[${Object.keys(value).sort().map((key) => `${key}:${goText(value[key])}`).join(" ")}]`;
  return String(value as string | number | boolean);
}

function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
