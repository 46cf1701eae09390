import { apiVersionOf, RESOURCES } from "../../api/resources.ts";
import { fieldsOf, structOf } from "../../api/schema/schema.ts";
import type { FieldType } from "../../api/schema/schema.ts";
import { describeField, describeStruct } from "../../api/openapi/descriptions.ts";
import { ENUMS } from "../../api/openapi/enums.ts";
import type { YamlPosition } from "./yaml-position.ts";

/** A word that may stand at the cursor, and what it means. */
export interface SchemaWord {
  readonly label: string;
  /** `string`, `[]Toleration`, as kubectl explain names types. */
  readonly type?: string;
  readonly about?: string;
  /** What is written for it, where that is more than the word. */
  readonly text?: string;
}

const RESOURCE_NAMES = ["cpu", "memory", "ephemeral-storage"];
/** What the Downward API lets a container learn. Source: core/v1 EnvVarSource */
const FIELD_PATHS = [
  "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
];

/** The fields, or the values, that the API has at a position; empty where it leaves the choice open. */
export function wordsAt(position: YamlPosition): readonly SchemaWord[] {
  return position.key === undefined ? keysAt(position) : valuesAt(position, position.key);
}

/** What the field under the cursor is: type, and a sentence or two; undefined for fields that the API does not have. */
export function fieldAt(position: YamlPosition, key: string): SchemaWord | undefined {
  const owner = typeAt(position);
  const type = owner ? memberType(owner, key) : undefined;
  if (!owner || !type) return undefined;
  const about = aboutField(owner, key, type);
  return { label: key, type: typeName(type), ...(about ? { about } : {}) };
}

function keysAt(position: YamlPosition): readonly SchemaWord[] {
  if (position.path.length === 0 && position.kind === "") return words(["apiVersion", "kind", "metadata"].filter((k) => !position.siblings.includes(k)));
  const owner = typeAt(position);
  if (owner?.kind === "resources") return words(RESOURCE_NAMES.filter((n) => !position.siblings.includes(n)), ": ");
  if (owner?.kind !== "struct") return [];
  // What only the server writes is no suggestion.
  const isOffered = (name: string) => !position.siblings.includes(name) && !(position.path.length === 0 && name === "status") && name !== "managedFields";
  return [...(fieldsOf(owner.struct) ?? [])].filter(([name]) => isOffered(name)).map(([name, type]) => {
    const about = aboutField(owner, name, type);
    return { label: name, type: typeName(type), ...(about ? { about } : {}), text: name + opening(type, position.column) };
  });
}

function valuesAt(position: YamlPosition, key: string): readonly SchemaWord[] {
  if (position.path.length === 0 && key === "apiVersion") return words([...new Set(RESOURCES.map(apiVersionOf))]);
  if (position.path.length === 0 && key === "kind") return words(RESOURCES.filter((r) => position.apiVersion === "" || apiVersionOf(r) === position.apiVersion).map((r) => r.kind));
  const owner = typeAt(position);
  if (owner?.kind !== "struct") return [];
  if (owner.struct === "ObjectFieldSelector" && key === "fieldPath") return words(FIELD_PATHS);
  const values = ENUMS[`${owner.struct}.${key}`];
  if (values) return words(values.filter((v) => v !== ""));
  const type = memberType(owner, key);
  return type?.kind === "scalar" && type.code === "b" ? words(["true", "false"]) : [];
}

/** The type of the mapping or list that the cursor is in. */
function typeAt({ apiVersion, kind, path }: YamlPosition): FieldType | undefined {
  const struct = structOf(apiVersion, kind);
  let type: FieldType | undefined = struct === undefined ? undefined : { kind: "struct", struct };
  for (const step of path) {
    if (type === undefined) return undefined;
    type = typeof step === "number" ? (type.kind === "list" ? type.of : undefined) : memberType(type, step);
  }
  return type;
}

function memberType(owner: FieldType, key: string): FieldType | undefined {
  switch (owner.kind) {
    case "struct":
      return fieldsOf(owner.struct)?.get(key);
    case "map":
      return owner.of;
    case "resources":
      return { kind: "scalar", code: "q", omitsZero: false };
    case "list":
    case "scalar":
    case "any":
      return undefined;
  }
}

function aboutField(owner: FieldType, key: string, type: FieldType): string | undefined {
  const own = owner.kind === "struct" ? describeField(owner.struct, key) : undefined;
  return own ?? (type.kind === "struct" ? describeStruct(type.struct) : undefined);
}

const SCALARS = { s: "string", b: "boolean", i: "integer", l: "integer", d: "number", q: "Quantity", x: "IntOrString", y: "string", t: "Time", T: "Time", u: "MicroTime" } as const;

function typeName(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return SCALARS[type.code];
    case "resources":
      return "map[string]Quantity";
    case "struct":
      return type.struct;
    case "list":
      return `[]${typeName(type.of)}`;
    case "map":
      return `map[string]${typeName(type.of)}`;
    case "any":
      return "Object";
  }
}

/** What follows the key, so that the next thing can be typed at once. */
function opening(type: FieldType, column: number): string {
  const pad = " ".repeat(column);
  switch (type.kind) {
    case "struct":
    case "map":
    case "resources":
      return `:\n${pad}  `;
    case "list":
      return `:\n${pad}- `;
    case "scalar":
    case "any":
      return ": ";
  }
}

function words(labels: readonly string[], ending = ""): readonly SchemaWord[] {
  return labels.map((label) => ({ label, ...(ending ? { text: label + ending } : {}) }));
}
