import { apiVersionOf, type Resource } from "../resources.ts";
import { ALWAYS_THERE, ATOMIC_MAPS, ATOMIC_STRUCTS, KEY_DEFAULTS, LIST_MAP_KEYS, SETS } from "./list-types.ts";
import { fieldsOf, structOf, type FieldType } from "./schema.ts";

/**
 * How server-side apply sees a value: what owns what, and what merges with what.
 * `struct` has known fields, `map` any keys; `keyed` is a list whose elements are told apart by `keys`, `set` one of
 * plain values. `atomic` is a list or a map that is one thing. `deduced`: nothing is known, the value says what it is.
 */
export type Structure =
  | { readonly kind: "scalar"; readonly wants: "number" | "string" | "boolean" | "any" }
  | { readonly kind: "struct"; readonly struct: string }
  | { readonly kind: "map"; readonly of: Structure }
  | { readonly kind: "keyed"; readonly keys: readonly string[]; readonly of: Structure & { readonly kind: "struct" | "atomic" } }
  | { readonly kind: "set"; readonly of: Structure }
  | { readonly kind: "atomic"; readonly is: "list" | "map"; readonly struct?: string; readonly of?: Structure }
  | { readonly kind: "object"; readonly struct?: string }
  | { readonly kind: "deduced" };

export const DEDUCED: Structure = { kind: "deduced" };

/** An object of a kind. Of kinds without schema only the metadata is known. */
export function structureOf(resource: Pick<Resource, "group" | "version" | "kind">): Structure {
  const struct = structOf(apiVersionOf(resource), resource.kind);
  return struct === undefined ? { kind: "object" } : { kind: "object", struct };
}

/** What stands in a member of a struct or map; undefined: the struct has no such field. */
export function memberOf(structure: Structure, name: string): Structure | undefined {
  switch (structure.kind) {
    case "object":
      if (name === "metadata") return { kind: "struct", struct: "ObjectMeta" };
      return structure.struct === undefined ? (name === "apiVersion" || name === "kind" ? TEXT : DEDUCED) : fieldOf(structure.struct, name);
    case "struct":
      return fieldOf(structure.struct, name);
    case "atomic":
      return structure.struct === undefined ? structure.of : fieldOf(structure.struct, name);
    case "map":
      return structure.of;
    case "deduced":
      return DEDUCED;
    case "scalar":
    case "keyed":
    case "set":
      return undefined;
  }
}

/** What an element of a list is. */
export function elementOf(structure: Structure): Structure {
  return (structure.kind === "keyed" || structure.kind === "set" || structure.kind === "atomic" ? structure.of : undefined) ?? DEDUCED;
}

/** Whether the member is one that the struct always has, and what it is when nobody has said anything. */
export function restOf(structure: Structure, name: string): { readonly value: unknown } | undefined {
  if (structure.kind === "object" && TOP.includes(name)) return { value: {} };
  const struct = structure.kind === "struct" || structure.kind === "object" ? structure.struct : undefined;
  const key = `${struct}.${name}`;
  return struct !== undefined && Object.hasOwn(ALWAYS_THERE, key) ? { value: ALWAYS_THERE[key] } : undefined;
}

/** The value of a key that an element of a keyed list may leave out. */
export function keyDefault(of: Structure, key: string): string | undefined {
  return of.kind === "struct" ? KEY_DEFAULTS[`${of.struct}.${key}`] : undefined;
}

const TOP = ["metadata", "spec", "status"];
const TEXT: Structure = { kind: "scalar", wants: "string" };

const KNOWN = new Map<string, Structure>();

/** The answers are remembered: they depend on the schema alone, and comparing two objects asks for the same ones over and over. */
function fieldOf(struct: string, name: string): Structure | undefined {
  const key = `${struct}.${name}`;
  const known = KNOWN.get(key);
  if (known) return known;
  const type = fieldsOf(struct)?.get(name);
  if (!type) return undefined;
  const structure = read(type, key);
  KNOWN.set(key, structure);
  return structure;
}

function read(type: FieldType, key: string): Structure {
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", wants: WANTS[type.code] };
    case "resources":
      return { kind: "map", of: { kind: "scalar", wants: "any" } };
    case "struct":
      return ATOMIC_STRUCTS.has(type.struct) ? { kind: "atomic", is: "map", struct: type.struct } : { kind: "struct", struct: type.struct };
    case "any":
      return ATOMIC_MAPS.has(key) ? { kind: "atomic", is: "map" } : DEDUCED;
    case "map":
      return ATOMIC_MAPS.has(key) ? { kind: "atomic", is: "map", of: read(type.of, "") } : { kind: "map", of: read(type.of, "") };
    case "list": {
      const of = read(type.of, "");
      const keys = LIST_MAP_KEYS[key];
      if (keys && (of.kind === "struct" || of.kind === "atomic")) return { kind: "keyed", keys, of };
      return SETS.has(key) ? { kind: "set", of } : { kind: "atomic", is: "list", of };
    }
  }
}

/** Quantities, times, and numbers that may be percentages are any plain value: they are read later. */
const WANTS = {
  s: "string", b: "boolean", i: "number", l: "number", d: "number", q: "any", x: "any", y: "string", t: "any", T: "any", u: "any",
} as const;
