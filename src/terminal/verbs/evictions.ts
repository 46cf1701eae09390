import { goDuration } from "../../api/duration.ts";
import { get, remove, type KubeRequest } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { Pod } from "../../api/types/pod.ts";
import { serverErrorText } from "../kubectl/errors.ts";
import { complain, now, print, send, sleep, type Steps } from "../process.ts";
import { SUFFIX, type Outcome } from "./outcome.ts";

/** How pods are taken off a node. */
export interface Removal {
  readonly outcome: Outcome;
  /** Absent: what the pod says. */
  readonly gracePeriodSeconds?: number;
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number;
  /** Pods whose time was up so many seconds ago are not waited for; 0: all are. */
  readonly skipAfterSeconds: number;
}

const RETRY_MS = 5_000;
const POLL_MS = 1_000;

/** Whether the pod should have been gone for longer than `seconds`. Source: kubectl pkg/drain/filters.go shouldSkipPod (1.36) */
export function isLongGone({ metadata }: Pod, nowMs: number, seconds: number): boolean {
  const deletedAt = parseTime(metadata.deletionTimestamp);
  return seconds > 0 && deletedAt !== undefined && nowMs - deletedAt > seconds * 1000;
}

/**
 * Evicts pods, all at the same time, and waits until they are gone. Where a budget says no it asks again every five
 * seconds.
 * @returns what went wrong, one text for each pod; undefined: nothing
 * Departure: kubectl does this in goroutines, so the order of its lines is chance; here it is that of the list.
 * Source: kubectl pkg/drain/drain.go evictPods, waitForDelete (1.36)
 */
export function* evictPods(pods: readonly Pod[], removal: Removal): Steps<readonly string[] | undefined> {
  const startMs = yield* now();
  const failures: string[] = [];
  let tasks: readonly Task[] = pods.map((pod) => ({ pod, isEvicted: false, atMs: startMs }));
  while (tasks.length > 0) {
    const nextMs = Math.min(...tasks.map(({ atMs }) => atMs));
    yield* sleep(nextMs - (yield* now()));
    const going: Task[] = [];
    for (const task of tasks) {
      const after = task.atMs > nextMs ? task : yield* step(task, { ...removal, startMs });
      if (typeof after === "string") failures.push(after);
      else if (after) going.push(after);
    }
    tasks = going;
  }
  return failures.length > 0 ? failures : undefined;
}

interface Task { readonly pod: Pod; readonly isEvicted: boolean; readonly atMs: number }
type Started = Removal & { readonly startMs: number };

/** The task as it goes on; a text: it failed; undefined: it is done. */
function step(task: Task, removal: Started): Steps<Task | string | undefined> {
  return task.isEvicted ? waitForOne(task, removal) : evictOne(task, removal);
}

function* evictOne(task: Task, removal: Started): Steps<Task | string | undefined> {
  const { namespace, name } = task.pod.metadata;
  yield* print(`evicting pod ${namespace}/${name}${SUFFIX[removal.outcome.dryRun]}\n`);
  const about = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  if (yield* isTimeUp(removal)) return `${about}: ${timeoutText(removal)}`;
  const response = yield* send(evictionOf(task.pod, removal));
  if (response.ok) return removal.outcome.dryRun === "server" ? undefined : yield* waitForOne({ ...task, isEvicted: true }, removal);
  const { code, message = "" } = response.status;
  if (code === 404) return undefined;
  if (code !== 429) return `${about}: ${message}`;
  yield* complain(`${about} (will retry after ${goDuration(RETRY_MS)}): ${message}\n`);
  return { ...task, atMs: (yield* now()) + RETRY_MS };
}

function* waitForOne(task: Task, removal: Started): Steps<Task | string | undefined> {
  const state = yield* stateOf(task.pod, removal, "evicted");
  if (state === "gone") return undefined;
  if (state === "there" && !(yield* isTimeUp(removal))) return { ...task, atMs: (yield* now()) + POLL_MS };
  const { namespace, name } = task.pod.metadata;
  return `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${state === "there" ? timeoutText(removal) : state.error}`;
}

/**
 * Deletes pods, whatever their budgets say, and waits until they are gone.
 * @returns what went wrong; undefined: nothing
 * Source: kubectl pkg/drain/drain.go deletePods (1.36)
 */
export function* deletePods(pods: readonly Pod[], removal: Removal): Steps<string | undefined> {
  const startMs = yield* now();
  const isTrial = removal.outcome.dryRun === "server";
  for (const { metadata } of pods) {
    const response = yield* send(remove(PODS, metadata, { ...graceOf(removal), ...(isTrial ? { dryRun: true } : {}) }));
    if (!response.ok && response.status.code !== 404) return serverErrorText(response.status);
  }
  let left = isTrial ? [] : pods;
  for (;;) {
    const going: Pod[] = [];
    for (const pod of left) {
      const state = yield* stateOf(pod, removal, "deleted");
      if (typeof state === "object") return state.error;
      if (state === "there") going.push(pod);
    }
    if (going.length === 0) return undefined;
    left = going;
    yield* sleep(POLL_MS);
    if (yield* isTimeUp({ ...removal, startMs })) return "context deadline exceeded";
  }
}

/** Tells a pod that is gone. Another one of its name counts as gone too. */
function* stateOf({ metadata }: Pod, { skipAfterSeconds, outcome }: Removal, word: "evicted" | "deleted"): Steps<"gone" | "there" | { readonly error: string }> {
  const response = yield* send<Pod>(get(PODS, metadata));
  const { name } = metadata;
  if (response.ok ? response.body.metadata.uid !== metadata.uid : response.status.code === 404) {
    yield* print(`pod/${name} ${word}${SUFFIX[outcome.dryRun]}\n`);
    return "gone";
  }
  if (!response.ok) return { error: response.status.message ?? "" };
  if (!isLongGone(response.body, yield* now(), skipAfterSeconds)) return "there";
  yield* print(`pod ${JSON.stringify(name)} has DeletionTimestamp older than ${skipAfterSeconds} seconds, skipping\n`);
  return "gone";
}

function evictionOf({ metadata: { namespace, name } }: Pod, removal: Removal): KubeRequest {
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace }, deleteOptions: graceOf(removal) };
  return {
    verb: "create", resource: PODS.key, name, subresource: "eviction", body,
    ...(namespace ? { namespace } : {}),
    ...(removal.outcome.dryRun === "server" ? { options: { dryRun: true } } : {}),
  };
}

function graceOf({ gracePeriodSeconds }: Removal): { readonly gracePeriodSeconds?: number } {
  return gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
}

function* isTimeUp({ timeoutMs, startMs }: Started): Steps<boolean> {
  return timeoutMs !== undefined && (yield* now()) - startMs >= timeoutMs;
}

function timeoutText({ timeoutMs = 0 }: Removal): string {
  return `global timeout reached: ${goDuration(timeoutMs)}`;
}
