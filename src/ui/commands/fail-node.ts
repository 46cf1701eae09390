import { FAULTS } from "../../api/resources.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";

/** Name of the fault that stands while the machine has no power. */
export function nodeDownFault(node: string): string {
  return `node-down-${node}`;
}

/** Pulls the plug. The cluster learns of it only by silence. */
export const failNode: Command = {
  id: "fail-node",
  title: "Fail node",
  group: "node",
  shortcut: "f",
  danger: true,
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return isDown(context) ? `Node ${node.name} has failed already.` : true;
  },
  plan(context) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const fault = faultDraft(nodeDownFault(node.name), { type: "NodeDown", nodeName: node.name });
    return { requests: [createRequest(FAULTS, fault)], kubectl: [onlyHere("you would pull the plug"), createLines([fault])] };
  },
};

export const recoverNode: Command = {
  id: "recover-node",
  title: "Recover node",
  group: "node",
  shortcut: "f",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return isDown(context) ? true : `Node ${node.name} has not failed.`;
  },
  plan(context) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const name = nodeDownFault(node.name);
    return { requests: [deleteRequest(FAULTS, { name })], kubectl: [onlyHere("you would switch the machine on again"), kubectlLine(["delete", "fault", name])] };
  },
};

function isDown(context: CommandContext): boolean {
  const node = nodeOf(context);
  return node !== undefined && context.faults.includes(nodeDownFault(node.name));
}
