import type { Condition, StringMap } from "../../../../api/types/meta.ts";
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus, ResourceRequirements } from "../../../../api/types/pod.ts";
import { admit, rejectedStatus } from "../../../kubelet/admission.ts";
import { afterExit, afterPullFailure, type Backoff } from "../../../kubelet/backoff.ts";
import { containersReadyVerdict, podConditions, readyVerdict, type ConditionsInput, type Verdict } from "../../../kubelet/conditions.ts";
import { envFieldValue, resourceFieldValue, volumeFieldValue } from "../../../kubelet/downward.ts";
import { buildEnvironment, expand, type EnvEntry, type EnvFromData } from "../../../kubelet/env.ts";
import { podPhase } from "../../../kubelet/phase.ts";
import { crashLoopEvent, crashLoopMessage } from "../../../kubelet/texts.ts";
import { wholeNode, wholePod, type Sketch } from "./objects.ts";
import type { CaseFunctions } from "./function-table.ts";

interface FieldCase { readonly fieldPath: string; readonly pod: Sketch<Pod> }
interface ResourceCase { readonly container: Container; readonly nodeAllocatable?: StringMap; readonly resource: string; readonly divisor?: string; readonly pod?: Sketch<Pod> }
interface ReadyCase {
  readonly spec: PodSpec;
  readonly containerStatuses: readonly ContainerStatus[] | null;
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly phase?: NonNullable<PodStatus["phase"]>;
  readonly otherConditions?: readonly Condition[];
}
interface CrashLoopCase { readonly container: string; readonly pod: string; readonly namespace: string; readonly uid: string; readonly backoffSeconds: number }

/** The kubelet: environment, back-off, admission, phase and conditions. */
export const KUBELET_FUNCTIONS: CaseFunctions = {
  "downward.envFieldRef": ({ fieldPath, pod }: FieldCase) => envFieldValue(wholePod(pod), fieldPath),
  "downward.volumeFieldRef": ({ fieldPath, pod }: FieldCase) => volumeFieldValue(wholePod(pod), fieldPath),
  "downward.resourceFieldRef": ({ container, nodeAllocatable, resource, divisor, pod }: ResourceCase) =>
    resourceFieldValue(container, nodeAllocatable, { resource, ...(divisor === undefined ? {} : { divisor }) }, pod?.spec?.["resources"] as ResourceRequirements | undefined),
  "env.expand": ({ value, known }: { value: string; known: StringMap }) => expand(value, (name) => (Object.hasOwn(known, name) ? known[name] : undefined)),
  "env.build": ({ envFromData, env }: { envFromData?: EnvFromData[]; env?: EnvEntry[] }) => buildEnvironment(envFromData ?? [], env ?? []),
  "kubelet.crashLoopDelays": ({ runSecondsBeforeEachExit }: { runSecondsBeforeEachExit: number[] }) => crashLoopDelays(runSecondsBeforeEachExit),
  "kubelet.imagePullBackoffWindows": ({ failures }: { failures: number }) => pullWindows(failures),
  "kubelet.crashLoopMessage": ({ container, pod, namespace, uid, backoffSeconds }: CrashLoopCase) => {
    const metadata = { name: pod, namespace, uid };
    return {
      reason: "CrashLoopBackOff",
      message: crashLoopMessage(container, metadata, backoffSeconds),
      event: { type: "Warning", reason: "BackOff", message: crashLoopEvent(container, metadata) },
    };
  },
  "kubelet.admissionRejection": admissionRejection,
  "pod.phase": ({ pod, terminating }: { pod: Sketch<Pod>; terminating?: boolean }) => {
    const { spec, status } = wholePod(pod);
    return podPhase({ spec, containerStatuses: status.containerStatuses ?? [], initContainerStatuses: status.initContainerStatuses ?? [], isTerminating: terminating === true });
  },
  "pod.readyConditions": readyConditions,
  "pod.conditionOrder": ({ phase, othersBefore }: { phase?: NonNullable<PodStatus["phase"]>; othersBefore?: string[] }) => {
    const old = (othersBefore ?? []).map((type) => ({ type, status: "True" as const }));
    const input = { spec: { containers: [] }, containerStatuses: [], phase, others: old, hasSandbox: true };
    return podConditions(input, old, { nowMs: 0, generation: 1 }).map((c) => c.type);
  },
};

function readyConditions({ spec, containerStatuses, initContainerStatuses, phase, otherConditions }: ReadyCase) {
  const input: ConditionsInput = {
    spec,
    containerStatuses: containerStatuses ?? undefined,
    ...(initContainerStatuses ? { initContainerStatuses } : {}),
    phase,
    others: otherConditions ?? [],
  };
  const containersReady = containersReadyVerdict(input);
  return { ContainersReady: written(containersReady), Ready: written(readyVerdict(input, containersReady)) };
}

function written(verdict: Verdict) {
  return { status: verdict.status, reason: verdict.reason ?? "", message: verdict.message ?? "" };
}

function crashLoopDelays(runSeconds: readonly number[]): number[] {
  let entry: Backoff | undefined;
  let nowMs = 0;
  return runSeconds.map((seconds) => {
    nowMs += seconds * 1000;
    const next = afterExit(entry, nowMs);
    entry = next.entry;
    nowMs += next.waitSeconds * 1000;
    return next.waitSeconds;
  });
}

function pullWindows(failures: number): number[] {
  const seconds: number[] = [];
  let entry: Backoff | undefined;
  for (let nowMs = 0; seconds.length < failures; nowMs += entry.seconds * 1000) {
    entry = afterPullFailure(entry, nowMs);
    seconds.push(entry.seconds);
  }
  return seconds;
}

type RejectionCase = { readonly plugin: string } | { readonly resource: string; readonly requested: number; readonly used: number; readonly capacity: number };

/** Makes the shortage, or the pod that the plugin refuses, and asks the kubelet's admission. */
function admissionRejection(given: RejectionCase) {
  const { pod, allocatable, others } = "plugin" in given ? refusedBy(given.plugin) : shortOf(given);
  const rejection = admit(pod, wholeNode({ status: { allocatable } }, "n"), others);
  if (!rejection) throw new Error("the kubelet admits the pod");
  return { phase: "Failed", reason: rejection.reason, eventMessage: rejection.message, statusMessage: rejectedStatus(rejection).message };
}

interface Situation { readonly pod: Pod; readonly allocatable: StringMap; readonly others: readonly Pod[] }

/** cpu in millis, everything else in its own unit; `pods` are counted. */
function shortOf({ resource, requested, used, capacity }: Extract<RejectionCase, { resource: string }>): Situation {
  if (resource === "pods") {
    return { pod: wholePod({}), allocatable: { pods: String(capacity) }, others: Array.from({ length: used }, (_, i) => wholePod({}, `other-${i}`)) };
  }
  const amount = (n: number) => (resource === "cpu" ? `${n}m` : `${n}`);
  return { pod: asking(resource, amount(requested), "p"), allocatable: { pods: "110", [resource]: amount(capacity) }, others: used > 0 ? [asking(resource, amount(used), "other")] : [] };
}

function asking(resource: string, amount: string, name: string): Pod {
  return wholePod({ spec: { containers: [{ name: "c", image: "x", resources: { requests: { [resource]: amount } } }] } }, name);
}

function refusedBy(plugin: string): Situation {
  const allocatable = { pods: "110" };
  const holder: PodSpec = { containers: [{ name: "c", image: "x", ports: [{ containerPort: 80, hostPort: 80 }] }] };
  switch (plugin) {
    case "NodeAffinity": return { pod: wholePod({ spec: { nodeSelector: { no: "node" } } }), allocatable, others: [] };
    case "NodeName": return { pod: wholePod({ spec: { nodeName: "elsewhere" } }), allocatable, others: [] };
    case "NodePorts": return { pod: wholePod({ spec: holder }), allocatable, others: [wholePod({ spec: holder }, "other")] };
    default: throw new Error(`the kubelet does not ask the plugin ${plugin}`);
  }
}
