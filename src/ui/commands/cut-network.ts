import { FAULTS } from "../../api/resources.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";

/** Name of the fault that stands while nothing passes between the node and the API server. */
export function networkCutFault(node: string): string {
  return `network-cut-${node}`;
}

/** Cuts the cable: the containers go on, and nobody hears of them. */
export const cutNetwork: Command = {
  id: "cut-network",
  title: "Cut network",
  group: "node",
  danger: true,
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return isCut(context) ? `Node ${node.name} is cut off already.` : true;
  },
  plan(context) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const fault = faultDraft(networkCutFault(node.name), { type: "NetworkCut", nodeName: node.name });
    return { requests: [createRequest(FAULTS, fault)], kubectl: [onlyHere("you would cut the cable"), createLines([fault])] };
  },
};

export const healNetwork: Command = {
  id: "heal-network",
  title: "Heal network",
  group: "node",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return isCut(context) ? true : `Node ${node.name} is not cut off.`;
  },
  plan(context) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const name = networkCutFault(node.name);
    return { requests: [deleteRequest(FAULTS, { name })], kubectl: [onlyHere("you would mend the cable"), kubectlLine(["delete", "fault", name])] };
  },
};

function isCut(context: CommandContext): boolean {
  const node = nodeOf(context);
  return node !== undefined && context.faults.includes(networkCutFault(node.name));
}
