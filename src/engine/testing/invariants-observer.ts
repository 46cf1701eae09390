import type { KubeObject } from "../../api/types/meta.ts";
import type { Resource } from "../../api/resources.ts";
import type { Cluster } from "../cluster.ts";
import { keyOf } from "../apiserver/store.ts";

/** One write of the store. Without `after` the object is gone. */
export interface StoreWrite<T extends KubeObject = KubeObject> {
  readonly atMs: number;
  /** Key of the resource table: `pods`, `daemonsets.apps`. */
  readonly resource: string;
  readonly key: string;
  readonly before?: T;
  readonly after?: T;
}

/**
 * Shows every single write of a cluster at its moment, just before the store takes it: what stands in the store is
 * the world that the writer saw. Several writes of one instant are told apart, which no look between two steps of
 * the clock can do. For tests; ends with the first `seek`, which makes the world anew.
 */
export function observeWrites(cluster: Cluster, look: (write: StoreWrite) => void): void {
  const { store } = cluster;
  const put = store.put.bind(store);
  const remove = store.delete.bind(store);
  store.put = (resource: Resource, object: KubeObject) => {
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    look(writeOf(cluster, resource, key, object));
    put(resource, object);
  };
  store.delete = (resource: Resource, key: string) => {
    look(writeOf(cluster, resource, key, undefined));
    remove(resource, key);
  };
}

/** Keeps every write from now on, oldest first, as a watch would tell them. */
export function recordWrites(cluster: Cluster): readonly StoreWrite[] {
  const writes: StoreWrite[] = [];
  observeWrites(cluster, (write) => writes.push(write));
  return writes;
}

function writeOf(cluster: Cluster, resource: Resource, key: string, after: KubeObject | undefined): StoreWrite {
  const before = cluster.store.getByKey(resource.key, key);
  return { atMs: cluster.nowMs, resource: resource.key, key, ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
