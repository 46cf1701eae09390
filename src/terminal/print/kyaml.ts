import { isMembers } from "../../api/semantic.ts";
import { yamlScalar } from "../../api/yaml-scalar.ts";

/**
 * A value as `kubectl -o kyaml` prints it: YAML in braces, every text quoted, with the `---` in front.
 * Source: sigs.k8s.io/yaml kyaml/kyaml.go
 */
export function kyamlText(value: unknown): string {
  return `---\n${rendered(value, 0)}\n`;
}

function rendered(value: unknown, indent: number): string {
  if (typeof value === "string") return quoted(value, indent);
  if (Array.isArray(value)) return list(value, indent);
  if (isMembers(value)) return members(value, indent);
  return JSON.stringify(value ?? null);
}

function members(value: Readonly<Record<string, unknown>>, indent: number): string {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort();
  if (keys.length === 0) return "{}";
  const pad = " ".repeat(indent + 2);
  return `{\n${keys.map((key) => `${pad}${keyText(key)}: ${rendered(value[key], indent + 2)},\n`).join("")}${" ".repeat(indent)}}`;
}

/** Maps and lists cuddle in a list, plain values stand on lines of their own. */
function list(items: readonly unknown[], indent: number): string {
  if (items.length === 0) return "[]";
  if (items.every((item) => isMembers(item) || Array.isArray(item))) return `[${items.map((item) => rendered(item, indent)).join(", ")}]`;
  const pad = " ".repeat(indent + 2);
  return `[\n${items.map((item) => `${pad}${rendered(item, indent + 2)},\n`).join("")}${" ".repeat(indent)}]`;
}

function keyText(key: string): string {
  const plain = yamlScalar(key, { indent: 0, column: 0, isKey: true });
  return plain === key ? key : JSON.stringify(key);
}

/** A text of several lines is folded, a line each. */
function quoted(text: string, indent: number): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll("\\t", text.includes("\n") ? "\\t" : "\t");
  if (!text.includes("\n")) return `"${body}"`;
  const pad = " ".repeat(indent);
  const lines = body.split(/(?<=(?<!\\)(?:\\\\)*\\n)/);
  const ended = body.endsWith("\\n");
  return `"\\\n${lines.map((line, i) => `${pad}   ${line}${i < lines.length - 1 || ended ? "\\" : ""}\n`).join("")}${ended ? `${pad}  "` : `${pad}  "`}`;
}
