import { FIELDS } from "./field-descriptions.ts";
import { STRUCTS } from "./struct-descriptions.ts";

/** One or two sentences on a struct, in our own words; undefined where its name says it all. */
export function describeStruct(struct: string): string | undefined {
  return STRUCTS[struct];
}

/** One or two sentences on a field: of this struct, else what a field of that name means everywhere. */
export function describeField(struct: string, field: string): string | undefined {
  return FIELDS[`${struct}.${field}`] ?? FIELDS[field];
}
