import { invalid, type Status } from "../status.ts";
import { isMembers } from "../semantic.ts";

/**
 * 422 for a patch whose result cannot be decoded. The patch stands in it as Go prints a map.
 * @param reason `patchReason` of the FieldDecodeError (`reason` for JSON and merge patches)
 * Source: apiserver pkg/endpoints/handlers/patch.go (1.36)
 */
export function patchDecodeStatus(patch: unknown, reason: string): Status {
  const text = `Invalid value: ${JSON.stringify(goText(patch))}: ${reason}`;
  return invalid({ kind: "", group: "", name: "" }, [{ type: "Invalid", field: "patch", text }]);
}

/** As Go's `%+v` prints decoded JSON: `map[spec:map[replicas:x]]`. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isMembers(value)) return typeof value === "string" ? value : JSON.stringify(value);
  return `map[${Object.keys(value).sort().map((key) => `${key}:${goText(value[key])}`).join(" ")}]`;
}
