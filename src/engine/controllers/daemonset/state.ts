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
  /** What the last recorded decision said, so that it is recorded again only when it changes. */
  readonly recorded: string;
}

export interface DaemonSetState {
  /** Syncs under way, by `<ns>/<name>`. */
  readonly syncs: Map<string, Sync>;
  /** By `<DaemonSet uid>/<node name>`. */
  readonly verdicts: Map<string, CachedVerdict>;
  /** By `<DaemonSet uid>/<observedGeneration>/<node name>`. */
  readonly failedPods: Map<string, BackoffEntry>;
  /** Failed syncs in a row, by `<ns>/<name>`. */
  readonly retries: Map<string, number>;
  /** What the last "rollout waits" or "rollout done" decision said, by DaemonSet uid. */
  readonly rollouts: Map<string, string>;
  /** The API client's bucket: 20 requests a second, 30 at once. One value, `tat`: when the bucket would be full again. */
  readonly client: Map<"tat", number>;
}

export function initialState(): DaemonSetState {
  return { syncs: new Map(), verdicts: new Map(), failedPods: new Map(), retries: new Map(), rollouts: new Map(), client: new Map() };
}

const REQUEST_INTERVAL_MS = 50;
const BURST = 30;

/**
 * Takes one request from the client's bucket and says when it may go: now, or later when the burst is used up.
 * Source: kube-controller-manager --kube-api-qps 20, --kube-api-burst 30.
 */
export function reserveRequest(state: DaemonSetState, nowMs: number): number {
  const tat = Math.max(nowMs, state.client.get("tat") ?? 0);
  state.client.set("tat", tat + REQUEST_INTERVAL_MS);
  return Math.max(nowMs, tat - (BURST - 1) * REQUEST_INTERVAL_MS);
}
