import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";
import { nodeInfo, nodeInfoOf, type NodeInfo } from "./node-info.ts";
import { interPodAffinity } from "./plugins/inter-pod-affinity.ts";
import { namedNodes, nodeAffinity } from "./plugins/node-affinity.ts";
import { nodeName } from "./plugins/node-name.ts";
import { nodePorts } from "./plugins/node-ports.ts";
import { nodeResourcesFit } from "./plugins/node-resources-fit.ts";
import { nodeUnschedulable } from "./plugins/node-unschedulable.ts";
import type { ClusterPlugin, ClusterView, FilterPlugin, NodeFilter, Rejection } from "./plugins/plugin.ts";
import { podTopologySpread } from "./plugins/pod-topology-spread.ts";
import { taintToleration } from "./plugins/taint-toleration.ts";
import { volumeBinding } from "./plugins/volume-binding.ts";

/**
 * The rules of the default profile that concern this cluster, in upstream's order; a node is rejected by the first
 * that says no. Source: kubernetes pkg/scheduler/apis/config/v1/default_plugins.go (1.36)
 */
const FILTER_PLUGINS: readonly FilterPlugin[] = [nodeUnschedulable, nodeName, taintToleration, nodeAffinity, nodePorts, nodeResourcesFit];

/** Rules that look at more than the node; they are asked after the others. */
export const CLUSTER_PLUGINS: readonly ClusterPlugin[] = [volumeBinding, podTopologySpread, interPodAffinity];

/** Every rule, in the order in which they are asked. */
export const PLUGINS: readonly Pick<FilterPlugin, "name" | "hint">[] = [...FILTER_PLUGINS, ...CLUSTER_PLUGINS];

/** What the rules that look at all nodes have counted for the pod: PreFilter. Most pods need none. */
export function clusterFilters(view: ClusterView, pod: Pod): readonly NodeFilter[] {
  return CLUSTER_PLUGINS.flatMap((plugin) => plugin.begin(view, pod) ?? []);
}

/** Pods that were promised room on a node by preemption, by node name. */
export type Nominations = (nodeName: string) => readonly Pod[];

/** What one search over the nodes found. */
export interface SearchResult {
  readonly numAllNodes: number;
  readonly feasible: readonly NodeInfo[];
  /** Nodes that were looked at and rejected. */
  readonly rejected: ReadonlyMap<string, Rejection>;
  /** Set when required affinity names its nodes: all others were not looked at. */
  readonly absentReason?: string;
  /** Set when no node can ever match, whatever it has. */
  readonly preFilterMsg?: string;
  /** Plugins that had a part in it; only their hints are asked later. */
  readonly plugins: readonly string[];
  /** Where the next search over many nodes begins. */
  readonly nextStart: number;
}

const MIN_FEASIBLE_NODES = 100;
const MIN_FEASIBLE_PERCENT = 5;

/**
 * Filter for one pod over all nodes, and the part of PreFilter that narrows them. From 100 nodes on the search stops when enough feasible nodes are
 * found. A pod that names its nodes costs as much as those nodes, however many others there are.
 * @param rejector plugin that has rejected the nominated node before: it is said beside NodeAffinity (upstream, both write into one set)
 * Source: kubernetes pkg/scheduler/schedule_one.go findNodesThatFitPod (1.36)
 */
export function findFeasibleNodes(store: Store, pod: Pod, nominated: Nominations, start: number, filters: readonly NodeFilter[], rejector?: string): SearchResult {
  const numAllNodes = store.count(NODES);
  const narrowing = namedNodes(pod.spec);
  const none = { numAllNodes, feasible: [], rejected: new Map<string, Rejection>(), nextStart: start };
  if (narrowing.kind === "none") return { ...none, preFilterMsg: "pod affinity terms conflict", plugins: [nodeAffinity.name] };
  if (narrowing.kind === "any") return search(store, pod, nominated, filters, [...store.all<Node>(NODES)], start);

  const nodes = [...narrowing.nodeNames].flatMap((name) => store.get<Node>(NODES, undefined, name) ?? []);
  const found = search(store, pod, nominated, filters, nodes, 0);
  const named = [...new Set([nodeAffinity.name, rejector ?? nodeAffinity.name])].sort();
  return {
    ...found,
    numAllNodes,
    absentReason: `node(s) didn't satisfy plugin(s) [${named.join(" ")}]`,
    plugins: [...new Set([...named, ...found.plugins])],
    nextStart: start,
  };
}

function search(store: Store, pod: Pod, nominated: Nominations, filters: readonly NodeFilter[], nodes: readonly Node[], start: number): SearchResult {
  const wanted = numFeasibleNodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  const rejected = new Map<string, Rejection>();
  const plugins = new Set<string>();
  let looked = 0;
  while (looked < nodes.length && feasible.length < wanted) {
    const node = nodes[(start + looked++) % nodes.length]!;
    const info = nodeInfo(store, node);
    const rejection = rejectionOf(pod, info, nominated(node.metadata.name), filters);
    if (!rejection) feasible.push(info);
    else {
      rejected.set(node.metadata.name, rejection);
      plugins.add(rejection.plugin);
    }
  }
  return { numAllNodes: nodes.length, feasible, rejected, plugins: [...plugins], nextStart: nodes.length ? (start + looked) % nodes.length : 0 };
}

/** Source: kubernetes schedule_one.go numFeasibleNodesToFind (1.36) */
function numFeasibleNodesToFind(numAllNodes: number): number {
  if (numAllNodes < MIN_FEASIBLE_NODES) return numAllNodes;
  const percent = Math.max(MIN_FEASIBLE_PERCENT, 50 - Math.floor(numAllNodes / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.floor((numAllNodes * percent) / 100));
}

/**
 * The first plugin's refusal, or undefined if the pod fits: both with the pods nominated to the node (of the same or
 * higher priority) counted as running there, and without them.
 * Source: kubernetes pkg/scheduler/framework/runtime RunFilterPluginsWithNominatedPods (1.36)
 */
export function rejectionOf(pod: Pod, info: NodeInfo, nominated: readonly Pod[], filters: readonly NodeFilter[]): Rejection | undefined {
  const before = nominated.filter((p) => p.metadata.uid !== pod.metadata.uid && (p.spec.priority ?? 0) >= (pod.spec.priority ?? 0));
  if (before.length > 0) {
    const rejection = firstRejection(pod, nodeInfoOf(info.node, [...info.pods, ...before]), filters);
    if (rejection) return rejection;
  }
  return firstRejection(pod, info, filters);
}

function firstRejection(pod: Pod, info: NodeInfo, filters: readonly NodeFilter[]): Rejection | undefined {
  for (const plugin of FILTER_PLUGINS) {
    const rejection = plugin.filter(pod, info);
    if (rejection) return rejection;
  }
  for (const filter of filters) {
    const rejection = filter(info);
    if (rejection) return rejection;
  }
  return undefined;
}
