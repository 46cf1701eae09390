import { DAEMONSETS, NODES } from "../../../api/resources.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import { controllerOf, keyOf } from "../../apiserver/store.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import type { DaemonSetState } from "./state.ts";
import { verdictOf } from "./verdicts.ts";

/** One set after the other gets its turn: the pods of the first are mostly placed when those of the next are created. */
const BETWEEN_SETS_MS = 4;

/**
 * Which DaemonSets a new or changed node concerns. Only pods bound to the node count as "there".
 * Source: daemon_controller.go syncNodeUpdate (own queue since 1.34).
 */
export function checkNode(world: ActorWorld<DaemonSetState>, nodeName: string): Wake[] {
  const node = world.store.get<Node>(NODES, undefined, nodeName);
  if (!node) return [];
  const wakes: Wake[] = [];
  for (const ds of world.store.all<DaemonSet>(DAEMONSETS)) {
    if (ds.metadata.deletionTimestamp) continue;
    const verdict = verdictOf(world, ds, node, { isNews: true });
    const hasPod = hasBoundPod(world, ds, nodeName);
    const isConcerned = (verdict.shouldRun && !hasPod) || (!verdict.shouldContinueRunning && hasPod) || (hasPod && ds.status.numberMisscheduled > 0);
    if (isConcerned) wakes.push({ key: `set/${keyOf(ds.metadata.namespace, ds.metadata.name)}`, afterMs: 1 + wakes.length * BETWEEN_SETS_MS });
  }
  return wakes;
}

function hasBoundPod(world: ActorWorld, ds: DaemonSet, nodeName: string): boolean {
  for (const pod of world.store.podsOnNode(nodeName)) {
    const owner = controllerOf(pod);
    if (owner?.kind === "DaemonSet" && owner.name === ds.metadata.name && pod.metadata.namespace === ds.metadata.namespace) return true;
  }
  return false;
}
