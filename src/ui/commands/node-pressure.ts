import { FAULTS } from "../../api/resources.ts";
import type { NodeFaultSpec } from "../../api/types/fault.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

type Condition = Extract<NodeFaultSpec["type"], `${string}Pressure` | "NetworkUnavailable">;

const CONDITIONS: readonly { readonly type: Condition; readonly prefix: string; readonly label: string; readonly really: string }[] = [
  { type: "MemoryPressure", prefix: "memory-pressure", label: "Memory: pods are evicted", really: "something would eat the machine's memory" },
  { type: "DiskPressure", prefix: "disk-pressure", label: "Disk: new pods are turned away", really: "something would fill the machine's disk" },
  { type: "PIDPressure", prefix: "pid-pressure", label: "Process ids: new pods are turned away", really: "something would start far too many processes" },
  { type: "NetworkUnavailable", prefix: "network-unavailable", label: "Route: the network provider cannot reach the node", really: "the network provider would fail" },
];

/** Names of the faults that these commands make for a node. */
export function pressureFaults(node: string): readonly string[] {
  return CONDITIONS.map(({ prefix }) => `${prefix}-${node}`);
}

/** Turns one of the node's conditions bad, with everything that follows from it. */
export const nodePressure: Command = {
  id: "node-pressure",
  title: "Put under pressure",
  group: "node",
  danger: true,
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return left(context).length > 0 ? true : `Node ${node.name} is under every pressure already.`;
  },
  fields: (context) => [
    { id: "condition", label: "What runs short", type: "choice", initial: left(context)[0]?.type ?? "", options: left(context).map(({ type, label }) => ({ value: type, label })) },
  ],
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const chosen = left(context).find(({ type }) => type === text(values, "condition"));
    if (!chosen) return refusal("condition", "Choose what runs short.");
    const fault = faultDraft(`${chosen.prefix}-${node.name}`, { type: chosen.type, nodeName: node.name });
    return { requests: [createRequest(FAULTS, fault)], kubectl: [onlyHere(chosen.really), createLines([fault])] };
  },
};

export const endPressure: Command = {
  id: "end-pressure",
  title: "End pressure",
  group: "node",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return standing(context).length > 0 ? true : `No pressure was put on node ${node.name}.`;
  },
  plan(context) {
    const names = standing(context);
    if (names.length === 0) return notNow(endPressure.when(context));
    return {
      requests: names.map((name) => deleteRequest(FAULTS, { name })),
      kubectl: [onlyHere("you would clean up the machine"), kubectlLine(["delete", "fault", ...names])],
    };
  },
};

function standing(context: CommandContext): readonly string[] {
  const node = nodeOf(context);
  return node ? pressureFaults(node.name).filter((name) => context.faults.includes(name)) : [];
}

function left(context: CommandContext): typeof CONDITIONS {
  const node = nodeOf(context);
  return CONDITIONS.filter(({ prefix }) => !context.faults.includes(`${prefix}-${node?.name}`));
}
