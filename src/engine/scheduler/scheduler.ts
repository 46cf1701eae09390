import { NODES, PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES, PODS, STORAGECLASSES } from "../../api/resources.ts";
import { hostPorts } from "../../api/resource-requests.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";
import { claimNamesOf } from "../controllers/pod-claims.ts";
import { bindAssumed, scheduleOne } from "./cycle.ts";
import { activate, enqueue, flushWake, postpone, wakeAt, type SchedulerWorld } from "./moves.ts";
import { isFinished } from "./node-info.ts";
import type { ClusterEvent } from "./plugins/plugin.ts";
import { hasRequiredAntiAffinity } from "./pod-affinity-terms.ts";
import { isHelped, wakeByNeighbour, wakeHelped } from "./wake-helped.ts";
import { backoffEndMs, flushAtMs, hasBetter, initialQueue, type QueuedPod, type SchedulerState } from "./queue.ts";

const PROFILE = "default-scheduler";

/**
 * kube-scheduler with the default profile: one pod at a time, each in its slot. Keys:
 * - `pod:<namespace>/<name>`: enqueue it, notice its changes, try it when its slot has come;
 * - `node:<name>`: ask the hints of the waiting pods whether the changed node helps them;
 * - `freed:<JSON>`: a pod on a node is gone; the key carries its host ports and labels, because nobody can be asked any
 *   more;
 * - `neighbour:<JSON>`: somebody else bound a pod, or changed the labels of one on a node;
 * - `claim:<namespace>/<name>`, `storage:`: a claim, or a volume or a class, is new or changed.
 *
 * Source: kubernetes pkg/scheduler (1.36)
 */
export const scheduler: Actor<SchedulerState> = {
  name: "default-scheduler",
  who: "default-scheduler",
  lagMs: [1, 1],
  initial: initialQueue,
  wakes(change) {
    if (change.resource === PODS.key) return podWakes(change);
    if (change.resource === NODES.key) return nodeWakes(change);
    if (change.actor === "default-scheduler" || !change.after) return [];
    if (change.resource === PERSISTENTVOLUMECLAIMS.key) return [{ key: `claim:${change.key}` }];
    return change.resource === PERSISTENTVOLUMES.key || change.resource === STORAGECLASSES.key ? [{ key: "storage:" }] : [];
  },
  reconcile(world, key) {
    const colon = key.indexOf(":");
    const name = key.slice(colon + 1);
    switch (key.slice(0, colon)) {
      case "pod": return lookAtPod(world, name);
      case "node": return lookAtNode(world, name);
      case "claim": return lookAtClaim(world, name);
      case "storage": return wakeHelped(world, { kind: "storage" });
      case "neighbour": return noteNeighbour(world, JSON.parse(name) as Neighbour);
      default: return wakeHelped(world, { kind: "freed", ...(JSON.parse(name) as Freed) });
    }
  },
};

function podWakes(change: Change): Wake[] {
  const before = change.before as Pod | undefined;
  const after = change.after as Pod | undefined;
  if (before?.spec.nodeName && !isFinished(before) && (!after || isFinished(after))) return [{ key: freedKey(before) }];
  const neighbour = neighbourOf(change);
  if (neighbour) return [{ key: `neighbour:${JSON.stringify(neighbour)}` }];
  const wasWaiting = before !== undefined && !before.spec.nodeName;
  const isWaiting = after !== undefined && !after.spec.nodeName;
  if (!wasWaiting && !isWaiting) return [];
  return change.actor === "default-scheduler" ? [] : [{ key: `pod:${change.key}` }];
}

function nodeWakes(change: Change): Wake[] {
  const before = change.before as Node | undefined;
  const after = change.after as Node | undefined;
  const isSame = before && after && before.spec === after.spec && before.metadata.labels === after.metadata.labels
    && before.status.allocatable === after.status.allocatable;
  return isSame ? [] : [{ key: `node:${change.key}` }];
}

type Freed = Omit<Extract<ClusterEvent, { kind: "freed" }>, "kind"> & { readonly nodeName: string };

function freedKey(pod: Pod): string {
  const freed: Freed = { nodeName: pod.spec.nodeName!, hostPorts: hostPorts(pod.spec), namespace: pod.metadata.namespace ?? "default", labels: pod.metadata.labels ?? {} };
  return `freed:${JSON.stringify(freed)}`;
}

interface Neighbour { readonly namespace: string; readonly name: string; readonly before?: StringMap; readonly after: StringMap }

/** A pod that somebody else put on a node, or whose labels there have changed. What the scheduler itself binds it knows. */
function neighbourOf({ before, after, actor }: Change): Neighbour | undefined {
  if (!after || actor === "default-scheduler" || !(after as Pod).spec.nodeName || isFinished(after as Pod)) return undefined;
  const isNew = !(before as Pod | undefined)?.spec.nodeName;
  if (!isNew && (before!.metadata.labels === after.metadata.labels || deepEqual(before!.metadata.labels, after.metadata.labels))) return undefined;
  const { namespace = "default", name, labels = {} } = after.metadata;
  return { namespace, name, ...(isNew ? {} : { before: before!.metadata.labels ?? {} }), after: labels };
}

function noteNeighbour(world: SchedulerWorld, { name, ...event }: Neighbour): readonly Wake[] {
  const key = keyOf(event.namespace, name);
  const pod = world.store.getByKey<Pod>(PODS.key, key);
  if (pod?.spec.nodeName && hasRequiredAntiAffinity(pod)) world.state.loners.set(key, true);
  // It may have been waiting here until then.
  return [...wakeByNeighbour(world, { kind: "neighbour", ...event }), ...(world.state.pods.has(key) ? lookAtPod(world, key) : [])];
}

function lookAtPod(world: SchedulerWorld, key: string): readonly Wake[] {
  const { state } = world;
  const pod = world.store.getByKey<Pod>(PODS.key, key);
  const known = state.pods.get(key);
  if (!pod || !isSchedulable(pod) || (known && known.uid !== pod.metadata.uid)) {
    const wakes = forget(world, key);
    return pod && isSchedulable(pod) ? [...wakes, ...enqueue(world, key, pod)] : wakes;
  }
  if (!known) return enqueue(world, key, pod);
  if (known.spec !== pod.spec) {
    state.pods.set(key, { ...known, spec: pod.spec, priority: pod.spec.priority ?? 0 });
    const event: ClusterEvent = { kind: "pod", before: known.spec, after: pod.spec };
    if (known.place === "unschedulable" && isHelped(pod, known, event)) return activate(world, key, { isRepetition: false });
  }
  return atItsTime(world, key, pod, state.pods.get(key)!);
}

/** Those that wait for the claim look again, and those whose node is chosen already. */
function lookAtClaim(world: SchedulerWorld, key: string): readonly Wake[] {
  const [namespace = "", name = ""] = key.split("/");
  const uses = (podKey: string) => {
    const pod = world.store.getByKey<Pod>(PODS.key, podKey);
    return pod?.metadata.namespace === namespace && claimNamesOf(pod).includes(name);
  };
  const assumed = [...world.state.assumed.keys()].filter(uses);
  return [...wakeHelped(world, { kind: "claim", namespace, name }), ...assumed.flatMap((podKey) => lookAtPod(world, podKey))];
}

/** Waits for a node, and for this scheduler. Source: kubernetes pkg/scheduler/eventhandlers.go (1.36) */
function isSchedulable(pod: Pod): boolean {
  const gates = pod.spec["schedulingGates"] as readonly unknown[] | undefined;
  return !pod.spec.nodeName && !isFinished(pod) && (pod.spec.schedulerName ?? PROFILE) === PROFILE && !gates?.length;
}

/** Bound, deleted or not ours. A promised node that is free again is an event for the others. */
function forget(world: SchedulerWorld, key: string): readonly Wake[] {
  world.state.pods.delete(key);
  world.state.assumed.delete(key);
  const pod = world.store.getByKey<Pod>(PODS.key, key);
  return world.state.nominated.delete(key) && !pod?.spec.nodeName ? wakeHelped(world, { kind: "freed", hostPorts: [], namespace: "", labels: {} }) : [];
}

/** Does what is due for a waiting pod: its attempt, the end of its back-off, or the five-minute flush. */
function atItsTime(world: SchedulerWorld, key: string, pod: Pod, queued: QueuedPod): readonly Wake[] {
  const { nowMs, state } = world;
  switch (queued.place) {
    case "binding": return bindAssumed(world, key, pod, queued);
    case "error-backoff": {
      const endMs = backoffEndMs(queued);
      return nowMs < endMs ? [wakeAt(world, key, endMs, queued)] : activate(world, key, { isRepetition: true });
    }
    case "unschedulable": {
      const flushMs = flushAtMs(queued);
      return nowMs < flushMs ? [flushWake(world, key, flushMs)] : activate(world, key, { isRepetition: true });
    }
    case "active":
    case "backoff": {
      if (nowMs < queued.slotMs) return [wakeAt(world, key, queued.slotMs, queued)];
      const isBackingOff = queued.place === "backoff" && nowMs < backoffEndMs(queued);
      if (hasBetter(state, key, isBackingOff ? queued : { ...queued, place: "active" })) return postpone(world, key, queued);
      return scheduleOne(world, key, pod, queued);
    }
  }
}

function lookAtNode(world: SchedulerWorld, name: string): readonly Wake[] {
  const before = world.state.nodes.get(name);
  const after = world.store.get<Node>(NODES, undefined, name);
  if (!after) {
    world.state.nodes.delete(name);
    return before ? wakeHelped(world, { kind: "node-gone", before }) : [];
  }
  world.state.nodes.set(name, after);
  const isOther = before && before.metadata.uid !== after.metadata.uid;
  return wakeHelped(world, { kind: "node", before: isOther ? undefined : before, after });
}
