import { apiVersionOf, RESOURCES, SCALES } from "../resources.ts";
import { STRUCTS } from "./schema.generated.ts";

/** A field's type. `omitsZero`: "", false and 0 are left out of the stored object. */
export type FieldType =
  | { readonly kind: "scalar"; readonly code: ScalarCode; readonly omitsZero: boolean }
  | { readonly kind: "resources" }
  | { readonly kind: "struct"; readonly struct: string }
  | { readonly kind: "list"; readonly of: FieldType }
  | { readonly kind: "map"; readonly of: FieldType }
  | { readonly kind: "any" };

/** The letters of scripts/schema.mjs. */
export type ScalarCode = "s" | "b" | "i" | "l" | "d" | "q" | "x" | "y" | "t" | "T" | "u";

export type Fields = ReadonlyMap<string, FieldType>;

const SCHEMA: ReadonlyMap<string, Fields> = new Map(Object.entries(STRUCTS).map(([name, text]) => [name, readFields(text)]));

/** Kinds that are decoded field by field; all others (those of CustomResourceDefinitions) are taken as they are written. */
const KINDS: ReadonlySet<string> = new Set([...RESOURCES, SCALES].map((r) => `${apiVersionOf(r)}/${r.kind}`));

/** The fields of a struct by Go's name, e.g. `PodSpec`; undefined for a struct that is not in the schema. */
export function fieldsOf(struct: string): Fields | undefined {
  return SCHEMA.get(struct);
}

/** The struct of a kind; undefined for kinds without schema. */
export function structOf(apiVersion: string, kind: string): string | undefined {
  return KINDS.has(`${apiVersion}/${kind}`) ? kind : undefined;
}

function readFields(text: string): Fields {
  return new Map(
    text.split(" ").map((field) => {
      const [name = "", type] = field.split("=");
      return [name, type === undefined ? readType("s?") : readType(type)];
    }),
  );
}

function readType(text: string): FieldType {
  if (text.startsWith("[]")) return { kind: "list", of: readType(text.slice(2)) };
  if (text.startsWith("{}")) return { kind: "map", of: readType(text.slice(2)) };
  if (text === "Q") return { kind: "resources" };
  if (text === "*") return { kind: "any" };
  if (/^[A-Za-z]\??$/.test(text)) return { kind: "scalar", code: text.charAt(0) as ScalarCode, omitsZero: text.endsWith("?") };
  return { kind: "struct", struct: text };
}
