import { podRequests, type ResourceAmounts } from "../../../api/resource-requests.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { nodeInfoOf, type NodeInfo } from "../node-info.ts";
import { nodeEvidence, podEvidence, type FilterPlugin } from "./plugin.ts";

/** One resource of which a node has too little. cpu in millis, everything else in its own unit. */
export interface Shortage {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

/**
 * What the pod asks must fit into allocatable minus the requests of the pods that are there; equality fits.
 * Source: kubernetes pkg/scheduler/framework/plugins/noderesources/fit.go (1.36)
 */
export const nodeResourcesFit: FilterPlugin = {
  name: "NodeResourcesFit",
  filter(pod, info) {
    const shortages = shortagesOf(pod, info);
    if (shortages.length === 0) return undefined;
    return {
      plugin: "NodeResourcesFit",
      isResolvable: shortages.every((s) => s.resource === "pods" || s.requested <= s.capacity),
      reasons: shortages.map((s) => (s.resource === "pods" ? "Too many pods" : `Insufficient ${s.resource}`)),
      text: shortages.map((s) => shortageText(s, info)).join(" and "),
      evidence: shortages.flatMap((s) => [
        podEvidence(pod, `spec.containers[*].resources.requests['${s.resource}']`, amountText(s.resource, s.requested)),
        nodeEvidence(info.node, `status.allocatable['${s.resource}']`, info.node.status.allocatable?.[s.resource]),
      ]),
    };
  },
  hint(pod, event) {
    switch (event.kind) {
      case "freed": return true;
      case "neighbour": case "node-gone": case "claim": case "storage": return false;
      case "pod": return asksLess(podRequests(event.before), podRequests(event.after));
      case "node": {
        const after = nodeInfoOf(event.after, []);
        if (shortagesOf(pod, after).length > 0) return false;
        return !event.before || offersMore(pod, nodeInfoOf(event.before, []), after);
      }
    }
  },
};

/**
 * Every resource of which the node has too little for the pod, in the order of the messages: pods, cpu, memory,
 * ephemeral-storage, extended. A pod that asks for nothing needs only its place among `pods`.
 */
export function shortagesOf(pod: Pod, info: NodeInfo): readonly Shortage[] {
  const out: Shortage[] = [];
  const count = info.pods.length;
  if (count + 1 > info.allowedPods) out.push({ resource: "pods", requested: 1, used: count, capacity: info.allowedPods });
  const asked = podRequests(pod.spec);
  const check = (resource: string, requested: number, used: number, capacity: number) => {
    if (requested > 0 && requested > capacity - used) out.push({ resource, requested, used, capacity });
  };
  const { requested: used, allocatable } = info;
  check("cpu", asked.cpuMillis, used.cpuMillis, allocatable.cpuMillis);
  check("memory", asked.memoryBytes, used.memoryBytes, allocatable.memoryBytes);
  check("ephemeral-storage", asked.ephemeralStorageBytes, used.ephemeralStorageBytes, allocatable.ephemeralStorageBytes);
  for (const name in asked.extended) check(name, asked.extended[name] ?? 0, used.extended[name] ?? 0, allocatable.extended[name] ?? 0);
  return out;
}

function shortageText(s: Shortage, info: NodeInfo): string {
  const node = `\`${info.node.metadata.name}\``;
  if (s.resource === "pods") return `${node} is full with ${s.used} of ${s.capacity} pods`;
  const free = amountText(s.resource, Math.max(0, s.capacity - s.used));
  return `it requests ${amountText(s.resource, s.requested)} of ${s.resource} and ${node} has ${free} of ${amountText(s.resource, s.capacity)} free`;
}

const MEBI = 1024 * 1024;

/** An amount as people write it: `1500m`, `64Mi`. */
function amountText(resource: string, amount: number): string {
  if (resource === "cpu") return `${amount}m`;
  const isBytes = resource === "memory" || resource === "ephemeral-storage";
  return isBytes && amount >= MEBI && amount % MEBI === 0 ? `${amount / MEBI}Mi` : `${amount}`;
}

function asksLess(before: ResourceAmounts, after: ResourceAmounts): boolean {
  if (after.cpuMillis < before.cpuMillis || after.memoryBytes < before.memoryBytes || after.ephemeralStorageBytes < before.ephemeralStorageBytes) return true;
  return Object.keys(before.extended).some((name) => (after.extended[name] ?? 0) < before.extended[name]!);
}

/** More places for pods, or more of a resource that the pod asks for. */
function offersMore(pod: Pod, before: NodeInfo, after: NodeInfo): boolean {
  if (after.allowedPods > before.allowedPods) return true;
  const asked = podRequests(pod.spec);
  const a = after.allocatable;
  const b = before.allocatable;
  return (asked.cpuMillis > 0 && a.cpuMillis > b.cpuMillis)
    || (asked.memoryBytes > 0 && a.memoryBytes > b.memoryBytes)
    || (asked.ephemeralStorageBytes > 0 && a.ephemeralStorageBytes > b.ephemeralStorageBytes)
    || Object.keys(asked.extended).some((name) => (a.extended[name] ?? 0) > (b.extended[name] ?? 0));
}
