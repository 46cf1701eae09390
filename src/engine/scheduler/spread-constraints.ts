import { matchesLabels } from "../../api/selector.ts";
import type { LabelSelector } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { isFinished } from "./node-info.ts";

/** One rule of how a pod is to be spread, with the defaults filled in. */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: LabelSelector | undefined;
  readonly minDomains?: number;
  /** Nodes that the pod's node affinity excludes do not count. */
  readonly honorsAffinity: boolean;
  /** Nodes whose taints the pod does not tolerate do not count. */
  readonly honorsTaints: boolean;
  /** Where it stands in the pod. */
  readonly path: string;
}

interface Written {
  readonly maxSkew?: number;
  readonly topologyKey?: string;
  readonly whenUnsatisfiable?: string;
  readonly labelSelector?: LabelSelector;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: string;
  readonly nodeTaintsPolicy?: string;
  readonly matchLabelKeys?: readonly string[];
}

/** The pod's own constraints of one kind. Source: podtopologyspread/common.go filterTopologySpreadConstraints (1.36) */
export function spreadConstraints(pod: Pod, action: "DoNotSchedule" | "ScheduleAnyway"): readonly SpreadConstraint[] {
  const written = pod.spec["topologySpreadConstraints"] as readonly Written[] | undefined;
  if (!written) return [];
  return written.flatMap((c, i) => (c.whenUnsatisfiable !== action ? [] : [{
    maxSkew: c.maxSkew ?? 1,
    topologyKey: c.topologyKey ?? "",
    selector: withOwnLabels(c, pod),
    ...(c.minDomains === undefined ? {} : { minDomains: c.minDomains }),
    honorsAffinity: (c.nodeAffinityPolicy ?? "Honor") === "Honor",
    honorsTaints: c.nodeTaintsPolicy === "Honor",
    path: `spec.topologySpreadConstraints[${i}]`,
  }]));
}

/** matchLabelKeys: only pods with the same values as the pod's own count. */
function withOwnLabels({ labelSelector, matchLabelKeys = [] }: Written, pod: Pod): LabelSelector | undefined {
  const own = matchLabelKeys.flatMap((key) => {
    const value = pod.metadata.labels?.[key];
    return value === undefined ? [] : [{ key, operator: "In" as const, values: [value] }];
  });
  if (!labelSelector || own.length === 0) return labelSelector;
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...own] };
}

export function hasAllKeys(node: Node, constraints: readonly Pick<SpreadConstraint, "topologyKey">[]): boolean {
  return constraints.every((c) => node.metadata.labels?.[c.topologyKey] !== undefined);
}

/** Pods of the pod's namespace that match; those that have finished or are being deleted are left out. */
export function countMatching(pods: Iterable<Pod>, selector: LabelSelector | undefined, { metadata }: Pod): number {
  let count = 0;
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp || isFinished(pod) || (pod.metadata.namespace ?? "default") !== (metadata.namespace ?? "default")) continue;
    if (matchesLabels(selector, pod.metadata.labels)) count++;
  }
  return count;
}
