import { create, type KubeRequest } from "./request.ts";
import { STORAGECLASSES } from "./resources.ts";
import type { ObjectDraft } from "./types/meta.ts";
import type { PersistentVolumeClaim } from "./types/persistentvolumeclaim.ts";
import type { StorageClass } from "./types/storageclass.ts";

const DEFAULT_CLASS = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];
/** Names the class of volumes that nobody makes: people do, by hand. */
export const NO_PROVISIONER = "kubernetes.io/no-provisioner";
/** The scheduler's word to whoever makes volumes: the claim's first pod goes to this node. */
export const SELECTED_NODE = "volume.kubernetes.io/selected-node";

/**
 * The storage class that clusters come with, the default one. It waits for its first consumer, as the classes of most
 * clusters do: with `Immediate` every pod of a StatefulSet would begin with a FailedScheduling.
 */
export function standardStorageClass(): KubeRequest {
  const metadata = { name: "standard", annotations: { [DEFAULT_CLASS[0]!]: "true" } };
  const body: ObjectDraft = {
    apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata, provisioner: "disk.csi.playground.local", reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true,
  };
  return create(STORAGECLASSES, body, { fieldManager: "kubectl-create" });
}

/** Of several default classes the newest counts, then the first by name. Source: pkg/volume/util/storageclass.go GetDefaultClass (1.36) */
export function defaultClass(classes: Iterable<StorageClass>): StorageClass | undefined {
  const found = [...classes].filter((c) => DEFAULT_CLASS.some((key) => c.metadata.annotations?.[key] === "true"));
  const isBefore = (a: StorageClass, b: StorageClass) => (a.metadata.creationTimestamp === b.metadata.creationTimestamp ? a.metadata.name < b.metadata.name : a.metadata.creationTimestamp > b.metadata.creationTimestamp);
  return found.sort((a, b) => (isBefore(a, b) ? -1 : 1))[0];
}

const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** The class that a claim asks for: "" for volumes without one; undefined leaves it to the default class. */
export function classNameOf({ metadata, spec }: Pick<PersistentVolumeClaim, "metadata" | "spec">): string | undefined {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName;
}

/** Both sides agree, for good: the controller has said so. */
export function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.["pv.kubernetes.io/bind-completed"] !== undefined && !!spec.volumeName;
}
