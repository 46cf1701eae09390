import type { Deployment } from "../../../api/types/deployment.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { limitsOf } from "./limits.ts";
import { activeOf, availableReplicas, oldestFirst, specReplicas } from "./replica-sets.ts";
import type { Scaling } from "./scaling.ts";

/** How big the new ReplicaSet is to be now. Source: deployment_util.go NewRSNewReplicas */
export function newSetReplicas(d: Deployment, all: readonly ReplicaSet[], newSize: number): number {
  if (d.spec.strategy.type === "Recreate") return d.spec.replicas;
  const room = d.spec.replicas + limitsOf(d).maxSurge - specReplicas(all);
  return room <= 0 ? newSize : newSize + Math.min(room, d.spec.replicas - newSize);
}

/** The step of the new side; undefined if there is none. Source: pkg/controller/deployment/rolling.go reconcileNewReplicaSet */
export function growNewSet(d: Deployment, newSet: ReplicaSet, old: readonly ReplicaSet[]): Scaling | undefined {
  const { replicas } = d.spec;
  if (newSet.spec.replicas === replicas) return undefined;
  if (newSet.spec.replicas > replicas) {
    return { rs: newSet, replicas, rule: "new-replicaset-too-big", because: `${numberOf(replicas, "replica")} ${replicas === 1 ? "is" : "are"} wanted`, path: "spec.replicas" };
  }
  const all = [...old, newSet];
  const size = newSetReplicas(d, all, newSet.spec.replicas);
  if (size === newSet.spec.replicas) return undefined;
  return { rs: newSet, replicas: size, rule: "rolling-update-up", because: surgeRoom(d, specReplicas(all)), path: "spec.strategy.rollingUpdate" };
}

/** Why so many new pods may come. */
export function surgeRoom(d: Deployment, total: number): string {
  const { maxSurge } = limitsOf(d);
  const most = d.spec.replicas + maxSurge;
  return `at most ${numberOf(most, "pod")} may exist (${numberOf(d.spec.replicas, "replica")}, maxSurge ${maxSurge}) and ${total} ${total === 1 ? "was" : "were"} asked for`;
}

/**
 * The step of the old side: first pods that are not available anyway, then others.
 * @returns an error text when the sync has to be retried
 * Source: rolling.go reconcileOldReplicaSets
 */
export function shrinkOldSets(d: Deployment, newSet: ReplicaSet, old: readonly ReplicaSet[]): readonly Scaling[] | { readonly error: string } {
  const active = activeOf(old).sort(oldestFirst);
  if (active.length === 0) return [];
  const minAvailable = d.spec.replicas - limitsOf(d).maxUnavailable;
  const newUnavailable = newSet.spec.replicas - (newSet.status.availableReplicas ?? 0);
  const total = specReplicas([...old, newSet]);
  const most = total - minAvailable - newUnavailable;
  if (most <= 0) return [];
  const cleaned = cleanUpUnhealthy(active, most);
  if ("error" in cleaned) return cleaned;
  const unhealthy = cleaned.map((scaling) => ({
    ...scaling,
    because: `its ${numberOf(scaling.rs.spec.replicas - scaling.replicas, "pod")} not available can go: of ${total} asked for, ${minAvailable} must be available and ${newUnavailable} new ${newUnavailable === 1 ? "one is" : "ones are"} not`,
  }));
  const left = active.map((rs) => unhealthy.find((s) => s.rs === rs) ?? { rs, replicas: rs.spec.replicas });
  return [...unhealthy, ...shrinkAvailable(d, left, availableReplicas([...active, newSet]))];
}

/**
 * Takes away pods that are not available, of the oldest ReplicaSets first, `most` at most. A ReplicaSet whose status
 * tells of more than it wants was just made smaller: its numbers are not to be trusted yet, and the sync is retried.
 * Source: rolling.go cleanupUnhealthyReplicas
 */
export function cleanUpUnhealthy(active: readonly ReplicaSet[], most: number): Scaling[] | { readonly error: string } {
  const scalings: Scaling[] = [];
  let left = most;
  for (const rs of active) {
    if (left <= 0) break;
    const count = Math.min(left, rs.spec.replicas - (rs.status.availableReplicas ?? 0));
    if (count < 0) return { error: `when cleaning up unhealthy replicas, got invalid request to scale down ${rs.metadata.namespace}/${rs.metadata.name} ${rs.spec.replicas} -> ${rs.spec.replicas - count}` };
    if (count === 0) continue;
    left -= count;
    scalings.push({ rs, replicas: rs.spec.replicas - count, rule: "rolling-update-unavailable", because: "", path: "spec.strategy.rollingUpdate" });
  }
  return scalings;
}

/** Takes away as many as are available beyond what must be. Source: rolling.go scaleDownOldReplicaSetsForRollingUpdate */
export function shrinkAvailable(d: Deployment, old: readonly Pick<Scaling, "rs" | "replicas">[], available: number): Scaling[] {
  const { maxUnavailable } = limitsOf(d);
  const minAvailable = d.spec.replicas - maxUnavailable;
  const scalings: Scaling[] = [];
  let left = available - minAvailable;
  for (const { rs, replicas } of old) {
    const count = Math.min(left, replicas);
    if (count <= 0) continue;
    left -= count;
    scalings.push({
      rs, replicas: replicas - count, rule: "rolling-update-down", path: "spec.strategy.rollingUpdate",
      because: `${numberOf(available, "pod")} ${available === 1 ? "is" : "are"} available and only ${minAvailable} must be (${numberOf(d.spec.replicas, "replica")}, maxUnavailable ${maxUnavailable})`,
    });
  }
  return scalings;
}

export function numberOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
