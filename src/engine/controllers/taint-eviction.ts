import { patch, remove } from "../../api/request.ts";
import { tolerates } from "../../api/node-matching.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import { formatTime } from "../../api/time.ts";
import type { Node, Taint } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

export interface EvictionState {
  /** Running timers by pod uid: when the pod is evicted. */
  readonly timers: Map<string, number>;
}

type World = ActorWorld<EvictionState>;

/**
 * Evicts pods from nodes with NoExecute taints: at once those that do not tolerate all of them, after
 * tolerationSeconds those that do for a while. A running timer is not moved by later changes.
 * Keys: pods, `<ns>/<name>`. Source: pkg/controller/tainteviction/taint_eviction.go.
 */
export const taintEvictionController: Actor<EvictionState> = {
  name: "taint-eviction",
  who: "taint-eviction-controller",
  lagMs: [5, 15],
  initial: () => ({ timers: new Map() }),
  wakes,
  reconcile(world, key) {
    const pod = world.store.getByKey<Pod>(PODS.key, key);
    const node = pod?.spec.nodeName ? world.store.get<Node>(NODES, undefined, pod.spec.nodeName) : undefined;
    if (!pod || !node || pod.metadata.deletionTimestamp) return [];
    return look(world, key, pod, noExecute(node));
  },
};

function noExecute(node: Node | undefined): readonly Taint[] {
  return node?.spec.taints?.filter((t) => t.effect === "NoExecute") ?? [];
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  if (change.resource === PODS.key) {
    const pod = change.after as Pod | undefined;
    const before = change.before as Pod | undefined;
    if (!pod?.spec.nodeName || (before?.spec === pod.spec && before?.metadata.deletionTimestamp === pod.metadata.deletionTimestamp)) return;
    const node = store.get<Node>(NODES, undefined, pod.spec.nodeName);
    if (noExecute(node).length > 0) yield { key: change.key };
    return;
  }
  if (change.resource !== NODES.key || !change.after) return;
  const before = noExecute(change.before as Node | undefined);
  const after = noExecute(change.after as Node);
  if (deepEqual(before, after)) return;
  for (const pod of store.podsOnNode((change.after as Node).metadata.name)) yield { key: keyOf(pod.metadata.namespace, pod.metadata.name) };
}

function look(world: World, key: string, pod: Pod, taints: readonly Taint[]): Wake[] {
  const running = world.state.timers.get(pod.metadata.uid);
  const seconds = evictionDelaySeconds(taints, pod);
  if (seconds === "never") {
    if (running !== undefined) cancel(world, pod);
    return [];
  }
  if (seconds === 0) {
    if (running !== undefined && running > world.nowMs) cancel(world, pod);
    evict(world, pod, taints);
    return [];
  }
  const deadline = running ?? world.nowMs + seconds * 1000;
  if (deadline <= world.nowMs) {
    evict(world, pod, taints);
    return [];
  }
  if (running === undefined) {
    world.state.timers.set(pod.metadata.uid, deadline);
    decide(world, pod, taints, "waits", `will evict \`${pod.metadata.name}\` from \`${pod.spec.nodeName}\` in ${seconds} s: it tolerates ${names(taints)} only for that long.`);
  }
  return [{ key, afterMs: deadline - world.nowMs }];
}

/** Seconds until eviction, 0 at once. Source: taint_eviction.go getMinTolerationTime, processPodOnNode. */
function evictionDelaySeconds(taints: readonly Taint[], pod: Pod): number | "never" {
  if (taints.length === 0) return "never";
  let least: number | "never" = "never";
  for (const taint of taints) {
    const toleration = pod.spec.tolerations?.find((t) => tolerates(t, taint));
    if (!toleration) return 0;
    if (toleration.tolerationSeconds === undefined) continue;
    const seconds = Math.max(0, toleration.tolerationSeconds);
    least = least === "never" ? seconds : Math.min(least, seconds);
  }
  return least;
}

function cancel(world: World, pod: Pod): void {
  world.state.timers.delete(pod.metadata.uid);
  world.event(pod, "Normal", "TaintManagerEviction", `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`);
}

function evict(world: World, pod: Pod, taints: readonly Taint[]): void {
  world.state.timers.delete(pod.metadata.uid);
  decide(world, pod, taints, "evicted", `evicted \`${pod.metadata.name}\` from \`${pod.spec.nodeName}\`: it does not tolerate ${names(taints)} (any longer).`);
  world.event(pod, "Normal", "TaintManagerEviction", `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`);
  const condition = {
    type: "DisruptionTarget", status: "True", reason: "DeletionByTaintManager", message: "Taint manager: deleting due to NoExecute taint",
    lastTransitionTime: formatTime(world.nowMs), lastProbeTime: null,
  };
  world.handle({ ...patch(PODS, pod.metadata, { status: { conditions: [condition] } }), subresource: "status" });
  world.handle(remove(PODS, pod.metadata));
}

function names(taints: readonly Taint[]): string {
  return taints.map((t) => `\`${t.key}:${t.effect}\``).join(" and ");
}

function decide(world: World, pod: Pod, taints: readonly Taint[], verdict: string, text: string): void {
  world.decide({
    object: referenceTo(pod),
    subject: { kind: "Node", name: pod.spec.nodeName ?? "" },
    verdict,
    rule: `taint-eviction/${verdict}`,
    evidence: [
      { object: { kind: "Node", name: pod.spec.nodeName ?? "" }, path: "spec.taints", value: taints },
      { object: referenceTo(pod), path: "spec.tolerations", value: pod.spec.tolerations },
    ],
    text,
    source: "pkg/controller/tainteviction/taint_eviction.go",
  });
}
