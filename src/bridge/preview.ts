import { targetNodeName } from "../api/node-matching.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import { PODS, REPLICASETS } from "../api/resources.ts";
import type { Preview } from "../api/timeline.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Pod } from "../api/types/pod.ts";
import type { Store } from "../engine/apiserver/store.ts";

/** A cluster that nobody minds being changed. */
export interface Forkable {
  readonly nowMs: number;
  readonly store: Store;
  handle(request: KubeRequest): KubeResponse;
  advance(toMs: number, limits?: { readonly shouldStop?: () => boolean }): "reached" | "stopped" | "decision";
  nextNotableAtMs(): number | undefined;
}

/** Later than this nobody connects what happens with what was done: the five minutes after which a lost node is cleared, and a little. */
const HORIZON_MS = 400_000;
/** Real ms; who waits longer does not wait. */
const BUDGET_MS = 60;

/**
 * What requests would lead to: they are done to `fork`, which is then let run until nothing more happens.
 * @param now real ms, growing
 * @returns undefined if it takes too long to find out
 */
export function preview({ store }: { readonly store: Store }, fork: Forkable, requests: readonly KubeRequest[], now: () => number): Preview | undefined {
  const untilMs = now() + BUDGET_MS;
  const startMs = fork.nowMs;
  for (const request of requests) {
    const response = fork.handle(request);
    if (!response.ok) return { gone: [], added: [], tookMs: 0, refusal: response.status.message ?? response.status.reason ?? "refused" };
    if (now() > untilMs) return undefined;
  }
  const isDone = settle(fork, startMs + HORIZON_MS, () => now() > untilMs);
  return isDone ? { ...difference(store, fork.store), tookMs: fork.nowMs - startMs } : undefined;
}

/** @returns false if it was stopped */
function settle(fork: Forkable, limitMs: number, shouldStop: () => boolean): boolean {
  for (let next = fork.nextNotableAtMs(); next !== undefined && next <= limitMs; next = fork.nextNotableAtMs()) {
    if (shouldStop() || fork.advance(next, { shouldStop }) === "stopped") return false;
  }
  return true;
}

function difference(before: Store, after: Store): Pick<Preview, "gone" | "added"> {
  const old = new Set<string>();
  const staying = new Set<string>();
  for (const pod of before.all<Pod>(PODS)) if (isStaying(pod)) old.add(pod.metadata.uid);
  const added: Preview["added"][number][] = [];
  for (const pod of after.all<Pod>(PODS)) {
    if (!isStaying(pod)) continue;
    staying.add(pod.metadata.uid);
    if (!old.has(pod.metadata.uid)) added.push(addedPod(after, pod));
  }
  return { gone: [...old].filter((uid) => !staying.has(uid)), added };
}

function isStaying(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status.phase !== "Failed" && pod.status.phase !== "Succeeded";
}

function addedPod(store: Store, pod: Pod): Preview["added"][number] {
  const nodeName = pod.spec.nodeName ?? targetNodeName(pod.spec);
  const owner = ownerOf(pod);
  const set = owner?.kind === "ReplicaSet" ? store.get<KubeObject>(REPLICASETS, pod.metadata.namespace ?? "default", owner.name) : undefined;
  const ownerName = ((set && ownerOf(set)) ?? owner)?.name;
  return { namespace: pod.metadata.namespace ?? "default", name: pod.metadata.name, ...(nodeName ? { nodeName } : {}), ...(ownerName ? { ownerName } : {}) };
}

function ownerOf(object: KubeObject) {
  return object.metadata.ownerReferences?.find((r) => r.controller);
}
