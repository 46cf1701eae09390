import { lastAnswer } from "../../api/last-answer.ts";
import { isSidecar } from "../../api/resource-requests.ts";
import { formatTime } from "../../api/time.ts";
import { flat } from "../sim/flat.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Container, ContainerState, PodSpec, PodStatus } from "../../api/types/pod.ts";

/** Status, reason and message of a condition; absent reason and message mean empty. */
export type Verdict = Pick<Condition, "status" | "reason" | "message">;

/** What the kubelet's conditions are computed from. `undefined` statuses: nothing is known yet. */
export interface ConditionsInput {
  readonly spec: Pick<PodSpec, "containers" | "initContainers"> & { readonly [field: string]: unknown };
  readonly containerStatuses: readonly ReadyStatus[] | undefined;
  readonly initContainerStatuses?: readonly ReadyStatus[];
  readonly phase: PodStatus["phase"];
  /** Conditions that others wrote: readiness gates, DisruptionTarget. */
  readonly others: readonly Condition[];
}

interface ReadyStatus { readonly name: string; readonly ready?: boolean; readonly started?: boolean; readonly state?: ContainerState; readonly lastState?: ContainerState }

const OWN_TYPES = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

/**
 * All conditions in the order that the kubelet writes: those of others first, then its own five.
 * `lastTransitionTime` moves only when the status does.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go generateAPIPodStatus (1.36)
 */
export function podConditions(
  input: ConditionsInput & { readonly hasSandbox: boolean },
  old: readonly Condition[],
  at: { readonly nowMs: number; readonly generation: number | undefined },
): Condition[] {
  const containersReady = containersReadyVerdict(input);
  const own: readonly [string, Verdict][] = [
    ["PodReadyToStartContainers", { status: input.hasSandbox ? "True" : "False" }],
    ["Initialized", initializedVerdict(input)],
    ["Ready", readyVerdict(input, containersReady)],
    ["ContainersReady", containersReady],
    ["PodScheduled", { status: "True" }],
  ];
  const others = old.filter((c) => !OWN_TYPES.includes(c.type));
  return others.concat(own.map(([type, verdict]) => conditionOf(type, verdict, old, at)));
}

function conditionOf(type: string, verdict: Verdict, old: readonly Condition[], at: { readonly nowMs: number; readonly generation: number | undefined }): Condition {
  const before = old.find((c) => c.type === type);
  const since = before?.status === verdict.status ? before.lastTransitionTime : undefined;
  return {
    type,
    status: verdict.status,
    ...(at.generation === undefined ? {} : { observedGeneration: at.generation }),
    lastProbeTime: null,
    lastTransitionTime: since ?? formatTime(at.nowMs),
    ...(verdict.reason ? { reason: verdict.reason } : {}),
    ...(verdict.message ? { message: verdict.message } : {}),
  };
}

/** Source: kubernetes pkg/kubelet/status/generate.go GenerateContainersReadyCondition (1.36) */
export function containersReadyVerdict(input: ConditionsInput): Verdict {
  if (!input.containerStatuses) return { status: "False", reason: "UnknownContainerStatuses" };
  const containers = [...(input.spec.initContainers ?? []).filter(isSidecar), ...input.spec.containers];
  const statuses = [...(input.initContainerStatuses ?? []), ...input.containerStatuses];
  const known = (c: Container) => statuses.find((s) => s.name === c.name);
  const unknown = containers.filter((c) => !known(c)).map((c) => c.name);
  const unready = containers.filter((c) => known(c) && !known(c)!.ready).map((c) => c.name);
  if (input.phase === "Succeeded" && unknown.length === 0) return { status: "False", reason: "PodCompleted" };
  if (input.phase === "Failed") return { status: "False", reason: "PodFailed" };
  const messages = [listed("unknown", unknown), listed("unready", unready)].filter((m) => m !== "");
  return messages.length === 0 ? { status: "True" } : { status: "False", reason: "ContainersNotReady", message: messages.join(", ") };
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? "" : withStatus(`containers with ${what} status: [${names.join(" ")}]`);
}

/** One copy of the text that all pods of a template have while they start. */
const withStatus = lastAnswer(flat);

/** Source: kubernetes pkg/kubelet/status/generate.go GeneratePodReadyCondition (1.36) */
export function readyVerdict(input: ConditionsInput, containersReady: Verdict): Verdict {
  if (containersReady.status !== "True") return containersReady;
  const gates = (input.spec["readinessGates"] as readonly { readonly conditionType: string }[] | undefined) ?? [];
  const messages = gates.flatMap(({ conditionType }) => {
    const condition = input.others.find((c) => c.type === conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return condition.status === "True" ? [] : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0 ? { status: "True" } : { status: "False", reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}

/** Source: kubernetes pkg/kubelet/status/generate.go GeneratePodInitializedCondition (1.36) */
function initializedVerdict(input: ConditionsInput): Verdict {
  const containers = input.spec.initContainers ?? [];
  const known = (c: Container) => input.initContainerStatuses?.find((s) => s.name === c.name);
  const unknown = containers.filter((c) => !known(c)).map((c) => c.name);
  const incomplete = containers.filter((c) => known(c) && !isInitialized(c, known(c)!)).map((c) => c.name);
  if (input.phase === "Succeeded") return { status: "True", reason: "PodCompleted" };
  const messages = [listed("unknown", unknown), listed("incomplete", incomplete)].filter((m) => m !== "");
  return messages.length === 0 ? { status: "True" } : { status: "False", reason: "ContainersNotInitialized", message: messages.join(", ") };
}

function isInitialized(container: Container, status: ReadyStatus): boolean {
  if (isSidecar(container)) return status.started === true;
  return status.state?.terminated?.exitCode === 0;
}
