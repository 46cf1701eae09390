import { deepEqual } from "../../../api/semantic.ts";
import { REPLICASETS } from "../../../api/resources.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { PodTemplateSpec } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { claim } from "../claim.ts";

/** Label that tells the pods of one ReplicaSet of a Deployment from those of another. */
export const TEMPLATE_HASH_LABEL = "pod-template-hash";

/** The ReplicaSets of a Deployment, oldest first. */
export interface Sets {
  /** The one of the present template; absent until it is made. */
  readonly newSet?: ReplicaSet;
  /** All others. */
  readonly old: readonly ReplicaSet[];
}

/** Claims the ReplicaSets, and tells the new one from the old ones. Source: deployment_util.go FindNewReplicaSet, FindOldReplicaSets */
export function findSets(world: ActorWorld, d: Deployment): Sets {
  const own: ReplicaSet[] = [];
  for (const o of world.store.ownedBy(d.metadata.uid)) if (o.kind === REPLICASETS.kind) own.push(o as ReplicaSet);
  const all = claim(world, d, own, world.store.all<ReplicaSet>(REPLICASETS)).sort(oldestFirst);
  const newSet = all.find((rs) => isSameTemplate(rs.spec.template, d.spec.template));
  return { ...(newSet ? { newSet } : {}), old: all.filter((rs) => rs !== newSet) };
}

export function allOf({ newSet, old }: Sets): readonly ReplicaSet[] {
  return newSet ? [...old, newSet] : old;
}

/** By creation, then by name. Source: controller_utils.go ReplicaSetsByCreationTimestamp */
export function oldestFirst(a: ReplicaSet, b: ReplicaSet): number {
  const ta = a.metadata.creationTimestamp;
  const tb = b.metadata.creationTimestamp;
  if (ta !== tb) return ta < tb ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** The label with the hash, which only the ReplicaSet's template has, does not count. Source: deployment_util.go EqualIgnoreHash */
export function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec): unknown {
  const { labels, ...metadata } = template.metadata ?? {};
  const { [TEMPLATE_HASH_LABEL]: _, ...rest } = labels ?? {};
  return { ...template, metadata: { ...metadata, labels: rest } };
}

/** ReplicaSets that want pods. */
export function activeOf(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((rs) => rs.spec.replicas > 0);
}

export function specReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, rs) => sum + rs.spec.replicas, 0);
}

export function availableReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, rs) => sum + (rs.status.availableReplicas ?? 0), 0);
}
