import { patch } from "../../api/request.ts";
import { NODES, PERSISTENTVOLUMECLAIMS, PODS } from "../../api/resources.ts";
import { SELECTED_NODE } from "../../api/storage.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import type { Wake } from "../sim/actor.ts";
import { clusterFilters, findFeasibleNodes, rejectionOf, type Nominations, type SearchResult } from "./filter.ts";
import { fitErrorMessage } from "./fit-error.ts";
import { backOff, NOTABLE_RETRIES, retryAtMs, waitForEvent, type SchedulerWorld } from "./moves.ts";
import { isFinished, nodeInfo } from "./node-info.ts";
import { hasRequiredAntiAffinity } from "./pod-affinity-terms.ts";
import type { NodeFilter } from "./plugins/plugin.ts";
import { podClaims, volumeBinding } from "./plugins/volume-binding.ts";
import { preempt, type PreemptionResult } from "./preemption.ts";
import type { Choice, QueuedPod, SchedulerState } from "./queue.ts";
import { bind, deleteVictims, reportFailure, statusPatch } from "./report.ts";
import { wakeByNeighbour } from "./wake-helped.ts";
import { selectNode } from "./scoring/score.ts";

/** One scheduling cycle with its binding. Source: kubernetes pkg/scheduler/schedule_one.go ScheduleOne (1.36) */
export function scheduleOne(world: SchedulerWorld, key: string, pod: Pod, queued: QueuedPod): readonly Wake[] {
  const { state, store } = world;
  if (pod.metadata.deletionTimestamp) {
    world.event(pod, "Warning", "FailedScheduling", `skip schedule deleting pod: ${key}`);
    state.pods.delete(key);
    return [];
  }
  const nominated = nominations(state, store);
  const claims = podClaims(store, pod);
  const filters = clusterFilters({ store, loners: loners(state, store) }, pod);
  const found = claims && "refusal" in claims ? refused(world, claims.refusal) : search(world, pod, nominated, filters);
  if (found.feasible.length === 0) return fail(world, key, pod, queued, found, nominated, filters);

  const { name } = selectNode(pod, found.feasible, store, world.random).node.metadata;
  const delayed = claims && !("refusal" in claims) ? claims.delayed : [];
  const choice = { nodeName: name, feasibleNodes: found.feasible.length };
  if (delayed.length === 0) return bindTo(world, key, pod, queued, choice, found);
  state.pods.set(key, { ...queued, place: "binding" });
  state.assumed.set(key, choice);
  const why = { metadata: { annotations: { [SELECTED_NODE]: name } } };
  for (const claim of delayed) world.handle(patch(PERSISTENTVOLUMECLAIMS, claim.metadata, why, { patchType: "merge" }));
  return [];
}

/** Goes on with a pod whose node is chosen, once all its claims are bound. Source: volume_binding.go PreBind, binder.go BindPodVolumes */
export function bindAssumed(world: SchedulerWorld, key: string, pod: Pod, queued: QueuedPod): readonly Wake[] {
  const { state, store } = world;
  const choice = state.assumed.get(key);
  const claims = podClaims(store, pod);
  if (choice && claims && !("refusal" in claims) && claims.delayed.length > 0) return [];
  state.assumed.delete(key);
  // What it was chosen for may be gone by now: a claim, or the node.
  if (!choice || (claims && "refusal" in claims) || !store.get(NODES, undefined, choice.nodeName)) return scheduleOne(world, key, pod, queued);
  return bindTo(world, key, pod, queued, choice, noNodes(world));
}

/** PreFilter's no: no node is looked at. */
function refused(world: SchedulerWorld, preFilterMsg: string): SearchResult {
  return { ...noNodes(world), preFilterMsg, plugins: [volumeBinding.name] };
}

function noNodes({ state, store }: SchedulerWorld): SearchResult {
  return { numAllNodes: store.count(NODES), feasible: [], rejected: new Map(), plugins: [], nextStart: state.searchStart };
}

function bindTo(world: SchedulerWorld, key: string, pod: Pod, queued: QueuedPod, choice: Choice, found: SearchResult): readonly Wake[] {
  const { state } = world;
  const response = bind(world, pod, choice.nodeName, choice.feasibleNodes);
  if (response.ok) {
    state.pods.delete(key);
    state.nominated.delete(key);
    if (hasRequiredAntiAffinity(pod)) state.loners.set(key, true);
    return wakeByNeighbour(world, { kind: "neighbour", namespace: pod.metadata.namespace ?? "default", after: pod.metadata.labels ?? {} });
  }
  const message = response.status.message ?? "binding was refused";
  reportFailure(world, pod, { message, reason: "SchedulerError", isRepetition: queued.errorCount >= NOTABLE_RETRIES, retryAtMs: retryAtMs(world, queued) }, found);
  return backOff(world, key, queued);
}

/** Pods on nodes that keep others away; those that are gone are forgotten. */
function loners(state: SchedulerState, store: Store): readonly Pod[] {
  if (state.loners.size === 0) return [];
  return [...state.loners.keys()].flatMap((key) => {
    const pod = store.getByKey<Pod>(PODS.key, key);
    if (!pod) state.loners.delete(key);
    return pod?.spec.nodeName && !isFinished(pod) ? [pod] : [];
  });
}

/**
 * The nominated node first; if the pod fits there, no other is looked at. If not, who rejected it there joins the plugins
 * that are named for the nodes which are not looked at.
 */
function search(world: SchedulerWorld, pod: Pod, nominated: Nominations, filters: readonly NodeFilter[]): SearchResult {
  const { state, store } = world;
  const promised = pod.status.nominatedNodeName;
  const node = promised ? store.get<Node>(NODES, undefined, promised) : undefined;
  const info = node && nodeInfo(store, node);
  const rejection = info && rejectionOf(pod, info, nominated(info.node.metadata.name), filters);
  if (info && !rejection) return { numAllNodes: store.count(NODES), feasible: [info], rejected: new Map(), plugins: [], nextStart: state.searchStart };
  const found = findFeasibleNodes(store, pod, nominated, state.searchStart, filters, rejection?.plugin);
  state.searchStart = found.nextStart;
  return found;
}

/** Departure: a pod whose claims are being bound holds its room as a nominated one does, so not against a more important pod. */
function nominations(state: SchedulerState, store: Store): Nominations {
  if (state.nominated.size === 0 && state.assumed.size === 0) return () => [];
  return (nodeName) => [...state.nominated, ...[...state.assumed].map(([key, choice]) => [key, choice.nodeName] as const)].flatMap(([key, node]) => (node === nodeName ? (store.getByKey<Pod>(PODS.key, key) ?? []) : []));
}

function fail(world: SchedulerWorld, key: string, pod: Pod, queued: QueuedPod, found: SearchResult, nominated: Nominations, filters: readonly NodeFilter[]): readonly Wake[] {
  if (found.numAllNodes === 0) {
    const isRepetition = queued.errorCount >= NOTABLE_RETRIES;
    reportFailure(world, pod, { message: "no nodes available to schedule pods", reason: "Unschedulable", isRepetition, retryAtMs: retryAtMs(world, queued) }, found);
    return backOff(world, key, queued);
  }
  // An early end of PreFilter leaves the claims plugin without its state, and its error is what is printed then.
  const preemption = found.preFilterMsg ? { kind: "none", message: "not found" } as const : preempt(world.store, pod, found, nominated, filters);
  const tail = preemption.kind === "victims" ? undefined : found.preFilterMsg ? preemption.message : `no new claims to deallocate, ${preemption.message}`;
  const looked = found.rejected.size;
  const message = fitErrorMessage({
    numAllNodes: found.numAllNodes,
    preFilterMsg: found.preFilterMsg,
    reasonsByNode: [...found.rejected.values()].map((r) => r.reasons),
    absent: found.absentReason ? { count: found.numAllNodes - looked, reasons: [found.absentReason] } : undefined,
    postFilterMsg: tail,
  });
  const nominatedNodeName = preemption.kind === "victims" ? preemption.nodeName : undefined;
  reportFailure(world, pod, { message, reason: "Unschedulable", isRepetition: queued.isRepetition, ...(nominatedNodeName ? { nominatedNodeName } : {}) }, found);
  if (preemption.kind === "victims") nominate(world, key, pod, preemption);
  return waitForEvent(world, key, queued, found.plugins);
}

/** Promises the node, takes the promise from lower priorities, and sends the victims away. */
function nominate(world: SchedulerWorld, key: string, pod: Pod, { nodeName, victims, why }: Extract<PreemptionResult, { kind: "victims" }>): void {
  for (const other of nominations(world.state, world.store)(nodeName)) {
    if ((other.spec.priority ?? 0) >= (pod.spec.priority ?? 0)) continue;
    world.state.nominated.delete(keyOf(other.metadata.namespace, other.metadata.name));
    world.handle(statusPatch(other, { nominatedNodeName: null }));
  }
  world.state.nominated.set(key, nodeName);
  deleteVictims(world, pod, nodeName, victims, why);
}
