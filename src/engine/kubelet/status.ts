import { deepEqual } from "../../api/semantic.ts";
import { patch } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { ContainerState, ContainerStateWaiting, ContainerStatus, Pod, PodStatus } from "../../api/types/pod.ts";
import type { ActorWorld } from "../sim/actor.ts";
import { podConditions } from "./conditions.ts";
import { imageId, resolvedImage } from "./images.ts";
import { podPhase } from "./phase.ts";
import type { ContainerRecord, PodRecord } from "./state.ts";
import { crashLoopMessage, pullBackoffMessage } from "./texts.ts";

/**
 * The status that the kubelet's record of a pod amounts to.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go generateAPIPodStatus (1.36)
 */
export function podStatus(pod: Pod, record: PodRecord, hostIP: string, nowMs: number): PodStatus {
  const statuses = record.containers.map((c) => ({ role: c.role, status: containerStatus(pod, c) }));
  const initContainerStatuses = statuses.filter((s) => s.role !== "app").map((s) => s.status);
  const containerStatuses = statuses.filter((s) => s.role === "app").map((s) => s.status).sort((a, b) => (a.name < b.name ? -1 : 1));
  const eviction = record.stage.kind === "evicting" ? record.stage : undefined;
  const isTerminating = eviction !== undefined || record.stage.kind === "terminating" || record.stage.kind === "stopped";
  const phase = eviction ? "Failed" : podPhase({ spec: pod.spec, containerStatuses, initContainerStatuses, isTerminating });
  const old = eviction ? withDisruption(pod, eviction.message, nowMs) : (pod.status.conditions ?? []);
  const input = { spec: pod.spec, containerStatuses, initContainerStatuses, phase, others: old, hasSandbox: record.podIP !== undefined && !isTerminating && phase !== "Succeeded" && phase !== "Failed" };
  const podIP = pod.spec.hostNetwork ? hostIP : record.podIP;
  return {
    phase,
    ...(eviction ? { reason: "Evicted", message: eviction.message } : {}),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    conditions: podConditions(input, old, { nowMs, generation: pod.metadata.generation }),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime: pod.status.startTime ?? formatTime(record.startMs),
    ...(initContainerStatuses.length > 0 ? { initContainerStatuses } : {}),
    containerStatuses,
  };
}

/** Source: kubernetes pkg/kubelet/eviction/eviction_manager.go evictPod (1.36) */
function withDisruption(pod: Pod, message: string, nowMs: number): readonly Condition[] {
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== "DisruptionTarget");
  const generation = pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation };
  return [...others, { type: "DisruptionTarget", status: "True", ...generation, lastProbeTime: null, lastTransitionTime: formatTime(nowMs), reason: "TerminationByKubelet", message }];
}

/**
 * Writes what changed of a pod's status, if anything did, in one request. A merge patch replaces lists as a whole,
 * which keeps the order of conditions and their explicit nulls.
 */
export function writeStatus(world: ActorWorld, pod: Pod, next: PodStatus): void {
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(next)) if (!deepEqual(pod.status[field as keyof PodStatus], value)) changed[field] = value;
  if (Object.keys(changed).length === 0) return;
  world.handle({ ...patch(PODS, pod.metadata, { status: changed }, { patchType: "merge" }), subresource: "status" });
}

function containerStatus(pod: Pod, c: ContainerRecord): ContainerStatus {
  const running = c.phase.kind === "running" ? c.phase : undefined;
  const isCompletedInit = c.role === "init" && c.phase.kind === "terminated" && c.phase.state.exitCode === 0;
  const hasExisted = running !== undefined || c.phase.kind === "terminated" || c.last !== undefined;
  const lastState = lastStateOf(c);
  return {
    name: c.name,
    state: stateOf(pod, c),
    lastState,
    ready: isCompletedInit || (running?.isReady ?? false),
    restartCount: c.restartCount,
    image: hasExisted ? resolvedImage(c.image) : c.image,
    imageID: hasExisted ? imageId(c.image) : "",
    ...(hasExisted && c.containerID ? { containerID: c.containerID } : {}),
    started: running?.isStarted ?? false,
  };
}

function stateOf(pod: Pod, c: ContainerRecord): ContainerState {
  switch (c.phase.kind) {
    case "running": return { running: { startedAt: formatTime(c.phase.sinceMs) } };
    case "terminated": return isStartError(c) ? { waiting: { reason: "RunContainerError", message: c.phase.state.message ?? "" } } : { terminated: c.phase.state };
    case "crash-wait": return { waiting: { reason: "CrashLoopBackOff", message: crashLoopMessage(c.name, pod.metadata, c.phase.waitSeconds) } };
    case "pull-failed": return { waiting: { reason: c.phase.reason, message: c.phase.message } };
    case "waiting": case "pulling": case "starting": return c.last ? { terminated: c.last } : { waiting: beforeStart(pod, c) };
  }
}

/** A program that could not be started, and will be tried again. Source: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses (1.36) */
function isStartError({ phase }: ContainerRecord): boolean {
  return phase.kind === "terminated" && phase.state.reason === "StartError" && phase.next.kind !== "nothing";
}

/** A retried pull goes on showing why the last one failed. */
function beforeStart(pod: Pod, c: ContainerRecord): ContainerStateWaiting {
  if (c.phase.kind === "pulling" && c.pullFailures > 0 && c.pullError !== undefined) {
    return { reason: "ImagePullBackOff", message: pullBackoffMessage(c.image, c.pullError) };
  }
  return { reason: pod.spec.initContainers?.length ? "PodInitializing" : "ContainerCreating" };
}

const NO_STATE: ContainerState = {};

/** `last` is shown as the state itself while nothing has come after it. */
function lastStateOf(c: ContainerRecord): ContainerState {
  if (c.phase.kind === "terminated" && isStartError(c)) return { terminated: c.phase.state };
  const isShownAsState = c.phase.kind === "waiting" || c.phase.kind === "pulling" || c.phase.kind === "starting";
  return c.last && !isShownAsState ? { terminated: c.last } : NO_STATE;
}
