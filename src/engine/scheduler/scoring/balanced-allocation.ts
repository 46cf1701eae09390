import { addAmounts, podRequests, type ResourceAmounts } from "../../../api/resource-requests.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { NodeInfo } from "../node-info.ts";

/**
 * 0..100: how much the pod evens out the use of cpu and memory; 75 leaves it as it is. Undefined for a pod that asks
 * for neither: the plugin is skipped.
 * Source: kubernetes pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go (1.36)
 */
export function balancedAllocationScore(pod: Pod, info: NodeInfo): number | undefined {
  const withPod = balanceWith(pod, info);
  return withPod === undefined ? undefined : Math.trunc(50 + (50 + withPod - balance(info.requested, info.allocatable)) / 2);
}

/** 0..100: the balance that the node would have with the pod; this alone was the score up to 1.35. */
export function balanceWith(pod: Pod, info: NodeInfo): number | undefined {
  const asked = podRequests(pod.spec);
  if (asked.cpuMillis === 0 && asked.memoryBytes === 0) return undefined;
  return balance(addAmounts(info.requested, asked), info.allocatable);
}

/** 100 when both are used to the same share; half of the difference is taken off. */
function balance(used: ResourceAmounts, allocatable: ResourceAmounts): number {
  const shares = [[used.cpuMillis, allocatable.cpuMillis], [used.memoryBytes, allocatable.memoryBytes]].flatMap(([u, a]) =>
    a ? [Math.min(1, u! / a)] : []);
  const deviation = shares.length === 2 ? Math.abs(shares[0]! - shares[1]!) / 2 : 0;
  return Math.trunc((1 - deviation) * 100);
}
