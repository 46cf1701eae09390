import type { ContainerState, PodSpec, PodStatus } from "../../api/types/pod.ts";

/** What the phase is computed from. */
export interface PhaseInput {
  readonly spec: Pick<PodSpec, "restartPolicy"> & {
    readonly containers: readonly { readonly name: string }[];
    readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string }[];
  };
  readonly containerStatuses: readonly StatusLike[];
  readonly initContainerStatuses: readonly StatusLike[];
  /** The pod ends for good: deleted or evicted, nothing will be restarted. */
  readonly isTerminating: boolean;
}

interface StatusLike { readonly name: string; readonly started?: boolean; readonly state?: ContainerState; readonly lastState?: ContainerState }

/**
 * The pod's phase as a function of its containers.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go getPhase (1.36)
 */
export function podPhase(input: PhaseInput): NonNullable<PodStatus["phase"]> {
  const restartPolicy = input.spec.restartPolicy ?? "Always";
  const init = countInit(input);
  if (init.failed > 0 && restartPolicy === "Never") return "Failed";
  const apps = countApps(input);
  if (init.pending > 0 || apps.waiting > 0) return "Pending";
  if (apps.unknown > 0) return "Pending";
  if (apps.running > 0) return "Running";
  if (apps.stopped === 0) return "Pending";
  const isAllGood = apps.succeeded === apps.stopped;
  const mayRestart = restartPolicy === "Always" || (restartPolicy === "OnFailure" && !isAllGood);
  if (!input.isTerminating && mayRestart) return "Running";
  return isAllGood ? "Succeeded" : "Failed";
}

function countInit({ spec, initContainerStatuses }: PhaseInput): { failed: number; pending: number } {
  const count = { failed: 0, pending: 0 };
  for (const container of spec.initContainers ?? []) {
    const status = initContainerStatuses.find((s) => s.name === container.name);
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (container.restartPolicy === "Always") {
      if (!status?.started && !ended) count.pending++;
    } else if (!ended) count.pending++;
    else if (ended.exitCode !== 0) count.failed++;
  }
  return count;
}

function countApps({ spec, containerStatuses }: PhaseInput) {
  const count = { running: 0, waiting: 0, stopped: 0, succeeded: 0, unknown: 0 };
  for (const container of spec.containers) {
    const status = containerStatuses.find((s) => s.name === container.name);
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (status?.state?.running) count.running++;
    else if (ended) {
      count.stopped++;
      if (ended.exitCode === 0) count.succeeded++;
    } else if (status?.state?.waiting) count.waiting++;
    else count.unknown++;
  }
  return count;
}
