import { tolerates } from "../../../api/node-matching.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import { nodeEvidence, podEvidence, type FilterPlugin } from "./plugin.ts";

const UNSCHEDULABLE: Taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

/**
 * Keeps pods off cordoned nodes, unless they tolerate `node.kubernetes.io/unschedulable:NoSchedule` as daemon pods do.
 * Looks at `spec.unschedulable` only, not at the taint.
 * Source: kubernetes pkg/scheduler/framework/plugins/nodeunschedulable (1.36)
 */
export const nodeUnschedulable: FilterPlugin = {
  name: "NodeUnschedulable",
  filter(pod, { node }) {
    if (!isCordoned(node) || toleratesCordon(pod.spec)) return undefined;
    return {
      plugin: "NodeUnschedulable",
      isResolvable: false,
      reasons: ["node(s) were unschedulable"],
      text: `\`${node.metadata.name}\` is cordoned`,
      evidence: [nodeEvidence(node, "spec.unschedulable", true), podEvidence(pod, "spec.tolerations", pod.spec.tolerations)],
    };
  },
  hint(_pod, event) {
    switch (event.kind) {
      case "node": return !isCordoned(event.after) && (!event.before || isCordoned(event.before));
      case "pod": return !toleratesCordon(event.before) && toleratesCordon(event.after);
      case "freed": case "neighbour": case "node-gone": case "claim": case "storage": return false;
    }
  },
};

function isCordoned(node: Node): boolean {
  return node.spec.unschedulable === true;
}

function toleratesCordon(spec: PodSpec): boolean {
  return spec.tolerations?.some((t) => tolerates(t, UNSCHEDULABLE)) ?? false;
}
