import { EVENTS, NODES, PODS, type Resource } from "../../../../api/resources.ts";
import type { KubeEvent } from "../../../../api/types/event.ts";
import type { KubeObject } from "../../../../api/types/meta.ts";
import type { Node } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import type { Cluster } from "../../../cluster.ts";

/** One write to the store, as a watch would tell it. */
export interface Written<T extends KubeObject = KubeObject> {
  readonly atMs: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** After the write; of a deletion, the last there was. */
  readonly object: T;
  readonly before?: T;
  /** Done by the case itself, not by the cluster. */
  readonly isOwn: boolean;
}

/** An event when it was written, and again each time its count rose. */
export interface Occurrence {
  readonly atMs: number;
  /** `Pod/default/web`, `Node/n1`. */
  readonly object: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly fieldPath: string;
}

/**
 * Everything that is written to the store of a cluster, in order, from the time it is made. Tells apart what happens
 * in one instant, such as a condition and the deletion that follows it.
 */
export class WatchLog {
  readonly #written = new Map<string, Written[]>();
  /** While true, writes count as the case's own. */
  isOwn = false;

  constructor(cluster: Cluster) {
    const { store } = cluster;
    const put = store.put.bind(store);
    const drop = store.delete.bind(store);
    store.put = (resource: Resource, object: KubeObject) => {
      const before = store.get(resource, object.metadata.namespace, object.metadata.name);
      this.#note(resource.key, { atMs: cluster.nowMs, type: before ? "MODIFIED" : "ADDED", object, ...(before ? { before } : {}), isOwn: this.isOwn });
      put(resource, object);
    };
    store.delete = (resource: Resource, key: string) => {
      const before = store.getByKey(resource.key, key);
      if (before) this.#note(resource.key, { atMs: cluster.nowMs, type: "DELETED", object: before, before, isOwn: this.isOwn });
      drop(resource, key);
    };
  }

  /** Writes of a kind after the moment, oldest first. */
  of<T extends KubeObject>(resource: Resource, sinceMs = 0): readonly Written<T>[] {
    return (this.#written.get(resource.key) ?? []).filter((w) => w.atMs >= sinceMs) as unknown as readonly Written<T>[];
  }
  pods(sinceMs = 0): readonly Written<Pod>[] {
    return this.of<Pod>(PODS, sinceMs);
  }
  pod(key: string, sinceMs = 0): readonly Written<Pod>[] {
    return this.pods(sinceMs).filter((w) => podKey(w.object) === key);
  }
  node(name: string, sinceMs = 0): readonly Written<Node>[] {
    return this.of<Node>(NODES, sinceMs).filter((w) => w.object.metadata.name === name);
  }
  events(sinceMs = 0): readonly Occurrence[] {
    return this.of<KubeEvent>(EVENTS, sinceMs).filter((w) => w.type !== "DELETED").map(({ atMs, object: e }) => ({
      atMs,
      object: [e.involvedObject.kind, ...(e.involvedObject.namespace ? [e.involvedObject.namespace] : []), e.involvedObject.name].join("/"),
      type: e.type,
      reason: e.reason,
      message: e.message,
      component: e.source.component ?? e.reportingComponent,
      fieldPath: e.involvedObject.fieldPath ?? "",
    }));
  }

  #note(resource: string, written: Written): void {
    const list = this.#written.get(resource);
    if (list) list.push(written);
    else this.#written.set(resource, [written]);
  }
}

export function podKey(pod: Pod): string {
  return `${pod.metadata.namespace ?? "default"}/${pod.metadata.name}`;
}

/** Marked for deletion, or gone without ever being marked: the write that did it. */
export function isDeletion({ type, object, before }: Written): boolean {
  if (type === "DELETED") return object.metadata.deletionTimestamp === undefined;
  return object.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
}
