import type { StatefulSet } from "../types/statefulset.ts";
import { ageColumn, column, containerImages, containerNames, nameColumn, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get statefulsets`. Source: kubernetes pkg/printers/internalversion/printers.go printStatefulSet (1.36) */
export const statefulSetColumns: readonly Column<StatefulSet>[] = [
  nameColumn(),
  column("Ready", ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`),
  ageColumn(),
  column("Containers", ({ spec }) => containerNames(spec.template.spec), WIDE),
  column("Images", ({ spec }) => containerImages(spec.template.spec), WIDE),
];
