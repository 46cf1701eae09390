import type { Node, Taint } from "../../../api/types/node.ts";

/** The taints that conditions stand for, all with effect NoSchedule. Source: node_lifecycle_controller.go taintKeyToNodeConditionMap. */
const TAINT_OF_CONDITION: readonly { readonly type: string; readonly status: string; readonly key: string }[] = [
  { type: "Ready", status: "False", key: "node.kubernetes.io/not-ready" },
  { type: "Ready", status: "Unknown", key: "node.kubernetes.io/unreachable" },
  { type: "MemoryPressure", status: "True", key: "node.kubernetes.io/memory-pressure" },
  { type: "DiskPressure", status: "True", key: "node.kubernetes.io/disk-pressure" },
  { type: "NetworkUnavailable", status: "True", key: "node.kubernetes.io/network-unavailable" },
  { type: "PIDPressure", status: "True", key: "node.kubernetes.io/pid-pressure" },
];
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
export const NOT_READY = "node.kubernetes.io/not-ready";
export const UNREACHABLE = "node.kubernetes.io/unreachable";

/**
 * The node's taints with the seven condition taints (NoSchedule) as its conditions and spec.unschedulable want them.
 * The same keys with another effect, and all other taints, are left alone.
 * Source: node_lifecycle_controller.go doNoScheduleTaintingPass.
 */
export function withConditionTaints(node: Node, now: string): { readonly taints: readonly Taint[]; readonly added: readonly Taint[]; readonly removed: readonly Taint[] } {
  const wanted = new Set(TAINT_OF_CONDITION.filter((c) => node.status.conditions?.some((x) => x.type === c.type && x.status === c.status)).map((c) => c.key));
  if (node.spec.unschedulable) wanted.add(UNSCHEDULABLE);
  const taints = node.spec.taints ?? [];
  const isOurs = (t: Taint) => t.effect === "NoSchedule" && (t.key === UNSCHEDULABLE || TAINT_OF_CONDITION.some((c) => c.key === t.key));
  const removed = taints.filter((t) => isOurs(t) && !wanted.has(t.key));
  const has = (key: string) => taints.some((t) => t.key === key && t.effect === "NoSchedule");
  const added: Taint[] = [...wanted].filter((key) => !has(key)).map((key) => ({ key, effect: "NoSchedule", timeAdded: now }));
  return { taints: [...taints.filter((t) => !removed.includes(t)), ...added], added, removed };
}

/** Undefined: the kubelet has never reported. */
export function readyStatus(node: Node): "True" | "False" | "Unknown" | undefined {
  return node.status.conditions?.find((c) => c.type === "Ready")?.status;
}
