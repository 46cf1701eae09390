import { isEmptySelector } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { PodTemplateSpec } from "../../../api/types/pod.ts";
import type { StatefulSet, StatefulSetUpdateStrategy } from "../../../api/types/statefulset.ts";
import { defaultPodTemplate } from "../defaults-pod.ts";
import type { Strategy } from "./contract.ts";
import { forbidden, invalidValue, notNegative, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { withClaimDefaults } from "./persistentvolumeclaim.ts";
import { validatePodTemplate } from "./pod-template.ts";
import { selectorMatchesTemplate, validateLabelSelector } from "./selector-rules.ts";
import { workloadUpdate } from "./workload-update.ts";

const NO_STATUS = { replicas: 0, availableReplicas: 0 };
const CHANGEABLE = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"] as const;
const NOT_CHANGEABLE = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

type Spec = StatefulSet["spec"];

/**
 * Source: pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet,
 * pkg/apis/apps/validation/validation.go ValidateStatefulSet (1.36)
 */
export const statefulSetStrategy: Strategy<StatefulSet> = {
  prepareForCreate: (object) => withGeneration({ ...withDefaults(object), status: NO_STATUS }, 1),
  prepareForUpdate(next, old) {
    const { next: kept, isSpecChanged } = workloadUpdate({ ...withDefaults(carryMetadata(next, old)), status: old.status }, old);
    return reuseUnchanged(isSpecChanged ? withGeneration(kept, (old.metadata.generation ?? 0) + 1) : kept, old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old, NO_STATUS),
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateSpec(next.spec),
    ...(deepEqual(fixedPart(next.spec), fixedPart(old.spec)) ? [] : [forbidden("spec", NOT_CHANGEABLE)]),
  ],
};

function fixedPart(spec: Spec): object {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !(CHANGEABLE as readonly string[]).includes(field)));
}

function withDefaults(object: StatefulSet): StatefulSet {
  const spec: Partial<Spec> = object.spec ?? {};
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  return {
    ...object,
    spec: {
      ...(spec as Pick<Spec, "selector">),
      replicas: spec.replicas ?? 1,
      template: defaultPodTemplate(spec.template),
      ...(spec.volumeClaimTemplates ? { volumeClaimTemplates: spec.volumeClaimTemplates.map(defaultClaimTemplate) } : {}),
      podManagementPolicy: spec.podManagementPolicy || "OrderedReady",
      updateStrategy: defaultUpdateStrategy(spec.updateStrategy ?? {}),
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: retention?.whenDeleted || "Retain", whenScaled: retention?.whenScaled || "Retain" },
    },
  };
}

function defaultClaimTemplate(template: PersistentVolumeClaim): PersistentVolumeClaim {
  return { ...withClaimDefaults(template), apiVersion: "v1", kind: "PersistentVolumeClaim", status: { phase: "Pending" } };
}

/**
 * maxUnavailable is dropped: its gate MaxUnavailableStatefulSet is off in 1.36. A type that was given brings no partition.
 * Source: kubernetes pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet (1.36)
 */
function defaultUpdateStrategy({ type: given, rollingUpdate }: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  const type = given || "RollingUpdate";
  if (given && !rollingUpdate) return { type };
  return { type, rollingUpdate: { partition: rollingUpdate?.partition ?? 0 } };
}

function validateSpec(spec: Spec): FieldError[] {
  return [
    ...(["OrderedReady", "Parallel"].includes(spec.podManagementPolicy)
      ? []
      : [invalidValue("spec.podManagementPolicy", spec.podManagementPolicy, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateUpdateStrategy(spec.updateStrategy),
    ...validateRetention(spec.persistentVolumeClaimRetentionPolicy),
    ...notNegative("spec.replicas", spec.replicas),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...notNegative("spec.ordinals.start", spec.ordinals?.start),
    ...(spec.selector ? validateLabelSelector(spec.selector, "spec.selector") : [required("spec.selector")]),
    ...(spec.selector && isEmptySelector(spec.selector) ? [invalidValue("spec.selector", spec.selector, "empty selector is invalid for statefulset")] : []),
    ...selectorMatchesTemplate(spec.selector, spec.template.metadata?.labels),
    ...validatePodTemplate(withClaimVolumes(spec), "spec.template"),
    ...(spec.template.spec.restartPolicy === "Always"
      ? []
      : [notSupported("spec.template.spec.restartPolicy", spec.template.spec.restartPolicy, ["Always"])]),
    ...(spec.template.spec["activeDeadlineSeconds"] === undefined
      ? []
      : [forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in StatefulSet is not Supported")]),
  ];
}

/** Containers may mount a claim by the name of its template. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: Spec): PodTemplateSpec {
  if (volumeClaimTemplates.length === 0) return template;
  const names = volumeClaimTemplates.map((t) => t.metadata.name);
  const others = ((template.spec["volumes"] ?? []) as readonly { name?: string }[]).filter((v) => !names.includes(v.name ?? ""));
  const volumes = [...others, ...names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }))];
  return { ...template, spec: { ...template.spec, volumes } };
}

function validateUpdateStrategy(strategy: StatefulSetUpdateStrategy): readonly FieldError[] {
  const path = "spec.updateStrategy";
  const { type, rollingUpdate } = strategy;
  const printed = { Partition: rollingUpdate?.partition ?? 0, MaxUnavailable: null };
  if (type === "RollingUpdate") return notNegative(`${path}.rollingUpdate.partition`, rollingUpdate?.partition);
  if (type === "OnDelete") return rollingUpdate ? [invalidValue(`${path}.rollingUpdate`, printed, "only allowed for updateStrategy 'RollingUpdate'")] : [];
  // The value of an unknown type is printed as Go's internal struct, hence capital letters.
  return [invalidValue(path, { Type: type, RollingUpdate: rollingUpdate ? printed : null }, "must be 'RollingUpdate' or 'OnDelete'")];
}

function validateRetention(policy: Spec["persistentVolumeClaimRetentionPolicy"]): FieldError[] {
  const values = ["Retain", "Delete"];
  return (["whenDeleted", "whenScaled"] as const).flatMap((field) =>
    values.includes(policy?.[field] ?? "Retain") ? [] : [notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, policy?.[field], ["Delete", "Retain"])]);
}
