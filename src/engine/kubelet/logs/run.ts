import { parseTime } from "../../../api/time.ts";
import type { ContainerStateTerminated, ContainerStatus, Pod } from "../../../api/types/pod.ts";

/** One life of a container, from its start to its end or to now. */
export interface ContainerRun {
  /** Bare, without the runtime's name before it; tells one run from all others. */
  readonly id: string;
  /** To the second, as the status has it. */
  readonly startMs: number;
  readonly end?: { readonly atMs: number; readonly code: number; readonly reason?: string };
}

/** The status of a container of the pod, whatever its role. */
export function statusOf(pod: Pod, name: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name);
}

/**
 * The run whose log is asked for: the current one, else the last; with `previous` the one before. `error` is the
 * kubelet's text, answered with 400.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go validateContainerLogStatus (1.36)
 */
export function runToShow(pod: Pod, name: string, { previous }: { readonly previous: boolean }): ContainerRun | { readonly error: string } {
  const status = statusOf(pod, name);
  const what = `container "${name}" in pod "${pod.metadata.name}"`;
  if (!status) return { error: `${what} is not available` };
  const { running, terminated, waiting } = status.state;
  const last = status.lastState.terminated;
  if (previous) return ended(last) ?? { error: `previous terminated ${what} not found` };
  if (running) return { id: bareId(status.containerID), startMs: parseTime(running.startedAt) ?? 0 };
  if (terminated) return ended(terminated) ?? ended(last) ?? { error: `${what} is terminated` };
  if (last) return ended(last) ?? { error: `${what} is terminated` };
  return { error: waiting ? `${what} is waiting to start: ${waitingText(waiting.reason ?? "")}` : `${what} is waiting to start - no logs yet` };
}

function waitingText(reason: string): string {
  if (reason === "ErrImagePull") return "image can't be pulled";
  return reason === "ImagePullBackOff" ? "trying and failing to pull image" : reason;
}

/** Undefined: nobody knows of a container that ran. */
function ended(state: ContainerStateTerminated | undefined): ContainerRun | undefined {
  if (!state?.containerID) return undefined;
  const startMs = parseTime(state.startedAt) ?? 0;
  const { exitCode: code, reason } = state;
  return { id: bareId(state.containerID), startMs, end: { atMs: parseTime(state.finishedAt) ?? startMs, code, ...(reason ? { reason } : {}) } };
}

/** `containerd://abc` is `abc`. */
export function bareId(containerID: string | undefined): string {
  return (containerID ?? "").replace(/^\w+:\/\//, "");
}
