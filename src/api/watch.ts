import type { KubeRequest } from "./request.ts";
import { resourceByKey } from "./resources.ts";
import { selectionOf } from "./selection.ts";
import type { KubeObject } from "./types/meta.ts";
import type { StoredChange, WatchHistory } from "./watch-history.ts";

export interface WatchEvent<T extends KubeObject = KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: T;
}

/** What has happened to the objects of a list. */
export interface Changes {
  readonly events: readonly WatchEvent[];
  /** To ask on from. */
  readonly resourceVersion: string;
  /** The time was up and nothing had happened. */
  readonly isTimeout?: boolean;
  /** The past asked for is gone (time travel): list again. */
  readonly isExpired?: boolean;
}

/**
 * What a change is to a watch that wants some objects only; undefined: nothing. An object that begins to match is
 * ADDED, one that ceases to is DELETED, both with their new state.
 * Source: apiserver pkg/storage/cacher/cacher.go convertToWatchEvent (1.36)
 */
export function watchEventOf({ before, after, resourceVersion }: StoredChange, isWanted: (object: KubeObject) => boolean): WatchEvent | undefined {
  const was = before !== undefined && isWanted(before);
  const is = after !== undefined && isWanted(after);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object: after };
  if (!was) return undefined;
  const last = after ?? before;
  return { type: "DELETED", object: { ...last, metadata: { ...last.metadata, resourceVersion: String(resourceVersion) } } };
}

/**
 * What has happened to the objects of a `list` request (its namespace and selectors count) after a resourceVersion.
 * Nothing for selectors that make no sense: the list itself says so.
 * @param revision of the store now
 */
export function changesSince(history: WatchHistory, list: KubeRequest, since: string, revision: number): Changes {
  const from = Number(since);
  const resourceVersion = String(revision);
  if (!(from >= history.oldest && from <= revision)) return { events: [], resourceVersion, isExpired: true };
  const isWanted = listedBy(list);
  return { events: history.since(list.resource, from).flatMap((change) => watchEventOf(change, isWanted) ?? []), resourceVersion };
}

/** Whether an object of the right kind is on a list: name, namespace and selectors count. Selectors that make no sense select nothing. */
export function listedBy({ resource: key, namespace, name, options = {} }: KubeRequest): (object: KubeObject) => boolean {
  const { labelSelector, fieldSelector } = options;
  const isWanted = selectionOf(resourceByKey(key) ?? { key, namespaced: true }, { labelSelector, fieldSelector, namespace });
  if (typeof isWanted !== "function") return () => false;
  return (object) => isWanted(object) && (name === undefined || object.metadata.name === name);
}
