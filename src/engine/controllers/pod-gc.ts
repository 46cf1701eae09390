import { patch, remove } from "../../api/request.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

const PASS_MS = 20_000;
const QUARANTINE_MS = 40_000;

export interface PodGcState {
  /** Nodes that are gone but had pods: since which pass. */
  readonly quarantine: Map<string, number>;
}

/**
 * Removes the pods of nodes that no longer exist: noticed on a 20 s tick, then 40 s of quarantine, then Failed and
 * deleted without grace. Key: the node's name. Source: pkg/controller/podgc/gc_controller.go gcOrphaned.
 */
export const podGarbageCollector: Actor<PodGcState> = {
  name: "pod-gc",
  who: "pod-garbage-collector",
  lagMs: [0, 0],
  initial: () => ({ quarantine: new Map() }),
  *wakes(change: Change): Iterable<Wake> {
    if (change.resource === NODES.key && !change.after) yield { key: change.key };
    if (change.resource === PODS.key && change.after && (change.after as Pod).spec.nodeName && (change.before as Pod | undefined)?.spec.nodeName === undefined) {
      yield { key: (change.after as Pod).spec.nodeName! };
    }
  },
  reconcile(world, nodeName) {
    const pods = [...world.store.podsOnNode(nodeName)];
    if (pods.length === 0 || world.store.get(NODES, undefined, nodeName)) {
      world.state.quarantine.delete(nodeName);
      return [];
    }
    if (world.nowMs % PASS_MS !== 0) return [{ key: nodeName, afterMs: PASS_MS - (world.nowMs % PASS_MS) }];
    const since = world.state.quarantine.get(nodeName);
    if (since === undefined) {
      world.state.quarantine.set(nodeName, world.nowMs);
      return [{ key: nodeName, afterMs: QUARANTINE_MS }];
    }
    if (world.nowMs < since + QUARANTINE_MS) return [{ key: nodeName, afterMs: since + QUARANTINE_MS - world.nowMs }];
    for (const pod of pods) collect(world, pod, nodeName);
    return [];
  },
};

function collect(world: ActorWorld<PodGcState>, pod: Pod, nodeName: string): void {
  world.decide({
    object: referenceTo(pod),
    subject: { kind: "Node", name: nodeName },
    verdict: "deleted",
    rule: "pod-gc/node-gone",
    evidence: [{ object: referenceTo(pod), path: "spec.nodeName", value: nodeName }],
    text: `deleted \`${pod.metadata.name}\` because node \`${nodeName}\` no longer exists.`,
    source: "pkg/controller/podgc/gc_controller.go gcOrphaned",
  });
  const condition = { type: "DisruptionTarget", status: "True", reason: "DeletionByPodGC", message: "PodGC: node no longer exists", lastTransitionTime: formatTime(world.nowMs), lastProbeTime: null };
  const isTerminal = pod.status.phase === "Failed" || pod.status.phase === "Succeeded";
  const status = isTerminal ? { conditions: [condition] } : { phase: "Failed", conditions: [condition] };
  world.handle({ ...patch(PODS, pod.metadata, { status }), subresource: "status" });
  world.handle(remove(PODS, pod.metadata, { gracePeriodSeconds: 0 }));
}
