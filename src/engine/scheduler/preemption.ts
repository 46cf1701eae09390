import { NODES, PODDISRUPTIONBUDGETS } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { budgetsOf } from "../apiserver/budgets.ts";
import type { Store } from "../apiserver/store.ts";
import { rejectionOf, type Nominations, type SearchResult } from "./filter.ts";
import { fitErrorMessage } from "./fit-error.ts";
import { nodeInfo, nodeInfoOf } from "./node-info.ts";
import type { NodeFilter } from "./plugins/plugin.ts";

/** Room can be made on a node by deleting the victims, or there is a reason why not. */
export type PreemptionResult =
  | { readonly kind: "victims"; readonly nodeName: string; readonly victims: readonly Pod[]; readonly why: NodeChoice }
  | { readonly kind: "none"; readonly message: string };

/** A node and the pods that would have to go. */
export interface Candidate {
  readonly nodeName: string;
  readonly victims: readonly Victim[];
  readonly pdbViolations: number;
}

interface Victim { readonly priority: number; readonly startTime: string }

/**
 * What preemption would do for a pod that fits nowhere. Only decides; the caller deletes the victims. Budgets are
 * respected as far as possible: pods that break one are spared first, but not at any price.
 * Source: kubernetes pkg/scheduler/framework/plugins/defaultpreemption, framework/preemption (1.36)
 */
export function preempt(store: Store, pod: Pod, found: Pick<SearchResult, "numAllNodes" | "rejected">, nominated: Nominations, filters: readonly NodeFilter[] = []): PreemptionResult {
  const refusal = notEligible(store, pod, found);
  if (refusal) return { kind: "none", message: `preemption: ${refusal}` };

  const reasonsByNode: (readonly string[])[] = [];
  const candidates: (Candidate & { readonly pods: readonly Pod[] })[] = [];
  for (const [nodeName, rejection] of found.rejected) {
    const node = rejection.isResolvable ? store.get<Node>(NODES, undefined, nodeName) : undefined;
    if (!node) continue;
    const outcome = victimsOn(store, pod, node, nominated(nodeName), filters);
    if ("reasons" in outcome) reasonsByNode.push(outcome.reasons);
    else candidates.push({ nodeName, pods: outcome.victims, victims: outcome.victims.map(asVictim), pdbViolations: outcome.pdbViolations });
  }
  if (candidates.length > 0) {
    const best = pickCandidate(candidates);
    return { kind: "victims", nodeName: best.nodeName, victims: best.pods, why: whyChosen(best, candidates) };
  }
  const absent = { count: found.numAllNodes - reasonsByNode.length, reasons: ["Preemption is not helpful for scheduling"] };
  return { kind: "none", message: `preemption: ${fitErrorMessage({ numAllNodes: found.numAllNodes, reasonsByNode, absent })}` };
}

/** Source: default_preemption.go PodEligibleToPreemptOthers (1.36) */
function notEligible(store: Store, pod: Pod, found: Pick<SearchResult, "rejected">): string | undefined {
  if (pod.spec.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  const nominatedTo = pod.status.nominatedNodeName;
  if (!nominatedTo || found.rejected.get(nominatedTo)?.isResolvable === false) return undefined;
  const isWaitedFor = [...store.podsOnNode(nominatedTo)].some((p) => p.metadata.deletionTimestamp !== undefined && priorityOf(p) < priorityOf(pod) && isPreempted(p));
  return isWaitedFor ? "not eligible due to a terminating pod on the nominated node." : undefined;
}

function isPreempted(pod: Pod): boolean {
  return pod.status.conditions?.some((c) => c.type === "DisruptionTarget" && c.status === "True" && c.reason === "PreemptionByScheduler") ?? false;
}

/**
 * All pods of lower priority go, then come back one by one: first those whose going breaks a budget, then the others,
 * each the most important first; who no longer fits is a victim. DaemonSet pods are not exempt.
 * Source: default_preemption.go SelectVictimsOnNode (1.36)
 */
function victimsOn(store: Store, pod: Pod, node: Node, nominated: readonly Pod[], filters: readonly NodeFilter[]): { readonly victims: readonly Pod[]; readonly pdbViolations: number } | { readonly reasons: readonly string[] } {
  const { pods } = nodeInfo(store, node);
  const lower = pods.filter((p) => priorityOf(p) < priorityOf(pod)).sort(byImportance);
  if (lower.length === 0) return { reasons: ["No preemption victims found for incoming pod"] };
  let kept = pods.filter((p) => priorityOf(p) >= priorityOf(pod));
  const rejection = rejectionOf(pod, nodeInfoOf(node, kept), nominated, filters);
  if (rejection) return { reasons: rejection.reasons };

  const violating = budgetBreakers(store, lower);
  const victims: Pod[] = [];
  for (const candidate of [...lower.filter((p) => violating.has(p)), ...lower.filter((p) => !violating.has(p))]) {
    const tried = [...kept, candidate];
    if (rejectionOf(pod, nodeInfoOf(node, tried), nominated, filters)) victims.push(candidate);
    else kept = tried;
  }
  return { victims: victims.sort(byImportance), pdbViolations: victims.filter((p) => violating.has(p)).length };
}

/**
 * The pods that would break a budget if all of them went, in this order. An eviction that was granted before does not
 * count again. Source: default_preemption.go filterPodsWithPDBViolation (1.36)
 */
function budgetBreakers(store: Store, pods: readonly Pod[]): ReadonlySet<Pod> {
  const breakers = new Set<Pod>();
  if (store.count(PODDISRUPTIONBUDGETS) === 0) return breakers;
  const left = new Map<string, number>();
  for (const pod of pods) {
    for (const { metadata: { uid }, status } of budgetsOf(store, pod)) {
      if (Object.hasOwn(status.disruptedPods ?? {}, pod.metadata.name)) continue;
      left.set(uid, (left.get(uid) ?? status.disruptionsAllowed) - 1);
      if (left.get(uid)! < 0) breakers.add(pod);
    }
  }
  return breakers;
}

/** Higher priority first, then the earlier start. Source: pkg/scheduler/util MoreImportantPod (1.36) */
function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || compareText(startOf(a), startOf(b));
}

function asVictim(pod: Pod): Victim {
  return { priority: priorityOf(pod), startTime: startOf(pod) };
}

function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

/** RFC 3339 in UTC sorts as text. A pod that has not started is the youngest. */
function startOf(pod: Pod): string {
  return pod.status.startTime ?? "9999";
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const PRIORITY_SHIFT = 2_147_483_648;

/**
 * The node whose victims hurt least: fewest violated budgets, lowest highest priority, lowest sum of priorities,
 * fewest victims, latest start among the most important victims, then the first.
 * @param candidates at least one
 * Source: framework/preemption/preemption.go pickOneNodeForPreemption (1.36)
 */
export function pickCandidate<T extends Candidate>(candidates: readonly T[]): T {
  return candidates.reduce((best, next) => (compareCandidates(next, best) < 0 ? next : best));
}

/** Among how many nodes one was chosen, and what decided, as a clause; absent: it was the only one. */
export interface NodeChoice { readonly candidates: number; readonly because?: string }

const CRITERIA: readonly (readonly [(a: Candidate, b: Candidate) => number, string])[] = [
  [(a, b) => a.pdbViolations - b.pdbViolations, "it violates the fewest disruption budgets"],
  [(a, b) => highestPriority(a) - highestPriority(b), "the most important pod that has to go there has the lowest priority"],
  [(a, b) => prioritySum(a) - prioritySum(b), "the priorities of the pods that have to go there add up to least"],
  [(a, b) => a.victims.length - b.victims.length, "the fewest pods have to go there"],
  [(a, b) => compareText(earliestStart(b), earliestStart(a)), "the pods that have to go there started last"],
];

function whyChosen(best: Candidate, candidates: readonly Candidate[]): NodeChoice {
  if (candidates.length === 1) return { candidates: 1 };
  let left = candidates.filter((c) => c !== best);
  for (const [compare, because] of CRITERIA) {
    left = left.filter((c) => compare(c, best) === 0);
    if (left.length === 0) return { candidates: candidates.length, because };
  }
  return { candidates: candidates.length, because: "it was looked at first among equals" };
}

function compareCandidates(a: Candidate, b: Candidate): number {
  for (const [compare] of CRITERIA) {
    const order = compare(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

function highestPriority({ victims }: Candidate): number {
  return Math.max(...victims.map((v) => v.priority));
}

/** Shifted, so that many victims of negative priority do not look better than one. */
function prioritySum({ victims }: Candidate): number {
  return victims.reduce((sum, v) => sum + v.priority + PRIORITY_SHIFT, 0);
}

function earliestStart(candidate: Candidate): string {
  const highest = highestPriority(candidate);
  return candidate.victims.filter((v) => v.priority === highest).map((v) => v.startTime).sort()[0] ?? "";
}
