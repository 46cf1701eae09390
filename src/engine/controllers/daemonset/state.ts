import { CowMap } from "../../sim/cow-map.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import type { ClientState } from "../api-client.ts";
import type { SlowStart } from "../slow-start.ts";
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
  readonly slowStart: SlowStart;
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

export interface DaemonSetState extends ClientState {
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
