import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { Deployment, DeploymentStrategy } from "../../../api/types/deployment.ts";
import { defaultPodTemplate } from "../defaults-pod.ts";
import type { Strategy } from "./contract.ts";
import { forbidden, IMMUTABLE, invalidValue, notNegative, notSupported, required } from "./field-error.ts";
import { amountOf, notMoreThan100Percent, notNegativeOrPercent } from "./int-or-percent.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { validateSelectorAndTemplate } from "./replica-template.ts";
import { workloadUpdate } from "./workload-update.ts";

/**
 * Source: pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_Deployment,
 * pkg/apis/apps/validation/validation.go ValidateDeployment
 */
export const deploymentStrategy: Strategy<Deployment> = {
  prepareForCreate: (object) => withGeneration({ ...withDefaults(object), status: {} }, 1),
  /** A changed annotation counts as a new generation too. */
  prepareForUpdate(next, old) {
    const { next: kept, isSpecChanged } = workloadUpdate({ ...withDefaults(carryMetadata(next, old)), status: old.status }, old);
    const isChanged = isSpecChanged || !deepEqual(kept.metadata.annotations ?? {}, old.metadata.annotations ?? {});
    return reuseUnchanged(isChanged ? withGeneration(kept, (old.metadata.generation ?? 0) + 1) : kept, old);
  },
  /** Annotations come along: that is how the controller writes the revision, without a new generation. */
  prepareForStatusUpdate(next, old) {
    const counted = withStatusOf(next, old);
    const { annotations } = next.metadata;
    if (deepEqual(annotations ?? {}, old.metadata.annotations ?? {})) return counted;
    const { annotations: _, ...metadata } = old.metadata;
    return { ...counted, metadata: annotations ? { ...metadata, annotations } : metadata };
  },
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateSpec(next.spec),
    ...(deepEqual(next.spec.selector, old.spec.selector) ? [] : [invalidValue("spec.selector", next.spec.selector, IMMUTABLE)]),
  ],
};

function withDefaults(object: Deployment): Deployment {
  const spec: Partial<Deployment["spec"]> = object.spec ?? {};
  return {
    ...object,
    spec: {
      ...(spec as Pick<Deployment["spec"], "selector">),
      replicas: spec.replicas ?? 1,
      template: defaultPodTemplate(spec.template),
      strategy: defaultStrategy(spec.strategy ?? {}),
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    },
  };
}

function defaultStrategy(given: DeploymentStrategy): DeploymentStrategy {
  const type = given.type || "RollingUpdate";
  if (type !== "RollingUpdate") return { ...given, type };
  return { type, rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%", ...given.rollingUpdate } };
}

function validateSpec(spec: Deployment["spec"]): FieldError[] {
  const deadline = spec.progressDeadlineSeconds;
  return [
    ...notNegative("spec.replicas", spec.replicas),
    ...validateSelectorAndTemplate(spec.selector, spec.template),
    ...validateStrategy(spec.strategy),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...notNegative("spec.progressDeadlineSeconds", deadline),
    ...(deadline <= (spec.minReadySeconds ?? 0) ? [invalidValue("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")] : []),
  ];
}

/** The value of an unknown type is printed as Go's internal struct, hence capital letters. */
function validateStrategy({ type, rollingUpdate }: DeploymentStrategy): FieldError[] {
  if (type === "RollingUpdate") return validateRollingUpdate(rollingUpdate);
  if (type === "Recreate") {
    return rollingUpdate ? [forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")] : [];
  }
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const printed = { Type: type, RollingUpdate: rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null };
  return [notSupported("spec.strategy", printed, ["Recreate", "RollingUpdate"])];
}

function validateRollingUpdate(rollingUpdate: DeploymentStrategy["rollingUpdate"]): FieldError[] {
  const path = "spec.strategy.rollingUpdate";
  if (!rollingUpdate) return [required(path, "this should be defaulted and never be nil")];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  return [
    ...notNegativeOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...notNegativeOrPercent(`${path}.maxSurge`, maxSurge),
    ...(amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
      ? [invalidValue(`${path}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0")]
      : []),
    ...notMoreThan100Percent(`${path}.maxUnavailable`, maxUnavailable),
  ];
}
