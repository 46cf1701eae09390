import { NODES } from "../../../api/resources.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { isFinished, type NodeInfo } from "../node-info.ts";
import { identityOf, isMeant, requiredTerms, type PodTerm } from "../pod-affinity-terms.ts";
import { podEvidence, type ClusterPlugin, type ClusterView, type NodeFilter, type Rejection } from "./plugin.ts";

const NAME = "InterPodAffinity";

/**
 * Required pod affinity and anti-affinity of the pod, and the anti-affinity of pods that are there.
 * Source: kubernetes pkg/scheduler/framework/plugins/interpodaffinity/filtering.go (1.36)
 */
export const interPodAffinity: ClusterPlugin = {
  name: NAME,
  begin(view, pod) {
    const affinity = requiredTerms(pod, "podAffinity");
    const antiAffinity = requiredTerms(pod, "podAntiAffinity");
    if (affinity.length === 0 && antiAffinity.length === 0 && view.loners.length === 0) return undefined;
    return filterOf(view, pod, affinity, antiAffinity);
  },
  /** Upstream asks which terms match the changed pod; a pod that comes or goes may change any count here. */
  hint(_, event) {
    switch (event.kind) {
      case "freed": case "neighbour": case "node-gone": case "pod": return true;
      case "node": return !event.before || event.before.metadata.labels !== event.after.metadata.labels;
      case "claim": case "storage": return false;
    }
  },
};

function filterOf(view: ClusterView, pod: Pod, affinity: readonly PodTerm[], antiAffinity: readonly PodTerm[]): NodeFilter {
  const { store } = view;
  const wanted = affinity.length === 0 ? undefined : countDomains(view, affinity, (other) => affinity.every((term) => isMeant(store, term, identityOf(other))));
  return (info) => {
    const { node } = info;
    if (wanted && !isNearWanted(view, pod, info, affinity, wanted)) {
      return rejection(pod, node, { isResolvable: false, reason: "node(s) didn't match pod affinity rules", clause: `no pod is near \`${node.metadata.name}\` that it must be near to`, path: affinity[0]!.path });
    }
    for (const term of antiAffinity) {
      const near = podsNear(view, info, term.topologyKey).find((other) => isMeant(store, term, identityOf(other)));
      if (near) return rejection(pod, node, { isResolvable: true, reason: "node(s) didn't match pod anti-affinity rules", clause: `it must not be near \`${near.metadata.name}\`, which \`${node.metadata.name}\` is`, path: term.path });
    }
    const loner = keepsAway(view, pod, info);
    return loner && rejection(pod, node, { isResolvable: true, reason: "node(s) didn't satisfy existing pods anti-affinity rules", clause: `\`${loner.metadata.name}\` near \`${node.metadata.name}\` does not want it near`, path: "metadata.labels" });
  };
}

/** How many meant pods are in each domain, by `key=value`. */
type Domains = ReadonlyMap<string, number>;

function countDomains({ store }: ClusterView, terms: readonly PodTerm[], isCounted: (pod: Pod) => boolean): Domains {
  const counts = new Map<string, number>();
  for (const node of store.all<Node>(NODES)) {
    const count = [...store.podsOnNode(node.metadata.name)].filter((other) => !isFinished(other) && isCounted(other)).length;
    if (count === 0) continue;
    for (const { topologyKey } of terms) {
      const value = node.metadata.labels?.[topologyKey];
      if (value !== undefined) counts.set(`${topologyKey}=${value}`, (counts.get(`${topologyKey}=${value}`) ?? 0) + count);
    }
  }
  return counts;
}

/** Near all that it wants; the first of a kind that wants to be near its own kind may go anywhere. */
function isNearWanted({ store }: ClusterView, pod: Pod, { node, pods }: NodeInfo, terms: readonly PodTerm[], wanted: Domains): boolean {
  const isCounted = (other: Pod) => !isFinished(other) && terms.every((term) => isMeant(store, term, identityOf(other)));
  const change = pods.filter(isCounted).length - [...store.podsOnNode(node.metadata.name)].filter(isCounted).length;
  const domainsOf = terms.map(({ topologyKey }) => [topologyKey, node.metadata.labels?.[topologyKey]] as const);
  if (domainsOf.some(([, value]) => value === undefined)) return false;
  if (domainsOf.every(([key, value]) => (wanted.get(`${key}=${value}`) ?? 0) + change > 0)) return true;
  return wanted.size === 0 && change === 0 && terms.every((term) => isMeant(store, term, identityOf(pod)));
}

/** The pods in the node's domain: on the node itself those that are asked about. */
function podsNear({ store }: ClusterView, { node, pods }: NodeInfo, topologyKey: string): readonly Pod[] {
  const domain = node.metadata.labels?.[topologyKey];
  if (domain === undefined) return [];
  const out = [...pods];
  for (const other of store.all<Node>(NODES)) {
    if (other.metadata.name === node.metadata.name || other.metadata.labels?.[topologyKey] !== domain) continue;
    for (const pod of store.podsOnNode(other.metadata.name)) if (!isFinished(pod)) out.push(pod);
  }
  return out;
}

/** A pod in the node's domain whose own anti-affinity is about this one. */
function keepsAway(view: ClusterView, pod: Pod, { node, pods }: NodeInfo): Pod | undefined {
  const onNode = (other: Pod) => other.spec.nodeName === node.metadata.name;
  const others = [...view.loners.filter((other) => !onNode(other)), ...pods];
  return others.find((other) => {
    const home = onNode(other) || other.spec.nodeName === undefined ? node : view.store.get<Node>(NODES, undefined, other.spec.nodeName);
    return requiredTerms(other, "podAntiAffinity").some(({ topologyKey, ...term }) => {
      const value = node.metadata.labels?.[topologyKey];
      return value !== undefined && home?.metadata.labels?.[topologyKey] === value && isMeant(view.store, { topologyKey, ...term }, identityOf(pod));
    });
  });
}

interface Words { readonly isResolvable: boolean; readonly reason: string; readonly clause: string; readonly path: string }

function rejection(pod: Pod, node: Node, { isResolvable, reason, clause, path }: Words): Rejection {
  return { plugin: NAME, isResolvable, reasons: [reason], text: clause, evidence: [podEvidence(pod, path), { object: { kind: "Node", name: node.metadata.name, uid: node.metadata.uid }, path: "metadata.labels", value: node.metadata.labels }] };
}
