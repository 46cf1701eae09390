import type { Deployment } from "../../../api/types/deployment.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { DESIRED_REPLICAS, MAX_REPLICAS, numberIn } from "./annotations.ts";
import { isRolling, limitsOf } from "./limits.ts";
import { activeOf, allOf, oldestFirst, specReplicas, type Sets } from "./replica-sets.ts";
import type { Scaling } from "./scaling.ts";

/**
 * What a changed size of the Deployment, or a pause, means for its ReplicaSets.
 * Source: pkg/controller/deployment/sync.go scale
 */
export function scaleSets(d: Deployment, sets: Sets): readonly Scaling[] {
  const { replicas } = d.spec;
  const only = activeOrLatest(sets);
  if (only) {
    if (only.spec.replicas === replicas) return [];
    return [{ rs: only, replicas, rule: "scale", because: `the Deployment wants ${replicas}`, path: "spec.replicas" }];
  }
  if (isSaturated(d, sets.newSet)) {
    return activeOf(sets.old).map((rs) => ({ rs, replicas: 0, rule: "scale-old-away", because: `\`${sets.newSet!.metadata.name}\` has all ${replicas} replicas available`, path: "spec.replicas" }));
  }
  return isRolling(d) ? proportionalSizes(d, activeOf(allOf(sets))) : [];
}

/** Whether one of them was sized for another size of the Deployment. Source: sync.go isScalingEvent */
export function isScalingEvent(d: Deployment, sets: Sets): boolean {
  return activeOf(allOf(sets)).some((rs) => {
    const desired = numberIn(rs.metadata.annotations, DESIRED_REPLICAS);
    return desired !== undefined && desired !== d.spec.replicas;
  });
}

/** The only one that wants pods; if none does, the newest; undefined if several do. Source: deployment_util.go FindActiveOrLatest */
function activeOrLatest({ newSet, old }: Sets): ReplicaSet | undefined {
  const active = activeOf(newSet ? [...old, newSet] : old);
  return active.length > 0 ? (active.length === 1 ? active[0] : undefined) : (newSet ?? old.at(-1));
}

/** Source: deployment_util.go IsSaturated */
function isSaturated(d: Deployment, newSet: ReplicaSet | undefined): boolean {
  const { replicas } = d.spec;
  return newSet !== undefined && newSet.spec.replicas === replicas && numberIn(newSet.metadata.annotations, DESIRED_REPLICAS) === replicas
    && (newSet.status.availableReplicas ?? 0) === replicas;
}

/**
 * In the middle of a rollout each ReplicaSet keeps its share of the pods; what rounding leaves goes to the largest. All
 * are listed, also those whose size stays: they take note of the new size of the Deployment.
 */
function proportionalSizes(d: Deployment, active: readonly ReplicaSet[]): Scaling[] {
  const allowed = d.spec.replicas > 0 ? d.spec.replicas + limitsOf(d).maxSurge : 0;
  const total = specReplicas(active);
  const add = allowed - total;
  const sorted = add === 0 ? active : [...active].sort((a, b) => b.spec.replicas - a.spec.replicas || (add > 0 ? oldestFirst(b, a) : oldestFirst(a, b)));
  let added = 0;
  const sizes = sorted.map((rs) => {
    const share = proportion(d, rs, add, added);
    added += share;
    return rs.spec.replicas + share;
  });
  if (add !== 0 && sizes.length > 0) sizes[0] = Math.max(0, sizes[0]! + add - added);
  return sorted.map((rs, i) => ({
    rs, replicas: sizes[i]!, rule: "scale-proportionally", path: "spec.replicas",
    because: `the Deployment changed its size to ${d.spec.replicas} in the middle of a rollout, and of now ${allowed} pods each ReplicaSet gets its share of the ${total}`,
  }));
}

/** What a ReplicaSet gets of `add` of which `added` are given already. Source: deployment_util.go GetReplicaSetProportion */
function proportion(d: Deployment, rs: ReplicaSet, add: number, added: number): number {
  if (rs.spec.replicas === 0 || add === 0 || add === added) return 0;
  const share = fraction(d, rs);
  return add > 0 ? Math.min(share, add - added) : Math.max(share, add - added);
}

/** Source: deployment_util.go getReplicaSetFraction */
function fraction(d: Deployment, rs: ReplicaSet): number {
  if (d.spec.replicas === 0) return -rs.spec.replicas;
  const before = numberIn(rs.metadata.annotations, MAX_REPLICAS) || (d.status.replicas ?? 0);
  if (before === 0) return 0;
  const size = (rs.spec.replicas * (d.spec.replicas + limitsOf(d).maxSurge)) / before;
  return Math.floor(size + 0.5) - rs.spec.replicas;
}
