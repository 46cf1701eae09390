import { formatLabelSelector } from "../selector.ts";
import type { ReplicaSet } from "../types/replicaset.ts";
import { ageColumn, column, containerImages, containerNames, nameColumn, NUMBER, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get replicasets`. Source: kubernetes pkg/printers/internalversion/printers.go printReplicaSet (1.36) */
export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn(),
  column("Desired", ({ spec }) => spec.replicas, NUMBER),
  column("Current", ({ status }) => status.replicas, NUMBER),
  column("Ready", ({ status }) => status.readyReplicas ?? 0, NUMBER),
  ageColumn(),
  column("Containers", ({ spec }) => containerNames(spec.template.spec), WIDE),
  column("Images", ({ spec }) => containerImages(spec.template.spec), WIDE),
  column("Selector", ({ spec }) => formatLabelSelector(spec.selector), WIDE),
];
