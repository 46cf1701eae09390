import { TEMPLATE_GENERATION_ANNOTATION } from "../../../api/rollout.ts";
import { isEmptySelector } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { DaemonSet, DaemonSetStatus, DaemonSetUpdateStrategy } from "../../../api/types/daemonset.ts";
import { defaultPodTemplate } from "../defaults-pod.ts";
import type { Strategy } from "./contract.ts";
import { forbidden, IMMUTABLE, invalidValue, notNegative, notSupported, required } from "./field-error.ts";
import { amountOf, notMoreThan100Percent, notNegativeOrPercent } from "./int-or-percent.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { validatePodTemplate } from "./pod-template.ts";
import { selectorMatchesTemplate, validateLabelSelector } from "./selector-rules.ts";
import { workloadUpdate } from "./workload-update.ts";

const NO_STATUS: DaemonSetStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

/**
 * Source: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet,
 * pkg/apis/apps/validation/validation.go ValidateDaemonSet
 */
export const daemonSetStrategy: Strategy<DaemonSet> = {
  prepareForCreate(object) {
    const generation = Math.max(1, templateGeneration(object));
    return withTemplateGeneration(withGeneration({ ...withDefaults(object), status: NO_STATUS }, 1), generation);
  },
  prepareForUpdate(next, old) {
    const { next: kept, isTemplateChanged, isSpecChanged } = workloadUpdate({ ...withDefaults(carryMetadata(next, old)), status: old.status }, old);
    const counted = withTemplateGeneration(kept, templateGeneration(old) + (isTemplateChanged ? 1 : 0));
    return reuseUnchanged(isSpecChanged ? withGeneration(counted, (old.metadata.generation ?? 0) + 1) : counted, old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old, NO_STATUS),
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate(next, old) {
    const isSelectorSame = deepEqual(next.spec.selector, old.spec.selector);
    return [
      ...validateMetadataUpdate(next.metadata, old.metadata),
      ...(isSelectorSame ? [] : [invalidValue("spec.selector", next.spec.selector, IMMUTABLE)]),
      ...validateSpec(next.spec),
    ];
  },
};

function withDefaults(object: DaemonSet): DaemonSet {
  const spec: Partial<DaemonSet["spec"]> = object.spec ?? {};
  const { updateStrategy, revisionHistoryLimit, template, ...rest } = spec;
  return {
    ...object,
    spec: {
      ...(rest as Pick<DaemonSet["spec"], "selector">),
      template: defaultPodTemplate(template),
      updateStrategy: defaultUpdateStrategy(updateStrategy ?? {}),
      revisionHistoryLimit: revisionHistoryLimit ?? 10,
    },
  };
}

/** Only RollingUpdate gets numbers of its own; whoever writes one of the two gets both (the other as 0) in any case. */
function defaultUpdateStrategy(given: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const type = given.type ?? "RollingUpdate";
  const maxUnavailable = type === "RollingUpdate" ? 1 : 0;
  if (type === "RollingUpdate" || given.rollingUpdate) {
    return { type, rollingUpdate: { maxUnavailable, maxSurge: 0, ...given.rollingUpdate } };
  }
  return { type };
}

function templateGeneration(object: DaemonSet): number {
  const text = object.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION] ?? "";
  return /^\d+$/.test(text) ? Number(text) : 0;
}

function withTemplateGeneration(object: DaemonSet, generation: number): DaemonSet {
  const annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION_ANNOTATION]: String(generation) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function validateSpec(spec: DaemonSet["spec"]): FieldError[] {
  const template = spec.template.spec;
  return [
    ...validateLabelSelector(spec.selector, "spec.selector"),
    ...selectorMatchesTemplate(spec.selector, spec.template.metadata?.labels),
    ...(spec.selector && isEmptySelector(spec.selector) ? [invalidValue("spec.selector", spec.selector, "empty selector is invalid for daemonset")] : []),
    ...validatePodTemplate(spec.template, "spec.template"),
    ...(template.restartPolicy === "Always"
      ? []
      : [notSupported("spec.template.spec.restartPolicy", template.restartPolicy, ["Always"])]),
    ...(template["activeDeadlineSeconds"] === undefined
      ? []
      : [forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in DaemonSet is not Supported")]),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateUpdateStrategy(spec.updateStrategy),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

/** The value of an unknown type is printed as Go's internal struct, hence capital letters. */
function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy): FieldError[] {
  const path = "spec.updateStrategy";
  if (strategy.type === "OnDelete") return [];
  if (strategy.type === "RollingUpdate") return validateRollingUpdate(strategy.rollingUpdate, `${path}.rollingUpdate`);
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const printed = { Type: strategy.type, RollingUpdate: strategy.rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null };
  return [notSupported(path, printed, ["RollingUpdate", "OnDelete"])];
}

function validateRollingUpdate(rollingUpdate: DaemonSetUpdateStrategy["rollingUpdate"], path: string): FieldError[] {
  if (!rollingUpdate) return [required(path)];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const fields = [[`${path}.maxUnavailable`, maxUnavailable], [`${path}.maxSurge`, maxSurge]] as const;
  const errors = [
    ...fields.flatMap(([field, value]) => notNegativeOrPercent(field, value)),
    ...fields.flatMap(([field, value]) => notMoreThan100Percent(field, value)),
  ];
  const isUnavailableAllowed = amountOf(maxUnavailable) !== 0;
  const isSurgeAllowed = amountOf(maxSurge) !== 0;
  if (isUnavailableAllowed && isSurgeAllowed) {
    errors.push(invalidValue(`${path}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero"));
  }
  if (!isUnavailableAllowed && !isSurgeAllowed) {
    errors.push(required(`${path}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  }
  return errors;
}
