import { nonZeroPodRequests } from "../../../api/resource-requests.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { NodeInfo } from "../node-info.ts";

/**
 * 0..100: the share of cpu and memory that stays free with the pod, averaged. Containers that ask for nothing count
 * 100m and 200Mi here, so that they spread too.
 * Source: kubernetes pkg/scheduler/framework/plugins/noderesources/least_allocated.go (1.36)
 */
export function leastAllocatedScore(pod: Pod, info: NodeInfo): number {
  let cpu = 0;
  let memory = 0;
  for (const p of [...info.pods, pod]) {
    const asked = nonZeroPodRequests(p.spec);
    cpu += asked.cpuMillis;
    memory += asked.memoryBytes;
  }
  const scores = [[cpu, info.allocatable.cpuMillis], [memory, info.allocatable.memoryBytes]].flatMap(([used, allocatable]) =>
    allocatable ? [freeShare(used!, allocatable)] : []);
  return scores.length === 0 ? 0 : Math.trunc(scores.reduce((a, b) => a + b, 0) / scores.length);
}

function freeShare(used: number, allocatable: number): number {
  return used > allocatable ? 0 : Math.trunc(((allocatable - used) * 100) / allocatable);
}
