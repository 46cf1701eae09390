import { patch, remove } from "../../api/request.ts";
import { tolerates } from "../../api/node-matching.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import { formatTime } from "../../api/time.ts";
import type { Node, Taint } from "../../api/types/node.ts";
import type { Pod, Toleration } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";
import { clockText } from "../sim/clock-text.ts";

export interface EvictionState {
  /** Timers that run, by pod key: which pod, and when it is evicted. */
  readonly timers: Map<string, { readonly uid: string; readonly atMs: number }>;
  /** Pods that were sent away, by key, until they are gone or may stay after all; with what was looked at then. */
  readonly fired: Map<string, { readonly uid: string; readonly taints: readonly Taint[]; readonly tolerations: readonly Toleration[] }>;
}

type World = ActorWorld<EvictionState>;

/**
 * Evicts pods from nodes with NoExecute taints: at once those that do not tolerate all of them, after
 * tolerationSeconds those that do for a while. A running timer is not moved by later changes, only cancelled.
 * Keys: pods, `<ns>/<name>`. Source: pkg/controller/tainteviction/taint_eviction.go.
 */
export const taintEvictionController: Actor<EvictionState> = {
  name: "taint-eviction",
  who: "taint-eviction-controller",
  // An event and a patch come before its delete: in every recording a DaemonSet's own controller was there first.
  lagMs: [15, 30],
  initial: () => ({ timers: new Map(), fired: new Map() }),
  wakes,
  reconcile(world, key) {
    const pod = world.store.getByKey<Pod>(PODS.key, key);
    const timer = world.state.timers.get(key);
    if (timer && timer.uid !== pod?.metadata.uid) cancel(world, key);
    if (world.state.fired.get(key)?.uid !== pod?.metadata.uid) world.state.fired.delete(key);
    const node = pod?.spec.nodeName ? world.store.get<Node>(NODES, undefined, pod.spec.nodeName) : undefined;
    return pod && node ? look(world, key, pod, noExecute(node)) : [];
  },
};

function noExecute(node: Node | undefined): readonly Taint[] {
  return node?.spec.taints?.filter((t) => t.effect === "NoExecute") ?? [];
}

/** Source: taint_eviction.go PodUpdated, NodeUpdated: of a pod only its node and its tolerations matter. */
function* wakes(change: Change, store: Store): Iterable<Wake> {
  if (change.resource === PODS.key) {
    const pod = change.after as Pod | undefined;
    const before = change.before as Pod | undefined;
    if (!pod) yield* before?.spec.nodeName && isTainted(store, before.spec.nodeName) ? [{ key: change.key }] : [];
    else if (pod.spec.nodeName && !isSamePlace(before, pod) && isTainted(store, pod.spec.nodeName)) yield { key: change.key };
    return;
  }
  if (change.resource !== NODES.key || !change.after) return;
  const before = noExecute(change.before as Node | undefined);
  const after = noExecute(change.after as Node);
  if (deepEqual(before, after)) return;
  for (const pod of store.podsOnNode((change.after as Node).metadata.name)) yield { key: keyOf(pod.metadata.namespace, pod.metadata.name) };
}

function isTainted(store: Store, nodeName: string): boolean {
  return noExecute(store.get<Node>(NODES, undefined, nodeName)).length > 0;
}

function isSamePlace(before: Pod | undefined, after: Pod): boolean {
  return before !== undefined && (before.spec === after.spec
    || (before.spec.nodeName === after.spec.nodeName && deepEqual(before.spec.tolerations, after.spec.tolerations)));
}

/** One look at a pod and the NoExecute taints of its node. Source: taint_eviction.go processPodOnNode. */
function look(world: World, key: string, pod: Pod, taints: readonly Taint[]): Wake[] {
  const { timers, fired } = world.state;
  const running = timers.get(key);
  const delay = evictionDelay(taints, pod.spec.tolerations ?? []);
  switch (delay.kind) {
    case "never":
      if (running) cancel(world, key);
      fired.delete(key);
      return [];
    case "untolerated": {
      const last = fired.get(key);
      // The wake of a timer that no longer runs brings nothing new.
      if (last && deepEqual(last.taints, taints) && deepEqual(last.tolerations, pod.spec.tolerations ?? [])) return [];
      if (running) cancel(world, key);
      evict(world, key, pod, taints);
      return [];
    }
    case "tolerated": {
      if (!running && fired.has(key)) return [];
      const atMs = running?.atMs ?? world.nowMs + delay.seconds * 1000;
      if (atMs <= world.nowMs) {
        evict(world, key, pod, taints);
        return [];
      }
      if (!running) {
        timers.set(key, { uid: pod.metadata.uid, atMs });
        decide(world, pod, taints, "waits", `will evict \`${pod.metadata.name}\` from \`${pod.spec.nodeName}\` at ${clockText(atMs)}: it tolerates ${names(taints)} for ${delay.seconds} s and no longer.`);
      }
      return [{ key, afterMs: atMs - world.nowMs }];
    }
  }
}

type EvictionDelay = { readonly kind: "never" } | { readonly kind: "untolerated" } | { readonly kind: "tolerated"; readonly seconds: number };

/**
 * How long a pod may stay on a node with these taints; only NoExecute counts. Of the first toleration of each taint
 * the shortest time holds; less than nothing is nothing.
 * Source: taint_eviction.go getMinTolerationTime, component-helpers GetMatchingTolerations (1.36)
 */
export function evictionDelay(taints: readonly Taint[], tolerations: readonly Toleration[]): EvictionDelay {
  let least: number | undefined;
  for (const taint of taints) {
    if (taint.effect !== "NoExecute") continue;
    const toleration = tolerations.find((t) => tolerates(t, taint));
    if (!toleration) return { kind: "untolerated" };
    if (toleration.tolerationSeconds === undefined) continue;
    const seconds = Math.max(0, toleration.tolerationSeconds);
    least = least === undefined ? seconds : Math.min(least, seconds);
  }
  return least === undefined ? { kind: "never" } : { kind: "tolerated", seconds: least };
}

/** The pod may be gone already: the event names it all the same. */
function cancel(world: World, key: string): void {
  const timer = world.state.timers.get(key);
  world.state.timers.delete(key);
  const [namespace = "", name = ""] = key.split("/");
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { namespace, name, uid: timer?.uid ?? "", resourceVersion: "", creationTimestamp: "" } };
  world.event(pod, "Normal", "TaintManagerEviction", `Cancelling deletion of Pod ${key}`);
}

function evict(world: World, key: string, pod: Pod, taints: readonly Taint[]): void {
  world.state.timers.delete(key);
  world.state.fired.set(key, { uid: pod.metadata.uid, taints, tolerations: pod.spec.tolerations ?? [] });
  decide(world, pod, taints, "evicted", `evicted \`${pod.metadata.name}\` from \`${pod.spec.nodeName}\`: it does not tolerate ${names(taints)} (any longer).`);
  world.event(pod, "Normal", "TaintManagerEviction", `Marking for deletion Pod ${key}`);
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
