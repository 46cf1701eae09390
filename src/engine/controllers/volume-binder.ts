import { update, updateStatus } from "../../api/request.ts";
import { NODES, PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES, STORAGECLASSES } from "../../api/resources.ts";
import { classNameOf, defaultClass, isBound, NO_PROVISIONER, SELECTED_NODE } from "../../api/storage.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { PersistentVolume } from "../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { StorageClass } from "../../api/types/storageclass.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";
import { bind, provision } from "./volumes/bind.ts";
import { findMatchingVolume, isKeptFor, type Place } from "./volumes/match.ts";
import { syncVolume } from "./volumes/reclaim.ts";

/**
 * Binds claims to volumes: to one that is there and suits them, else to one that is made for them, as a provisioner
 * would. Keys: `claim/<ns>/<name>` and `volume/<name>`.
 * Departure: one process is both controller and provisioner; what waits is looked at again when something changes, not
 * every 15 s, so that its Events are not counted up.
 * Source: pkg/controller/volume/persistentvolume/pv_controller.go (1.36).
 */
export const volumeBinder: Actor = {
  name: "persistentvolume-binder",
  who: "persistentvolume-controller",
  lagMs: [40, 120],
  initial: () => ({}),
  wakes,
  reconcile(world, key) {
    const rest = key.slice(key.indexOf("/") + 1);
    if (key.startsWith("volume/")) return syncVolume(world, rest);
    const claim = world.store.getByKey<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS.key, rest);
    if (!claim || claim.metadata.deletionTimestamp) return;
    if (isBound(claim)) syncBoundClaim(world, claim);
    else syncUnboundClaim(world, claim);
  },
};

function* wakes(change: Change, store: Store): Iterable<Wake> {
  const { resource, before, after, actor } = change;
  if (resource === PERSISTENTVOLUMECLAIMS.key) yield* claimWakes(change, store);
  else if (resource === PERSISTENTVOLUMES.key && actor !== "persistentvolume-controller") {
    const volume = (after ?? before) as PersistentVolume;
    const { claimRef } = volume.spec;
    yield { key: `volume/${change.key}` };
    if (!after && claimRef?.name) yield { key: `claim/${keyOf(claimRef.namespace, claimRef.name)}` };
  } else if (resource === PERSISTENTVOLUMES.key && (after as PersistentVolume | undefined)?.status?.phase === "Available") yield* pendingClaims(store);
  else if (resource === STORAGECLASSES.key && after) yield* pendingClaims(store);
}

/** What the controller itself writes into a claim it need not look at. */
function* claimWakes({ key, before, after, actor }: Change, store: Store): Iterable<Wake> {
  if (after && actor !== "persistentvolume-controller" && (!before || before.metadata.annotations !== after.metadata.annotations || isChanged(before, after))) yield { key: `claim/${key}` };
  if (after) return;
  const gone = before as PersistentVolumeClaim;
  for (const volume of store.all<PersistentVolume>(PERSISTENTVOLUMES)) if (volume.spec.claimRef?.uid === gone.metadata.uid) yield { key: `volume/${volume.metadata.name}` };
}

function isChanged(before: KubeObject, after: KubeObject): boolean {
  return (before as PersistentVolumeClaim).spec !== (after as PersistentVolumeClaim).spec;
}

function* pendingClaims(store: Store): Iterable<Wake> {
  for (const claim of store.all<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS)) {
    if (claim.status.phase === "Pending" && !claim.metadata.deletionTimestamp) yield { key: `claim/${keyOf(claim.metadata.namespace, claim.metadata.name)}` };
  }
}

/** Source: pv_controller.go syncBoundClaim */
function syncBoundClaim(world: ActorWorld, claim: PersistentVolumeClaim): void {
  const volume = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, claim.spec.volumeName!);
  if (volume || claim.status.phase === "Lost") return;
  const { capacity: _c, accessModes: _a, ...status } = claim.status;
  world.handle(updateStatus(PERSISTENTVOLUMECLAIMS, { ...claim, status: { ...status, phase: "Lost" } } as PersistentVolumeClaim));
  world.event(claim, "Warning", "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
}

/** Source: pv_controller.go syncUnboundClaim */
function syncUnboundClaim(world: ActorWorld, waiting: PersistentVolumeClaim): void {
  const claim = withDefaultClass(world, waiting);
  if (claim.spec.volumeName) return bindToNamed(world, claim, claim.spec.volumeName);
  const name = classNameOf(claim) ?? "";
  const storageClass = name ? world.store.get<StorageClass>(STORAGECLASSES, undefined, name) : undefined;
  const selected = claim.metadata.annotations?.[SELECTED_NODE];
  const node = selected === undefined ? undefined : world.store.get<Node>(NODES, undefined, selected);
  const isDelayed = storageClass?.volumeBindingMode === "WaitForFirstConsumer" && selected === undefined;
  const place: Place = isDelayed ? "not-yet" : (node ?? "anywhere");
  const volume = findMatchingVolume(claim, world.store.all<PersistentVolume>(PERSISTENTVOLUMES), place);
  if (volume) return bind(world, claim, volume);
  if (isDelayed) return void world.event(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
  if (!name) return void world.event(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
  if (!storageClass) return void world.event(claim, "Warning", "ProvisioningFailed", `storageclass.storage.k8s.io "${name}" not found`);
  if (storageClass.provisioner === NO_PROVISIONER) return void world.event(claim, "Warning", "ProvisioningFailed", `no volume plugin matched name: ${NO_PROVISIONER}`);
  provision(world, claim, storageClass);
}

/** A claim that was made when there was no default class gets the one there is now. Source: pv_controller.go assignDefaultStorageClass */
function withDefaultClass(world: ActorWorld, claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const found = classNameOf(claim) === undefined ? defaultClass(world.store.all<StorageClass>(STORAGECLASSES)) : undefined;
  if (!found) return claim;
  const written = world.handle<PersistentVolumeClaim>(update(PERSISTENTVOLUMECLAIMS, { ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } } as PersistentVolumeClaim));
  return written.ok ? written.body : claim;
}

function bindToNamed(world: ActorWorld, claim: PersistentVolumeClaim, name: string): void {
  const volume = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, name);
  if (!volume) return;
  if (!volume.spec.claimRef || isKeptFor(volume, claim)) bind(world, claim, volume);
  else world.event(claim, "Warning", "FailedBinding", `volume "${name}" already bound to a different claim.`);
}
