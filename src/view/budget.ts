import { isPodAvailable, isPodUpdated } from "../api/rollout.ts";
import { targetNodeName } from "../api/node-matching.ts";
import type { Pod } from "../api/types/pod.ts";
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
  if (isPodUpdated(pod, input.templateGeneration, input.hash)) {
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
