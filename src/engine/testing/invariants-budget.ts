import type { Decision } from "../../api/decision.ts";
import { targetNodeName } from "../../api/node-matching.ts";
import { NODES } from "../../api/resources.ts";
import { rolloutLimits } from "../../api/rollout.ts";
import { parseTime } from "../../api/time.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";
import { desiredNodes, isAvailable, isLive, mayStay, podsOf, podsOn, readySince, shouldRun } from "./invariants-count.ts";

/** A sync writes for a while what it saw at its start: so long a limit or a verdict of the past still counts. */
const SYNC_MS = 3_000;

interface Limits { readonly untilMs: number; readonly maxUnavailable: number; readonly maxSurge: number }

/**
 * What one DaemonSet's rollout has taken away and put beside, seen from outside: nodes that lost an available pod to
 * the rolling update and have no available one since, and nodes with a second pod that is not available yet.
 */
export class RolloutBudget {
  #taken = new Set<string>();
  #second = new Map<string, { readonly fresh: string; readonly old: string }>();
  #limits: Limits[] = [];

  /** To be called before every write: what has become available in the meantime is free again. */
  refresh(store: Store, ds: DaemonSet, nowMs: number): void {
    const now = rolloutLimits(ds.spec.updateStrategy.type === "OnDelete" ? undefined : ds.spec.updateStrategy.rollingUpdate, desiredNodes(store, ds));
    this.#limits = [...this.#limits.filter((l) => l.untilMs + SYNC_MS >= nowMs && !(l.maxUnavailable === now.maxUnavailable && l.maxSurge === now.maxSurge)), { untilMs: nowMs, ...now }];
    for (const nodeName of this.#taken) if (this.#isFree(store, ds, nodeName, nowMs)) this.#taken.delete(nodeName);
    if (this.#second.size === 0) return;
    const pods = new Map(podsOf(store, ds).filter(isLive).map((p) => [p.metadata.uid, p]));
    for (const [nodeName, pair] of this.#second) {
      const fresh = pods.get(pair.fresh);
      if (!fresh || !pods.has(pair.old) || isAvailable(ds, fresh, nowMs)) this.#second.delete(nodeName);
    }
  }

  /** The controller deletes a pod that was not being deleted. @returns what is wrong with it */
  onDelete(store: Store, ds: DaemonSet, pod: Pod, decision: Decision, nowMs: number): string[] {
    const nodeName = targetNodeName(pod.spec) ?? "";
    const node = store.get<Node>(NODES, undefined, nodeName);
    const others = podsOn(store, ds, nodeName).filter((p) => isLive(p) && p.metadata.uid !== pod.metadata.uid);
    const wrong = (what: string) => [`${decision.rule}: deleted ${pod.metadata.name} on ${nodeName}, but ${what}`];
    switch (decision.rule) {
      case "daemonset/rolling-update": return this.#limit("maxSurge") > 0 && this.#limit("maxUnavailable") === 0 ? (node && shouldRun(ds, node) ? wrong("with surge only nodes that should not run it are rolled away") : []) : this.#take(nodeName, wrong);
      case "daemonset/replace-unavailable": return isSettledAvailable(ds, pod, nowMs) ? wrong("it has been available for long") : [];
      case "daemonset/surge-replaced": return others.length === 0 ? wrong("no other pod stands beside it") : [];
      case "daemonset/duplicate-pod": return others.length === 0 ? wrong("it is the only one") : [];
      case "daemonset/failed-pod": return pod.status.phase === "Failed" ? [] : wrong(`its phase is ${pod.status.phase}`);
      case "daemonset/succeeded-pod": return pod.status.phase === "Succeeded" ? [] : wrong(`its phase is ${pod.status.phase}`);
      case "daemonset/node-gone": return node || pod.spec.nodeName ? wrong("its node exists or it is bound") : [];
      case "daemonset/not-wanted": return node && mayStay(ds, node) ? wrong("it may stay there") : [];
      default: return wrong("no rule of the controller says so");
    }
  }

  /** The controller creates a pod. @returns what is wrong with it */
  onCreate(store: Store, ds: DaemonSet, pod: Pod, nowMs: number): string[] {
    const nodeName = targetNodeName(pod.spec) ?? "";
    const there = podsOn(store, ds, nodeName).filter((p) => (parseTime(p.metadata.creationTimestamp) ?? 0) + SYNC_MS < nowMs);
    if (there.length === 0) return [];
    const maxSurge = this.#limit("maxSurge");
    if (maxSurge === 0) return [`created ${pod.metadata.name} on ${nodeName} beside ${there.map((p) => p.metadata.name).join(", ")}, without surge`];
    const old = there.find((p) => isLive(p) && isSettledAvailable(ds, p, nowMs));
    if (!old) return [];
    this.#second.set(nodeName, { fresh: pod.metadata.uid, old: old.metadata.uid });
    return this.#second.size > maxSurge ? [`surge: ${[...this.#second.keys()].join(", ")} have a second pod, maxSurge is ${maxSurge}`] : [];
  }

  #take(nodeName: string, wrong: (what: string) => string[]): string[] {
    this.#taken.add(nodeName);
    const limit = this.#limit("maxUnavailable");
    return this.#taken.size > limit ? wrong(`${[...this.#taken].join(", ")} were taken down and have not come back, and maxUnavailable is ${limit}`) : [];
  }
  /** The largest that held in the time of a sync. */
  #limit(field: "maxUnavailable" | "maxSurge"): number {
    return Math.max(0, ...this.#limits.map((l) => l[field]));
  }
  #isFree(store: Store, ds: DaemonSet, nodeName: string, nowMs: number): boolean {
    const node = store.get<Node>(NODES, undefined, nodeName);
    const pods = podsOn(store, ds, nodeName);
    return !node || pods.some((p) => isLive(p) && isAvailable(ds, p, nowMs)) || (pods.length === 0 && !shouldRun(ds, node));
  }
}

/** Available, and for longer than the controller can have had an older picture. */
function isSettledAvailable(ds: DaemonSet, pod: Pod, nowMs: number): boolean {
  const since = parseTime(readySince(pod) ?? undefined);
  return since !== undefined && since + (ds.spec.minReadySeconds ?? 0) * 1000 + 1_000 + SYNC_MS < nowMs && isAvailable(ds, pod, nowMs);
}
