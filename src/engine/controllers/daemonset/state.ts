import { CowMap } from "../../sim/cow-map.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import type { BackoffEntry } from "./failed-pods.ts";
import type { RevisionHistory } from "./revisions.ts";
import type { Write } from "./plan.ts";
import type { Verdict } from "./predicate.ts";

/** A sync that is under way: its writes take virtual time, so it is a row that can be saved, not a waiting function. */
export interface Sync {
  readonly ds: DaemonSet;
  readonly history: RevisionHistory;
  readonly stage: "manage" | "rolling-update" | "status";
  readonly writes: readonly Write[];
  /** Index of the next write. */
  readonly next: number;
  /** Slow start: creates go in batches of 1, 2, 4, 8 …; a batch with an error is the last one. */
  readonly batchSize: number;
  readonly batchEnd: number;
  readonly error?: string;
  /** Something changed meanwhile: sync again at once. */
  readonly isDirty: boolean;
  readonly retryAfterMs?: number;
}

/** A verdict with what it was made from: it holds as long as both are the same objects. */
export interface CachedVerdict {
  readonly node: Node;
  readonly template: DaemonSet["spec"]["template"];
  readonly verdict: Verdict;
  /** Hash of what the last recorded decision said, so that it is recorded again only when it changes. */
  readonly recorded: number;
}

/** All nodes with their verdicts, as long as no node and no template changes. */
export interface NodeView {
  readonly nodesRevision: number;
  readonly template: DaemonSet["spec"]["template"];
  readonly nodes: readonly Node[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface DaemonSetState {
  /** Syncs under way, by `<ns>/<name>`. */
  readonly syncs: CowMap<string, Sync>;
  /** By `<DaemonSet uid>/<node name>`. */
  readonly verdicts: CowMap<string, CachedVerdict>;
  /** By DaemonSet uid. */
  readonly nodeViews: Map<string, NodeView>;
  /** By `<DaemonSet uid>/<observedGeneration>/<node name>`. */
  readonly failedPods: CowMap<string, BackoffEntry>;
  /** Failed syncs in a row, by `<ns>/<name>`. */
  readonly retries: CowMap<string, number>;
  /** What the last "rollout waits" or "rollout done" decision said, by DaemonSet uid. */
  readonly rollouts: CowMap<string, string>;
  /**
   * The API client's bucket: 20 requests a second, 30 at once. `tat`: when the bucket would be full again.
   * `events`: Events that wait for their turn behind the other requests.
   */
  readonly client: Map<"tat" | "events", number>;
}

export function initialState(): DaemonSetState {
  return { syncs: new CowMap(), verdicts: new CowMap(), nodeViews: new Map(), failedPods: new CowMap(), retries: new CowMap(), rollouts: new CowMap(), client: new Map() };
}

/** Drops what is remembered about a deleted DaemonSet or Node. @param key `gone/<set uid>/` or `gone//<node name>` */
export function forget(state: DaemonSetState, key: string): [] {
  const [, uid = "", ...node] = key.split("/");
  const isGone = uid ? (k: string) => k.startsWith(`${uid}/`) : (k: string) => k.endsWith(`/${node.join("/")}`);
  for (const map of [state.verdicts, state.failedPods]) for (const k of Array.from(map.keys())) if (isGone(k)) map.delete(k);
  if (uid) {
    state.rollouts.delete(uid);
    state.nodeViews.delete(uid);
  }
  return [];
}

const REQUEST_INTERVAL_MS = 50;
const BURST = 30;

/** One Event more that will want a request of its own. */
export function noteEvent(state: DaemonSetState, isWritten: boolean): void {
  if (isWritten) state.client.set("events", (state.client.get("events") ?? 0) + 1);
}

/**
 * Lets one waiting Event go first, if there is one. Events are sent in the background through the same client, so
 * they come between the batches of a sync and its status, not between requests that wait already.
 */
export function reserveEvent(state: DaemonSetState, nowMs: number): void {
  const waiting = state.client.get("events") ?? 0;
  if (waiting === 0) return;
  state.client.set("events", waiting - 1);
  reserveRequest(state, nowMs);
}

/**
 * Takes one request from the client's bucket and says when it may go: now, or later when the burst is used up.
 * Source: kube-controller-manager --kube-api-qps 20, --kube-api-burst 30.
 */
export function reserveRequest(state: DaemonSetState, nowMs: number): number {
  const tat = Math.max(nowMs, state.client.get("tat") ?? 0);
  state.client.set("tat", tat + REQUEST_INTERVAL_MS);
  return Math.max(nowMs, tat - (BURST - 1) * REQUEST_INTERVAL_MS);
}
