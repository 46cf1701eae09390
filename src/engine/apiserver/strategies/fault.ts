import type { FieldError } from "../../../api/status.ts";
import type { Fault, FaultSpec, FaultType } from "../../../api/types/fault.ts";
import type { Strategy } from "./contract.ts";
import { forbidden, IMMUTABLE, invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration } from "./metadata.ts";
import { dnsLabelErrors, subdomainErrors } from "./names.ts";
import { deepEqual } from "../../../api/semantic.ts";

interface Fields { readonly required: readonly string[]; readonly optional?: readonly string[] }

const ON_NODE: Fields = { required: ["nodeName"] };
const IN_POD = ["namespace", "podName"];

const FIELDS: Readonly<Record<FaultType, Fields>> = {
  ContainerCrash: { required: IN_POD, optional: ["containerName", "exitCode", "afterSeconds", "times"] },
  DiskPressure: ON_NODE,
  ImagePullFailure: { required: [], optional: ["nodeName", "image", "error"] },
  MemoryPressure: ON_NODE,
  NetworkCut: ON_NODE,
  NetworkUnavailable: ON_NODE,
  NodeDown: ON_NODE,
  OOM: { required: IN_POD, optional: ["containerName", "times"] },
  PIDPressure: ON_NODE,
  ReadinessFlap: { required: [...IN_POD, "everySeconds"], optional: ["containerName"] },
  SlowStart: { required: [...IN_POD, "seconds"], optional: ["containerName"] },
};

const TYPES = Object.keys(FIELDS);
const LONGEST_SECONDS = 86_400;
const LONGEST_TEXT = 1024;

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

function validateSpec(spec: Partial<FaultSpec> | undefined): readonly FieldError[] {
  const type: string | undefined = spec?.type;
  if (!spec || !type) return [required("spec.type", `must be one of ${TYPES.join(", ")}`)];
  if (!Object.hasOwn(FIELDS, type)) return [notSupported("spec.type", type, TYPES)];
  const { required: needed, optional = [] } = FIELDS[type as FaultType];
  const given = spec as Readonly<Record<string, unknown>>;
  return [
    ...needed.flatMap((name) => (isGiven(given[name]) ? fieldErrors(name, given[name]) : [required(`spec.${name}`)])),
    ...optional.flatMap((name) => (given[name] === undefined ? [] : isGiven(given[name]) ? fieldErrors(name, given[name]) : [required(`spec.${name}`)])),
    ...others(given, [...needed, ...optional]),
    ...(given["image"] !== undefined && given["nodeName"] === undefined && type === "ImagePullFailure"
      ? [forbidden("spec.image", "an image that no node can pull is declared by an Image object (spec.pull.error)")]
      : []),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== "";
}

function fieldErrors(name: string, value: unknown): readonly FieldError[] {
  const field = `spec.${name}`;
  switch (name) {
    case "nodeName": case "podName": return invalidEach(field, value, subdomainErrors(String(value)));
    case "namespace": case "containerName": return invalidEach(field, value, dnsLabelErrors(String(value)));
    case "exitCode": return range(field, value, { min: 1, max: 255, isWhole: true });
    case "times": return range(field, value, { min: 1, max: 1_000_000, isWhole: true });
    case "everySeconds": return range(field, value, { min: 1, max: LONGEST_SECONDS });
    case "seconds": case "afterSeconds": return range(field, value, { min: 0, max: LONGEST_SECONDS });
    default: return String(value).length > LONGEST_TEXT ? [invalidValue(field, value, `must be no more than ${LONGEST_TEXT} characters`)] : [];
  }
}

function range(field: string, value: unknown, { min, max, isWhole = false }: { readonly min: number; readonly max: number; readonly isWhole?: boolean }): readonly FieldError[] {
  if (typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value))) return [];
  return [invalidValue(field, value, `must be between ${min} and ${max}, inclusive`)];
}

function others(spec: Readonly<Record<string, unknown>>, known: readonly string[]): readonly FieldError[] {
  const extra = Object.keys(spec).filter((key) => key !== "type" && !known.includes(key));
  return extra.map((key) => forbidden(`spec.${key}`, `a fault of type ${String(spec["type"])} has no such field`));
}
