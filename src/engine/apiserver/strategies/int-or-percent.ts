import type { FieldError } from "../../../api/status.ts";
import type { IntOrString } from "../../../api/types/meta.ts";
import { invalidValue, NOT_NEGATIVE } from "./field-error.ts";

const PERCENT = /^[0-9]+%$/;
const PERCENT_ERROR = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Source: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent */
export function notNegativeOrPercent(field: string, value: IntOrString): FieldError[] {
  if (typeof value === "number") return value < 0 ? [invalidValue(field, value, NOT_NEGATIVE)] : [];
  return PERCENT.test(value) ? [] : [invalidValue(field, value, PERCENT_ERROR)];
}

/** Source: validation.go IsNotMoreThan100Percent */
export function notMoreThan100Percent(field: string, value: IntOrString): FieldError[] {
  return percentOf(value) > 100 ? [invalidValue(field, value, "must not be greater than 100%")] : [];
}

/** The number itself, or the number before the percent sign; 0 for text that is no percentage. */
export function amountOf(value: IntOrString): number {
  return typeof value === "number" ? value : percentOf(value);
}

function percentOf(value: IntOrString): number {
  return typeof value === "string" && PERCENT.test(value) ? Number(value.slice(0, -1)) : 0;
}
