import type { DaemonSetRow, NodeRow, PodRow } from "../api/frame.ts";

/** Something a person could do about it; `commandId` names the command of the page that does it. */
export interface Remedy {
  readonly text: string;
  readonly commandId: string;
  /** The node to do it on, for commands on nodes. */
  readonly nodeName?: string;
  /** Answers to the command's questions that help here; for the others what the command offers will do. */
  readonly values?: Readonly<Record<string, string>>;
  /** The questions have no answer that can be told from here: a person must give it. */
  readonly asks?: boolean;
}

/** One node that holds the rollout's budget and will not let go of it by itself. */
export interface Holder {
  readonly nodeName: string;
  /** One clause, true by itself; names in backquotes. */
  readonly cause: string;
  readonly remedies: readonly Remedy[];
}

export interface Diagnosis {
  /** One sentence: what stands still and why. */
  readonly text: string;
  readonly holders: readonly Holder[];
}

/**
 * Why a rollout does not go on, if it is stuck: its budget is used up by nodes that nothing in the cluster will free.
 * Undefined while it goes on, waits for something that comes by itself (a start, a grace period), or is done.
 */
export function diagnose(set: DaemonSetRow, pods: Iterable<PodRow>, nodeOf: (name: string) => NodeRow | undefined, nowMs: number): Diagnosis | undefined {
  const limit = set.maxSurgeNodes > 0 ? set.maxSurgeNodes : set.maxUnavailableNodes;
  if (set.strategy !== "RollingUpdate" || set.budget.length === 0 || set.budget.length < limit) return undefined;
  const byNode = new Map<string, PodRow[]>();
  for (const pod of pods) {
    const name = pod.nodeName ?? pod.targetNode ?? "";
    byNode.set(name, [...(byNode.get(name) ?? []), pod]);
  }
  const holders = set.budget.flatMap(({ nodeName }) => holderOf(set, nodeName, (byNode.get(nodeName) ?? []).filter((pod) => isHopeless(pod, nowMs)), nodeOf(nodeName)) ?? []);
  // As long as one place is free, or comes free by itself, the rollout goes on.
  if (holders.length < Math.max(1, limit)) return undefined;
  const field = set.maxSurgeNodes > 0 ? "maxSurge" : "maxUnavailable";
  const left = Math.max(0, set.desired - set.upToDate);
  const who = holders.length === 1 ? `\`${holders[0]!.nodeName}\`` : `${holders.length} nodes`;
  return { text: `The rollout is stuck: ${who} ${holders.length === 1 ? "holds" : "hold"} ${field} (${limit}), and ${left === 1 ? "1 node is" : `${left} nodes are`} not updated.`, holders };
}

function holderOf(set: DaemonSetRow, nodeName: string, pods: readonly PodRow[], node: NodeRow | undefined): Holder | undefined {
  const field = set.maxSurgeNodes > 0 ? "maxSurge" : "maxUnavailable";
  const raise: Remedy = { text: "Allow more at once", commandId: "update-strategy", values: { [field]: `${set.budget.length + 1}` } };
  if (!node) return { nodeName, cause: "the Node object is gone and its pod has not been collected yet", remedies: [raise] };
  if (node.ready !== "True") {
    return {
      nodeName,
      cause: "its kubelet does not answer, so its pod can be neither stopped nor replaced",
      remedies: [...(node.down ? [{ text: "Give it its power back", commandId: "recover-node", nodeName }] : []), { text: "Remove the node", commandId: "remove-node", nodeName }, raise],
    };
  }
  const pod = pods[0];
  return pod ? podHolder(set, nodeName, pod, raise) : undefined;
}

/** So long a pod may take to become ready, or to be placed, before nobody expects it any more. */
const PATIENCE_MS = { pending: 5_000, "not-ready": 60_000 } as const;

/** In a state that does not end by itself. Every pod is pending for a moment, and many take a while to be ready. */
function isHopeless(pod: PodRow, nowMs: number): boolean {
  if (pod.state === "failing") return true;
  return (pod.state === "pending" || pod.state === "not-ready") && nowMs - pod.createdMs >= PATIENCE_MS[pod.state];
}

function podHolder(set: DaemonSetRow, nodeName: string, pod: PodRow, raise: Remedy): Holder | undefined {
  const name = `\`${pod.name}\``;
  const back: Remedy[] = set.revisions.length > 1 ? [{ text: "Roll back", commandId: "rollback" }] : [];
  const other: Remedy = { text: "Set another image", commandId: "update-image", asks: true };
  switch (pod.state) {
    case "failing": {
      const isPull = /Image|Registry/.test(pod.status);
      const cause = isPull ? `the image of ${name} cannot be pulled (${pod.status})` : `the container of ${name} keeps failing (${pod.status})`;
      return { nodeName, cause, remedies: [...back, other] };
    }
    case "pending":
      return { nodeName, cause: `${name} is not scheduled: ${pod.detail ?? "the scheduler has found no room for it"}`, remedies: [{ text: "Ask for less", commandId: "set-resources", asks: true }, ...back, raise] };
    case "not-ready":
      return { nodeName, cause: `${name} runs but is not ready: ${pod.detail ?? "its readiness probe fails"}`, remedies: [...back, other] };
    default:
      return undefined;
  }
}
