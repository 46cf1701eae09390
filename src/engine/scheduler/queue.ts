import { CowMap } from "../sim/cow-map.ts";
import type { PodSpec } from "../../api/types/pod.ts";
import type { Node } from "../../api/types/node.ts";

/**
 * Where a waiting pod is.
 * - `active`: its turn comes at `slotMs`.
 * - `backoff`: woken by an event before its back-off ended; taken early if nothing active is left.
 * - `error-backoff`: no plugin rejected it; tried again when the back-off ends.
 * - `unschedulable`: waits for an event that helps.
 * - `binding`: its node is chosen; it waits until its claims are bound.
 */
export type QueuePlace = "active" | "backoff" | "error-backoff" | "unschedulable" | "binding";

/** A pod that waits for a node. Immutable: a changed one replaces it. */
export interface QueuedPod {
  readonly uid: string;
  readonly priority: number;
  readonly place: QueuePlace;
  /** Time of the last enqueue or failed attempt; the back-off counts from here. */
  readonly timestampMs: number;
  /** When the scheduler, which does one pod at a time, gets to it. */
  readonly slotMs: number;
  readonly unschedulableCount: number;
  readonly errorCount: number;
  /** Plugins that rejected it in the last attempt. */
  readonly plugins: readonly string[];
  /** The spec as last seen, to tell what a change changed. */
  readonly spec: PodSpec;
  /** Retried without any event that helps: the same result is to be expected. */
  readonly isRepetition: boolean;
}

export interface Choice {
  readonly nodeName: string;
  /** Of how many it was the best. */
  readonly feasibleNodes: number;
}

export interface SchedulerState {
  /** Waiting pods by `namespace/name`. */
  readonly pods: CowMap<string, QueuedPod>;
  /** Nodes as last seen, to tell what a change changed. */
  readonly nodes: CowMap<string, Node>;
  /** Node that preemption promised to a waiting pod, by `namespace/name`. */
  readonly nominated: CowMap<string, string>;
  /** Pods on nodes with required anti-affinity, by `namespace/name`: they keep others away. */
  readonly loners: CowMap<string, true>;
  /** Waiting pods that a rule about other pods rejected: they are asked when a pod comes somewhere. */
  readonly waitingForOthers: CowMap<string, true>;
  /** When the last attempt that is planned will be over. */
  busyUntilMs: number;
  /** Node that was chosen for a pod whose claims are being bound, by `namespace/name`. */
  readonly assumed: CowMap<string, Choice>;
  /** Where the next search over 100 or more nodes begins. */
  searchStart: number;
}

export function initialQueue(): SchedulerState {
  return { pods: new CowMap(), nodes: new CowMap(), nominated: new CowMap(), loners: new CowMap(), waitingForOthers: new CowMap(), assumed: new CowMap(), busyUntilMs: 0, searchStart: 0 };
}

const SECOND_MS = 1000;
const MAX_BACKOFF_SECONDS = 10;
const FLUSH_AFTER_MS = 300_000;
const FLUSH_EVERY_MS = 30_000;

/**
 * Seconds of back-off after the n-th result in a row: 1, 2, 4, 8, 10, 10 …
 * Source: kubernetes pkg/scheduler/backend/queue/backoff_queue.go (1.36)
 */
export function queueBackoffSeconds(attempts: number): number {
  if (attempts === 0) return 0;
  let seconds = 1;
  for (let i = 1; i < attempts && seconds < MAX_BACKOFF_SECONDS; i++) seconds *= 2;
  return Math.min(seconds, MAX_BACKOFF_SECONDS);
}

/** When the back-off of a pod ends: truncated to a whole second, as the ordering window of the back-off queue does. */
export function backoffEndMs(pod: Pick<QueuedPod, "timestampMs" | "errorCount" | "unschedulableCount">): number {
  const attempts = pod.errorCount > 0 ? pod.errorCount : pod.unschedulableCount;
  if (attempts === 0) return pod.timestampMs;
  const end = pod.timestampMs + queueBackoffSeconds(attempts) * SECOND_MS;
  return Math.floor(end / SECOND_MS) * SECOND_MS;
}

/** When the safety flush takes a pod that has been unschedulable for more than five minutes; it runs each 30 s. */
export function flushAtMs(pod: Pick<QueuedPod, "timestampMs">): number {
  return (Math.floor((pod.timestampMs + FLUSH_AFTER_MS) / FLUSH_EVERY_MS) + 1) * FLUSH_EVERY_MS;
}

/**
 * Whether another pod is to be tried before this one. Active pods come first, the most important of them before the
 * others; of those that back off, the one whose back-off ends first, then the most important. Among equals the one that
 * has waited longest since its last attempt.
 * Source: kubernetes pkg/scheduler/backend/queue/{active,backoff}_queue.go (1.36)
 */
export function hasBetter(state: SchedulerState, key: string, pod: QueuedPod): boolean {
  for (const [otherKey, other] of state.pods) {
    if (otherKey !== key && (other.place === "active" || other.place === "backoff") && compareTurns(other, pod) < 0) return true;
  }
  return false;
}

function compareTurns(a: QueuedPod, b: QueuedPod): number {
  if (a.place !== b.place) return a.place === "active" ? -1 : 1;
  const byEnd = a.place === "backoff" ? backoffEndMs(a) - backoffEndMs(b) : 0;
  return byEnd || b.priority - a.priority || a.timestampMs - b.timestampMs;
}
