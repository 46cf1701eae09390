import { remove, update } from "../../../api/request.ts";
import { PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES } from "../../../api/resources.ts";
import type { PersistentVolume } from "../../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { PV_PROTECTION_FINALIZER } from "../../apiserver/strategies/persistentvolume.ts";
import { keyOf } from "../../apiserver/store.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { setPhase, SOURCE } from "./bind.ts";

/**
 * Looks at one volume: free ones are Available; one whose claim is gone is deleted or kept as Released, as its reclaim
 * policy says; one that is to be deleted goes when no claim has it.
 * Departure: the protection of volumes in use is a controller of its own upstream; `Recycle` keeps the volume.
 * Source: pv_controller.go syncVolume, reclaimVolume; pvprotection/pv_protection_controller.go processPV (1.36)
 */
export function syncVolume(world: ActorWorld, name: string): void {
  const volume = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, name);
  if (!volume) return;
  const { claimRef } = volume.spec;
  if (!claimRef?.uid) setPhase(world, volume, "Available");
  const claim = claimRef?.uid ? world.store.getByKey<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS.key, keyOf(claimRef.namespace, claimRef.name ?? "")) : undefined;
  const isInUse = claim !== undefined && claim.metadata.uid === claimRef?.uid;
  if (isInUse) return;
  if (volume.metadata.deletionTimestamp) return unprotect(world, name);
  if (claimRef?.uid) reclaim(world, volume);
}

function reclaim(world: ActorWorld, volume: PersistentVolume): void {
  const policy = volume.spec.persistentVolumeReclaimPolicy;
  const isDeleted = policy === "Delete";
  if (!isDeleted && volume.status?.phase === "Released") return;
  world.decide({
    object: referenceTo(volume),
    verdict: isDeleted ? "deleted" : "released",
    rule: "volume/reclaim",
    evidence: [{ object: referenceTo(volume), path: "spec.persistentVolumeReclaimPolicy", value: policy }],
    text: `${isDeleted ? "deleted" : "released"} volume \`${volume.metadata.name}\`: its claim is gone.`,
    source: `${SOURCE} reclaimVolume`,
  });
  setPhase(world, volume, "Released");
  if (!isDeleted) return;
  world.handle(remove(PERSISTENTVOLUMES, { name: volume.metadata.name }));
  unprotect(world, volume.metadata.name);
}

function unprotect(world: ActorWorld, name: string): void {
  const volume = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, name);
  const { finalizers = [], ...metadata } = volume?.metadata ?? {};
  if (!volume || !finalizers.includes(PV_PROTECTION_FINALIZER)) return;
  const left = finalizers.filter((f) => f !== PV_PROTECTION_FINALIZER);
  world.handle(update(PERSISTENTVOLUMES, { ...volume, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata } as PersistentVolume));
}
