import { remove } from "../../api/request.ts";
import { isSidecar } from "../../api/resource-requests.ts";
import { PODS } from "../../api/resources.ts";
import type { Container, Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import { assert } from "../sim/assert.ts";
import type { Wake } from "../sim/actor.ts";
import { isFinished } from "../scheduler/node-info.ts";
import { admit, admitUnderPressure, rejectedStatus, type PodRejection } from "./admission.ts";
import { isCutOff, withoutApi } from "./cut-off.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { isNodeDown } from "./faults.ts";
import { isHopeless } from "./mounts.ts";
import { beginNext, nodeOf, runContainers, writeRecord } from "./pod-containers.ts";
import type { KubeletWorld, PodContext } from "./pull.ts";
import { containerDueMs, isRoutine, type ContainerRecord, type PodRecord } from "./state.ts";
import { writeStatus } from "./status.ts";
import { beginTermination, endEvicted, killContainers, onDeadline, stopContainers } from "./termination.ts";

/** From the kubelet's first sight of a pod to its first status. */
const ADMIT_MS = [75, 145] as const;
const DELETE_AFTER_MS = [80, 120] as const;

/**
 * Looks at one pod and does what is due: admit, pull, start, probe, restart, stop, delete. Returns when to look again.
 * A pod on a machine without power gets nothing at all.
 * Source: kubernetes pkg/kubelet/pod_workers.go, kubelet.go SyncPod, SyncTerminatingPod, SyncTerminatedPod (1.36)
 */
export function syncPod(world: KubeletWorld, key: string): readonly Wake[] {
  const pod = world.store.getByKey<Pod>(PODS.key, key);
  const known = world.state.pods.get(key);
  if (known && isCutOff(world.state, known.nodeName) && !isNameTaken(pod, known)) return syncCutOff(world, key, known);
  if (known && known.pod.metadata.uid !== pod?.metadata.uid) abandon(world, key, known);
  if (!pod?.spec.nodeName) return [];
  const node = world.state.nodes.get(pod.spec.nodeName);
  if (!node || node.cut || node.stage.kind === "down" || isNodeDown(world.store, pod.spec.nodeName)) return [];

  const record = world.state.pods.get(key);
  const next = record ? advance({ world, pod }, caughtUp({ world, pod }, { ...record, pod })) : firstSight(world, pod);
  if (!next) {
    world.state.pods.delete(key);
    return [];
  }
  world.state.pods.set(key, next);
  const isNew = record?.stage.kind === "admitting" && next.stage.kind === "running";
  return [...nextWake(world, key, next), ...(isNew ? evictionWake(world, next.nodeName) : [])];
}

/**
 * A pod on a node without a connection: what the kubelet knew of it last holds, and its containers go on. Pods that it
 * has not seen yet it does not see.
 */
function syncCutOff(world: KubeletWorld, key: string, known: PodRecord): readonly Wake[] {
  if (world.state.nodes.get(known.nodeName)?.stage.kind === "down" || isNodeDown(world.store, known.nodeName)) return [];
  const next = advance({ world: withoutApi(world), pod: known.pod }, known);
  assert(next, "only the API server's answer ends a pod");
  world.state.pods.set(key, { ...next, isBehind: true });
  return nextWake(world, key, next);
}

/** Another pod of the name runs elsewhere. Departure: the old one's containers, which nobody hears of, are forgotten then. */
function isNameTaken(pod: Pod | undefined, known: PodRecord): boolean {
  return pod?.spec.nodeName !== undefined && pod.spec.nodeName !== known.nodeName && pod.metadata.uid !== known.pod.metadata.uid;
}

/** What could not be sent is written before anything else; a pod that is Failed for good in the API is left so. */
function caughtUp(ctx: PodContext, record: PodRecord): PodRecord {
  if (!record.isBehind) return record;
  const { isBehind: _, ...rest } = record;
  const { kind } = rest.stage;
  if (!isFinished(ctx.pod) && (kind === "running" || kind === "terminating" || kind === "stopped")) writeRecord(ctx, rest);
  return rest;
}

/** A pod that comes to a node that is low on memory is among those that the eviction manager looks at next. */
function evictionWake(world: KubeletWorld, nodeName: string): readonly Wake[] {
  const nextMs = world.state.nodes.get(nodeName)?.pressures?.MemoryPressure?.nextRoundMs;
  return nextMs === undefined ? [] : [{ key: `node:${nodeName}`, afterMs: Math.max(0, nextMs - world.nowMs) }];
}

/** Gone without a word (forced), or another pod of the same name: what still runs is killed. */
function abandon(world: KubeletWorld, key: string, record: PodRecord): void {
  world.state.pods.delete(key);
  const isUp = world.state.nodes.get(record.nodeName)?.stage.kind !== "down" && !isNodeDown(world.store, record.nodeName);
  if (isUp && !isCutOff(world.state, record.nodeName) && record.stage.kind !== "stopped") killContainers({ world, pod: record.pod }, record);
}

const NO_CRASHES = {};

function firstSight(world: KubeletWorld, pod: Pod): PodRecord {
  const stage: PodRecord["stage"] = isFinished(pod) ? { kind: "finished" } : { kind: "admitting", atMs: world.nowMs + world.random.int(...ADMIT_MS) };
  return { pod, nodeName: pod.spec.nodeName!, stage, containers: newContainers(pod), startMs: world.nowMs, crashes: NO_CRASHES };
}

function newContainers(pod: Pod): readonly ContainerRecord[] {
  const fresh = (c: Container, role: ContainerRecord["role"]): ContainerRecord =>
    ({ name: c.name, image: c.image, role, phase: { kind: "waiting" }, restartCount: 0, pullFailures: 0 });
  return (pod.spec.initContainers ?? []).map((c) => fresh(c, isSidecar(c) ? "sidecar" : "init")).concat(pod.spec.containers.map((c) => fresh(c, "app")));
}

/** The record after everything that is due; undefined when the kubelet has done with the pod and the object is gone. */
function advance(ctx: PodContext, record: PodRecord): PodRecord | undefined {
  const { world, pod } = ctx;
  const { stage } = record;
  const isDeleted = pod.metadata.deletionTimestamp !== undefined;
  // What ends with a word to the API server waits for the connection, or the word would be lost.
  const isCut = isCutOff(world.state, record.nodeName);
  if (stage.kind === "evicting") return world.nowMs < stage.stopsAtMs || isCut ? record : finishEviction(ctx, record);
  if (isFinished(pod) && stage.kind !== "stopped" && stage.kind !== "finished") {
    killContainers(ctx, record);
    return { ...record, stage: isDeleted ? deletionStage(world) : { kind: "finished" } };
  }
  switch (stage.kind) {
    case "admitting":
      if (isDeleted) return beginTermination(ctx, record);
      return world.nowMs < stage.atMs || isCut ? record : admitPod(ctx, record);
    case "running": return isDeleted ? beginTermination(ctx, record) : runContainers(ctx, record);
    case "recovering": return world.nowMs < stage.atMs ? record : recover(ctx, record);
    case "terminating": {
      const stopping = onDeadline(ctx, stage);
      if (world.nowMs < stopping.stopsAtMs) return { ...record, stage: stopping };
      return stopped(ctx, stopContainers(ctx, record, stopping.isKilled));
    }
    case "stopped": return world.nowMs < stage.deleteAtMs || isCut ? record : deletePod(ctx, record);
    case "lost":
    case "finished": return record;
  }
}

function admitPod(ctx: PodContext, record: PodRecord): PodRecord {
  const { world, pod } = ctx;
  const node = nodeOf(ctx);
  const rejection = admitUnderPressure(pod, world.state.nodes.get(record.nodeName)!) ?? (node && admit(pod, node, admittedPods(ctx)));
  if (rejection) return reject(ctx, record, rejection);
  world.decide(podDecision(pod, "kubelet/admitted", {
    verdict: "admitted",
    text: `took on ${podOnNode(pod)} because it is bound to that node.`,
    evidence: [podField(pod, "spec.nodeName", pod.spec.nodeName)],
    source: "pkg/kubelet/kubelet.go HandlePodAdditions",
    // The pull or start that follows at the same instant is the step to see.
    isQuiet: true,
  }));
  const admitted: PodRecord = { ...record, stage: { kind: "running" }, startMs: world.nowMs };
  writeRecord(ctx, admitted);
  return beginNext(ctx, admitted);
}

/** The other pods that this kubelet runs. Pods that it has not admitted yet take no room. */
function admittedPods({ world, pod }: PodContext): Pod[] {
  return [...world.store.podsOnNode(pod.spec.nodeName!)].filter((other) => {
    if (other.metadata.uid === pod.metadata.uid) return false;
    const stage = world.state.pods.get(keyOf(other.metadata.namespace, other.metadata.name))?.stage.kind;
    return stage !== undefined && stage !== "admitting" && stage !== "finished";
  });
}

/** Source: kubernetes pkg/kubelet/kubelet.go rejectPod (1.36) */
function reject(ctx: PodContext, record: PodRecord, rejection: PodRejection): PodRecord {
  const { world, pod } = ctx;
  world.decide(podDecision(pod, "kubelet/rejected", {
    verdict: "rejected", text: `turned away ${podOnNode(pod)}: ${rejection.text}.`, evidence: rejection.evidence, source: "pkg/kubelet/lifecycle/predicate.go Admit",
  }));
  world.event(pod, "Warning", rejection.reason, rejection.message);
  writeStatus(world, pod, rejectedStatus(rejection));
  return { ...record, stage: { kind: "finished" } };
}

/** Power is back: the containers are started anew, or, if the pod was deleted meanwhile, the rest of it is removed. */
function recover(ctx: PodContext, record: PodRecord): PodRecord {
  const { world, pod } = ctx;
  if (pod.metadata.deletionTimestamp !== undefined) return beginTermination(ctx, record);
  const isNew = record.containers.every((c) => c.last === undefined);
  if (!isNew) {
    world.decide(podDecision(pod, "kubelet/recovered", {
      verdict: "restarts",
      text: `found the containers of ${podOnNode(pod)} gone after the machine was off and starts them again.`,
      evidence: [podField(pod, "spec.restartPolicy", pod.spec.restartPolicy)],
      source: "pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions",
    }));
    world.event(pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  }
  const running: PodRecord = { ...record, stage: { kind: "running" } };
  writeRecord(ctx, running);
  return beginNext(ctx, running);
}

function finishEviction(ctx: PodContext, record: PodRecord): PodRecord {
  const next = endEvicted(ctx, record);
  writeRecord(ctx, next);
  return { ...next, stage: ctx.pod.metadata.deletionTimestamp === undefined ? { kind: "finished" } : deletionStage(ctx.world) };
}

function stopped(ctx: PodContext, record: PodRecord): PodRecord {
  const { world } = ctx;
  const next: PodRecord = { ...record, stage: deletionStage(world) };
  writeRecord(ctx, next);
  return next;
}

function deletionStage(world: KubeletWorld): PodRecord["stage"] {
  return { kind: "stopped", deleteAtMs: world.nowMs + world.random.int(...DELETE_AFTER_MS) };
}

/** Source: kubernetes pkg/kubelet/status/status_manager.go syncPod (1.36) */
function deletePod(ctx: PodContext, record: PodRecord): PodRecord | undefined {
  const { world, pod } = ctx;
  world.decide(podDecision(pod, "kubelet/removed", {
    verdict: "removed",
    text: `deleted the object of ${podOnNode(pod)} because nothing of it is left on the node.`,
    evidence: [podField(pod, "metadata.deletionTimestamp", pod.metadata.deletionTimestamp)],
    source: "pkg/kubelet/status/status_manager.go syncPod",
    isQuiet: true,
  }));
  world.handle(remove(PODS, pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } }));
  const isHeld = world.store.get(PODS, pod.metadata.namespace, pod.metadata.name) !== undefined;
  return isHeld ? { ...record, stage: { kind: "finished" } } : undefined;
}

/** The earliest thing that will happen by itself; routine only if all of it is endless repetition. */
function nextWake(world: KubeletWorld, key: string, record: PodRecord): readonly Wake[] {
  const at = (ms: number): readonly Wake[] => [{ key: `pod:${key}`, afterMs: Math.max(0, ms - world.nowMs) }];
  const isCut = isCutOff(world.state, record.nodeName);
  switch (record.stage.kind) {
    case "recovering": return at(record.stage.atMs);
    case "terminating": return at(record.stage.stopsAtMs);
    // These three wait for the connection if there is none; its return wakes them.
    case "admitting": return isCut ? [] : at(record.stage.atMs);
    case "evicting": return isCut ? [] : at(record.stage.stopsAtMs);
    case "stopped": return isCut ? [] : at(record.stage.deleteAtMs);
    case "lost": case "finished": return [];
    case "running": {
      if (record.mounting) return at(record.mounting.retryMs).map((wake) => ({ ...wake, routine: isHopeless(record.mounting!) }));
      const due = record.containers.map((c) => ({ ms: containerDueMs(c) ?? Infinity, isRoutine: isRoutine(c) })).filter((d) => d.ms !== Infinity);
      if (due.length === 0) return [];
      const wake = at(Math.min(...due.map((d) => d.ms)))[0]!;
      return [due.every((d) => d.isRoutine) ? { ...wake, routine: true } : wake];
    }
  }
}
