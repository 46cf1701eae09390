import type { Taint } from "../../api/types/node.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import { editTaints, parseTaintArguments, taintArgument, TAINT_EFFECTS } from "../../terminal/taints.ts";
import type { Command, Plan } from "./command.ts";
import { patchNode } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";
import { labelError, refusal, text } from "./values.ts";

export const taintNode: Command = {
  id: "taint-node",
  title: "Taint",
  group: "node",
  shortcut: "t",
  when: needsNode,
  fields: () => [
    { id: "key", label: "Key", type: "text", initial: "dedicated", required: true },
    { id: "value", label: "Value", type: "text", initial: "db", help: "May be empty." },
    {
      id: "effect", label: "Effect", type: "choice", initial: "NoSchedule",
      options: [
        { value: "NoSchedule", label: "NoSchedule: no new pods; those that run stay" },
        { value: "PreferNoSchedule", label: "PreferNoSchedule: the scheduler avoids the node if it can" },
        { value: "NoExecute", label: "NoExecute: pods that do not tolerate it go" },
      ],
    },
  ],
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const key = text(values, "key");
    const value = text(values, "value");
    const effect = TAINT_EFFECTS.find((e) => e === text(values, "effect"));
    if (!effect) return refusal("effect", "Choose an effect.");
    const keyError = labelError(key, "");
    if (keyError) return refusal("key", `Key “${key}”: ${keyError}`);
    const valueError = labelError("k", value);
    if (valueError) return refusal("value", `Value “${value}”: ${valueError}`);
    return planOf(node.name, node.taints, taintArgument({ key, effect, ...(value ? { value } : {}) }), "key");
  },
};

/** Taints that the node lifecycle controller keeps in step with conditions: it puts them back. */
const CONDITION_TAINT = /^node\.kubernetes\.io\/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable|unschedulable)$/;

export const untaintNode: Command = {
  id: "untaint-node",
  title: "Remove taint",
  group: "node",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return node.taints.length > 0 ? true : `Node ${node.name} has no taints.`;
  },
  fields(context) {
    const taints = [...(nodeOf(context)?.taints ?? [])];
    // Those of people first, otherwise in the order of the node.
    taints.sort((a, b) => Number(isOfConditions(a)) - Number(isOfConditions(b)));
    const options = taints.map((taint) => ({ value: removal(taint), label: `${taintArgument(taint)}${isOfConditions(taint) ? " (the node controller puts it back)" : ""}` }));
    return [{ id: "taint", label: "Taint", type: "choice", initial: options[0]?.value ?? "", options }];
  },
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const chosen = text(values, "taint");
    if (!node.taints.some((taint) => removal(taint) === chosen)) return refusal("taint", "Choose one of the node's taints.");
    return planOf(node.name, node.taints, chosen, "taint");
  },
};

function planOf(node: string, taints: readonly Taint[], argument: string, field: string): Plan | { error: string; field: string } {
  const edits = parseTaintArguments([argument]);
  if ("error" in edits) return refusal(field, edits.error);
  const outcome = editTaints(node, taints, edits);
  if ("error" in outcome) return refusal(field, outcome.error);
  const body = { spec: { taints: outcome.taints.length > 0 ? outcome.taints : null } };
  return {
    requests: [patchNode(node, body, "kubectl-taint")],
    kubectl: [kubectlLine(["taint", "nodes", node, argument])],
  };
}

function removal(taint: Taint): string {
  return `${taint.key}:${taint.effect}-`;
}

function isOfConditions(taint: Taint): boolean {
  return CONDITION_TAINT.test(taint.key);
}
