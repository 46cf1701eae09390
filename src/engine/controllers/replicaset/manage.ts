import { REPLICASETS } from "../../../api/resources.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { controllerOf, type Store } from "../../apiserver/store.ts";
import { isActive, isTerminal } from "../pod-state.ts";
import { deletionCost, DELETION_COST_ANNOTATION, rankForDeletion, type RankContext, type RankRule } from "./rank.ts";
import type { OwnPods, Reason, Write } from "./state.ts";

/** Most creates, or deletes, of one sync. Source: pkg/controller/replicaset/replica_set.go BurstReplicas */
const BURST_REPLICAS = 500;

/** What is missing or too much. Source: pkg/controller/replicaset/replica_set.go manageReplicas */
export function manage(store: Store, rs: ReplicaSet, pods: OwnPods, nowMs: number): readonly Write[] {
  const surplus = pods.active.length - rs.spec.replicas;
  if (surplus < 0) {
    const reason = missing(store, rs, pods);
    return Array.from({ length: Math.min(-surplus, BURST_REPLICAS) }, () => ({ kind: "create", reason }));
  }
  return deletions(store, rs, pods.active, { surplus: Math.min(surplus, BURST_REPLICAS), nowMs });
}

function missing(store: Store, rs: ReplicaSet, { active, terminating }: OwnPods): Reason {
  const finished = store.podsOwnedBy(rs.metadata.uid).filter(isTerminal).length;
  const others = [
    ...(terminating.length > 0 ? [`${terminating.length} being deleted`] : []),
    ...(finished > 0 ? [`${finished} finished`] : []),
  ];
  const notCounted = others.length > 0 ? `; not counting ${others.join(" and ")}` : "";
  return {
    rule: "replicaset/missing-replica",
    because: `ReplicaSet \`${rs.metadata.name}\` wants ${rs.spec.replicas} and has ${active.length}${notCounted}`,
    evidence: [{ object: referenceTo(rs), path: "spec.replicas", value: rs.spec.replicas }],
  };
}

/** The pods that go, worst first. Source: replica_set.go getPodsToDelete */
function deletions(store: Store, rs: ReplicaSet, active: readonly Pod[], { surplus, nowMs }: { surplus: number; nowMs: number }): Write[] {
  if (surplus === 0) return [];
  const context: RankContext = { nowMs, crowdOf: crowds(store, rs) };
  const ranked = [...active].sort((a, b) => rankForDeletion(a, b, context).order);
  const kept = ranked.slice(surplus);
  const count = `\`${rs.metadata.name}\` wants ${rs.spec.replicas} and has ${active.length}`;
  return ranked.slice(0, surplus).map((pod) => {
    const { rule, because, path, value } = reasonToGo(pod, kept, context);
    return {
      kind: "delete",
      pod,
      reason: {
        rule: `replicaset/surplus-${rule}`,
        because: `${count}; ${because}`,
        evidence: [
          { object: referenceTo(rs), path: "spec.replicas", value: rs.spec.replicas },
          ...(path ? [{ object: referenceTo(pod), path, value }] : []),
        ],
      },
    };
  });
}

interface Why {
  readonly rule: RankRule | "all";
  /** Goes on after "it wants 2 and has 3; ". */
  readonly because: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** Why this pod and not one of those that stay: the rule that told it from the first of them, or else from the last. */
function reasonToGo(pod: Pod, kept: readonly Pod[], context: RankContext): Why {
  if (kept.length === 0) return { rule: "all", because: "all go" };
  // They are sorted: who is just like the last one is like every one.
  for (const other of [kept[0]!, kept.at(-1)!]) {
    const { rule } = rankForDeletion(pod, other, context);
    if (rule !== "none") return { rule, ...why(pod, other, rule, context) };
  }
  return { rule: "none", because: "nothing tells them apart" };
}

function why(pod: Pod, kept: Pod, rule: Exclude<RankRule, "none">, { crowdOf }: RankContext): Omit<Why, "rule"> {
  switch (rule) {
    case "unassigned": return { because: "it goes first because it is on no node yet", path: "spec.nodeName" };
    case "phase": return { because: `it goes first because its phase is ${pod.status.phase ?? "Unknown"}`, path: "status.phase", value: pod.status.phase };
    case "not-ready": return { because: "it goes first because it is not ready", path: "status.conditions" };
    case "deletion-cost": return {
      because: `it goes first because its deletion cost ${deletionCost(pod)} is lower than the ${deletionCost(kept)} of \`${kept.metadata.name}\``,
      path: `metadata.annotations["${DELETION_COST_ANNOTATION}"]`, value: pod.metadata.annotations?.[DELETION_COST_ANNOTATION],
    };
    case "crowded-node": return {
      because: `it goes first because ${crowdOf(pod)} pods of the same owner are on \`${pod.spec.nodeName}\``,
      path: "spec.nodeName", value: pod.spec.nodeName,
    };
    case "ready-time": return { because: "it goes first because it became ready later than those that stay", path: "status.conditions" };
    case "restarts": return { because: "it goes first because its containers have restarted more often", path: "status.containerStatuses" };
    case "age": return { because: "it goes first because it is younger than those that stay", path: "metadata.creationTimestamp", value: pod.metadata.creationTimestamp };
    case "uid": return { because: "it and those that stay are about as old, so its uid decides", path: "metadata.uid", value: pod.metadata.uid };
  }
}

/**
 * Active pods by node, of all ReplicaSets with the same controller; none for a ReplicaSet without one.
 * Source: replica_set.go getIndirectlyRelatedPods, getPodsRankedByRelatedPodsOnSameNode
 */
function crowds(store: Store, rs: ReplicaSet): (pod: Pod) => number {
  const controller = controllerOf(rs);
  const byNode = new Map<string, number>();
  for (const sibling of controller ? store.ownedBy(controller.uid) : []) {
    if (sibling.kind !== REPLICASETS.kind) continue;
    for (const pod of store.podsOwnedBy(sibling.metadata.uid)) {
      const nodeName = pod.spec.nodeName ?? "";
      if (isActive(pod)) byNode.set(nodeName, (byNode.get(nodeName) ?? 0) + 1);
    }
  }
  return (pod) => byNode.get(pod.spec.nodeName ?? "") ?? 0;
}
