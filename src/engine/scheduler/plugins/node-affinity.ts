import { matchesRequiredNodeAffinity } from "../../../api/node-matching.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Node } from "../../../api/types/node.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import { nodeEvidence, podEvidence, type FilterPlugin } from "./plugin.ts";

/**
 * nodeSelector and required node affinity. A pod that names its nodes, as daemon pods do, is tried again whenever a node
 * comes or the taints of any node change: so a scheduler of 1.36.2 was seen to do, again and again, with other nodes than the
 * named one and with pods that fit nowhere. The hints in its sources do not say so; what made it so is not known.
 * Source: kubernetes pkg/scheduler/framework/plugins/nodeaffinity (1.36), recorded programs p125, p129, p139, p145, p151
 */
export const nodeAffinity: FilterPlugin = {
  name: "NodeAffinity",
  filter(pod, { node }) {
    const result = matchesRequiredNodeAffinity(pod.spec, node);
    if (result.matches) return undefined;
    const nodeSide = result.nodePath ? [nodeEvidence(node, result.nodePath, result.nodeValue)] : [];
    return {
      plugin: "NodeAffinity",
      isResolvable: false,
      reasons: ["node(s) didn't match Pod's node affinity/selector"],
      text: result.text.replace(/\.$/, "").replace(/^Required/, "required"),
      evidence: [podEvidence(pod, `spec.${result.path}`, result.value), ...nodeSide],
    };
  },
  hint(pod, event) {
    if (event.kind !== "node") return false;
    const { before, after } = event;
    if (namedNodes(pod.spec).kind === "named" && (!before || isOtherwiseTainted(before, after))) return true;
    if (!matchesRequiredNodeAffinity(pod.spec, after).matches) return false;
    return !before || !matchesRequiredNodeAffinity(pod.spec, before).matches;
  },
};

/** `any`: all nodes may be looked at. `none`: the terms exclude each other. */
export type Narrowing = { readonly kind: "any" } | { readonly kind: "none" } | { readonly kind: "named"; readonly nodeNames: ReadonlySet<string> };

/**
 * The nodes that the required terms name by `metadata.name In […]`; this is how a daemon pod's search is one node
 * wide. Every term must name some, or nothing is narrowed; within a term the sets are intersected, over the terms united.
 * Source: kubernetes nodeaffinity/node_affinity.go PreFilter (1.36)
 */
export function namedNodes(spec: Pick<PodSpec, "affinity">): Narrowing {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return { kind: "any" };
  const united = new Set<string>();
  for (const term of terms) {
    let names: readonly string[] | undefined;
    for (const field of term.matchFields ?? []) {
      if (field.key !== "metadata.name" || field.operator !== "In") continue;
      const values = field.values ?? [];
      names = names ? names.filter((n) => values.includes(n)) : values;
    }
    if (!names) return { kind: "any" };
    for (const name of names) united.add(name);
  }
  return united.size === 0 ? { kind: "none" } : { kind: "named", nodeNames: united };
}

/** A cordon counts: upstream tells of it as of a taint. */
function isOtherwiseTainted(before: Node, after: Node): boolean {
  return before.spec.unschedulable !== after.spec.unschedulable || !deepEqual(before.spec.taints, after.spec.taints);
}
