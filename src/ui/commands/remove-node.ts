import { FAULTS, NODES } from "../../api/resources.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { nodeDownFault } from "./fail-node.ts";
import { deleteRequest } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";

/** Deletes the Node object; the controllers clean up after it. A NodeDown fault of a machine that is gone goes with it. */
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
    const fault = nodeDownFault(node.name);
    const hasFault = context.faults.includes(fault);
    return {
      requests: [deleteRequest(NODES, { name: node.name }), ...(hasFault ? [deleteRequest(FAULTS, { name: fault })] : [])],
      kubectl: [kubectlLine(["delete", "node", node.name]), ...(hasFault ? [kubectlLine(["delete", "fault", fault])] : [])],
    };
  },
};
