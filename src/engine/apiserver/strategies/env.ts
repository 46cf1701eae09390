import type { FieldError } from "../../../api/status.ts";
import type { EnvVar } from "../../../api/types/pod.ts";
import { invalidEach, invalidValue, required } from "./field-error.ts";
import { validateFieldRef, validateResourceFieldRef } from "./field-ref.ts";
import { envNameErrors } from "./names.ts";

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"] as const;

type ValueFrom = NonNullable<EnvVar["valueFrom"]>;

/** `path` is the list. Source: pkg/apis/core/validation/validation.go ValidateEnv (1.36) */
export function validateEnv(env: readonly EnvVar[] | undefined, path: string): FieldError[] {
  return (env ?? []).flatMap((entry, i) => [
    ...(entry.name ? invalidEach(`${path}[${i}].name`, entry.name, envNameErrors(entry.name)) : [required(`${path}[${i}].name`)]),
    ...(entry.valueFrom ? validateValueFrom(entry, entry.valueFrom, `${path}[${i}].valueFrom`) : []),
  ]);
}

/** One source, and no value beside it. `path` is the field `valueFrom`. */
function validateValueFrom(entry: Pick<EnvVar, "value">, from: ValueFrom, path: string): FieldError[] {
  const given = SOURCES.filter((source) => (from as Readonly<Record<string, unknown>>)[source] !== undefined);
  if (given.length === 0) {
    return [invalidValue(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")];
  }
  return [
    ...(from.fieldRef ? validateFieldRef(from.fieldRef.fieldPath ?? "", `${path}.fieldRef`, "env") : []),
    ...(from.resourceFieldRef ? validateResourceFieldRef(from.resourceFieldRef, `${path}.resourceFieldRef`, "env") : []),
    ...(from.configMapKeyRef ? validateKeyRef(from.configMapKeyRef, `${path}.configMapKeyRef`) : []),
    ...(from.secretKeyRef ? validateKeyRef(from.secretKeyRef, `${path}.secretKeyRef`) : []),
    ...(entry.value ? [invalidValue(path, "", "may not be specified when `value` is not empty")] : []),
    ...(given.length > 1 ? [invalidValue(path, "", "may not have more than one field specified at a time")] : []),
  ];
}

function validateKeyRef(ref: { readonly name?: string; readonly key: string }, path: string): FieldError[] {
  return [...(ref.name ? [] : [required(`${path}.name`)]), ...(ref.key ? [] : [required(`${path}.key`)])];
}
