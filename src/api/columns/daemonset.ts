import { formatLabelSelector } from "../selector.ts";
import type { DaemonSet } from "../types/daemonset.ts";
import { ageColumn, column, containerImages, containerNames, labelsText, nameColumn, NUMBER, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get daemonsets`. Source: kubernetes pkg/printers/internalversion/printers.go printDaemonSet (1.36) */
export const daemonSetColumns: readonly Column<DaemonSet>[] = [
  nameColumn(),
  column("Desired", (set) => set.status.desiredNumberScheduled, NUMBER),
  column("Current", (set) => set.status.currentNumberScheduled, NUMBER),
  column("Ready", (set) => set.status.numberReady, NUMBER),
  column("Up-to-date", (set) => set.status.updatedNumberScheduled ?? 0, NUMBER),
  column("Available", (set) => set.status.numberAvailable ?? 0, NUMBER),
  column("Node Selector", (set) => labelsText(set.spec.template.spec.nodeSelector)),
  ageColumn(),
  column("Containers", (set) => containerNames(set.spec.template.spec), WIDE),
  column("Images", (set) => containerImages(set.spec.template.spec), WIDE),
  column("Selector", (set) => formatLabelSelector(set.spec.selector), WIDE),
];
