import type { PersistentVolumeClaim } from "../types/persistentvolumeclaim.ts";
import { ageColumn, column, nameColumn, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get pvc`. Source: kubernetes pkg/printers/internalversion/printers.go printPersistentVolumeClaim (1.36) */
export const persistentVolumeClaimColumns: readonly Column<PersistentVolumeClaim>[] = [
  nameColumn(),
  column("Status", ({ metadata, status }) => (metadata.deletionTimestamp ? "Terminating" : (status.phase ?? ""))),
  column("Volume", ({ spec }) => spec.volumeName ?? ""),
  column("Capacity", ({ spec, status }) => (spec.volumeName ? (status.capacity?.["storage"] ?? "") : "")),
  column("Access Modes", ({ spec, status }) => (spec.volumeName ? accessModesText(status.accessModes) : "")),
  column("StorageClass", ({ spec }) => spec.storageClassName ?? ""),
  column("VolumeAttributesClass", ({ spec }) => (spec as { volumeAttributesClassName?: string }).volumeAttributesClassName ?? "<unset>"),
  ageColumn(),
  column("VolumeMode", ({ spec }) => spec.volumeMode ?? "<unset>", WIDE),
];

const SHORT: readonly (readonly [mode: string, short: string])[] = [
  ["ReadWriteOnce", "RWO"], ["ReadOnlyMany", "ROX"], ["ReadWriteMany", "RWX"], ["ReadWriteOncePod", "RWOP"],
];

/** `RWO,ROX`, in a fixed order. Source: pkg/apis/core/v1/helper GetAccessModesAsString */
export function accessModesText(modes: readonly string[] | undefined): string {
  return SHORT.filter(([mode]) => modes?.includes(mode)).map(([, short]) => short).join(",");
}
