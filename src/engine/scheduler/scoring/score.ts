import { preferredScore } from "../../../api/node-matching.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { NODES } from "../../../api/resources.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Random } from "../../sim/random.ts";
import type { NodeInfo } from "../node-info.ts";
import { intolerablePreferences } from "../plugins/taint-toleration.ts";
import { balancedAllocationScore } from "./balanced-allocation.ts";
import { imageLocalityScores } from "./image-locality.ts";
import { interPodAffinityScores } from "./inter-pod-affinity.ts";
import { leastAllocatedScore } from "./least-allocated.ts";
import { normalizeScores } from "./normalize.ts";
import { topologySpreadScores } from "./topology-spread.ts";

const WEIGHT = { taintToleration: 3, nodeAffinity: 2, leastAllocated: 1, balancedAllocation: 1, imageLocality: 1, topologySpread: 2, interPodAffinity: 2 };

/**
 * The node with the highest weighted score; ties are broken by chance. One feasible node is taken without scoring,
 * so daemon pods never come here.
 * @param nodes at least one
 * Source: kubernetes pkg/scheduler/schedule_one.go prioritizeNodes, selectHost (1.36)
 */
export function selectNode(pod: Pod, nodes: readonly NodeInfo[], store: Store, random: Random): NodeInfo {
  if (nodes.length === 1) return nodes[0]!;
  const totals = scoreNodes(pod, nodes, store);
  const best = Math.max(...totals);
  const winners = nodes.filter((_, i) => totals[i] === best);
  return winners[winners.length === 1 ? 0 : random.int(0, winners.length - 1)]!;
}

/** Weighted sums, in the order of `nodes`. */
function scoreNodes(pod: Pod, nodes: readonly NodeInfo[], store: Store): number[] {
  const taints = normalizeScores(nodes.map(({ node }) => intolerablePreferences(pod, node)), { reverse: true });
  const affinity = normalizeScores(nodes.map(({ node }) => preferredScore(pod.spec, node)), { reverse: false });
  const images = imageLocalityScores(pod, nodes.map(({ node }) => node), store.all<Node>(NODES));
  const spread = topologySpreadScores(store, pod, nodes);
  const neighbours = interPodAffinityScores(store, pod, nodes.map(({ node }) => node));
  return nodes.map((info, i) =>
    WEIGHT.taintToleration * taints[i]!
    + WEIGHT.nodeAffinity * affinity[i]!
    + WEIGHT.leastAllocated * leastAllocatedScore(pod, info)
    + WEIGHT.balancedAllocation * (balancedAllocationScore(pod, info) ?? 0)
    + WEIGHT.topologySpread * spread[i]!
    + WEIGHT.interPodAffinity * neighbours[i]!
    + WEIGHT.imageLocality * images[i]!);
}
