import { formatTime } from "../../api/time.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { PressureType } from "./state.ts";

const NO_NETWORK = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

interface Words { readonly reason: string; readonly message: string; readonly event: string }

/** Every condition but Ready, in the order that the kubelet writes, with its words when all is well and when not. */
const PRESSURES: readonly (readonly [type: PressureType, good: Words, bad: Words])[] = [
  ["MemoryPressure",
    { reason: "KubeletHasSufficientMemory", message: "kubelet has sufficient memory available", event: "NodeHasSufficientMemory" },
    { reason: "KubeletHasInsufficientMemory", message: "kubelet has insufficient memory available", event: "NodeHasInsufficientMemory" }],
  ["DiskPressure",
    { reason: "KubeletHasNoDiskPressure", message: "kubelet has no disk pressure", event: "NodeHasNoDiskPressure" },
    { reason: "KubeletHasDiskPressure", message: "kubelet has disk pressure", event: "NodeHasDiskPressure" }],
  ["PIDPressure",
    { reason: "KubeletHasSufficientPID", message: "kubelet has sufficient PID available", event: "NodeHasSufficientPID" },
    { reason: "KubeletHasInsufficientPID", message: "kubelet has insufficient PID available", event: "NodeHasInsufficientPID" }],
];

export const PRESSURE_TYPES: readonly PressureType[] = PRESSURES.map(([type]) => type);

/** Reasons of the node events that tell of the good side of each pressure. */
export const GOOD_EVENTS: readonly string[] = PRESSURES.map(([, good]) => good.event);

/** What the kubelet found: `keep` leaves a pressure as it stands, somebody may have put it there. */
export interface Findings {
  readonly ready: "keep" | "not-ready" | "ready";
  readonly pressures?: Readonly<Partial<Record<PressureType, boolean>>>;
}

/**
 * All conditions of a node, Ready last; those that others write (NetworkUnavailable) first. A pressure that nothing was
 * found about stays as it is if it is True, and is False otherwise.
 * Source: kubernetes pkg/kubelet/nodestatus/setters.go (1.36)
 */
export function nodeConditions(node: Node, nowMs: number, findings: Findings): Condition[] {
  const old = node.status.conditions ?? [];
  const own: readonly string[] = [...PRESSURE_TYPES, "Ready"];
  const pressures = PRESSURES.map(([type, good, bad]) => {
    const before = old.find((c) => c.type === type);
    const isUnder = findings.pressures?.[type];
    if (isUnder === undefined && before?.status === "True") return before;
    const { reason, message } = isUnder ? bad : good;
    return condition(before, { type, status: isUnder ? "True" : "False", reason, message }, nowMs);
  });
  const before = old.find((c) => c.type === "Ready");
  const verdict = findings.ready === "not-ready"
    ? ({ type: "Ready", status: "False", reason: "KubeletNotReady", message: NO_NETWORK } as const)
    : ({ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" } as const);
  return [...old.filter((c) => !own.includes(c.type)), ...pressures, findings.ready === "keep" && before ? before : condition(before, verdict, nowMs)];
}

/** Reasons of the node events for the pressures that turn over from `before` to `after`. */
export function turnedPressures(before: readonly Condition[], after: readonly Condition[]): string[] {
  return PRESSURES.flatMap(([type, good, bad]) => {
    const status = after.find((c) => c.type === type)?.status;
    if (status === undefined || before.find((c) => c.type === type)?.status === status) return [];
    return [status === "True" ? bad.event : good.event];
  });
}

/** `lastTransitionTime` moves only with the status. */
function condition(before: Condition | undefined, verdict: Pick<Condition, "type" | "status" | "reason" | "message">, nowMs: number): Condition {
  const now = formatTime(nowMs);
  const since = before?.status === verdict.status ? before.lastTransitionTime : undefined;
  return { ...verdict, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
}
