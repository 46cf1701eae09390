import { firstUntolerated, tolerates } from "../../../api/node-matching.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { nodeEvidence, podEvidence, type FilterPlugin } from "./plugin.ts";

/**
 * Every NoSchedule and NoExecute taint of the node must be tolerated; tolerationSeconds plays no role here.
 * Source: kubernetes pkg/scheduler/framework/plugins/tainttoleration (1.36)
 */
export const taintToleration: FilterPlugin = {
  name: "TaintToleration",
  filter(pod, { node }) {
    const taint = untolerated(pod, node);
    if (!taint) return undefined;
    return {
      plugin: "TaintToleration",
      isResolvable: false,
      reasons: ["node(s) had untolerated taint(s)"],
      text: `the pod does not tolerate the taint \`${taintText(taint)}\` of \`${node.metadata.name}\``,
      evidence: [nodeEvidence(node, `spec.taints[${node.spec.taints!.indexOf(taint)}]`, taint), podEvidence(pod, "spec.tolerations", pod.spec.tolerations)],
    };
  },
  hint(pod, event) {
    switch (event.kind) {
      case "node": return !untolerated(pod, event.after) && (!event.before || untolerated(pod, event.before) !== undefined);
      case "pod": return !deepEqual(event.before.tolerations, event.after.tolerations);
      case "freed": case "neighbour": case "node-gone": case "claim": case "storage": return false;
    }
  },
};

function untolerated(pod: Pod, node: Node): Taint | undefined {
  return firstUntolerated(node.spec.taints, pod.spec.tolerations);
}

/**
 * Number of PreferNoSchedule taints of the node that the pod does not tolerate; fewer is better. Only tolerations
 * with that effect or none count.
 */
export function intolerablePreferences(pod: Pod, node: Node): number {
  const tolerations = (pod.spec.tolerations ?? []).filter((t) => !t.effect || t.effect === "PreferNoSchedule");
  return (node.spec.taints ?? []).filter((taint) => taint.effect === "PreferNoSchedule" && !tolerations.some((t) => tolerates(t, taint))).length;
}

/** `key=value:Effect`, as kubectl writes a taint. */
function taintText(taint: Taint): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
}
