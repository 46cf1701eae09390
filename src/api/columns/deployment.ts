import { formatLabelSelector } from "../selector.ts";
import type { Deployment } from "../types/deployment.ts";
import { ageColumn, column, containerImages, containerNames, nameColumn, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get deployments`. Source: kubernetes pkg/printers/internalversion/printers.go printDeployment (1.36), whose counts are of type string */
export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn(),
  column("Ready", ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`),
  column("Up-to-date", ({ status }) => status.updatedReplicas ?? 0),
  column("Available", ({ status }) => status.availableReplicas ?? 0),
  ageColumn(),
  column("Containers", ({ spec }) => containerNames(spec.template.spec), WIDE),
  column("Images", ({ spec }) => containerImages(spec.template.spec), WIDE),
  column("Selector", ({ spec }) => formatLabelSelector(spec.selector), WIDE),
];
