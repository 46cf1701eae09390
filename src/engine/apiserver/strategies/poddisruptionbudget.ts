import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { PodDisruptionBudget } from "../../../api/types/poddisruptionbudget.ts";
import type { Strategy } from "./contract.ts";
import { invalidValue, notSupported } from "./field-error.ts";
import { notMoreThan100Percent, notNegativeOrPercent } from "./int-or-percent.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { validateLabelSelector } from "./selector-rules.ts";

const NO_STATUS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
const POLICIES = ["AlwaysAllow", "IfHealthyBudget"];

/** Source: pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/validation/validation.go (1.36) */
export const podDisruptionBudgetStrategy: Strategy<PodDisruptionBudget> = {
  prepareForCreate: (object) => withGeneration({ ...object, spec: object.spec ?? {}, status: NO_STATUS }, 1),
  prepareForUpdate(next, old) {
    const sent = { ...carryMetadata(next, old), spec: next.spec ?? {}, status: old.status };
    return reuseUnchanged(deepEqual(sent.spec, old.spec) ? sent : withGeneration(sent, (old.metadata.generation ?? 0) + 1), old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old, NO_STATUS),
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateSpec(next.spec)],
};

function validateSpec(spec: PodDisruptionBudget["spec"]): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  // Printed as Go's internal struct, hence capital letters.
  const printed = { MinAvailable: minAvailable, Selector: selector ?? null, MaxUnavailable: maxUnavailable, UnhealthyPodEvictionPolicy: policy ?? null };
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined ? [invalidValue("spec", printed, "minAvailable and maxUnavailable cannot be both set")] : []),
    ...validateAmount("spec.minAvailable", minAvailable),
    ...validateAmount("spec.maxUnavailable", maxUnavailable),
    ...validateLabelSelector(selector, "spec.selector"),
    ...(policy === undefined || POLICIES.includes(policy) ? [] : [notSupported("spec.unhealthyPodEvictionPolicy", policy, POLICIES)]),
  ];
}

function validateAmount(field: string, value: PodDisruptionBudget["spec"]["minAvailable"]): FieldError[] {
  return value === undefined ? [] : [...notNegativeOrPercent(field, value), ...notMoreThan100Percent(field, value)];
}
