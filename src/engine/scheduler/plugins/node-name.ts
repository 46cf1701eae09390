import { nodeEvidence, podEvidence, type FilterPlugin } from "./plugin.ts";

/**
 * A pod that names its node fits there only. The scheduler itself never sees such a pod; the kubelet asks this rule.
 * Source: kubernetes pkg/scheduler/framework/plugins/nodename (1.36)
 */
export const nodeName: FilterPlugin = {
  name: "NodeName",
  filter(pod, { node }) {
    if (!pod.spec.nodeName || pod.spec.nodeName === node.metadata.name) return undefined;
    return {
      plugin: "NodeName",
      isResolvable: false,
      reasons: ["node(s) didn't match the requested node name"],
      text: `the pod asks for \`${pod.spec.nodeName}\``,
      evidence: [podEvidence(pod, "spec.nodeName", pod.spec.nodeName), nodeEvidence(node, "metadata.name", node.metadata.name)],
    };
  },
  hint(_pod, event) {
    return event.kind === "node" && !event.before;
  },
};
