import { parseTime } from "./time.ts";
import type { IntOrString } from "./types/meta.ts";
import type { Pod } from "./types/pod.ts";

/** Label with the hash of the template a pod was made from. */
export const HASH_LABEL = "controller-revision-hash";
export const TEMPLATE_GENERATION_LABEL = "pod-template-generation";
/** On the DaemonSet: how often its template has changed, a decimal string. */
export const TEMPLATE_GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

/**
 * A number as it is, a percentage of `total` rounded up; a DaemonSet rounds both maxUnavailable and maxSurge up.
 * Anything else is 0. Source: apimachinery intstr.GetScaledValueFromIntOrPercent with roundUp.
 */
export function scaledUp(value: IntOrString | undefined, total: number): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(value ?? "");
  return percent ? Math.ceil((Number(percent[1]) * total) / 100) : 0;
}

/** What both limits come to for so many nodes; never both 0. Source: pkg/controller/daemon/update.go updatedDesiredNodeCounts. */
export function rolloutLimits(rolling: { readonly maxUnavailable?: IntOrString; readonly maxSurge?: IntOrString } | undefined, desired: number): { readonly maxUnavailable: number; readonly maxSurge: number } {
  const maxUnavailable = scaledUp(rolling?.maxUnavailable, desired);
  const maxSurge = scaledUp(rolling?.maxSurge, desired);
  return { maxUnavailable: desired > 0 && maxUnavailable === 0 && maxSurge === 0 ? 1 : maxUnavailable, maxSurge };
}

/** Made from the present template: by template generation or by hash. Source: pkg/controller/daemon/util IsPodUpdated. */
export function isPodUpdated(pod: Pod, templateGeneration: string | undefined, hash: string | undefined): boolean {
  const labels = pod.metadata.labels ?? {};
  if (templateGeneration !== undefined && labels[TEMPLATE_GENERATION_LABEL] === templateGeneration) return true;
  return hash !== undefined && hash !== "" && labels[HASH_LABEL] === hash;
}

/** Ready for at least minReadySeconds. Source: pkg/api/v1/pod IsPodAvailable (`<=` since 1.34). */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const ready = pod.status.conditions?.find((c) => c.type === "Ready" && c.status === "True");
  if (!ready) return false;
  if (minReadySeconds === 0) return true;
  const since = parseTime(ready.lastTransitionTime);
  return since !== undefined && since + minReadySeconds * 1000 <= nowMs;
}
