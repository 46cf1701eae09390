import { isQuantity, parseQuantity, storedResourceText } from "../quantity.ts";
import { isMembers } from "../semantic.ts";
import { goType, jsonWord } from "./go-types.ts";
import { readScalar } from "./read-scalar.ts";
import { fieldsOf, type FieldType } from "./schema.ts";

/** What went wrong on the way, in the order of the document. */
export interface Findings {
  /** Paths of unknown fields, with list positions. */
  readonly unknown: string[];
  /** First error of a reader of its own (quantity, time). Go stops there, so it wins over `typeError`. */
  hardError?: string;
  /** First value of the wrong type, and Go's name of the type it should have. */
  typeError?: string;
  wantedType?: string;
}

/** Where a value stands: `path` has list positions, `goPath` has none, `struct` is the innermost one. */
interface Place { readonly path: string; readonly goPath: string; readonly struct: string; readonly field: string }

type Members = Readonly<Record<string, unknown>>;

/**
 * A struct as the API server keeps it: without unknown fields, nulls and empty values, quantities in canonical form.
 * Returns `value` itself if nothing is to do.
 */
export function readStruct(value: Members, struct: string, findings: Findings, path = "", goPath = ""): Members {
  const fields = fieldsOf(struct);
  if (!fields) return value;
  const after: Record<string, unknown> = {};
  let isSame = true;
  for (const [name, given] of Object.entries(value)) {
    const type = fields.get(name);
    const place = { path: join(path, name), goPath: join(goPath, name), struct, field: name };
    if (!type) findings.unknown.push(place.path);
    const kept = type ? readValue(given, type, place, findings) : undefined;
    isSame &&= kept === given;
    if (kept !== undefined) after[name] = kept;
  }
  return isSame ? value : after;
}

/** undefined: left out of the stored object. */
function readValue(value: unknown, type: FieldType, place: Place, findings: Findings): unknown {
  if (value === null || value === undefined) return isNullable(type) ? value : undefined;
  switch (type.kind) {
    case "any":
      return value;
    case "struct":
      return isMembers(value) ? readStruct(value, type.struct, findings, place.path, place.goPath) : wrongType(value, type, place, findings);
    case "list":
      return Array.isArray(value) ? readList(value, type.of, place, findings) : wrongType(value, type, place, findings);
    case "map":
      return isMembers(value) ? readMap(value, (v) => readValue(v, type.of, place, findings) ?? "") : wrongType(value, type, place, findings);
    case "resources":
      return isMembers(value) ? readMap(value, (v) => readResource(v, findings)) : wrongType(value, type, place, findings);
    case "scalar": {
      const read = type.code === "q" ? readQuantity(value) : readScalar(value, type.code);
      if (read.error !== undefined) return hardError(read.error, findings);
      if (read.word !== undefined) return wrongType(value, type, place, findings, read.word);
      return type.omitsZero && (read.value === "" || read.value === 0 || read.value === false) ? undefined : read.value;
    }
  }
}

function readList(list: readonly unknown[], of: FieldType, place: Place, findings: Findings): unknown {
  if (list.length === 0) return undefined;
  const read = list.map((item, i) => {
    const value = readValue(item, of, { ...place, path: `${place.path}[${i}]` }, findings);
    return value ?? (of.kind === "struct" ? {} : (zeroOf(of) ?? null));
  });
  return read.every((item, i) => item === list[i]) ? list : read;
}

/** null in a list or a map is the zero value. */
function zeroOf(type: FieldType): unknown {
  return type.kind === "scalar" && type.code === "s" ? "" : undefined;
}

function readMap(map: Members, read: (value: unknown) => unknown): unknown {
  const entries = Object.entries(map);
  if (entries.length === 0) return undefined;
  const after = entries.map(([key, value]) => [key, read(value)] as const);
  return after.every(([, value], i) => value === entries[i]![1]) ? map : Object.fromEntries(after);
}

function readResource(value: unknown, findings: Findings): unknown {
  const stored = storedResourceText(isMembers(value) || Array.isArray(value) ? JSON.stringify(value) : value);
  return "error" in stored ? hardError(stored.error, findings) : stored.text;
}

function readQuantity(value: unknown): { readonly value?: unknown; readonly error?: string; readonly word?: string } {
  const parsed = parseQuantity(typeof value === "string" ? value.trim() : JSON.stringify(value));
  return isQuantity(parsed) ? { value: parsed.text } : { error: parsed.error };
}

function hardError(text: string, findings: Findings): undefined {
  findings.hardError ??= text;
}

function wrongType(value: unknown, type: FieldType, place: Place, findings: Findings, word = jsonWord(value)): undefined {
  const wanted = goType(type, place.struct, place.field);
  findings.typeError ??= `json: cannot unmarshal ${word} into Go struct field ${place.struct}.${place.goPath} of type ${wanted}`;
  findings.wantedType ??= wanted;
}

function isNullable(type: FieldType): boolean {
  return type.kind === "scalar" && (type.code === "T" || type.code === "u");
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
