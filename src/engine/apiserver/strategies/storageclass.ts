import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { StorageClass } from "../../../api/types/storageclass.ts";
import type { Strategy } from "./contract.ts";
import { forbidden, IMMUTABLE, invalidValue, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

const POLICIES = ["Delete", "Retain"];
const MODES = ["Immediate", "WaitForFirstConsumer"];

/** Source: pkg/registry/storage/storageclass/strategy.go, pkg/apis/storage/v1/defaults.go, validation.go ValidateStorageClass (1.36) */
export const storageClassStrategy: Strategy<StorageClass> = {
  prepareForCreate: withDefaults,
  prepareForUpdate: (next, old) => reuseUnchanged(withDefaults(carryMetadata(next, old)), old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateClass(object)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateClass(next), ...fixedErrors(next, old)],
};

function withDefaults(object: StorageClass): StorageClass {
  return { ...object, reclaimPolicy: object.reclaimPolicy || "Delete", volumeBindingMode: object.volumeBindingMode || "Immediate" };
}

function validateClass({ provisioner, reclaimPolicy = "", volumeBindingMode = "" }: StorageClass): FieldError[] {
  return [
    ...(provisioner ? [] : [required("provisioner")]),
    ...(POLICIES.includes(reclaimPolicy) ? [] : [notSupported("reclaimPolicy", reclaimPolicy, POLICIES)]),
    ...(MODES.includes(volumeBindingMode) ? [] : [notSupported("volumeBindingMode", volumeBindingMode, MODES)]),
  ];
}

function fixedErrors(next: StorageClass, old: StorageClass): FieldError[] {
  return [
    ...(deepEqual(next.parameters ?? {}, old.parameters ?? {}) ? [] : [forbidden("parameters", "updates to parameters are forbidden.")]),
    ...(next.provisioner === old.provisioner ? [] : [forbidden("provisioner", "updates to provisioner are forbidden.")]),
    ...(next.reclaimPolicy === old.reclaimPolicy ? [] : [forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.")]),
    ...(next.volumeBindingMode === old.volumeBindingMode ? [] : [invalidValue("volumeBindingMode", next.volumeBindingMode, IMMUTABLE)]),
  ];
}
