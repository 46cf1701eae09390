import { remove, update, type RequestOptions } from "../../api/request.ts";
import { resourceOf, type Resource } from "../../api/resources.ts";
import type { KubeObject, OwnerReference } from "../../api/types/meta.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import { writeOwners } from "../apiserver/owners.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";
import { isTerminating } from "./pod-state.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/**
 * Deletes what its owners left behind. Keys: `owner|<uid>|<resource>|<key>` looks at the dependents of an owner that
 * is gone or going, `dependent|<resource>|<key>` at one object whose owner may not exist.
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
  const isReowned = before?.metadata.ownerReferences !== after?.metadata.ownerReferences;
  // A dependent went, or another owner has it now: its owner may be waiting for that.
  if (isReowned) for (const owner of before?.metadata.ownerReferences ?? []) yield* ownerWake(store, owner, before!.metadata.namespace);
  if (!after) {
    yield { key: `owner|${before!.metadata.uid}|${resource}|${key}` };
    return;
  }
  if (isTerminating(after) && after.metadata.finalizers?.some((f) => f === FOREGROUND || f === ORPHAN)) {
    yield { key: `owner|${after.metadata.uid}|${resource}|${key}` };
  }
  if (isReowned && after.metadata.ownerReferences?.some((o) => standingOf(store, o, after) !== "solid")) yield { key: `dependent|${resource}|${key}` };
}

function* ownerWake(store: Store, reference: OwnerReference, namespace: string | undefined): Iterable<Wake> {
  const owner = ownerOf(store, reference, namespace);
  if (!owner || !isWaiting(owner)) return;
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

/** Being deleted in the foreground: it goes when its dependents are gone. */
function isWaiting(owner: KubeObject): boolean {
  return isTerminating(owner) && (owner.metadata.finalizers?.includes(FOREGROUND) ?? false);
}

/** What an owner is to its dependent: it keeps it, is gone, or is going and waits for it. Source: garbagecollector.go classifyReferences */
type Standing = "solid" | "dangling" | "waiting";

/** An owner of a kind that nobody knows counts as there: it may be, and upstream waits. So does a namespaced owner of something that is in no namespace. */
function standingOf(store: Store, reference: OwnerReference, dependent: KubeObject): Standing {
  const resource = resourceOf(reference, store.customResources);
  if (!resource || (resource.namespaced && !dependent.metadata.namespace)) return "solid";
  const owner = ownerOf(store, reference, dependent.metadata.namespace);
  return owner ? (isWaiting(owner) ? "waiting" : "solid") : "dangling";
}

function lookAtOwner(world: ActorWorld, uid: string, resourceKey: string, key: string): void {
  const dependents = [...world.store.ownedBy(uid)];
  const owner = world.store.getByKey(resourceKey, key);
  if (owner?.metadata.uid !== uid) {
    for (const dependent of dependents) collect(world, dependent);
    return;
  }
  if (!isTerminating(owner)) return;
  if (owner.metadata.finalizers?.includes(ORPHAN)) {
    for (const dependent of dependents) dropReferences(world, dependent, (o) => o.uid === uid);
    dropFinalizer(world, owner, ORPHAN);
  } else if (isWaiting(owner)) {
    for (const dependent of dependents) collect(world, dependent);
    const isBlocked = [...world.store.ownedBy(uid)].some((d) => d.metadata.ownerReferences?.some((o) => o.uid === uid && o.blockOwnerDeletion));
    if (!isBlocked) dropFinalizer(world, owner, FOREGROUND);
  }
}

function lookAtDependent(world: ActorWorld, resourceKey: string, key: string): void {
  const object = world.store.getByKey(resourceKey, key);
  if (object) collect(world, object);
}

/** No owner keeps it: the object goes. One does: only the references to the others go. */
function collect(world: ActorWorld, object: KubeObject): void {
  if (isTerminating(object)) return;
  const references = object.metadata.ownerReferences ?? [];
  const standings = new Map(references.map((o) => [o, standingOf(world.store, o, object)]));
  const lost = references.filter((o) => standings.get(o) !== "solid");
  if (lost.length === 0) return;
  if (lost.length < references.length) {
    dropReferences(world, object, (o) => lost.includes(o));
    return;
  }
  const strays = lost.filter((o) => standings.get(o) === "dangling" && isElsewhere(world.store, o));
  for (const o of strays) world.event(object, "Warning", "OwnerRefInvalidNamespace", strayText(o, object));
  const waiting = lost.find((o) => standings.get(o) === "waiting");
  // Two that own each other would wait for each other for ever.
  if (waiting && [...world.store.ownedBy(object.metadata.uid)].some(isWaiting)) writeOwners(world, object, references.map((o) => ({ ...o, blockOwnerDeletion: false })));
  deleteDependent(world, object, waiting ? `\`${waiting.name}\` is being deleted and waits for it` : `\`${lost[0]!.name}\` was deleted`, policyFor(world, object, waiting !== undefined));
}

/** In the foreground if an owner waits and there is more below it; else as its finalizers say. */
function policyFor(world: ActorWorld, object: KubeObject, hasWaitingOwner: boolean): NonNullable<RequestOptions["propagationPolicy"]> {
  const hasDependents = [...world.store.ownedBy(object.metadata.uid)].length > 0;
  if (hasWaitingOwner && hasDependents) return "Foreground";
  if (object.metadata.finalizers?.includes(ORPHAN)) return "Orphan";
  return object.metadata.finalizers?.includes(FOREGROUND) ? "Foreground" : "Background";
}

/** The owner exists, only not where the dependent can have it. */
function isElsewhere(store: Store, reference: OwnerReference): boolean {
  const resource = resourceOf(reference, store.customResources)!;
  for (const object of store.all(resource)) if (object.metadata.uid === reference.uid) return true;
  return false;
}

/** Source: pkg/controller/garbagecollector/graph_builder.go reportInvalidNamespaceOwnerRef */
function strayText({ apiVersion, kind, name, uid }: OwnerReference, { metadata: { namespace = "" } }: KubeObject): string {
  return `ownerRef [${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}] does not exist in namespace "${namespace}"`;
}

function deleteDependent(world: ActorWorld, object: KubeObject, because: string, propagationPolicy: NonNullable<RequestOptions["propagationPolicy"]>): void {
  const resource = resourceFor(world, object);
  world.decide({
    object: referenceTo(object),
    verdict: "deleted",
    rule: "garbage-collector/owner-gone",
    evidence: [{ object: referenceTo(object), path: "metadata.ownerReferences", value: object.metadata.ownerReferences }],
    text: `deleted ${object.kind} \`${object.metadata.name}\` because its owner ${because}.`,
    source: "pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem",
  });
  world.handle(remove(resource, object.metadata, { propagationPolicy, preconditions: { uid: object.metadata.uid } }));
}

function dropReferences(world: ActorWorld, object: KubeObject, isDropped: (o: OwnerReference) => boolean): void {
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
