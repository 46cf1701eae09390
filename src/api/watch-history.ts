import type { KubeObject } from "./types/meta.ts";

/** One write. `before` absent: added; `after` absent: deleted. `key`: `namespace/name` or `name`. */
export interface StoredChange {
  readonly resource: string;
  readonly key: string;
  readonly resourceVersion: number;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

/** How many changes a server remembers: a watch may begin at any of them, and a list be continued. */
const KEPT = 16_384;

/**
 * The changes of late, in the order of their resourceVersions, and whoever listens to those to come: what the API
 * server's watch cache and etcd's history are to the real thing.
 */
export class WatchHistory {
  #changes: StoredChange[] = [];
  /** resourceVersion of the last change that is forgotten: a watch from there on is complete, from before it is not. */
  #forgotten: number;
  readonly #kept: number;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Map<string, Set<(change: StoredChange) => void>>();

  /**
   * @param revision of the store now: what happened before is not known here
   * @param onError told when a listener throws; it is not told of anything more
   */
  constructor(revision: number, onError: (error: unknown) => void, kept = KEPT) {
    this.#forgotten = revision;
    this.#onError = onError;
    this.#kept = kept;
  }

  /** The oldest resourceVersion that a watch may begin after. */
  get oldest(): number {
    return this.#forgotten;
  }

  record(change: StoredChange): void {
    this.#changes.push({ resource: change.resource, key: change.key, resourceVersion: change.resourceVersion, ...(change.before ? { before: change.before } : {}), ...(change.after ? { after: change.after } : {}) });
    // A quarter at once, or every change would move the whole list.
    if (this.#changes.length > this.#kept) this.forget(this.#changes[Math.floor(this.#kept / 4)]!.resourceVersion);
    const listeners = this.#listeners.get(change.resource);
    for (const listener of listeners ?? []) {
      // Whoever wrote is in the middle of something: a listener's mistake must not become his.
      try {
        listener(change);
      } catch (error) {
        listeners!.delete(listener);
        this.#onError(error);
      }
    }
  }

  /** Forgets everything up to a resourceVersion, as a compaction does. */
  forget(upTo: number): void {
    this.#changes = this.#changes.filter((c) => c.resourceVersion > upTo);
    this.#forgotten = Math.max(this.#forgotten, upTo);
  }

  /** Changes of a resource after a resourceVersion, oldest first. */
  since(resource: string, resourceVersion: number): StoredChange[] {
    return this.#changes.filter((c) => c.resource === resource && c.resourceVersion > resourceVersion);
  }

  /**
   * The objects of a resource as they were: those of now with all later changes undone.
   * @param now what the store holds
   * @param resourceVersion not older than `oldest`
   */
  objectsAt(resource: string, now: readonly KubeObject[], resourceVersion: number): KubeObject[] {
    const byKey = new Map(now.map((o) => [keyOf(o), o]));
    for (const change of this.since(resource, resourceVersion).reverse()) {
      if (change.before) byKey.set(change.key, change.before);
      else byKey.delete(change.key);
    }
    return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  /** @returns ends it */
  listen(resource: string, listener: (change: StoredChange) => void): () => void {
    const set = this.#listeners.get(resource) ?? new Set();
    this.#listeners.set(resource, set.add(listener));
    return () => void set.delete(listener);
  }
}

export function keyOf({ metadata }: KubeObject): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}
