import type { KubeObject, StringMap } from "../types/meta.ts";
import { ageColumn, column, nameColumn, WIDE } from "./column.ts";
import type { Column } from "./column.ts";
import { accessModesText } from "./persistentvolumeclaim.ts";

interface PersistentVolume extends KubeObject {
  readonly spec?: {
    readonly capacity?: StringMap;
    readonly accessModes?: readonly string[];
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly storageClassName?: string;
    readonly volumeAttributesClassName?: string;
    readonly volumeMode?: string;
  };
  readonly status?: { readonly phase?: string; readonly reason?: string };
}

interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}

/** Columns of `kubectl get pv`. Source: kubernetes pkg/printers/internalversion/printers.go printPersistentVolume (1.36) */
export const persistentVolumeColumns: readonly Column<PersistentVolume>[] = [
  nameColumn(),
  column("Capacity", ({ spec }) => spec?.capacity?.["storage"] ?? ""),
  column("Access Modes", ({ spec }) => accessModesText(spec?.accessModes)),
  column("Reclaim Policy", ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ""),
  column("Status", ({ metadata, status }) => (metadata.deletionTimestamp ? "Terminating" : (status?.phase ?? ""))),
  column("Claim", ({ spec }) => (spec?.claimRef ? `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}` : "")),
  column("StorageClass", ({ spec }) => spec?.storageClassName ?? ""),
  column("VolumeAttributesClass", ({ spec }) => spec?.volumeAttributesClassName ?? "<unset>"),
  column("Reason", ({ status }) => status?.reason ?? ""),
  ageColumn(),
  column("VolumeMode", ({ spec }) => spec?.volumeMode ?? "<unset>", WIDE),
];

/** Columns of `kubectl get storageclasses`. Source: printers.go printStorageClass (1.36) */
export const storageClassColumns: readonly Column<StorageClass>[] = [
  column("Name", ({ metadata }) => (metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true" ? `${metadata.name} (default)` : metadata.name), { format: "name" }),
  column("Provisioner", (storageClass) => storageClass.provisioner ?? ""),
  column("ReclaimPolicy", (storageClass) => storageClass.reclaimPolicy ?? "Delete"),
  column("VolumeBindingMode", (storageClass) => storageClass.volumeBindingMode ?? "Immediate"),
  column("AllowVolumeExpansion", (storageClass) => storageClass.allowVolumeExpansion ?? false),
  ageColumn(),
];
