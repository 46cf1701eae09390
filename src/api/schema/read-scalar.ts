import { jsonWord } from "./go-types.ts";
import type { ScalarCode } from "./schema.ts";

/** Exactly one member: the value; or the text of a reader that stops; or Go's word for a value of the wrong type. */
export interface ScalarResult { readonly value?: unknown; readonly error?: string; readonly word?: string }

const INT32_MAX = 2147483647;

/** Reads a scalar that is no quantity as Go's encoding/json does for the field's type. `value` is not null. */
export function readScalar(value: unknown, code: Exclude<ScalarCode, "q">): ScalarResult {
  switch (code) {
    case "s":
      return typeof value === "string" ? { value } : { word: jsonWord(value) };
    case "b":
      return typeof value === "boolean" ? { value } : { word: jsonWord(value) };
    case "i":
      return readInteger(value, INT32_MAX);
    case "l":
      return readInteger(value, Number.MAX_SAFE_INTEGER);
    case "d":
      return typeof value === "number" ? { value } : { word: jsonWord(value) };
    case "x":
      return readIntOrString(value);
    case "y":
      return readBytes(value);
    case "t":
    case "T":
    case "u":
      return readTime(value);
  }
}

function readInteger(value: unknown, max: number): ScalarResult {
  if (typeof value !== "number") return { word: jsonWord(value) };
  const isInRange = Number.isInteger(value) && value <= max && value >= -max - 1;
  return isInRange ? { value } : { word: `number ${JSON.stringify(value)}` };
}

function readIntOrString(value: unknown): ScalarResult {
  if (typeof value === "string") return { value };
  const integer = readInteger(value, INT32_MAX);
  return integer.word === undefined ? integer : { error: `json: cannot unmarshal ${integer.word} into Go value of type int32` };
}

function readBytes(value: unknown): ScalarResult {
  if (typeof value !== "string") return { word: jsonWord(value) };
  const bad = /[^A-Za-z0-9+/=]/.exec(value);
  if (bad) return { error: `illegal base64 data at input byte ${bad.index}` };
  if (value.length % 4 !== 0) return { error: `illegal base64 data at input byte ${value.length - (value.length % 4)}` };
  return { value };
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Departure: the text is checked as a whole; Go names the first part that it cannot read. */
function readTime(value: unknown): ScalarResult {
  if (typeof value !== "string") return { error: `json: cannot unmarshal ${jsonWord(value)} into Go value of type string` };
  if (RFC3339.test(value)) return { value };
  return { error: `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"` };
}
