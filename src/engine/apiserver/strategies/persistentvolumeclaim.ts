import { deepEqual } from "../../../api/semantic.ts";
import { classNameOf, defaultClass } from "../../../api/storage.ts";
import type { FieldError } from "../../../api/status.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { StorageClass } from "../../../api/types/storageclass.ts";
import type { Strategy, StrategyContext } from "./contract.ts";
import { forbidden, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withStatusOf } from "./metadata.ts";
import { ACCESS_MODES } from "./persistentvolume.ts";
import { validateLabelSelector } from "./selector-rules.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** Keeps a claim from going while a pod uses it. */
export const PVC_PROTECTION_FINALIZER = "kubernetes.io/pvc-protection";

const FIXED = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

/**
 * Source: pkg/registry/core/persistentvolumeclaim/strategy.go, pkg/apis/core/v1/defaults.go
 * SetDefaults_PersistentVolumeClaim, plugin/pkg/admission/storage/storageobjectinuseprotection and
 * storageclass/setdefault, validation.go ValidatePersistentVolumeClaim (1.36).
 */
export const persistentVolumeClaimStrategy: Strategy<PersistentVolumeClaim> = {
  prepareForCreate: (object, ctx) => withProtection({ ...withDefaultClass(withClaimDefaults(object), ctx), status: { phase: "Pending" } }),
  prepareForUpdate: (next, old) => reuseUnchanged({ ...withClaimDefaults(carryMetadata(next, old)), status: old.status }, old),
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old),
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateSpec(next.spec),
    ...validateSpecUpdate(next, old),
  ],
};

/** Also for the claim templates of a StatefulSet. */
export function withClaimDefaults(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  return { ...claim, spec: { ...claim.spec, volumeMode: claim.spec?.volumeMode ?? "Filesystem" } };
}

/** A class that is not asked for; one that is empty says that none is wanted. */
function withDefaultClass(claim: PersistentVolumeClaim, { storageClasses = [] }: StrategyContext): PersistentVolumeClaim {
  const found = classNameOf(claim) === undefined ? defaultClass(storageClasses as Iterable<StorageClass>) : undefined;
  return found ? { ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } } : claim;
}

function withProtection(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const finalizers = claim.metadata.finalizers ?? [];
  if (finalizers.includes(PVC_PROTECTION_FINALIZER)) return claim;
  return { ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, PVC_PROTECTION_FINALIZER] } };
}

function validateSpec(spec: PersistentVolumeClaim["spec"]): FieldError[] {
  const modes = spec.accessModes ?? [];
  return [
    ...(modes.length === 0 ? [required("spec.accessModes", "at least 1 access mode is required")] : []),
    ...(spec.selector ? validateLabelSelector(spec.selector, "spec.selector") : []),
    ...modes.flatMap((mode) => (ACCESS_MODES.includes(mode) ? [] : [notSupported("spec.accessModes", mode, ACCESS_MODES)])),
    ...(modes.includes("ReadWriteOncePod") && modes.length > 1 ? [forbidden("spec.accessModes", "may not use ReadWriteOncePod with other access modes")] : []),
    ...(spec.resources?.requests?.["storage"] === undefined ? [required("spec.resources[storage]")] : []),
  ];
}

/** A volume is set once, a class may be given to a claim without, a bound claim may grow. */
function validateSpecUpdate(next: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const isBound = old.status.phase === "Bound";
  const { storageClassName, volumeName, resources } = old.spec;
  const compared = {
    ...next.spec,
    ...(volumeName ? {} : { volumeName }),
    ...(storageClassName === undefined ? { storageClassName } : {}),
    ...(isBound ? { resources } : {}),
    volumeAttributesClassName: (old.spec as { volumeAttributesClassName?: string }).volumeAttributesClassName,
  };
  if (deepEqual(compared, old.spec)) return [];
  const lines = (spec: object) => JSON.stringify(spec, undefined, 2).split("\n");
  return [forbidden("spec", `${FIXED}\n${unifiedDiff(lines(old.spec), lines(compared))}`)];
}
