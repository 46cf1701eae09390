import { isPodAvailable } from "../../../api/rollout.ts";
import { rolloutBudgetClause } from "./budget-clause.ts";
import type { Random } from "../../sim/random.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { desiredNumber, isUpdated, type Reason, type SyncView, type Write } from "./plan.ts";
import { isTerminating } from "../pod-state.ts";
import { limitsOf } from "./strategy.ts";

export interface RollingResult {
  readonly writes: readonly Write[];
  /** Old pods that could go if the budget allowed it. */
  readonly waiting: readonly { readonly nodeName: string; readonly pod: Pod }[];
  /** Nodes that use the budget, one clause each. */
  readonly occupants: readonly { readonly nodeName: string; readonly clause: string }[];
  readonly limit: number;
  /** The whole step is dropped and retried: an old pod is still bound to a node that is gone. */
  readonly error?: string;
}

interface NodePods {
  readonly nodeName: string;
  readonly old: readonly Pod[];
  readonly updated: readonly Pod[];
}

/** What the update strategy does now. Source: pkg/controller/daemon/update.go rollingUpdate. */
export function rollingUpdate(view: SyncView, random: Random): RollingResult {
  const limits = limitsOf(view.ds, desiredNumber(view));
  return limits.maxSurge > 0 ? surge(view, limits.maxSurge, random) : replaceInPlace(view, limits.maxUnavailable, random);
}

/** Delete first, let the main loop create: at most maxUnavailable nodes without an available pod. */
function replaceInPlace(view: SyncView, maxUnavailable: number, random: Random): RollingResult {
  const always: Write[] = [];
  const candidates: { nodeName: string; pod: Pod }[] = [];
  const occupants: { nodeName: string; clause: string }[] = [];
  const isUsing = (nodeName: string, clause: string) => occupants.push({ nodeName, clause });
  for (const { nodeName, old, updated } of livePods(view)) {
    const pod = old[0];
    if (old.length > 1 || updated.length > 1) isUsing(nodeName, "has more than one live pod");
    else if (old.length === updated.length) isUsing(nodeName, rolloutBudgetClause(view, nodeName));
    else if (!pod) {
      if (!isPodAvailable(updated[0]!, minReady(view), view.nowMs)) isUsing(nodeName, `its new pod \`${updated[0]!.metadata.name}\` is not available`);
    } else if (!isPodAvailable(pod, minReady(view), view.nowMs)) {
      isUsing(nodeName, `its old pod \`${pod.metadata.name}\` is not available`);
      always.push(deletion(pod, nodeName, { rule: "daemonset/replace-unavailable", because: "it is of an old revision and not available anyway, so it does not wait for the budget" }));
    } else candidates.push({ nodeName, pod });
  }
  const room = Math.max(0, maxUnavailable - occupants.length);
  const chosen = choose(candidates, room, random);
  const because = `it is of an old revision, and ${occupants.length} of ${maxUnavailable} allowed nodes ${occupants.length === 1 ? "is" : "are"} unavailable`;
  const writes = [...always, ...chosen.map(({ pod, nodeName }) => deletion(pod, nodeName, { rule: "daemonset/rolling-update", because, evidence: budgetEvidence(view, "maxUnavailable") }))];
  return { writes, waiting: without(candidates, chosen), occupants, limit: maxUnavailable };
}

/** Create first, delete the old pod when the new one is available. Source: update.go rollingUpdate, the maxSurge branch. */
function surge(view: SyncView, maxSurge: number, random: Random): RollingResult {
  const always: Write[] = [];
  const sunset: { nodeName: string; pod: Pod }[] = [];
  const candidates: { nodeName: string; pod: Pod }[] = [];
  const occupants: { nodeName: string; clause: string }[] = [];
  let available = 0;
  for (const { nodeName, old, updated } of livePods(view)) {
    const oldPod = old[0];
    const newPod = updated[0];
    const verdict = view.verdicts.get(nodeName);
    if (old.length > 1 || updated.length > 1) {
      occupants.push({ nodeName, clause: "has more than one live pod of a revision" });
      continue;
    }
    const newIsAvailable = newPod !== undefined && isPodAvailable(newPod, minReady(view), view.nowMs);
    const oldIsAvailable = oldPod !== undefined && isPodAvailable(oldPod, minReady(view), view.nowMs);
    if (oldPod ? oldIsAvailable : newIsAvailable) available++;
    if (!oldPod) continue;
    if (newPod) {
      if (newIsAvailable) always.push(deletion(oldPod, nodeName, { rule: "daemonset/surge-replaced", because: `its replacement \`${newPod.metadata.name}\` is available` }));
      else occupants.push({ nodeName, clause: `its second pod \`${newPod.metadata.name}\` is not available yet` });
    } else if (!verdict) {
      return { writes: [], waiting: [], occupants: [], limit: maxSurge, error: `node ${nodeName} of an old pod does not exist` };
    } else if (!oldIsAvailable) {
      always.push(verdict.shouldRun
        ? { kind: "create", nodeName, reason: { rule: "daemonset/replace-unavailable", because: `its old pod \`${oldPod.metadata.name}\` is not available anyway, so it does not wait for the budget` } }
        : deletion(oldPod, nodeName, { rule: "daemonset/replace-unavailable", because: "it is of an old revision, not available, and the node should not run it" }));
    } else if (!verdict.shouldRun) sunset.push({ nodeName, pod: oldPod });
    else candidates.push({ nodeName, pod: oldPod });
  }
  const gone = choose(sunset, Math.max(0, available - desiredNumber(view)), random)
    .map(({ pod, nodeName }) => deletion(pod, nodeName, { rule: "daemonset/rolling-update", because: "it is of an old revision, and more pods are available than desired" }));
  const chosen = choose(candidates, Math.max(0, maxSurge - occupants.length), random);
  const second: Write[] = chosen.map(({ nodeName, pod }) => ({
    kind: "create", nodeName,
    reason: { rule: "daemonset/rolling-update", because: `\`${pod.metadata.name}\` is of an old revision, and ${occupants.length} of ${maxSurge} allowed second pods exist`, evidence: budgetEvidence(view, "maxSurge") },
  }));
  const writes = [...always.filter((w) => w.kind === "create"), ...second, ...always.filter((w) => w.kind === "delete"), ...gone];
  return { writes, waiting: without(candidates, chosen), occupants, limit: maxSurge };
}

/** Every node with pods, and every node that should run one; terminating pods are not looked at. */
function* livePods(view: SyncView): Iterable<NodePods> {
  for (const node of view.nodes) {
    const pods = view.byNode.get(node.metadata.name);
    if (pods || view.verdicts.get(node.metadata.name)?.shouldRun) yield split(view, node.metadata.name, pods ?? []);
  }
  for (const [nodeName, pods] of view.byNode) if (!view.verdicts.has(nodeName)) yield split(view, nodeName, pods);
}

const NONE: readonly Pod[] = [];

function split(view: SyncView, nodeName: string, pods: readonly Pod[]): NodePods {
  const live = pods.some(isTerminating) ? pods.filter((p) => !isTerminating(p)) : pods;
  // One pod, as on almost every node at almost every look: no lists are made that say nothing new.
  if (live.length === 1) return isUpdated(live[0]!, view) ? { nodeName, old: NONE, updated: live } : { nodeName, old: live, updated: NONE };
  return { nodeName, old: live.filter((p) => !isUpdated(p, view)), updated: live.filter((p) => isUpdated(p, view)) };
}

/**
 * `count` of the candidates. Upstream walks a Go map, so which nodes go first differs from run to run; here the seed
 * decides, so that nobody learns an order that is none.
 */
function choose<T>(candidates: readonly T[], count: number, random: Random): T[] {
  if (count >= candidates.length) return [...candidates];
  const pool = [...candidates];
  const out: T[] = [];
  while (out.length < count) out.push(...pool.splice(random.int(0, pool.length - 1), 1));
  return out;
}

/** With a Set: thousands wait while hundreds are chosen. */
function without<T>(all: readonly T[], some: readonly T[]): T[] {
  const left = new Set(some);
  return all.filter((one) => !left.has(one));
}

function budgetEvidence(view: SyncView, field: "maxUnavailable" | "maxSurge"): Reason["evidence"] & object {
  return [{ object: referenceTo(view.ds), path: `spec.updateStrategy.rollingUpdate.${field}`, value: view.ds.spec.updateStrategy.rollingUpdate?.[field] }];
}

function minReady(view: SyncView): number {
  return view.ds.spec.minReadySeconds ?? 0;
}

function deletion(pod: Pod, nodeName: string, reason: Reason): Write {
  return { kind: "delete", pod, nodeName, reason };
}
