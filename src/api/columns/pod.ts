import { isSidecar } from "../resource-requests.ts";
import type { Condition } from "../types/meta.ts";
import type { ContainerState, ContainerStateTerminated, ContainerStatus, Pod } from "../types/pod.ts";
import { ageColumn, column, nameColumn, orNone, sinceText, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get pods`. Source: kubernetes pkg/printers/internalversion/printers.go printPod (1.36) */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn(),
  column("Ready", podReadyText),
  column("Status", podStatusText),
  column("Restarts", (pod, { nowMs }) => podRestartsText(pod, nowMs)),
  ageColumn(),
  column("IP", (pod) => orNone(pod.status.podIPs?.[0]?.ip ?? pod.status.podIP), WIDE),
  column("Node", (pod) => orNone(pod.spec.nodeName), WIDE),
  column("Nominated Node", (pod) => orNone(pod.status.nominatedNodeName), WIDE),
  column("Readiness Gates", readinessGatesText, WIDE),
];

/** The STATUS column: `Running`, `ContainerCreating`, `CrashLoopBackOff`, `Terminating`, … */
export function podStatusText(pod: Pod): string {
  return summarize(pod).status;
}

/** The READY column, `1/2`: ready containers and sidecars of all. */
export function podReadyText(pod: Pod): string {
  const { ready, total } = summarize(pod);
  return `${ready}/${total}`;
}

/** The number of the RESTARTS column: of containers and sidecars; of init containers while those run. */
export function podRestarts(pod: Pod): number {
  return summarize(pod).restarts;
}

/** The RESTARTS column: `4 (11s ago)`, or only the number when there were none or the time is not known. */
function podRestartsText(pod: Pod, nowMs: number): string {
  const { restarts, lastRestart } = summarize(pod);
  return restarts > 0 && lastRestart ? `${restarts} (${sinceText(lastRestart, nowMs)} ago)` : `${restarts}`;
}

/** Conditions of the pod's row in a Table: kubectl dims pods that have ended. Undefined for the others. */
export function podRowConditions(pod: Pod): readonly Condition[] | undefined {
  switch (pod.status.phase) {
    case "Succeeded": return [{ type: "Completed", status: "True", reason: "Succeeded", message: "The pod has completed successfully." }];
    case "Failed": return [{ type: "Completed", status: "True", reason: "Failed", message: "The pod failed." }];
    default: return undefined;
  }
}

interface Summary {
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** RFC 3339, whole seconds, so that text order is time order; empty when unknown. */
  readonly lastRestart: string;
}

function summarize(pod: Pod): Summary {
  const { status, spec } = pod;
  const sidecarNames = new Set((spec.initContainers ?? []).filter(isSidecar).map((c) => c.name));
  const inits = status.initContainerStatuses ?? [];
  const sidecars = inits.filter((s) => sidecarNames.has(s.name));
  const containers = status.containerStatuses ?? [];
  const waiting = waitingInit(pod, inits, sidecarNames);
  const isInitialized = waiting === undefined || isTrue(status.conditions, "Initialized");
  const counted = isInitialized ? [...sidecars, ...containers] : inits;
  const readySidecars = sidecars.filter((s) => s.started && s.ready).length;
  return {
    status: deletionText(pod) ?? statusText(pod, waiting, isInitialized),
    ready: readySidecars + (isInitialized ? containers.filter(isServing).length : 0),
    total: spec.containers.length + sidecarNames.size,
    restarts: counted.reduce((sum, s) => sum + s.restartCount, 0),
    lastRestart: counted.reduce((last, s) => laterOf(last, s.lastState?.terminated?.finishedAt), ""),
  };
}

function statusText(pod: Pod, waiting: string | undefined, isInitialized: boolean): string {
  const { phase, reason, conditions, containerStatuses = [] } = pod.status;
  const isGated = conditions?.some((c) => c.type === "PodScheduled" && c.reason === "SchedulingGated") ?? false;
  const base = waiting ?? (isGated ? "SchedulingGated" : reason || phase || "");
  if (!isInitialized) return base;
  // The first container with something to say wins: kubectl goes through them from the last and overwrites.
  const told = containerStatuses.map((s) => stateReason(s.state)).find((text) => text !== undefined) ?? base;
  if (told !== "Completed" || !containerStatuses.some(isServing)) return told;
  return isTrue(conditions, "Ready") ? "Running" : "NotReady";
}

/** What the first init container that is not done says; undefined when all are. */
function waitingInit(pod: Pod, inits: readonly ContainerStatus[], sidecarNames: ReadonlySet<string>): string | undefined {
  for (const [i, init] of inits.entries()) {
    const { terminated, waiting } = init.state;
    if (terminated?.exitCode === 0) continue;
    if (sidecarNames.has(init.name) && init.started) continue;
    if (terminated) return `Init:${terminatedText(terminated)}`;
    if (waiting?.reason && waiting.reason !== "PodInitializing") return `Init:${waiting.reason}`;
    return `Init:${i}/${pod.spec.initContainers?.length ?? 0}`;
  }
  return undefined;
}

function deletionText(pod: Pod): string | undefined {
  if (!pod.metadata?.deletionTimestamp) return undefined;
  if (pod.status.reason === "NodeLost") return "Unknown";
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed" ? undefined : "Terminating";
}

function stateReason(state: ContainerState): string | undefined {
  if (state.waiting?.reason) return state.waiting.reason;
  return state.terminated ? terminatedText(state.terminated) : undefined;
}

function terminatedText(terminated: ContainerStateTerminated & { readonly signal?: number }): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function isServing(status: ContainerStatus): boolean {
  return status.ready && status.state.running !== undefined;
}

function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((c) => c.type === type && c.status === "True") ?? false;
}

function laterOf(a: string, b: string | undefined): string {
  return b !== undefined && b > a ? b : a;
}

function readinessGatesText(pod: Pod): string {
  const gates = (pod.spec["readinessGates"] ?? []) as readonly { readonly conditionType: string }[];
  if (gates.length === 0) return "<none>";
  return `${gates.filter((gate) => isTrue(pod.status.conditions, gate.conditionType)).length}/${gates.length}`;
}
