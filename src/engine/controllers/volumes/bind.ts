import { create, update, updateStatus } from "../../../api/request.ts";
import { PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { ObjectDraft } from "../../../api/types/meta.ts";
import type { PersistentVolume } from "../../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { StorageClass } from "../../../api/types/storageclass.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";

const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
export const SOURCE = "pkg/controller/volume/persistentvolume/pv_controller.go";

/** Binds a volume that was there to a claim, volume first. Source: pv_controller.go bind */
export function bind(world: ActorWorld, claim: PersistentVolumeClaim, volume: PersistentVolume): void {
  world.decide({
    object: referenceTo(claim),
    subject: referenceTo(volume),
    verdict: "bound",
    rule: "volume/bind",
    evidence: [
      { object: referenceTo(claim), path: "spec.resources.requests.storage", value: claim.spec.resources?.requests?.["storage"] },
      { object: referenceTo(volume), path: "spec.capacity.storage", value: volume.spec.capacity?.["storage"] },
    ],
    text: `bound claim \`${claim.metadata.name}\` to volume \`${volume.metadata.name}\`${volume.spec.claimRef || claim.spec.volumeName ? ", as was asked for" : ", the smallest free one that suits it"}.`,
    source: `${SOURCE} bind`,
  });
  const { claimRef } = volume.spec;
  const annotations = claimRef ? volume.metadata.annotations : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: "yes" };
  const metadata = { ...volume.metadata, ...(annotations ? { annotations } : {}) };
  const written = world.handle<PersistentVolume>(update(PERSISTENTVOLUMES, { ...volume, metadata, spec: { ...volume.spec, claimRef: referenceOf(claim) } } as PersistentVolume));
  if (!written.ok) return;
  setPhase(world, written.body, "Bound");
  bindClaim(world, claim, written.body);
}

/** Makes a volume for a claim and binds it, as an external provisioner does with the controller. Source: pv_controller.go provisionClaim */
export function provision(world: ActorWorld, claim: PersistentVolumeClaim, storageClass: StorageClass): void {
  const name = `pvc-${claim.metadata.uid}`;
  const provisioner = storageClass.provisioner ?? "";
  const created = world.handle<PersistentVolume>(create(PERSISTENTVOLUMES, volumeFor(claim, storageClass, name)), () => ({
    object: referenceTo(claim),
    verdict: "bound",
    rule: "volume/provision",
    evidence: [{ object: referenceTo(claim), path: "spec.resources.requests.storage", value: claim.spec.resources?.requests?.["storage"] }],
    text: `bound claim \`${claim.metadata.name}\` to a new volume of class \`${storageClass.metadata.name}\`.`,
    source: `${SOURCE} provisionClaim`,
  }));
  const volume = created.ok ? created.body : world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, name);
  if (!volume) return;
  world.event(claim, "Normal", "ProvisioningSucceeded", `Successfully provisioned volume ${name} using ${provisioner}`);
  setPhase(world, volume, "Bound");
  bindClaim(world, { ...claim, metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, "volume.kubernetes.io/storage-provisioner": provisioner } } }, volume);
}

function bindClaim(world: ActorWorld, claim: PersistentVolumeClaim, volume: PersistentVolume): void {
  const byController = claim.spec.volumeName ? {} : { [BOUND_BY_CONTROLLER]: "yes" };
  const annotations = { ...claim.metadata.annotations, [BIND_COMPLETED]: "yes", ...byController };
  const bound = { ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, volumeName: volume.metadata.name } };
  const written = world.handle<PersistentVolumeClaim>(update(PERSISTENTVOLUMECLAIMS, bound));
  if (!written.ok) return;
  const status = { phase: "Bound", accessModes: volume.spec.accessModes ?? [], capacity: volume.spec.capacity ?? {} };
  world.handle(updateStatus(PERSISTENTVOLUMECLAIMS, { ...written.body, status } as PersistentVolumeClaim));
}

/** Writes the phase of a volume, and when it turned to it. */
export function setPhase(world: ActorWorld, volume: PersistentVolume, phase: string): void {
  const now = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, volume.metadata.name);
  if (!now || now.status?.phase === phase) return;
  world.handle(updateStatus(PERSISTENTVOLUMES, { ...now, status: { phase, lastPhaseTransitionTime: formatTime(world.nowMs) } } as PersistentVolume));
}

function referenceOf({ metadata }: PersistentVolumeClaim) {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", ...(namespace ? { namespace } : {}), name, uid, resourceVersion };
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass, name: string): ObjectDraft {
  const provisioner = storageClass.provisioner ?? "";
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
    spec: {
      capacity: { storage: claim.spec.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec.accessModes ?? [],
      claimRef: referenceOf(claim),
      csi: { driver: provisioner, volumeHandle: name, fsType: "ext4" },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? "Filesystem",
    },
  };
}
