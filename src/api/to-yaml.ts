import { isMembers } from "./semantic.ts";
import { yamlKeyOrder, yamlScalar } from "./yaml-scalar.ts";

/**
 * An object as `kubectl get -o yaml` prints it: keys sorted, lists not indented, long texts folded, without
 * managedFields unless `withManagedFields`. Ends with a line feed.
 * Source: sigs.k8s.io/yaml goyaml.v2 emitterc.go, encode.go
 */
export function toYaml(object: unknown, { withManagedFields = false } = {}): string {
  return `${block(withManagedFields ? object : withoutManagedFields(object), 0).join("\n")}\n`;
}

function withoutManagedFields(object: unknown): unknown {
  if (!isMembers(object)) return object;
  const { metadata, items } = object;
  return {
    ...object,
    ...(Array.isArray(items) ? { items: items.map(withoutManagedFields) } : {}),
    ...(isMembers(metadata) && "managedFields" in metadata ? { metadata: { ...metadata, managedFields: undefined } } : {}),
  };
}

/** Lines of a value that stands by itself, indented by `indent` spaces. */
function block(value: unknown, indent: number): readonly string[] {
  const pad = " ".repeat(indent);
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => listItem(item, indent));
  if (isMembers(value) && keysOf(value).length > 0) return keysOf(value).flatMap((key) => member(key, value[key], indent));
  return [pad + inline(value, indent, indent)];
}

/** The first line of the item stands behind the dash. */
function listItem(item: unknown, indent: number): readonly string[] {
  const pad = " ".repeat(indent);
  if (!isNested(item)) return [`${pad}- ${inline(item, indent, indent + 2)}`];
  const [first = "", ...rest] = block(item, indent + 2);
  return [`${pad}- ${first.slice(indent + 2)}`, ...rest];
}

function member(key: string, value: unknown, indent: number): readonly string[] {
  const head = `${" ".repeat(indent)}${yamlScalar(key, { indent, column: 0, isKey: true })}:`;
  if (isNested(value)) return [head, ...block(value, Array.isArray(value) ? indent : indent + 2)];
  return [`${head} ${inline(value, indent, head.length + 1)}`];
}

function inline(value: unknown, indent: number, column: number): string {
  if (typeof value === "string") return yamlScalar(value, { indent, column, isKey: false });
  if (Array.isArray(value)) return "[]";
  if (isMembers(value)) return "{}";
  return JSON.stringify(value ?? null);
}

function isNested(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isMembers(value) && keysOf(value).length > 0;
}

function keysOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined).sort(yamlKeyOrder);
}
