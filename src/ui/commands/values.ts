import { labelValueErrors, qualifiedNameErrors } from "../../api/label-syntax.ts";
import { isQuantity, parseQuantity } from "../../api/quantity.ts";
import type { IntOrString, StringMap } from "../../api/types/meta.ts";
import type { Refusal, Values } from "./command.ts";

/** A value of a form, or why it is none. */
export type Read<T> = { readonly value: T } | Refusal;
export function refusal(field: string, error: string): Refusal {
  return { error, field };
}

/** Trimmed; a field that was not answered is the empty text. */
export function text(values: Values, field: string): string {
  return (values[field] ?? "").trim();
}

/** Lines without blanks around them, without empty ones. */
export function lines(values: Values, field: string): readonly string[] {
  return (values[field] ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** Lines `key=value`; keys and values in the syntax of labels. */
export function readLabels(values: Values, field: string): Read<StringMap> {
  const labels: Record<string, string> = {};
  for (const line of lines(values, field)) {
    const at = line.indexOf("=");
    if (at < 0) return refusal(field, `“${line}” is no label: write key=value, one a line.`);
    const key = line.slice(0, at);
    const value = line.slice(at + 1);
    const error = labelError(key, value);
    if (error) return refusal(field, `“${line}”: ${error}`);
    if (key in labels) return refusal(field, `The key “${key}” stands there twice.`);
    labels[key] = value;
  }
  return { value: labels };
}

/** Why a label cannot be; undefined if it can. */
export function labelError(key: string, value: string): string | undefined {
  const keyErrors = qualifiedNameErrors(key);
  if (keyErrors.length > 0) return keyErrors.join("; ");
  const valueErrors = labelValueErrors(value);
  return valueErrors.length > 0 ? valueErrors.join("; ") : undefined;
}

/** A quantity above zero, as written. */
export function readQuantity(values: Values, field: string, label: string): Read<string> {
  const written = text(values, field);
  const parsed = parseQuantity(written);
  if (!isQuantity(parsed)) return refusal(field, `${label}: “${written}” is no quantity (${parsed.error}). Write for example 500m, 2 or 8Gi.`);
  if (parsed.nanos <= 0n) return refusal(field, `${label} must be more than 0.`);
  return { value: written };
}

export function readInteger(values: Values, field: string, label: string, range: { readonly min: number; readonly max: number }): Read<number> {
  const written = text(values, field);
  const value = /^\d{1,10}$/.test(written) ? Number(written) : Number.NaN;
  if (!(value >= range.min && value <= range.max)) {
    return refusal(field, `${label} must be a whole number from ${range.min} to ${range.max}, not “${written}”.`);
  }
  return { value };
}

/** A whole number, or a percentage from 0% to 100%. */
export function readIntOrPercent(values: Values, field: string): Read<IntOrString> {
  const written = text(values, field);
  if (/^\d{1,9}$/.test(written)) return { value: Number(written) };
  const percent = /^(\d{1,3})%$/.exec(written)?.[1];
  if (percent === undefined) return refusal(field, `${field} must be a number such as 2 or a percentage such as 10%, not “${written}”.`);
  if (Number(percent) > 100) return refusal(field, `${field} must not be greater than 100%.`);
  return { value: `${Number(percent)}%` };
}

/** Labels as lines for a form, by key. */
export function labelLines(labels: StringMap): string {
  return Object.keys(labels).sort().map((key) => `${key}=${labels[key] ?? ""}`).join("\n");
}
