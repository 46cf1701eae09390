import { create, remove, update, updateStatus } from "../../api/request.ts";
import { PERSISTENTVOLUMECLAIMS, PODS, resourceByKey } from "../../api/resources.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";
import { claimNamesOf } from "./pod-claims.ts";

const PERSISTENTVOLUMES = resourceByKey("persistentvolumes")!;
const STORAGECLASSES = resourceByKey("storageclasses.storage.k8s.io")!;
const IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
const PV_FINALIZER = "kubernetes.io/pv-protection";
const SOURCE = "pkg/controller/volume/persistentvolume/pv_controller.go";

interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
}

interface PersistentVolume extends KubeObject {
  readonly spec: { readonly claimRef?: { readonly uid?: string }; readonly persistentVolumeReclaimPolicy?: string };
}

/**
 * Binds claims to volumes: each pending claim with a storage class gets a volume made for it, as a provisioner would.
 * Keys: `claim/<ns>/<name>`, and `gone/<uid>` for the volume of a claim that is gone.
 * Departure: volumes that people make by hand are not matched with claims, and one process is both controller and
 * provisioner; a claim without a class stays Pending where there is no default class.
 * Source: pkg/controller/volume/persistentvolume/pv_controller.go.
 */
export const volumeBinder: Actor = {
  name: "persistentvolume-binder",
  who: "persistentvolume-controller",
  lagMs: [40, 120],
  initial: () => ({}),
  wakes,
  reconcile(world, key) {
    const rest = key.slice(key.indexOf("/") + 1);
    if (key.startsWith("gone/")) return reclaim(world, rest);
    const claim = world.store.getByKey<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS.key, rest);
    if (claim && isPending(claim)) syncClaim(world, claim);
  },
};

function* wakes({ resource, key, before, after }: Change, store: Store): Iterable<Wake> {
  if (resource === PERSISTENTVOLUMECLAIMS.key) {
    if (!after) yield { key: `gone/${before!.metadata.uid}` };
    else if (!before && isPending(after as PersistentVolumeClaim)) yield { key: `claim/${key}` };
  } else if (resource === STORAGECLASSES.key && after) {
    for (const claim of store.all<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS)) if (isPending(claim)) yield { key: claimKey(claim) };
  } else if (resource === PODS.key && !before && store.count(PERSISTENTVOLUMECLAIMS) > 0) {
    const pod = after as Pod;
    for (const name of claimNamesOf(pod)) yield { key: `claim/${keyOf(pod.metadata.namespace, name)}` };
  }
}

function claimKey({ metadata }: KubeObject): string {
  return `claim/${keyOf(metadata.namespace, metadata.name)}`;
}

function isPending({ status, metadata }: PersistentVolumeClaim): boolean {
  return status.phase === "Pending" && metadata.deletionTimestamp === undefined;
}

function syncClaim(world: ActorWorld, claim: PersistentVolumeClaim): void {
  const name = claim.spec.storageClassName ?? defaultClass(world.store)?.metadata.name;
  if (!name) {
    world.event(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
    return;
  }
  const storageClass = world.store.get<StorageClass>(STORAGECLASSES, undefined, name);
  if (!storageClass) {
    world.event(claim, "Warning", "ProvisioningFailed", `storageclass.storage.k8s.io "${name}" not found`);
  } else if (storageClass.volumeBindingMode === "WaitForFirstConsumer" && !isUsed(world.store, claim)) {
    world.event(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
  } else provision(world, claim, storageClass);
}

/** Of several default classes the newest counts. Source: pkg/volume/util/storageclass.go GetDefaultClass */
function defaultClass(store: Store): StorageClass | undefined {
  let found: StorageClass | undefined;
  for (const c of store.all<StorageClass>(STORAGECLASSES)) {
    if (c.metadata.annotations?.[IS_DEFAULT] === "true" && (!found || c.metadata.creationTimestamp >= found.metadata.creationTimestamp)) found = c;
  }
  return found;
}

function isUsed(store: Store, { metadata }: PersistentVolumeClaim): boolean {
  for (const pod of store.all<Pod>(PODS)) if (pod.metadata.namespace === metadata.namespace && claimNamesOf(pod).includes(metadata.name)) return true;
  return false;
}

function provision(world: ActorWorld, claim: PersistentVolumeClaim, storageClass: StorageClass): void {
  const name = `pvc-${claim.metadata.uid}`;
  const provisioner = storageClass.provisioner ?? "";
  world.handle(create(PERSISTENTVOLUMES, volumeFor(claim, storageClass, name) as { metadata: object }), () => ({
    object: referenceTo(claim),
    verdict: "bound",
    rule: "volume/provision",
    evidence: [{ object: referenceTo(claim), path: "spec.resources.requests.storage", value: claim.spec.resources?.requests?.["storage"] }],
    text: `bound claim \`${claim.metadata.name}\` to a new volume of class \`${storageClass.metadata.name}\`.`,
    source: `${SOURCE} provisionClaim`,
  }));
  world.event(claim, "Normal", "ProvisioningSucceeded", `Successfully provisioned volume ${name} using ${provisioner}`);
  const annotations: StringMap = { ...claim.metadata.annotations, "pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes", "volume.kubernetes.io/storage-provisioner": provisioner };
  const bound = { ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, storageClassName: storageClass.metadata.name, volumeName: name } };
  const written = world.handle<PersistentVolumeClaim>(update(PERSISTENTVOLUMECLAIMS, bound));
  if (!written.ok) return;
  const status = { phase: "Bound", accessModes: claim.spec.accessModes ?? [], capacity: { storage: claim.spec.resources?.requests?.["storage"] ?? "0" } };
  world.handle(updateStatus(PERSISTENTVOLUMECLAIMS, { ...written.body, status } as PersistentVolumeClaim));
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass, name: string) {
  const { namespace, name: claimName, uid, resourceVersion } = claim.metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": storageClass.provisioner ?? "" }, finalizers: [PV_FINALIZER] },
    spec: {
      capacity: { storage: claim.spec.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec.accessModes ?? [],
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName, uid, resourceVersion },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? "Filesystem",
    },
    status: { phase: "Bound" },
  };
}

/** The claim is gone: its volume goes too, or stays as Released, as its reclaim policy says. */
function reclaim(world: ActorWorld, claimUid: string): void {
  for (const volume of Array.from(world.store.all<PersistentVolume>(PERSISTENTVOLUMES))) {
    if (volume.spec.claimRef?.uid !== claimUid) continue;
    const isDeleted = volume.spec.persistentVolumeReclaimPolicy === "Delete";
    world.decide({
      object: referenceTo(volume),
      verdict: isDeleted ? "deleted" : "released",
      rule: "volume/reclaim",
      evidence: [{ object: referenceTo(volume), path: "spec.persistentVolumeReclaimPolicy", value: volume.spec.persistentVolumeReclaimPolicy }],
      text: `${isDeleted ? "deleted" : "released"} volume \`${volume.metadata.name}\`: its claim is gone.`,
      source: `${SOURCE} reclaimVolume`,
    });
    if (!isDeleted) {
      world.handle(updateStatus(PERSISTENTVOLUMES, { ...volume, status: { phase: "Released" } } as KubeObject));
      continue;
    }
    world.handle(remove(PERSISTENTVOLUMES, volume.metadata));
    const marked = world.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, volume.metadata.name);
    if (!marked) continue;
    const { finalizers = [], ...metadata } = marked.metadata;
    const left = finalizers.filter((f) => f !== PV_FINALIZER);
    world.handle(update(PERSISTENTVOLUMES, { ...marked, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata }));
  }
}
