import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { KubeObject, StringMap } from "../../../api/types/meta.ts";
import { forbidden, invalidValue, tooLong } from "./field-error.ts";

/** What ConfigMaps and Secrets have in common: values by key that may be closed to change. */
export interface KeyedData extends KubeObject {
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
  readonly immutable?: boolean;
}

const MAX_BYTES = 1024 * 1024;
const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_ERROR = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const CLOSED = "field is immutable when `immutable` is set";

/**
 * Keys, and the size of all together.
 * @param whole the path that stands for all data when it is too long; an empty path prints as `[]`
 * Source: pkg/apis/core/validation/validation.go ValidateConfigMap, ValidateSecret (1.36)
 */
export function validateKeyedData({ data = {}, binaryData = {} }: KeyedData, whole: string): FieldError[] {
  const size = [...Object.values(data), ...Object.values(binaryData)].reduce((sum, value) => sum + value.length, 0);
  return [
    ...Object.keys(data).flatMap((key) => keyErrors("data", key)),
    ...Object.keys(data).flatMap((key) => (Object.hasOwn(binaryData, key) ? [invalidValue(`data[${key}]`, key, "duplicate of key present in binaryData")] : [])),
    ...Object.keys(binaryData).flatMap((key) => keyErrors("binaryData", key)),
    ...(size > MAX_BYTES ? [tooLong(whole, MAX_BYTES)] : []),
  ];
}

/** Once `immutable` is set, neither it nor the data can be changed. Source: ValidateConfigMapUpdate, ValidateSecretUpdate. */
export function validateKeyedDataUpdate(next: KeyedData, old: KeyedData): FieldError[] {
  if (!old.immutable) return [];
  return [
    ...(next.immutable ? [] : [forbidden("immutable", CLOSED)]),
    ...(["data", "binaryData"] as const).flatMap((field) => (deepEqual(next[field] ?? {}, old[field] ?? {}) ? [] : [forbidden(field, CLOSED)])),
  ];
}

function keyErrors(field: string, key: string): FieldError[] {
  const at = `${field}[${key}]`;
  const errors: FieldError[] = [];
  if (key.length > 253) errors.push(invalidValue(at, key, "must be no more than 253 characters"));
  if (!KEY.test(key)) errors.push(invalidValue(at, key, KEY_ERROR));
  if (key === "." || key === "..") errors.push(invalidValue(at, key, `must not be '${key}'`));
  else if (key.startsWith("..")) errors.push(invalidValue(at, key, "must not start with '..'"));
  return errors;
}
