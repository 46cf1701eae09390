import type { PodDisruptionBudget } from "../types/poddisruptionbudget.ts";
import { ageColumn, column, nameColumn, NUMBER } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get pdb`. Source: kubernetes pkg/printers/internalversion/printers.go printPodDisruptionBudget (1.36) */
export const podDisruptionBudgetColumns: readonly Column<PodDisruptionBudget>[] = [
  nameColumn(),
  column("Min Available", ({ spec }) => String(spec.minAvailable ?? "N/A")),
  column("Max Unavailable", ({ spec }) => String(spec.maxUnavailable ?? "N/A")),
  column("Allowed Disruptions", ({ status }) => status.disruptionsAllowed, NUMBER),
  ageColumn(),
];
