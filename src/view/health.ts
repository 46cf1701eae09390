import { parseGoDuration } from "../api/duration.ts";
import type { PodState } from "../api/frame.ts";
import { parseTime } from "../api/time.ts";
import type { Condition } from "../api/types/meta.ts";
import type { ContainerStatus, Pod } from "../api/types/pod.ts";

/** What of the pod's surroundings decides its state. */
export interface PodSurroundings {
  readonly nowMs: number;
  /** Of its DaemonSet; 0 without one. */
  readonly minReadySeconds: number;
  /** The Ready condition of its node is Unknown. */
  readonly isNodeLost: boolean;
}

export interface PodHealth {
  readonly state: PodState;
  /** One short clause: why it waits, until when. */
  readonly detail?: string;
  /** Virtual ms. */
  readonly timer?: { readonly fromMs: number; readonly toMs: number };
  /** From this moment on the state is another one although no object changes. */
  readonly changesAtMs?: number;
}

/**
 * The state of a pod in the picture. The first that holds: terminating, succeeded or failed, not bound, node lost,
 * a container that fails, ready or available, running, else starting. What `kubectl get` says is the row's `status`.
 */
export function podHealth(pod: Pod, around: PodSurroundings): PodHealth {
  if (pod.metadata.deletionTimestamp !== undefined) return terminating(pod, around);
  if (pod.status.phase === "Succeeded") return { state: "succeeded" };
  if (pod.status.phase === "Failed") return { state: "failing", ...detail(sentenceFrom(pod.status.reason, pod.status.message)) };
  if (!pod.spec.nodeName) return pending(pod);
  if (around.isNodeLost) return { state: "unknown", detail: `${pod.spec.nodeName} does not answer` };
  const failure = failingContainer(pod);
  if (failure) return { state: "failing", ...failure };
  const ready = conditionOf(pod, "Ready");
  if (ready?.status === "True") return readyOrAvailable(ready, around);
  if (pod.status.phase === "Running") return { state: "not-ready", ...detail(notReadyText(ready)) };
  return { state: "creating", ...detail(startingText(pod)) };
}

/** What of the states draws most attention, for a tile that has room for one. Later is worse. */
const STATES_BY_WEIGHT: readonly PodState[] = [
  "available", "succeeded", "ready", "terminating", "creating", "pending", "not-ready", "unknown", "failing",
];

export function worstState(states: Iterable<PodState>): PodState | undefined {
  let worst = -1;
  for (const state of states) worst = Math.max(worst, STATES_BY_WEIGHT.indexOf(state));
  return STATES_BY_WEIGHT[worst];
}

function terminating(pod: Pod, around: PodSurroundings): PodHealth {
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  const toMs = parseTime(pod.metadata.deletionTimestamp);
  const timer = toMs !== undefined && graceMs > 0 ? { timer: { fromMs: toMs - graceMs, toMs } } : {};
  if (around.isNodeLost) return { state: "terminating", detail: `${pod.spec.nodeName} does not answer, so nothing stops it`, ...timer };
  return { state: "terminating", ...detail(graceMs > 0 ? `stopping, has ${graceMs / 1000} s` : undefined), ...timer };
}

function pending(pod: Pod): PodHealth {
  const scheduled = conditionOf(pod, "PodScheduled");
  // The scheduler's message goes on with what preemption would bring; the first part says why the pod does not fit.
  const reason = scheduled?.status === "False" ? scheduled.message?.split(/\.(?:\s|$)/)[0] : undefined;
  return { state: "pending", detail: reason || "the scheduler has not looked at it yet" };
}

function readyOrAvailable(ready: Condition, around: PodSurroundings): PodHealth {
  const toMs = availableAtMs(ready, around.minReadySeconds);
  if (around.minReadySeconds === 0 || (toMs !== undefined && toMs <= around.nowMs)) return { state: "available" };
  if (toMs === undefined) return { state: "ready" };
  const timer = { fromMs: toMs - around.minReadySeconds * 1000, toMs };
  return { state: "ready", detail: `available after ${around.minReadySeconds} s of being ready`, timer, changesAtMs: toMs };
}

function availableAtMs(ready: Condition, minReadySeconds: number): number | undefined {
  const since = parseTime(ready.lastTransitionTime);
  return since === undefined ? undefined : since + minReadySeconds * 1000;
}

/** Reasons for which a container waits without anything being wrong. */
const PATIENT: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

function failingContainer(pod: Pod): Pick<PodHealth, "detail" | "timer"> | undefined {
  for (const status of [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])]) {
    const { waiting, terminated } = status.state;
    if (waiting?.reason && !PATIENT.has(waiting.reason)) return waitingFailure(status, waiting.reason, waiting.message ?? "");
    if (terminated && terminated.exitCode !== 0) return { detail: exitText(status) };
  }
  return undefined;
}

function waitingFailure(status: ContainerStatus, reason: string, message: string): Pick<PodHealth, "detail" | "timer"> {
  if (reason === "CrashLoopBackOff") {
    const backOff = /^back-off (\S+) restarting/.exec(message)?.[1];
    const waitMs = backOff ? parseGoDuration(backOff) : undefined;
    const fromMs = parseTime(status.lastState.terminated?.finishedAt);
    const timer = waitMs !== undefined && fromMs !== undefined ? { timer: { fromMs, toMs: fromMs + waitMs } } : {};
    return { detail: `${exitText(status)}${backOff ? `, next start ${backOff} after it` : ""}`, ...timer };
  }
  if (reason === "ImagePullBackOff") return { detail: `image ${status.image} cannot be pulled, tried again later` };
  if (reason === "ErrImagePull") return { detail: `image ${status.image} cannot be pulled` };
  return { detail: sentenceFrom(reason, message) ?? reason };
}

function exitText(status: ContainerStatus): string {
  const exit = status.state.terminated ?? status.lastState.terminated;
  if (!exit) return `container ${status.name} stopped`;
  const why = exit.reason === "OOMKilled" ? " (OOMKilled)" : "";
  return `container ${status.name} exited with code ${exit.exitCode}${why}`;
}

function notReadyText(ready: Condition | undefined): string | undefined {
  return ready?.message || ready?.reason || undefined;
}

function startingText(pod: Pod): string | undefined {
  const init = pod.status.initContainerStatuses?.find((s) => s.state.terminated?.exitCode !== 0);
  if (init && pod.status.containerStatuses?.every((s) => s.state.waiting?.reason === "PodInitializing")) return `init container ${init.name} comes first`;
  if (pod.status.containerStatuses) return "pulling the image or starting containers";
  return `bound to ${pod.spec.nodeName}, whose kubelet has not started it yet`;
}

function conditionOf(pod: Pod, type: string): Condition | undefined {
  return pod.status.conditions?.find((c) => c.type === type);
}

function sentenceFrom(reason: string | undefined, message: string | undefined): string | undefined {
  return reason && message ? `${reason}: ${message}` : message || reason || undefined;
}

function detail(text: string | undefined): { readonly detail?: string } {
  return text ? { detail: text } : {};
}
