import { CowMap } from "../sim/cow-map.ts";
import { flat } from "../sim/flat.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { PODS, CONTROLLERREVISIONS, type Resource } from "../../api/resources.ts";

/**
 * All objects, by resource and `namespace/name` (cluster-scoped: `name`), with the indexes that controllers need.
 * Objects are immutable; the store swaps references. Iteration order is insertion order, hence deterministic.
 * Everyone reads; only the API server (handle.ts) writes.
 */
export class Store {
  /** The one growing counter; the resourceVersion of the last write. */
  revision = 0;
  /** Kinds of stored CustomResourceDefinitions. */
  customResources: Resource[] = [];
  /** Revision of the last write to a kind, by resource. */
  #lastWrites = new Map<string, number>();
  #objects = new Map<string, CowMap<string, KubeObject>>();
  // Short immutable lists, so that forks share them.
  #podsByNode = new CowMap<string, readonly Pod[]>();
  #byOwner = new Map<string, CowMap<string, KubeObject>>();
  #orphanPods = new CowMap<string, Pod>();
  #walked = 0;

  get<T extends KubeObject = KubeObject>(resource: Resource, namespace: string | undefined, name: string): T | undefined {
    return this.getByKey<T>(resource.key, keyOf(namespace, name));
  }
  getByKey<T extends KubeObject = KubeObject>(resource: string, key: string): T | undefined {
    return this.#objects.get(resource)?.get(key) as T | undefined;
  }
  /** All objects of a kind, in order of creation. Do not sort in place. */
  all<T extends KubeObject = KubeObject>(resource: Resource): Iterable<T> {
    return (this.#objects.get(resource.key)?.values() ?? []) as Iterable<T>;
  }
  count(resource: Resource): number {
    return this.#objects.get(resource.key)?.size ?? 0;
  }
  /** Revision of the last write to any object of a kind: as long as it is the same, so are they all. */
  lastWrite(resource: Resource): number {
    return this.#lastWrites.get(resource.key) ?? 0;
  }
  /** Pods whose spec.nodeName is the node. */
  podsOnNode(nodeName: string): Iterable<Pod> {
    return this.#podsByNode.get(nodeName) ?? [];
  }
  /** Objects with an ownerReference to the uid. */
  ownedBy(uid: string): Iterable<KubeObject> {
    return this.#byOwner.get(uid)?.values() ?? [];
  }
  podsOwnedBy(uid: string): Pod[] {
    return this.#ofKind<Pod>(uid, PODS.kind);
  }
  revisionsOwnedBy<T extends KubeObject>(uid: string): T[] {
    return this.#ofKind<T>(uid, CONTROLLERREVISIONS.kind);
  }
  /** Pods without a controller owner. */
  orphanPods(): Iterable<Pod> {
    return this.#orphanPods.values();
  }
  /** How many owned objects were gone through since the last call: a measure of the work that looks have been. */
  takeWalked(): number {
    const walked = this.#walked;
    this.#walked = 0;
    return walked;
  }
  /** How many objects there are in all. */
  get size(): number {
    let n = 0;
    for (const map of this.#objects.values()) n += map.size;
    return n;
  }
  /** Every object, kind by kind. */
  *everything(): Iterable<{ resource: string; key: string; object: KubeObject }> {
    for (const [resource, map] of this.#objects) for (const [key, object] of map) yield { resource, key, object };
  }

  put(resource: Resource, object: KubeObject): void {
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    let map = this.#objects.get(resource.key);
    if (!map) this.#objects.set(resource.key, (map = new CowMap()));
    const before = map.get(key);
    if (before) this.#unindex(before, key);
    map.set(key, object);
    this.#lastWrites.set(resource.key, this.revision);
    this.#index(object, key);
  }
  delete(resource: Resource, key: string): void {
    const map = this.#objects.get(resource.key);
    const before = map?.get(key);
    if (!before) return;
    this.#unindex(before, key);
    this.#lastWrites.set(resource.key, this.revision);
    map!.delete(key);
  }

  /** A copy that shares the (immutable) objects. */
  clone(): Store {
    const copy = new Store();
    copy.revision = this.revision;
    copy.customResources = [...this.customResources];
    copy.#lastWrites = new Map(this.#lastWrites);
    copy.#objects = forkEach(this.#objects);
    copy.#podsByNode = this.#podsByNode.fork();
    copy.#byOwner = forkEach(this.#byOwner);
    copy.#orphanPods = this.#orphanPods.fork();
    return copy;
  }

  #ofKind<T extends KubeObject>(uid: string, kind: string): T[] {
    const out: T[] = [];
    for (const o of this.ownedBy(uid)) if (o.kind === kind) out.push(o as T);
    this.#walked += out.length;
    return out;
  }
  #index(object: KubeObject, key: string): void {
    for (const owner of object.metadata.ownerReferences ?? []) add(this.#byOwner, owner.uid, flat(`${object.kind}/${key}`), object);
    if (object.kind !== "Pod") return;
    const pod = object as Pod;
    if (pod.spec.nodeName) this.#podsByNode.set(pod.spec.nodeName, (this.#podsByNode.get(pod.spec.nodeName) ?? []).concat(pod));
    if (!controllerOf(pod)) this.#orphanPods.set(key, pod);
  }
  #leaveNode(nodeName: string, pod: Pod): void {
    const left = (this.#podsByNode.get(nodeName) ?? []).filter((p) => p !== pod);
    if (left.length > 0) this.#podsByNode.set(nodeName, left);
    else this.#podsByNode.delete(nodeName);
  }
  #unindex(object: KubeObject, key: string): void {
    for (const owner of object.metadata.ownerReferences ?? []) drop(this.#byOwner, owner.uid, `${object.kind}/${key}`);
    if (object.kind !== "Pod") return;
    const pod = object as Pod;
    if (pod.spec.nodeName) this.#leaveNode(pod.spec.nodeName, pod);
    this.#orphanPods.delete(key);
  }
}

export function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? flat(`${namespace}/${name}`) : name;
}

export function controllerOf(object: KubeObject) {
  return object.metadata.ownerReferences?.find((r) => r.controller);
}

function add<T>(index: Map<string, CowMap<string, T>>, at: string, key: string, object: T): void {
  let map = index.get(at);
  if (!map) index.set(at, (map = new CowMap()));
  map.set(key, object);
}
function drop<T>(index: Map<string, CowMap<string, T>>, at: string, key: string): void {
  const map = index.get(at);
  if (map?.delete(key) && map.size === 0) index.delete(at);
}
function forkEach<T>(m: Map<string, CowMap<string, T>>): Map<string, CowMap<string, T>> {
  return new Map([...m].map(([key, map]) => [key, map.fork()]));
}
