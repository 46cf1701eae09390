import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { NodeRow } from "../../api/frame.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import { editLabels, type LabelEdits } from "../../terminal/labels.ts";
import type { Command, Plan } from "./command.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";
import { readLabels, refusal, text } from "./values.ts";

export const labelNode: Command = {
  id: "label-node",
  title: "Label",
  group: "node",
  shortcut: "l",
  when: needsNode,
  fields: () => [
    { id: "labels", label: "Labels", type: "lines", initial: "disk=ssd", required: true, placeholder: "disk=ssd", help: "One key=value a line. An old value is overwritten." },
  ],
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const labels = readLabels(values, "labels");
    if ("error" in labels) return labels;
    if (Object.keys(labels.value).length === 0) return refusal("labels", "Write at least one label.");
    return planOf(node, { set: labels.value, remove: [] }, "labels");
  },
};

/** Labels that the kubelet or the installer gave; people rarely want to remove them, so they come last. */
const SYSTEM_LABEL = /(?:^|\.)kubernetes\.io\//;

export const unlabelNode: Command = {
  id: "unlabel-node",
  title: "Remove label",
  group: "node",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return Object.keys(node.labels).length > 0 ? true : `Node ${node.name} has no labels.`;
  },
  fields(context) {
    const labels = nodeOf(context)?.labels ?? {};
    const keys = Object.keys(labels).sort();
    const sorted = [...keys.filter((k) => !SYSTEM_LABEL.test(k)), ...keys.filter((k) => SYSTEM_LABEL.test(k))];
    const options = sorted.map((key) => ({ value: key, label: `${key}=${labels[key] ?? ""}` }));
    return [{ id: "key", label: "Label", type: "choice", initial: options[0]?.value ?? "", options }];
  },
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const key = text(values, "key");
    if (!(key in node.labels)) return refusal("key", "Choose one of the node's labels.");
    return planOf(node, { set: {}, remove: [key] }, "key");
  },
};

function planOf(node: NodeRow, edits: LabelEdits, field: string): Plan | { error: string; field: string } {
  const outcome = editLabels(node.labels, edits, { overwrite: true });
  if ("error" in outcome) return refusal(field, outcome.error);
  if (Object.keys(outcome.patch).length === 0) return refusal(field, `Node ${node.name} has these labels already.`);
  const words = [...Object.entries(edits.set).map(([key, value]) => `${key}=${value}`), ...edits.remove.map((key) => `${key}-`)];
  const replaces = Object.keys(edits.set).some((key) => node.labels[key] !== undefined && node.labels[key] !== edits.set[key]);
  return {
    requests: [patch(NODES, { name: node.name }, { metadata: { labels: outcome.patch } }, { patchType: "merge", fieldManager: "kubectl-label" })],
    kubectl: [kubectlLine(["label", "nodes", node.name, ...words, ...(replaces ? ["--overwrite"] : [])])],
  };
}
