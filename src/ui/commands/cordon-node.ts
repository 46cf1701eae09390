import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { patchNode } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";

/** Closes a node to new pods. Pods of DaemonSets tolerate it and still come. */
export const cordonNode: Command = {
  id: "cordon-node",
  title: "Cordon",
  group: "node",
  shortcut: "c",
  when: (context) => whenCordoned(context, false),
  plan: (context) => planOf(context, "cordon"),
};

export const uncordonNode: Command = {
  id: "uncordon-node",
  title: "Uncordon",
  group: "node",
  shortcut: "c",
  when: (context) => whenCordoned(context, true),
  plan: (context) => planOf(context, "uncordon"),
};

function whenCordoned(context: CommandContext, wanted: boolean): true | string {
  const node = nodeOf(context);
  if (!node) return needsNode(context);
  if (node.unschedulable === wanted) return true;
  return `Node ${node.name} is ${node.unschedulable ? "cordoned already" : "not cordoned"}.`;
}

function planOf(context: CommandContext, verb: "cordon" | "uncordon"): ReturnType<Command["plan"]> {
  const node = nodeOf(context);
  if (!node) return notNow(needsNode(context));
  return {
    requests: [patchNode(node.name, { spec: { unschedulable: verb === "cordon" ? true : null } })],
    kubectl: [kubectlLine([verb, node.name])],
  };
}
