import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { defaultPodTemplate } from "../defaults-pod.ts";
import type { Strategy } from "./contract.ts";
import { IMMUTABLE, invalidValue, notNegative } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { validateSelectorAndTemplate } from "./replica-template.ts";
import { workloadUpdate } from "./workload-update.ts";

const NO_STATUS = { replicas: 0 };

/**
 * Source: pkg/registry/apps/replicaset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet,
 * pkg/apis/apps/validation/validation.go ValidateReplicaSet
 */
export const replicaSetStrategy: Strategy<ReplicaSet> = {
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
    ...(deepEqual(next.spec.selector, old.spec.selector) ? [] : [invalidValue("spec.selector", next.spec.selector, IMMUTABLE)]),
  ],
};

function withDefaults(object: ReplicaSet): ReplicaSet {
  const spec: Partial<ReplicaSet["spec"]> = object.spec ?? {};
  return {
    ...object,
    spec: { ...(spec as Pick<ReplicaSet["spec"], "selector">), replicas: spec.replicas ?? 1, template: defaultPodTemplate(spec.template) },
  };
}

function validateSpec(spec: ReplicaSet["spec"]): FieldError[] {
  return [
    ...notNegative("spec.replicas", spec.replicas),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateSelectorAndTemplate(spec.selector, spec.template),
  ];
}
