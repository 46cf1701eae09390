import type { FieldError } from "../../../api/status.ts";
import type { Fault } from "../../../api/types/fault.ts";
import type { Strategy } from "./contract.ts";
import { IMMUTABLE, invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration } from "./metadata.ts";
import { dnsLabelErrors, subdomainErrors } from "./names.ts";
import { deepEqual } from "../../../api/semantic.ts";

const TYPES = ["ContainerCrash", "NodeDown"];

/** Our own kind: something that goes wrong for as long as the object exists. Delete it and make another to change it. */
export const faultStrategy: Strategy<Fault> = {
  prepareForCreate: (object) => withGeneration(object, 1),
  prepareForUpdate: (next, old) => reuseUnchanged(carryMetadata(next, old), old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...(deepEqual(next.spec, old.spec) ? [] : [invalidValue("spec", next.spec, IMMUTABLE)]),
  ],
};

function validateSpec(spec: Partial<Fault["spec"]> | undefined): FieldError[] {
  switch (spec?.type) {
    case "NodeDown":
      return [...named("spec.nodeName", spec.nodeName, subdomainErrors), ...only(spec, ["type", "nodeName"])];
    case "ContainerCrash":
      return [
        ...named("spec.namespace", spec.namespace, dnsLabelErrors),
        ...named("spec.podName", spec.podName, subdomainErrors),
        ...(spec.containerName === undefined ? [] : named("spec.containerName", spec.containerName, dnsLabelErrors)),
        ...range("spec.exitCode", spec.exitCode, 1, 255),
        ...range("spec.times", spec.times, 1, 1_000_000),
        ...only(spec, ["type", "namespace", "podName", "containerName", "exitCode", "times"]),
      ];
    case undefined:
      return [required("spec.type", `must be one of ${TYPES.join(", ")}`)];
    default:
      return [notSupported("spec.type", (spec as { type: unknown }).type, TYPES)];
  }
}

function named(field: string, name: string | undefined, errors: (name: string) => readonly string[]): readonly FieldError[] {
  return name ? invalidEach(field, name, errors(name)) : [required(field)];
}

function range(field: string, value: number | undefined, min: number, max: number): readonly FieldError[] {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return [];
  return [invalidValue(field, value, `must be between ${min} and ${max}, inclusive`)];
}

function only(spec: object & { readonly type?: string }, fields: readonly string[]): readonly FieldError[] {
  const others = Object.keys(spec).filter((key) => !fields.includes(key));
  return others.map((key): FieldError => ({ type: "Forbidden", field: `spec.${key}`, text: `Forbidden: a fault of type ${spec.type} has no such field` }));
}
