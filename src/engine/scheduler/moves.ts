import type { Pod } from "../../api/types/pod.ts";
import type { ActorWorld, Wake } from "../sim/actor.ts";
import { CLUSTER_PLUGINS } from "./filter.ts";
import { backoffEndMs, flushAtMs, type QueuedPod, type SchedulerState } from "./queue.ts";

export type SchedulerWorld = ActorWorld<SchedulerState>;

/** How long one attempt keeps the scheduler, in virtual ms. */
const ATTEMPT_MS = [0, 1] as const;
/** Retries in a row that are still news; from then on they are routine. */
export const NOTABLE_RETRIES = 3;

/** A pod that was not there before goes to the end of the line. */
export function enqueue(world: SchedulerWorld, key: string, pod: Pod): readonly Wake[] {
  const slotMs = takeSlot(world);
  const queued: QueuedPod = {
    uid: pod.metadata.uid, priority: pod.spec.priority ?? 0, place: "active", timestampMs: world.nowMs, slotMs,
    unschedulableCount: 0, errorCount: 0, plugins: [], spec: pod.spec, isRepetition: false,
  };
  world.state.pods.set(key, queued);
  return [wakeAt(world, key, slotMs, queued)];
}

/**
 * When the next free attempt begins: the scheduler does one pod at a time, and looks at the cluster as it is when it
 * takes the pod. An idle one takes it at once, so a waiting pod gets the room of a deleted one before the
 * controller's replacement is there.
 */
function takeSlot(world: SchedulerWorld): number {
  const slotMs = Math.max(world.nowMs, world.state.busyUntilMs);
  world.state.busyUntilMs = slotMs + world.random.int(...ATTEMPT_MS);
  return slotMs;
}

/** The wake of a waiting pod. Retries that nothing new led to are routine after the first few. */
export function wakeAt(world: SchedulerWorld, key: string, atMs: number, pod: Pick<QueuedPod, "isRepetition" | "errorCount">): Wake {
  const isRoutine = pod.isRepetition && (pod.errorCount === 0 || pod.errorCount > NOTABLE_RETRIES);
  return { key: `pod:${key}`, afterMs: atMs - world.nowMs, ...(isRoutine ? { routine: true } : {}) };
}

/** Lets a more important pod go first. */
export function postpone(world: SchedulerWorld, key: string, queued: QueuedPod): readonly Wake[] {
  const slotMs = takeSlot(world);
  world.state.pods.set(key, { ...queued, slotMs });
  return [wakeAt(world, key, slotMs, queued)];
}

/** The wake of the safety flush: nothing new is to be expected of it. */
export function flushWake(world: SchedulerWorld, key: string, atMs: number): Wake {
  return { key: `pod:${key}`, afterMs: atMs - world.nowMs, routine: true };
}

/** Moves a pod that waits for an event (or for the end of an error back-off) to where it will be tried. */
export function activate(world: SchedulerWorld, key: string, options: { readonly isRepetition: boolean }): readonly Wake[] {
  const queued = world.state.pods.get(key)!;
  const place = queued.place === "unschedulable" && world.nowMs < backoffEndMs(queued) ? "backoff" : "active";
  const slotMs = takeSlot(world);
  const moved = { ...queued, place, slotMs, isRepetition: options.isRepetition } as const;
  world.state.pods.set(key, moved);
  return [wakeAt(world, key, slotMs, moved)];
}

/** Rejected by plugins: stays until an event helps one of them, or the flush comes. */
export function waitForEvent(world: SchedulerWorld, key: string, queued: QueuedPod, plugins: readonly string[]): readonly Wake[] {
  const waiting: QueuedPod = {
    ...queued, place: "unschedulable", timestampMs: world.nowMs, plugins, unschedulableCount: queued.unschedulableCount + 1, errorCount: 0, isRepetition: false,
  };
  world.state.pods.set(key, waiting);
  if (plugins.some((name) => CLUSTER_PLUGINS.some((plugin) => plugin.name === name))) world.state.waitingForOthers.set(key, true);
  return [flushWake(world, key, flushAtMs(waiting))];
}

/** When a pod is tried again that no plugin has rejected in this attempt. */
export function retryAtMs(world: SchedulerWorld, queued: QueuedPod): number {
  return Math.max(world.nowMs, backoffEndMs({ timestampMs: world.nowMs, errorCount: queued.errorCount + 1, unschedulableCount: queued.unschedulableCount }));
}

/** Not rejected by a plugin: tried again when the back-off ends, whatever happens. */
export function backOff(world: SchedulerWorld, key: string, queued: QueuedPod): readonly Wake[] {
  const waiting: QueuedPod = {
    ...queued, place: "error-backoff", timestampMs: world.nowMs, plugins: [], errorCount: queued.errorCount + 1, isRepetition: true,
  };
  world.state.pods.set(key, waiting);
  return [wakeAt(world, key, Math.max(world.nowMs, backoffEndMs(waiting)), waiting)];
}
