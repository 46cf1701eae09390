import { bytes } from "../../../api/quantity.ts";
import type { FieldError } from "../../../api/status.ts";
import type { PersistentVolume } from "../../../api/types/persistentvolume.ts";
import type { Strategy } from "./contract.ts";
import { invalidValue, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withStatusOf } from "./metadata.ts";

/** Keeps a volume from going while a claim has it. */
export const PV_PROTECTION_FINALIZER = "kubernetes.io/pv-protection";

export const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
/** Fields of a volume's spec that do not say where it is. */
const COMMON = ["accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy", "storageClassName", "volumeAttributesClassName", "volumeMode"];

/**
 * Source: pkg/registry/core/persistentvolume/strategy.go, defaults.go SetDefaults_PersistentVolume,
 * plugin/pkg/admission/storage/storageobjectinuseprotection, validation.go ValidatePersistentVolume (1.36).
 * Departure: the fields of each kind of source are not looked into, nor is it said that they cannot be changed.
 */
export const persistentVolumeStrategy: Strategy<PersistentVolume> = {
  prepareForCreate: (object) => withProtection({ ...withDefaults(object), status: { phase: "Pending" } }),
  prepareForUpdate: (next, old) => reuseUnchanged({ ...withDefaults(carryMetadata(next, old)), ...(old.status ? { status: old.status } : {}) }, old),
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old),
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateSpec(next.spec)],
};

function withDefaults(volume: PersistentVolume): PersistentVolume {
  const spec = volume.spec ?? {};
  return { ...volume, spec: { ...spec, persistentVolumeReclaimPolicy: spec.persistentVolumeReclaimPolicy || "Retain", volumeMode: spec.volumeMode || "Filesystem" } };
}

function withProtection(volume: PersistentVolume): PersistentVolume {
  const finalizers = volume.metadata.finalizers ?? [];
  if (finalizers.includes(PV_PROTECTION_FINALIZER)) return volume;
  return { ...volume, metadata: { ...volume.metadata, finalizers: [...finalizers, PV_PROTECTION_FINALIZER] } };
}

function validateSpec(spec: PersistentVolume["spec"]): FieldError[] {
  const { accessModes: modes = [], capacity, persistentVolumeReclaimPolicy: policy, volumeMode } = spec;
  const storage = capacity?.["storage"];
  const hasSource = Object.keys(spec).some((field) => !COMMON.includes(field));
  return [
    ...(modes.length === 0 ? [required("spec.accessModes")] : []),
    ...modes.flatMap((mode) => (ACCESS_MODES.includes(mode) ? [] : [notSupported("spec.accessModes", mode, ACCESS_MODES)])),
    ...(Object.keys(capacity ?? {}).length === 0 ? [required("spec.capacity")] : []),
    ...(storage === undefined || Object.keys(capacity ?? {}).length > 1 ? [notSupported("spec.capacity", capacity, ["storage"])] : []),
    ...(storage !== undefined && bytes(storage) <= 0 ? [invalidValue("spec.capacity[storage]", storage, "must be greater than zero")] : []),
    ...(policy !== undefined && !["Delete", "Recycle", "Retain"].includes(policy) ? [notSupported("spec.persistentVolumeReclaimPolicy", policy, ["Delete", "Recycle", "Retain"])] : []),
    ...(hasSource ? [] : [required("spec", "must specify a volume type")]),
    ...(volumeMode !== undefined && !["Block", "Filesystem"].includes(volumeMode) ? [notSupported("spec.volumeMode", volumeMode, ["Block", "Filesystem"])] : []),
  ];
}
