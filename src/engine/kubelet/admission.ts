import { firstUntolerated } from "../../api/node-matching.ts";
import type { Node, Taint } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Evidence } from "../../api/decision.ts";
import { nodeInfoOf } from "../scheduler/node-info.ts";
import { nodeAffinity } from "../scheduler/plugins/node-affinity.ts";
import { nodeName } from "../scheduler/plugins/node-name.ts";
import { nodePorts } from "../scheduler/plugins/node-ports.ts";
import { nodeResourcesFit, shortagesOf, type Shortage } from "../scheduler/plugins/node-resources-fit.ts";
import { isCritical } from "./eviction.ts";
import { PRESSURE_TYPES } from "./node-conditions.ts";
import type { NodeRecord } from "./state.ts";

/** Why a kubelet turns a pod away: `reason` of status and event, `message` of the event. */
export interface PodRejection {
  readonly reason: string;
  readonly message: string;
  /** One clause for people. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/**
 * The kubelet's own check of a pod that is bound to its node, also by hand: resources, affinity, node name, host ports;
 * only the first failure is told. Taints are not asked here.
 * Departure: a critical pod does not preempt others on the node.
 * @param others pods that the kubelet has admitted and that have not finished
 * Source: kubernetes pkg/kubelet/lifecycle/predicate.go (1.36)
 */
export function admit(pod: Pod, node: Node, others: readonly Pod[]): PodRejection | undefined {
  const info = nodeInfoOf(node, others);
  const shortage = shortagesOf(pod, info)[0];
  if (shortage) {
    const rejection = nodeResourcesFit.filter(pod, info)!;
    return { reason: `OutOf${shortage.resource}`, message: shortageMessage(shortage), text: rejection.text, evidence: rejection.evidence };
  }
  for (const plugin of [nodeAffinity, nodeName, nodePorts]) {
    const rejection = plugin.filter(pod, info);
    if (rejection) {
      return { reason: plugin.name, message: `Predicate ${plugin.name} failed: ${rejection.reasons[0]}`, text: rejection.text, evidence: rejection.evidence };
    }
  }
  return undefined;
}

/**
 * The eviction manager's own check of a pod that is new on a node that is running out of something: critical pods come
 * in, and under memory pressure alone also those that request something or tolerate its taint.
 * Source: kubernetes pkg/kubelet/eviction/eviction_manager.go Admit (1.36)
 */
export function admitUnderPressure(pod: Pod, node: NodeRecord): PodRejection | undefined {
  const types = PRESSURE_TYPES.filter((type) => node.pressures?.[type]);
  if (types.length === 0 || isCritical(pod)) return undefined;
  const isMemoryOnly = types.every((type) => type === "MemoryPressure");
  const isAllowed = pod.status.qosClass !== "BestEffort" || firstUntolerated([MEMORY_TAINT], pod.spec.tolerations) === undefined;
  if (isMemoryOnly && isAllowed) return undefined;
  return {
    reason: "Evicted",
    message: `The node had condition: [${types.join(" ")}]. `,
    text: `the node is under ${types.join(" and ")}, where now only critical pods are taken on`,
    evidence: [{ object: { kind: "Node", name: pod.spec.nodeName ?? "" }, path: "status.conditions", value: types }],
  };
}

const MEMORY_TAINT: Taint = { key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule" };

/** The status of a pod that was turned away. Source: kubernetes pkg/kubelet/kubelet.go rejectPod (1.36) */
export function rejectedStatus(rejection: Pick<PodRejection, "reason" | "message">): { phase: "Failed"; reason: string; message: string } {
  return { phase: "Failed", reason: rejection.reason, message: `Pod was rejected: ${rejection.message}` };
}

/** cpu in millis, memory in bytes. */
function shortageMessage(s: Shortage): string {
  return `Node didn't have enough resource: ${s.resource}, requested: ${s.requested}, used: ${s.used}, capacity: ${s.capacity}`;
}
