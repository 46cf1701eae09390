import { targetNodeName } from "../api/node-matching.ts";
import type { IntOrString } from "../api/types/meta.ts";
import type { Pod } from "../api/types/pod.ts";
import { isPodAvailable } from "./health.ts";
import { compareNatural } from "./natural.ts";

/** A node that uses one of the rollout's places now. `text`: one clause about the node. */
export interface BudgetUse {
  readonly nodeName: string;
  readonly text: string;
}

export interface BudgetInput {
  /** All pods of the DaemonSet. */
  readonly pods: Iterable<Pod>;
  /** Nodes where it should run. */
  readonly shouldRunNodes: Iterable<string>;
  /** Of the present template: label `controller-revision-hash` and annotation of the template generation. */
  readonly hash: string | undefined;
  readonly templateGeneration: string | undefined;
  readonly minReadySeconds: number;
  readonly nowMs: number;
  /** maxSurge comes to more than 0 for one node. */
  readonly isSurging: boolean;
}

/**
 * Who uses the rollout's budget now: without surge the nodes that count as unavailable (`maxUnavailable` of them are
 * allowed), with surge those where a second pod stands (`maxSurge`). In the order in which people count nodes.
 * Source: pkg/controller/daemon/update.go rollingUpdate (1.36).
 */
export function budgetUse(input: BudgetInput): BudgetUse[] {
  const nodes = groupByNode(input);
  const uses: BudgetUse[] = [];
  for (const [nodeName, group] of nodes) {
    const text = input.isSurging ? surgeUse(group) : unavailableUse(group, input.minReadySeconds);
    if (text) uses.push({ nodeName, text });
  }
  return uses.sort((a, b) => compareNatural(a.nodeName, b.nodeName));
}

/** An int as it is, a percentage of `total` rounded up. Source: intstr.GetScaledValueFromIntOrPercent with roundUp. */
export function scaledUp(value: IntOrString | undefined, total: number): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(value ?? "");
  return percent ? Math.ceil((Number(percent[1]) * total) / 100) : Number(value ?? 0) || 0;
}

/** What both limits come to for so many nodes. Source: update.go updatedDesiredNodeCounts. */
export function budgetLimits(maxUnavailable: IntOrString, maxSurge: IntOrString, desired: number): { readonly maxUnavailableNodes: number; readonly maxSurgeNodes: number } {
  const unavailable = scaledUp(maxUnavailable, desired);
  const maxSurgeNodes = scaledUp(maxSurge, desired);
  return { maxUnavailableNodes: desired > 0 && unavailable === 0 && maxSurgeNodes === 0 ? 1 : unavailable, maxSurgeNodes };
}

/** Made from the present template: by template generation or by hash. Source: pkg/controller/daemon/util IsPodUpdated. */
function isPodUpdated(pod: Pod, hash: string | undefined, templateGeneration: string | undefined): boolean {
  const labels = pod.metadata.labels ?? {};
  if (templateGeneration !== undefined && labels["pod-template-generation"] === templateGeneration) return true;
  return Boolean(hash) && labels["controller-revision-hash"] === hash;
}

/** The pods of one node that are not terminating, and whether any is. */
interface Group {
  updated: number;
  old: number;
  isUpdatedAvailable: boolean;
  isUpdatedReady: boolean;
  isOldAvailable: boolean;
  isTerminating: boolean;
}

function groupByNode(input: BudgetInput): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const nodeName of input.shouldRunNodes) groups.set(nodeName, emptyGroup());
  for (const pod of input.pods) {
    const nodeName = targetNodeName(pod.spec);
    const isTerminating = pod.metadata.deletionTimestamp !== undefined;
    const isTerminal = pod.status.phase === "Failed" || pod.status.phase === "Succeeded";
    if (!nodeName || (isTerminating && isTerminal)) continue;
    const group = groups.get(nodeName) ?? emptyGroup();
    groups.set(nodeName, group);
    if (isTerminating) group.isTerminating = true;
    else addPod(group, pod, input);
  }
  return groups;
}

function emptyGroup(): Group {
  return { updated: 0, old: 0, isUpdatedAvailable: false, isUpdatedReady: false, isOldAvailable: false, isTerminating: false };
}

function addPod(group: Group, pod: Pod, input: BudgetInput): void {
  const isAvailable = isPodAvailable(pod, input.minReadySeconds, input.nowMs);
  if (isPodUpdated(pod, input.hash, input.templateGeneration)) {
    group.updated++;
    group.isUpdatedAvailable = isAvailable;
    group.isUpdatedReady = isPodAvailable(pod, 0, input.nowMs);
  } else {
    group.old++;
    group.isOldAvailable = isAvailable;
  }
}

function unavailableUse(group: Group, minReadySeconds: number): string | undefined {
  if (group.updated > 1 || group.old > 1) return "has more pods than one";
  if (group.updated === 1 && group.old === 1) return "has an old and a new pod side by side";
  if (group.updated === 0 && group.old === 0) return group.isTerminating ? "its pod is terminating" : "has no pod";
  if (group.updated === 1) return group.isUpdatedAvailable ? undefined : newPodText(group, minReadySeconds);
  return group.isOldAvailable ? undefined : "its old pod is not available and is replaced at once";
}

function newPodText(group: Group, minReadySeconds: number): string {
  return group.isUpdatedReady ? `its new pod is ready, but not for ${minReadySeconds} s yet` : "its new pod is not ready";
}

function surgeUse(group: Group): string | undefined {
  if (group.updated > 1 || group.old > 1) return "has more pods of one revision than one";
  const isWaiting = group.updated === 1 && group.old === 1 && !group.isUpdatedAvailable;
  return isWaiting ? "its second pod is not available yet" : undefined;
}
