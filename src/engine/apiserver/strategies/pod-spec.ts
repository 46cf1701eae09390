import type { FieldError } from "../../../api/status.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import { validateAffinity } from "./affinity.ts";
import { validateContainers } from "./containers.ts";
import { invalidEach, invalidValue, notNegative, notSupported, required } from "./field-error.ts";
import { validateLabels } from "./metadata.ts";
import { dnsLabelErrors, subdomainErrors } from "./names.ts";
import { validateTolerations } from "./tolerations.ts";
import { validateTopologySpread } from "./topology-spread.ts";
import { validateVolumes, volumeNames } from "./volumes.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const DNS_POLICIES = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];
const PREEMPTION_POLICIES = ["Never", "PreemptLowerPriority"];

/**
 * Rules for a defaulted pod spec, of a pod or a template. `path` is where it stands: `spec`, `spec.template.spec`.
 * Departure: security contexts, host aliases, DNS options and resource claims are kept as written.
 * Source: pkg/apis/core/validation/validation.go ValidatePodSpec (1.36)
 */
export function validatePodSpec(spec: PodSpec, path: string): FieldError[] {
  const volumes = volumeNames(spec);
  return [
    ...notNegative(`${path}.terminationGracePeriodSeconds`, spec.terminationGracePeriodSeconds),
    ...validateVolumes(spec, `${path}.volumes`),
    ...validateContainers(spec, volumes, path),
    ...oneOf(`${path}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES),
    ...oneOf(`${path}.dnsPolicy`, spec["dnsPolicy"], DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...optionalName(`${path}.serviceAccountName`, spec["serviceAccountName"], subdomainErrors),
    ...optionalName(`${path}.nodeName`, spec.nodeName, subdomainErrors),
    ...validateDeadline(spec["activeDeadlineSeconds"], `${path}.activeDeadlineSeconds`),
    ...optionalName(`${path}.hostname`, spec["hostname"], dnsLabelErrors),
    ...optionalName(`${path}.subdomain`, spec["subdomain"], dnsLabelErrors),
    ...validateTolerations(spec.tolerations, `${path}.tolerations`),
    ...optionalName(`${path}.priorityClassName`, spec.priorityClassName, subdomainErrors),
    ...optionalName(`${path}.runtimeClassName`, spec["runtimeClassName"], subdomainErrors),
    ...(spec.preemptionPolicy ? oneOf(`${path}.preemptionPolicy`, spec.preemptionPolicy, PREEMPTION_POLICIES) : []),
    ...validateTopologySpread(spec["topologySpreadConstraints"], `${path}.topologySpreadConstraints`),
  ];
}

function oneOf(field: string, value: unknown, supported: readonly string[]): readonly FieldError[] {
  if (value === undefined || value === "") return [required(field)];
  return supported.includes(value as string) ? [] : [notSupported(field, value, supported)];
}

function optionalName(field: string, value: unknown, errors: (name: string) => readonly string[]): readonly FieldError[] {
  return typeof value === "string" && value !== "" ? invalidEach(field, value, errors(value)) : [];
}

function validateDeadline(seconds: unknown, field: string): readonly FieldError[] {
  if (typeof seconds !== "number" || (seconds >= 1 && seconds <= 2147483647)) return [];
  return [invalidValue(field, seconds, "must be between 1 and 2147483647, inclusive")];
}
