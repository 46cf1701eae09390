import { remove, update } from "../../api/request.ts";
import { resourceOf, type Resource } from "../../api/resources.ts";
import type { KubeObject, OwnerReference } from "../../api/types/meta.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import { writeOwners } from "../apiserver/owners.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/**
 * Deletes what its owners left behind. Keys: `owner/<uid>/<resource>/<key>` looks at the dependents of an owner that
 * is gone or going, `dependent/<resource>/<key>` at one object whose owner may not exist.
 * Source: pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem, attemptToOrphanWorker.
 */
export const garbageCollector: Actor = {
  name: "garbage-collector",
  who: "garbage-collector",
  lagMs: [10, 40],
  initial: () => ({}),
  wakes,
  reconcile(world, key) {
    const [kind, ...rest] = key.split("|") as [string, ...string[]];
    if (kind === "owner") lookAtOwner(world, rest[0]!, rest[1]!, rest[2]!);
    else lookAtDependent(world, rest[0]!, rest[1]!);
  },
};

function* wakes(change: Change, store: Store): Iterable<Wake> {
  const { before, after, resource, key } = change;
  if (!after) {
    yield { key: `owner|${before!.metadata.uid}|${resource}|${key}` };
    for (const owner of before!.metadata.ownerReferences ?? []) yield* ownerWake(store, owner, before!.metadata.namespace);
    return;
  }
  if (after.metadata.deletionTimestamp && after.metadata.finalizers?.some((f) => f === FOREGROUND || f === ORPHAN)) {
    yield { key: `owner|${after.metadata.uid}|${resource}|${key}` };
  }
  if (!before && after.metadata.ownerReferences?.some((o) => isGone(store, o, after.metadata.namespace))) yield { key: `dependent|${resource}|${key}` };
}

/** A dependent went: its owner may be waiting for that. */
function* ownerWake(store: Store, reference: OwnerReference, namespace: string | undefined): Iterable<Wake> {
  const owner = ownerOf(store, reference, namespace);
  if (!owner?.metadata.finalizers?.includes(FOREGROUND)) return;
  const resource = resourceOf(owner, store.customResources)!;
  yield { key: `owner|${owner.metadata.uid}|${resource.key}|${keyOf(owner.metadata.namespace, owner.metadata.name)}` };
}

/** The owner that a reference names, if it exists with that uid. */
function ownerOf(store: Store, reference: OwnerReference, namespace: string | undefined): KubeObject | undefined {
  const resource = resourceOf(reference, store.customResources);
  if (!resource) return undefined;
  const owner = store.get(resource, resource.namespaced ? namespace : undefined, reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/** An owner of a kind that nobody knows counts as there: it may be, and upstream waits. */
function isGone(store: Store, reference: OwnerReference, namespace: string | undefined): boolean {
  return resourceOf(reference, store.customResources) !== undefined && !ownerOf(store, reference, namespace);
}

function lookAtOwner(world: ActorWorld, uid: string, resourceKey: string, key: string): void {
  const dependents = [...world.store.ownedBy(uid)];
  const owner = world.store.getByKey(resourceKey, key);
  const isThere = owner?.metadata.uid === uid;
  if (!isThere) {
    for (const dependent of dependents) deleteIfUnowned(world, dependent);
    return;
  }
  const finalizers = owner.metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) {
    for (const dependent of dependents) dropReference(world, dependent, (o) => o.uid === uid);
    dropFinalizer(world, owner, ORPHAN);
  } else if (finalizers.includes(FOREGROUND)) {
    const blocking = dependents.filter((d) => d.metadata.ownerReferences?.some((o) => o.uid === uid && o.blockOwnerDeletion));
    if (blocking.length === 0) dropFinalizer(world, owner, FOREGROUND);
    else for (const dependent of blocking) if (!dependent.metadata.deletionTimestamp) deleteDependent(world, dependent, owner.metadata.name);
  }
}

function lookAtDependent(world: ActorWorld, resourceKey: string, key: string): void {
  const object = world.store.getByKey(resourceKey, key);
  if (object) deleteIfUnowned(world, object);
}

/** All owners gone: the object goes. Some left: only the dangling references go. */
function deleteIfUnowned(world: ActorWorld, object: KubeObject): void {
  const references = object.metadata.ownerReferences ?? [];
  const dangling = references.filter((o) => isGone(world.store, o, object.metadata.namespace));
  if (dangling.length === 0) return;
  if (dangling.length < references.length) dropReference(world, object, (o) => dangling.includes(o));
  else if (!object.metadata.deletionTimestamp) deleteDependent(world, object, dangling[0]!.name);
}

function deleteDependent(world: ActorWorld, object: KubeObject, ownerName: string): void {
  const resource = resourceFor(world, object);
  world.decide({
    object: referenceTo(object),
    verdict: "deleted",
    rule: "garbage-collector/owner-gone",
    evidence: [{ object: referenceTo(object), path: "metadata.ownerReferences", value: object.metadata.ownerReferences }],
    text: `deleted ${object.kind} \`${object.metadata.name}\` because its owner \`${ownerName}\` was deleted.`,
    source: "pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem",
  });
  world.handle(remove(resource, object.metadata, { propagationPolicy: "Background", preconditions: { uid: object.metadata.uid } }));
}

function dropReference(world: ActorWorld, object: KubeObject, isDropped: (o: OwnerReference) => boolean): void {
  writeOwners(world, object, (object.metadata.ownerReferences ?? []).filter((o) => !isDropped(o)));
}

function dropFinalizer(world: ActorWorld, object: KubeObject, finalizer: string): void {
  const { finalizers, ...metadata } = object.metadata;
  const left = (finalizers ?? []).filter((f) => f !== finalizer);
  world.handle(update(resourceFor(world, object), { ...object, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata }));
}

function resourceFor(world: ActorWorld, object: KubeObject): Resource {
  return resourceOf(object, world.store.customResources)!;
}
