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

/** Later than this nobody connects what happens with what was done; a rollout over hundreds of nodes is done by then. */
const HORIZON_MS = 3_600_000;
/**
 * Real ms of one slice: whoever else asks the engine something waits no longer than this and what is under way when it
 * is over. One sync of a controller is not split: over a thousand nodes that is some ten ms more, on a busy machine
 * several times that.
 */
const SLICE_MS = 8;

/**
 * What requests would lead to: they are done to a fork, which is then let run, slice by slice, until nothing more
 * happens. The cluster itself may go on meanwhile: what is compared with is the moment of the fork.
 */
export class Trial {
  readonly id: number;
  readonly #fork: Forkable;
  readonly #now: () => number;
  readonly #startMs: number;
  /** uids of the pods that stayed when it began. */
  readonly #old: ReadonlySet<string>;
  #left: readonly KubeRequest[];

  /** @param now real ms, growing */
  constructor(id: number, fork: Forkable, requests: readonly KubeRequest[], now: () => number) {
    this.id = id;
    this.#fork = fork;
    this.#now = now;
    this.#startMs = fork.nowMs;
    this.#left = requests;
    this.#old = new Set(Array.from(fork.store.all<Pod>(PODS)).filter(isStaying).map((pod) => pod.metadata.uid));
  }

  /** Works for one slice. @returns what is known by then, with `more` while there is more to come */
  step(): Preview {
    const untilMs = this.#now() + SLICE_MS;
    const isOver = () => this.#now() >= untilMs;
    // One request at least, or a slow clock would never get on.
    while (this.#left.length > 0) {
      const [request, ...left] = this.#left;
      this.#left = left;
      const response = this.#fork.handle(request!);
      if (!response.ok) return { gone: [], added: [], tookMs: 0, refusal: response.status.message ?? response.status.reason ?? "refused" };
      if (isOver()) return this.#known({ isDone: false });
    }
    return this.#known({ isDone: this.#settle(isOver) });
  }

  /** @returns false if the slice was over before */
  #settle(isOver: () => boolean): boolean {
    const limitMs = this.#startMs + HORIZON_MS;
    for (let next = this.#fork.nextNotableAtMs(); next !== undefined && next <= limitMs; next = this.#fork.nextNotableAtMs()) {
      if (this.#fork.advance(next, { shouldStop: isOver }) === "stopped" || isOver()) return false;
    }
    return true;
  }

  #known({ isDone }: { readonly isDone: boolean }): Preview {
    return { ...difference(this.#old, this.#fork.store), tookMs: this.#fork.nowMs - this.#startMs, ...(isDone ? {} : { more: this.id }) };
  }
}

function difference(old: ReadonlySet<string>, after: Store): Pick<Preview, "gone" | "added"> {
  const staying = new Set<string>();
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
