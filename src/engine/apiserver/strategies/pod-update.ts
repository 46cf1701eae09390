import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { Container, PodSpec } from "../../../api/types/pod.ts";
import { forbidden, invalidValue, required } from "./field-error.ts";
import { podSpecDiff } from "./pod-spec-diff.ts";
import { validateTolerations, validateTolerationsUpdate } from "./tolerations.ts";

const CHANGEABLE = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/**
 * A pod that exists can hardly be changed: only images, more tolerations, an earlier deadline. Binding and resizing
 * have subresources of their own.
 * Source: pkg/apis/core/validation/validation.go ValidatePodUpdate (1.36)
 */
export function validatePodSpecUpdate(next: PodSpec, old: PodSpec): FieldError[] {
  const counts = [...sameCount(next, old, "containers"), ...sameCount(next, old, "initContainers")];
  if (counts.length > 0) return counts;
  const errors = [
    ...missingImages(next.containers, "spec.containers"),
    ...missingImages(next.initContainers ?? [], "spec.initContainers"),
    ...validateDeadline(next["activeDeadlineSeconds"], old["activeDeadlineSeconds"]),
    ...validateTolerationsUpdate(next.tolerations ?? [], old.tolerations ?? [], "spec.tolerations"),
    ...validateTolerations(next.tolerations, "spec.tolerations"),
  ];
  const rest = withoutChangeable(next, old);
  return deepEqual(rest, old) ? errors : [...errors, forbidden("spec", `${CHANGEABLE}\n${podSpecDiff(old, rest)}`)];
}

/** `next` with everything that may change as it was: what still differs may not. */
function withoutChangeable(next: PodSpec, old: PodSpec): PodSpec {
  const { activeDeadlineSeconds: _, tolerations: __, schedulingGates: sentGates, ...rest } = next;
  const { activeDeadlineSeconds, tolerations, schedulingGates, terminationGracePeriodSeconds: grace = 0 } = old;
  const isGraceMended = grace < 0 && next.terminationGracePeriodSeconds === 1;
  const fewerGates = gatesOf(next).every((gate) => gatesOf(old).some((o) => deepEqual(o, gate)));
  return {
    ...rest,
    containers: withImages(next.containers, old.containers),
    ...(next.initContainers ? { initContainers: withImages(next.initContainers, old.initContainers ?? []) } : {}),
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(isGraceMended ? { terminationGracePeriodSeconds: grace } : {}),
    ...gates(fewerGates ? schedulingGates : sentGates),
  };
}

function gates(value: unknown) {
  return value === undefined ? {} : { schedulingGates: value };
}

function gatesOf(spec: PodSpec): readonly unknown[] {
  return (spec["schedulingGates"] ?? []) as readonly unknown[];
}

function withImages(next: readonly Container[], old: readonly Container[]): readonly Container[] {
  return next.map((container, i) => ({ ...container, image: old[i]?.image ?? container.image }));
}

function sameCount(next: PodSpec, old: PodSpec, field: "containers" | "initContainers"): readonly FieldError[] {
  if ((next[field]?.length ?? 0) === (old[field]?.length ?? 0)) return [];
  return [forbidden(`spec.${field}`, "pod updates may not add or remove containers")];
}

function missingImages(containers: readonly Container[], path: string): readonly FieldError[] {
  return containers.flatMap((c, i) => (c.image ? [] : [required(`${path}[${i}].image`)]));
}

/** A deadline may be set or brought forward. */
function validateDeadline(next: unknown, old: unknown): readonly FieldError[] {
  const field = "spec.activeDeadlineSeconds";
  if (typeof next === "number") {
    if (next < 0 || next > 2147483647) return [invalidValue(field, next, "must be between 0 and 2147483647, inclusive")];
    return typeof old === "number" && next > old ? [invalidValue(field, next, "must be less than or equal to previous value")] : [];
  }
  return typeof old === "number" ? [invalidValue(field, next, "must not update from a positive integer to nil value")] : [];
}
