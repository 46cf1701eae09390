import { patch, remove } from "../../api/request.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

const PASS_MS = 20_000;
const QUARANTINE_MS = 40_000;
const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

export interface PodGcState {
  /** Nodes that are gone but had pods: since which pass. */
  readonly quarantine: Map<string, number>;
}

/**
 * Removes the pods of nodes that no longer exist: noticed on a 20 s tick, then 40 s of quarantine, then Failed and
 * deleted without grace. Likewise, without quarantine, terminating pods of a node that is not ready and was taken out of
 * service. Key: the node's name. Source: pkg/controller/podgc/gc_controller.go gcOrphaned, gcTerminating.
 */
export const podGarbageCollector: Actor<PodGcState> = {
  name: "pod-gc",
  who: "pod-garbage-collector",
  lagMs: [0, 0],
  initial: () => ({ quarantine: new Map() }),
  *wakes(change: Change): Iterable<Wake> {
    if (change.resource === NODES.key && (!change.after || isOutOfService(change.after as Node))) yield { key: change.key };
    if (change.resource === PODS.key && change.after && (change.after as Pod).spec.nodeName && (change.before as Pod | undefined)?.spec.nodeName === undefined) {
      yield { key: (change.after as Pod).spec.nodeName! };
    }
  },
  reconcile(world, nodeName) {
    const pods = [...world.store.podsOnNode(nodeName)];
    const node = world.store.get<Node>(NODES, undefined, nodeName);
    if (node || pods.length === 0) world.state.quarantine.delete(nodeName);
    if (pods.length === 0 || (node && !isOutOfService(node))) return [];
    if (world.nowMs % PASS_MS !== 0) return [{ key: nodeName, afterMs: PASS_MS - (world.nowMs % PASS_MS) }];
    if (node) {
      for (const pod of pods) if (pod.metadata.deletionTimestamp) collect(world, pod, { outOfService: node });
      return [{ key: nodeName, afterMs: PASS_MS, routine: true }];
    }
    const since = world.state.quarantine.get(nodeName);
    if (since === undefined) {
      world.state.quarantine.set(nodeName, world.nowMs);
      return [{ key: nodeName, afterMs: QUARANTINE_MS }];
    }
    if (world.nowMs < since + QUARANTINE_MS) return [{ key: nodeName, afterMs: since + QUARANTINE_MS - world.nowMs }];
    for (const pod of pods) collect(world, pod, { gone: nodeName });
    return [];
  },
};

/** Not ready, and somebody vouches that nothing runs there any more. */
function isOutOfService(node: Node): boolean {
  const isReady = node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  return !isReady && (node.spec.taints?.some((t) => t.key === OUT_OF_SERVICE) ?? false);
}

type Reason = { readonly gone: string } | { readonly outOfService: Node };

function collect(world: ActorWorld<PodGcState>, pod: Pod, reason: Reason): void {
  const nodeName = pod.spec.nodeName ?? "";
  const isGone = "gone" in reason;
  world.decide({
    object: referenceTo(pod),
    subject: { kind: "Node", name: nodeName },
    verdict: "deleted",
    rule: isGone ? "pod-gc/node-gone" : "pod-gc/out-of-service",
    evidence: isGone
      ? [{ object: referenceTo(pod), path: "spec.nodeName", value: nodeName }]
      : [{ object: referenceTo(reason.outOfService), path: "spec.taints", value: reason.outOfService.spec.taints }],
    text: `deleted \`${pod.metadata.name}\` because node \`${nodeName}\` ${isGone ? "no longer exists" : "is out of service"}.`,
    source: `pkg/controller/podgc/gc_controller.go ${isGone ? "gcOrphaned" : "gcTerminating"}`,
  });
  const condition = { type: "DisruptionTarget", status: "True", reason: "DeletionByPodGC", message: "PodGC: node no longer exists", lastTransitionTime: formatTime(world.nowMs), lastProbeTime: null };
  const isTerminal = pod.status.phase === "Failed" || pod.status.phase === "Succeeded";
  const status = { ...(isTerminal ? {} : { phase: "Failed" }), ...(isGone ? { conditions: [condition] } : {}) };
  world.handle({ ...patch(PODS, pod.metadata, { status }), subresource: "status" });
  world.handle(remove(PODS, pod.metadata, { gracePeriodSeconds: 0 }));
}
