import type { PodRow, WorkloadRow } from "../../api/frame.ts";
import { nodeNamed, type Holder, type Remedy, type Surroundings } from "./diagnosis.ts";

/** So long a pod may take to become ready, or to be placed, before nobody expects it any more. */
const PATIENCE_MS = { pending: 5_000, "not-ready": 60_000 } as const;

/** In a state that does not end by itself. Every pod is pending for a moment, and many take a while to be ready. */
export function isHopeless(pod: PodRow, nowMs: number): boolean {
  if (pod.state === "failing") return true;
  return (pod.state === "pending" || pod.state === "not-ready") && nowMs - pod.createdMs >= PATIENCE_MS[pod.state];
}

/** Nothing has to be waited for: it works, has ended, or will never do either. */
export function isSettled(pod: PodRow, nowMs: number): boolean {
  return pod.state === "available" || pod.state === "succeeded" || isHopeless(pod, nowMs);
}

/** What is wrong with a pod, as a clause; undefined for states that end by themselves. */
export function causeOf(pod: PodRow): string | undefined {
  const name = `\`${pod.name}\``;
  switch (pod.state) {
    case "failing":
      return isPull(pod) ? `the image of ${name} cannot be pulled (${pod.status})` : `the container of ${name} keeps failing (${pod.status})`;
    case "pending":
      return `${name} is not scheduled: ${pod.detail ?? "the scheduler has found no room for it"}`;
    case "not-ready":
      return `${name} runs but is not ready: ${pod.detail ?? "its readiness probe fails"}`;
    default:
      return undefined;
  }
}

/** What would help a pod of the workload's newest template, the surest first. */
export function remediesOf(row: WorkloadRow, pod: PodRow, around: Surroundings): readonly Remedy[] {
  const back: readonly Remedy[] = row.revisions.length > 1 ? [{ text: "Roll back", commandId: "rollback" }] : [];
  if (pod.state === "pending") return [...placeRemedies(row, pod, around), ...back];
  const registry: readonly Remedy[] = isPull(pod) && around.faults.some((f) => f.startsWith("registry")) ? [{ text: "Repair the registry", commandId: "repair-registry" }] : [];
  return [...registry, ...back, { text: "Set another image", commandId: "update-image", asks: true }];
}

/**
 * Pods that suffer from the same, as one holder: the first stands for all.
 * @param remedies for the pod that stands for its group
 */
export function holdersOf(pods: readonly PodRow[], remedies: (pod: PodRow) => readonly Remedy[]): readonly Holder[] {
  const groups = new Map<string, PodRow[]>();
  for (const pod of pods) {
    const key = `${pod.state} ${pod.state === "pending" ? pod.detail : pod.status}`;
    groups.set(key, [...(groups.get(key) ?? []), pod]);
  }
  return [...groups.values()].map(([pod, ...others]) => ({
    name: others.length === 0 ? pod!.name : `${pod!.name} and ${others.length} more`,
    cause: causeOf(pod!) ?? `\`${pod!.name}\` is ${pod!.status}`,
    remedies: remedies(pod!),
  }));
}

/** What the scheduler's words ask for: a node opened, emptied or added, a pod that wants less. */
function placeRemedies(row: WorkloadRow, pod: PodRow, around: Surroundings): readonly Remedy[] {
  const why = pod.detail ?? "";
  const remedies: Remedy[] = [];
  if (/were unschedulable/.test(why)) {
    for (const node of around.nodes.filter((n) => n.unschedulable).slice(0, MOST_NODES)) remedies.push({ text: `Uncordon ${node.name}`, commandId: "uncordon-node", nodeName: node.name });
  }
  if (/untolerated taint/.test(why)) remedies.push(...taintRemedies(around));
  if (/node affinity\/selector/.test(why)) remedies.push({ text: "Label a node", commandId: "label-node", asks: true });
  if (/PersistentVolumeClaim|persistent volumes/.test(why) && row.kind === "StatefulSet" && row.claims[0] !== undefined) {
    remedies.push({ text: "Read its claim", opens: { resource: "persistentvolumeclaims", namespace: pod.namespace, name: `${row.claims[0]}-${pod.name}` } });
  }
  const isFull = /Insufficient|Too many pods|free ports/.test(why);
  if (row.kind !== "DaemonSet" && (isFull || remedies.length === 0)) remedies.push({ text: "Add a node", commandId: "add-node" });
  if (isFull && row.kind !== "ReplicaSet") remedies.push({ text: "Ask for less", commandId: "set-resources", asks: true });
  if (isFull && row.kind !== "DaemonSet" && row.available > 0 && row.available < row.replicas) {
    remedies.push({ text: `Want only ${row.available}`, commandId: "scale", values: { replicas: `${row.available}` } });
  }
  return remedies;
}

const MOST_NODES = 2;

function taintRemedies(around: Surroundings): readonly Remedy[] {
  const down = around.nodes.filter((n) => n.down).slice(0, MOST_NODES).map((n): Remedy => ({ text: `Give ${n.name} its power back`, commandId: "recover-node", nodeName: n.name }));
  // Taints of conditions come back by themselves, and a control plane is meant to be left alone.
  const tainted = around.nodes.filter((n) => n.taints.some((t) => !t.key.includes("kubernetes.io/") && t.effect !== "PreferNoSchedule"));
  return [...down, ...tainted.slice(0, MOST_NODES).map((n): Remedy => ({ text: `Remove the taint of ${n.name}`, commandId: "untaint-node", nodeName: n.name }))];
}

/** What holds a pod that nothing can stop or replace, for its kubelet does not answer. */
export function lostRemedies(pod: PodRow, around: Surroundings): readonly Remedy[] {
  const node = nodeNamed(around, pod.nodeName);
  if (!node) return [{ text: "Force delete", commandId: "force-delete-pod", podUid: pod.uid }];
  return [
    ...(node.down ? [{ text: "Give it its power back", commandId: "recover-node", nodeName: node.name }] : []),
    { text: "Remove the node", commandId: "remove-node", nodeName: node.name },
    { text: "Force delete", commandId: "force-delete-pod", podUid: pod.uid },
  ];
}

/** Its node does not answer: what is written of it may no longer be true, and nobody can stop it. */
export function isLost(pod: PodRow, around: Surroundings): boolean {
  if (pod.state === "unknown") return true;
  const node = nodeNamed(around, pod.nodeName);
  return pod.state === "terminating" && node !== undefined && node.ready !== "True";
}

function isPull(pod: PodRow): boolean {
  return /Image|Registry/.test(pod.status);
}
