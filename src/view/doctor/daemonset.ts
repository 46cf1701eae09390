import type { DaemonSetRow, PodRow } from "../../api/frame.ts";
import { nodeNamed, type Diagnosis, type Holder, type Remedy, type Surroundings } from "./diagnosis.ts";
import { causeOf, isHopeless, remediesOf } from "./pods.ts";
import { refusalHolder } from "./refusal.ts";

/** A DaemonSet's rollout is stuck if its budget is used up by nodes that nothing in the cluster will free. */
export function diagnoseDaemonSet(set: DaemonSetRow, around: Surroundings): Diagnosis | undefined {
  return stuckBudget(set, around) ?? refusedPods(set, around);
}

function stuckBudget(set: DaemonSetRow, around: Surroundings): Diagnosis | undefined {
  const limit = set.maxSurgeNodes > 0 ? set.maxSurgeNodes : set.maxUnavailableNodes;
  if (set.strategy !== "RollingUpdate" || set.budget.length === 0 || set.budget.length < limit) return undefined;
  const byNode = new Map<string, PodRow[]>();
  for (const pod of around.pods) {
    const name = pod.nodeName ?? pod.targetNode ?? "";
    byNode.set(name, [...(byNode.get(name) ?? []), pod]);
  }
  const holders = set.budget.flatMap(({ nodeName }) => holderOf(set, nodeName, (byNode.get(nodeName) ?? []).filter((pod) => isHopeless(pod, around.nowMs)), around) ?? []);
  // As long as one place is free, or comes free by itself, the rollout goes on.
  if (holders.length < Math.max(1, limit)) return undefined;
  const field = set.maxSurgeNodes > 0 ? "maxSurge" : "maxUnavailable";
  const left = Math.max(0, set.desired - set.upToDate);
  const who = holders.length === 1 ? `\`${holders[0]!.name}\`` : `${holders.length} nodes`;
  return { text: `The rollout is stuck: ${who} ${holders.length === 1 ? "holds" : "hold"} ${field} (${limit}), and ${left === 1 ? "1 node is" : `${left} nodes are`} not updated.`, holders };
}

function refusedPods(set: DaemonSetRow, { refused }: Surroundings): Diagnosis | undefined {
  const missing = set.desired - set.current;
  if (refused === undefined || missing <= 0) return undefined;
  return { text: `${missing === 1 ? "1 node has" : `${missing} nodes have`} no pod of ${set.desired} that shall have one.`, holders: [refusalHolder(set, refused)] };
}

function holderOf(set: DaemonSetRow, nodeName: string, pods: readonly PodRow[], around: Surroundings): Holder | undefined {
  const field = set.maxSurgeNodes > 0 ? "maxSurge" : "maxUnavailable";
  const raise: Remedy = { text: "Allow more at once", commandId: "update-strategy", values: { [field]: `${set.budget.length + 1}` } };
  const node = nodeNamed(around, nodeName);
  if (!node) return { name: nodeName, cause: "the Node object is gone and its pod has not been collected yet", remedies: [raise] };
  if (node.ready !== "True") {
    return {
      name: nodeName,
      cause: "its kubelet does not answer, so its pod can be neither stopped nor replaced",
      remedies: [...(node.down ? [{ text: "Give it its power back", commandId: "recover-node", nodeName }] : []), { text: "Remove the node", commandId: "remove-node", nodeName }, raise],
    };
  }
  const pod = pods[0];
  const cause = pod && causeOf(pod);
  if (cause === undefined) return undefined;
  return { name: nodeName, cause, remedies: [...remediesOf(set, pod!, around), ...(pod!.state === "pending" ? [raise] : [])] };
}
