import { parseTime } from "../../../api/time.ts";
import type { ContainerStatus, Pod } from "../../../api/types/pod.ts";
import { isReady } from "../pod-state.ts";

/** What decided between two pods. */
export type RankRule = "unassigned" | "phase" | "not-ready" | "deletion-cost" | "crowded-node" | "ready-time" | "restarts" | "age" | "uid" | "none";

/** Negative: the first pod goes before the second. */
export interface Ranking {
  readonly order: number;
  readonly rule: RankRule;
}

export interface RankContext {
  readonly nowMs: number;
  /** How many active pods of the same owner are on the pod's node. */
  readonly crowdOf: (pod: Pod) => number;
}

export const DELETION_COST_ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";
const PHASES: readonly (string | undefined)[] = ["Pending", "Unknown", "Running"];

/**
 * Which of two pods is deleted first when a ReplicaSet shrinks, and by what: the first difference decides.
 * Source: pkg/controller/controller_utils.go ActivePodsWithRanks.Less
 */
export function rankForDeletion(a: Pod, b: Pod, { nowMs, crowdOf }: RankContext): Ranking {
  const isFirst = (rule: RankRule, order: number) => (order === 0 ? undefined : { rule, order });
  return isFirst("unassigned", Number(!!a.spec.nodeName) - Number(!!b.spec.nodeName))
    ?? isFirst("phase", PHASES.indexOf(a.status.phase) - PHASES.indexOf(b.status.phase))
    ?? isFirst("not-ready", Number(isReady(a)) - Number(isReady(b)))
    ?? isFirst("deletion-cost", deletionCost(a) - deletionCost(b))
    ?? isFirst("crowded-node", crowdOf(b) - crowdOf(a))
    ?? byTime("ready-time", readySince(a), readySince(b), { a, b, nowMs })
    ?? isFirst("restarts", maxRestarts(b.status.containerStatuses) - maxRestarts(a.status.containerStatuses))
    ?? isFirst("restarts", maxRestarts(sidecarsOf(b)) - maxRestarts(sidecarsOf(a)))
    ?? byTime("age", parseTime(a.metadata.creationTimestamp), parseTime(b.metadata.creationTimestamp), { a, b, nowMs })
    ?? { rule: "none", order: 0 };
}

/** What the annotation says, a 32-bit number; anything else counts as 0. Source: pkg/apis/core/helper GetDeletionCostFromPodAnnotations */
export function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST_ANNOTATION] ?? "0";
  const cost = /^(?:0|-?[1-9]\d*|\+[1-9]\d*)$/.test(text) ? Number(text) : 0;
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/**
 * The later time goes first, but times are only compared by the power of two of the time since then: two pods of about
 * the same age are equal, and the uid decides, so that old pods are not always the ones that stay.
 */
function byTime(rule: RankRule, aMs: number | undefined, bMs: number | undefined, { a, b, nowMs }: { a: Pod; b: Pod; nowMs: number }): Ranking | undefined {
  if (aMs === bMs || aMs === undefined || bMs === undefined) return undefined;
  const order = magnitude(nowMs - aMs) - magnitude(nowMs - bMs);
  if (order !== 0) return { rule, order };
  return { rule: "uid", order: a.metadata.uid < b.metadata.uid ? -1 : 1 };
}

/** floor(log2) of a time, which upstream counts in nanoseconds; -1 for none. Exact, as halving a number is. */
function magnitude(ms: number): number {
  let exponent = -1;
  for (let rest = ms * 1e6; rest >= 1; rest /= 2) exponent++;
  return exponent;
}

function readySince(pod: Pod): number | undefined {
  return isReady(pod) ? parseTime(pod.status.conditions?.find((c) => c.type === "Ready")?.lastTransitionTime) : undefined;
}

/** Of the init containers only those that run on beside the others; the rest ended before the pod was Ready. Source: api/v1/pod maxContainerRestarts */
function sidecarsOf({ spec, status }: Pod): readonly ContainerStatus[] {
  const names = spec.initContainers?.filter((c) => c.restartPolicy === "Always").map((c) => c.name) ?? [];
  return names.length === 0 ? [] : (status.initContainerStatuses ?? []).filter((s) => names.includes(s.name));
}

function maxRestarts(statuses: readonly ContainerStatus[] | undefined): number {
  return Math.max(0, ...(statuses ?? []).map((s) => s.restartCount));
}
