import { FAULTS, NODES } from "../../api/resources.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { networkCutFault } from "./cut-network.ts";
import { nodeDownFault } from "./fail-node.ts";
import { pressureFaults } from "./node-pressure.ts";
import { deleteRequest } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";

/** Deletes the Node object; the controllers clean up after it. The faults of a machine that is gone go with it. */
export const removeNode: Command = {
  id: "remove-node",
  title: "Remove node",
  group: "node",
  shortcut: "Delete",
  danger: true,
  when: needsNode,
  plan(context) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const faults = [nodeDownFault(node.name), networkCutFault(node.name), ...pressureFaults(node.name)].filter((name) => context.faults.includes(name));
    return {
      requests: [deleteRequest(NODES, { name: node.name }), ...faults.map((name) => deleteRequest(FAULTS, { name }))],
      kubectl: [kubectlLine(["delete", "node", node.name]), ...(faults.length > 0 ? [kubectlLine(["delete", "fault", ...faults])] : [])],
    };
  },
};
