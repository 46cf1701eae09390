import { matchesRequiredNodeAffinity, firstUntolerated } from "../../../api/node-matching.ts";
import { NODES, resourceByKey } from "../../../api/resources.ts";
import type { KubeObject, LabelSelector, StringMap } from "../../../api/types/meta.ts";
import { matchesLabels } from "../../../api/selector.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { controllerOf, type Store } from "../../apiserver/store.ts";
import type { NodeInfo } from "../node-info.ts";
import { countMatching, hasAllKeys, spreadConstraints, type SpreadConstraint } from "../spread-constraints.ts";
import { naturalLog } from "./logarithm.ts";

const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";
const MAX_SCORE = 100;

/** Spread by default, if the pod says nothing itself. Source: pkg/scheduler/apis/config/v1 default of PodTopologySpreadArgs (1.36) */
const SYSTEM_DEFAULTS = [{ topologyKey: HOSTNAME, maxSkew: 3 }, { topologyKey: ZONE, maxSkew: 5 }];

/**
 * 0..100 for each node, more where fewer of the pods that are to be spread are; all 0 if nothing is to be spread.
 * Source: kubernetes pkg/scheduler/framework/plugins/podtopologyspread/scoring.go (1.36)
 * @param nodes the feasible ones, at least one
 */
export function topologySpreadScores(store: Store, pod: Pod, nodes: readonly NodeInfo[]): readonly number[] {
  const own = spreadConstraints(pod, "ScheduleAnyway");
  const isDefault = pod.spec["topologySpreadConstraints"] === undefined;
  const constraints = isDefault ? systemDefaults(store, pod) : own;
  if (constraints.length === 0) return nodes.map(() => 0);
  const isScored = ({ node }: NodeInfo) => isDefault || hasAllKeys(node, constraints);
  const scored = nodes.filter(isScored);
  const tallies = constraints.map((c) => tally(store, pod, c, scored, isDefault ? [] : constraints));
  return normalized(nodes.map((info) => (isScored(info) ? rawScore(info, pod, tallies) : undefined)));
}

interface Tally { readonly constraint: SpreadConstraint; readonly weight: number; readonly domains: ReadonlyMap<string, number> }

function tally(store: Store, pod: Pod, constraint: SpreadConstraint, scored: readonly NodeInfo[], needed: readonly SpreadConstraint[]): Tally {
  const { topologyKey, selector } = constraint;
  if (topologyKey === HOSTNAME) return { constraint, weight: naturalLog(scored.length + 2), domains: new Map() };
  const domains = new Map<string, number>();
  for (const { node } of scored) {
    const domain = node.metadata.labels?.[topologyKey];
    if (domain !== undefined) domains.set(domain, 0);
  }
  for (const node of store.all<Node>(NODES)) {
    const domain = node.metadata.labels?.[topologyKey];
    const known = domain === undefined ? undefined : domains.get(domain);
    if (known === undefined || !hasAllKeys(node, needed) || !isCounted(pod, node, constraint)) continue;
    domains.set(domain!, known + countMatching(store.podsOnNode(node.metadata.name), selector, pod));
  }
  return { constraint, weight: naturalLog(domains.size + 2), domains };
}

function isCounted(pod: Pod, node: Node, { honorsAffinity, honorsTaints }: SpreadConstraint): boolean {
  if (honorsAffinity && !matchesRequiredNodeAffinity(pod.spec, node).matches) return false;
  return !honorsTaints || firstUntolerated(node.spec.taints, pod.spec.tolerations) === undefined;
}

function rawScore({ node, pods }: NodeInfo, pod: Pod, tallies: readonly Tally[]): number {
  let score = 0;
  for (const { constraint, weight, domains } of tallies) {
    const domain = node.metadata.labels?.[constraint.topologyKey];
    if (domain === undefined) continue;
    const count = constraint.topologyKey === HOSTNAME ? countMatching(pods, constraint.selector, pod) : (domains.get(domain) ?? 0);
    score += count * weight + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

/** The emptiest is best. Undefined: the node lacks a label and gets nothing. */
function normalized(raw: readonly (number | undefined)[]): number[] {
  const known = raw.filter((s) => s !== undefined);
  const max = Math.max(0, ...known);
  const min = Math.min(...known);
  return raw.map((s) => (s === undefined ? 0 : max === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (max + min - s)) / max)));
}

function systemDefaults(store: Store, pod: Pod): readonly SpreadConstraint[] {
  const selector = defaultSelector(store, pod);
  if (!selector) return [];
  return SYSTEM_DEFAULTS.map((c) => ({ ...c, selector, honorsAffinity: true, honorsTaints: false, path: "spec.topologySpreadConstraints" }));
}

const OWNERS: Readonly<Record<string, string>> = { ReplicaSet: "replicasets.apps", StatefulSet: "statefulsets.apps", ReplicationController: "replicationcontrollers" };

interface Selecting extends KubeObject { readonly spec?: { readonly selector?: unknown } }

/**
 * What the pod belongs together with: all labels that services select it by, and the selector of its owner. Undefined:
 * nothing selects it; a DaemonSet does not count.
 * Source: kubernetes pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector (1.36)
 */
function defaultSelector(store: Store, pod: Pod): LabelSelector | undefined {
  let labels: StringMap = {};
  const services = resourceByKey("services");
  for (const service of services ? store.all<Selecting>(services) : []) {
    const selector = service.spec?.selector as StringMap | undefined;
    if (!selector || Object.keys(selector).length === 0 || service.metadata.namespace !== pod.metadata.namespace) continue;
    if (matchesLabels({ matchLabels: selector }, pod.metadata.labels)) labels = { ...labels, ...selector };
  }
  const owned = ownerSelector(store, pod);
  const all: LabelSelector = { matchLabels: { ...labels, ...owned?.matchLabels }, ...(owned?.matchExpressions ? { matchExpressions: owned.matchExpressions } : {}) };
  return Object.keys(all.matchLabels ?? {}).length > 0 || all.matchExpressions?.length ? all : undefined;
}

function ownerSelector(store: Store, pod: Pod): LabelSelector | undefined {
  const owner = controllerOf(pod);
  const resource = owner ? resourceByKey(OWNERS[owner.kind] ?? "") : undefined;
  const selector = resource && store.get<Selecting>(resource, pod.metadata.namespace, owner!.name)?.spec?.selector;
  if (!selector) return undefined;
  return owner!.kind === "ReplicationController" ? { matchLabels: selector as StringMap } : (selector as LabelSelector);
}
