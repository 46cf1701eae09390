import { NODES } from "../../../api/resources.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Store } from "../../apiserver/store.ts";
import { isFinished } from "../node-info.ts";
import { identityOf, isMeant, preferredTerms } from "../pod-affinity-terms.ts";

const MAX_SCORE = 100;

/**
 * 0..100 for each node, more near the pods that the pod would like to be near to, less near those it would not; all 0
 * if it has no such wish.
 * Departure: the wishes of pods that are there already are not asked.
 * Source: kubernetes pkg/scheduler/framework/plugins/interpodaffinity/scoring.go (1.36)
 */
export function interPodAffinityScores(store: Store, pod: Pod, nodes: readonly Node[]): readonly number[] {
  const wishes = [
    ...preferredTerms(pod, "podAffinity"),
    ...preferredTerms(pod, "podAntiAffinity").map(({ weight, term }) => ({ weight: -weight, term })),
  ];
  if (wishes.length === 0) return nodes.map(() => 0);
  const domains = new Map<string, number>();
  for (const node of store.all<Node>(NODES)) {
    for (const other of store.podsOnNode(node.metadata.name)) {
      if (isFinished(other)) continue;
      for (const { weight, term } of wishes) {
        const domain = domainOf(node, term.topologyKey);
        if (domain !== undefined && isMeant(store, term, identityOf(other))) domains.set(domain, (domains.get(domain) ?? 0) + weight);
      }
    }
  }
  const keys = [...new Set(wishes.map(({ term }) => term.topologyKey))];
  const raw = nodes.map((node) => keys.reduce((sum, key) => sum + (domains.get(domainOf(node, key) ?? "") ?? 0), 0));
  const min = Math.min(...raw);
  const range = Math.max(...raw) - min;
  return raw.map((score) => (range === 0 ? 0 : Math.trunc((MAX_SCORE * (score - min)) / range)));
}

function domainOf(node: Node, topologyKey: string): string | undefined {
  const value = node.metadata.labels?.[topologyKey];
  return value === undefined ? undefined : `${topologyKey}=${value}`;
}
