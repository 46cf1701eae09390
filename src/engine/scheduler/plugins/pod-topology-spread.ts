import { matchesRequiredNodeAffinity, firstUntolerated } from "../../../api/node-matching.ts";
import { NODES } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { countMatching, hasAllKeys, spreadConstraints, type SpreadConstraint } from "../spread-constraints.ts";
import { nodeEvidence, podEvidence, type ClusterPlugin, type ClusterView, type NodeFilter, type Rejection } from "./plugin.ts";

const NAME = "PodTopologySpread";
const REASON = "node(s) didn't match pod topology spread constraints";

/**
 * Spread constraints with `whenUnsatisfiable: DoNotSchedule`: with the pod, a domain may hold at most maxSkew more
 * matching pods than the emptiest one. Terminating pods do not count.
 * Source: kubernetes pkg/scheduler/framework/plugins/podtopologyspread/filtering.go (1.36)
 */
export const podTopologySpread: ClusterPlugin = {
  name: NAME,
  begin(view, pod) {
    const constraints = spreadConstraints(pod, "DoNotSchedule");
    return constraints.length === 0 ? undefined : filterOf(view, pod, constraints);
  },
  hint(pod, event) {
    const constraints = spreadConstraints(pod, "DoNotSchedule");
    const namespace = pod.metadata.namespace ?? "default";
    switch (event.kind) {
      case "freed": return event.namespace === namespace && constraints.some((c) => matchesLabels(c.selector, event.labels));
      case "neighbour":
        return event.namespace === namespace && constraints.some((c) => matchesLabels(c.selector, event.after) !== (event.before !== undefined && matchesLabels(c.selector, event.before)));
      case "node-gone": return hasAllKeys(event.before, constraints);
      case "node": return isOtherDomain(event.before, event.after, constraints);
      case "pod": return !deepEqual(event.before["topologySpreadConstraints"], event.after["topologySpreadConstraints"]);
      case "claim": case "storage": return false;
    }
  },
};

function isOtherDomain(before: Node | undefined, after: Node, constraints: readonly SpreadConstraint[]): boolean {
  const had = before !== undefined && hasAllKeys(before, constraints);
  const has = hasAllKeys(after, constraints);
  if (!had || !has) return had !== has;
  const valueOf = (node: Node, key: string) => node.metadata.labels?.[key];
  return constraints.some((c) => valueOf(before, c.topologyKey) !== valueOf(after, c.topologyKey) || (c.honorsTaints && !deepEqual(before.spec.taints, after.spec.taints)));
}

interface Tally {
  readonly constraint: SpreadConstraint;
  /** Matching pods of each domain, by the value of the topology key. */
  readonly domains: Map<string, number>;
}

function filterOf({ store }: ClusterView, pod: Pod, constraints: readonly SpreadConstraint[]): NodeFilter {
  const tallies: readonly Tally[] = constraints.map((constraint) => ({ constraint, domains: new Map() }));
  for (const node of store.all<Node>(NODES)) {
    if (!hasAllKeys(node, constraints)) continue;
    for (const { constraint, domains } of tallies) {
      if (!isCounted(pod, node, constraint)) continue;
      const domain = node.metadata.labels![constraint.topologyKey]!;
      domains.set(domain, (domains.get(domain) ?? 0) + countMatching(store.podsOnNode(node.metadata.name), constraint.selector, pod));
    }
  }
  return ({ node, pods }) => {
    for (const { constraint, domains } of tallies) {
      const domain = node.metadata.labels?.[constraint.topologyKey];
      if (domain === undefined) return missingLabel(pod, node, constraint);
      const change = isCounted(pod, node, constraint) && hasAllKeys(node, constraints)
        ? countMatching(pods, constraint.selector, pod) - countMatching(store.podsOnNode(node.metadata.name), constraint.selector, pod)
        : 0;
      const found = skewed(pod, node, constraint, domain, change === 0 ? domains : new Map(domains).set(domain, (domains.get(domain) ?? 0) + change));
      if (found) return found;
    }
    return undefined;
  };
}

/** Source: podtopologyspread/common.go matchNodeInclusionPolicies (1.36) */
function isCounted(pod: Pod, node: Node, { honorsAffinity, honorsTaints }: SpreadConstraint): boolean {
  if (honorsAffinity && !matchesRequiredNodeAffinity(pod.spec, node).matches) return false;
  return !honorsTaints || firstUntolerated(node.spec.taints, pod.spec.tolerations) === undefined;
}

function missingLabel(pod: Pod, node: Node, { topologyKey, path }: SpreadConstraint): Rejection {
  return {
    plugin: NAME,
    isResolvable: false,
    reasons: [`${REASON} (missing required label)`],
    text: `\`${node.metadata.name}\` has no label \`${topologyKey}\`, which the pod is to be spread by`,
    evidence: [podEvidence(pod, `${path}.topologyKey`, topologyKey), nodeEvidence(node, "metadata.labels", node.metadata.labels)],
  };
}

/** @param domains with what changes on the node taken into account */
function skewed(pod: Pod, node: Node, constraint: SpreadConstraint, domain: string, domains: ReadonlyMap<string, number>): Rejection | undefined {
  const { maxSkew, topologyKey, path, minDomains, selector } = constraint;
  const least = domains.size === 0 || (minDomains !== undefined && domains.size < minDomains) ? 0 : Math.min(...domains.values());
  const here = (domains.get(domain) ?? 0) + (matchesLabels(selector, pod.metadata.labels) ? 1 : 0);
  if (here - least <= maxSkew) return undefined;
  return {
    plugin: NAME,
    isResolvable: true,
    reasons: [REASON],
    text: `on \`${node.metadata.name}\` it would make ${here} of the pods that are spread by \`${topologyKey}\` in \`${domain}\`, where the emptiest has ${least}: maxSkew is ${maxSkew}`,
    evidence: [podEvidence(pod, path, { maxSkew, topologyKey }), nodeEvidence(node, `metadata.labels['${topologyKey}']`, domain)],
  };
}
