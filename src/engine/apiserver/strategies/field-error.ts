import type { FieldError } from "../../../api/status.ts";

/**
 * Builders of field errors, worded as Kubernetes 1.36 words them.
 * Source: apimachinery pkg/util/validation/field/errors.go
 */
export function required(field: string, detail = ""): FieldError {
  return { type: "Required", field, text: detail ? `Required value: ${detail}` : "Required value" };
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { type: "Invalid", field, text: `Invalid value: ${printed(value)}: ${detail}` };
}

/** `supported` in the order in which the API server lists it. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const values = supported.map((v) => JSON.stringify(v)).join(", ");
  return { type: "NotSupported", field, text: `Unsupported value: ${printed(value)}: supported values: ${values}` };
}

export function forbidden(field: string, detail: string): FieldError {
  return { type: "Forbidden", field, text: `Forbidden: ${detail}` };
}

export function duplicate(field: string, value: unknown, detail = ""): FieldError {
  return { type: "Duplicate", field, text: `Duplicate value: ${printed(value)}${detail ? `: ${detail}` : ""}` };
}

export function notFoundValue(field: string, value: unknown): FieldError {
  return { type: "NotFound", field, text: `Not found: ${printed(value)}` };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { type: "TooLong", field, text: `Too long: may not be more than ${maxBytes} bytes` };
}

export const NOT_NEGATIVE = "must be greater than or equal to 0";
export const IMMUTABLE = "field is immutable";

/** One error if the number is negative. Absent counts as 0. */
export function notNegative(field: string, value: number | undefined): readonly FieldError[] {
  return value !== undefined && value < 0 ? [invalidValue(field, value, NOT_NEGATIVE)] : [];
}

/** Errors of a name check, each as an Invalid of the same value. */
export function invalidEach(field: string, value: unknown, details: readonly string[]): readonly FieldError[] {
  return details.map((detail) => invalidValue(field, value, detail));
}

/** As Go's encoding/json prints it: no spaces, `<`, `>` and `&` escaped. Absent is `null`. */
function printed(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  const json = JSON.stringify(value ?? null);
  return json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}
