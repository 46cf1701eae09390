import type { PodTemplateSpec } from "../../api/types/pod.ts";
import { writeContainers } from "./containers.ts";
import type { Description } from "./description.ts";
import { writeAnnotations, writeLabels } from "./head.ts";
import { writeSpreadConstraints, writeTolerations } from "./placement.ts";
import { writeVolumes, type Volume } from "./volumes.ts";

/** The block `Pod Template:` of a workload. Source: kubectl pkg/describe DescribePodTemplate (1.36) */
export function writePodTemplate(out: Description, { metadata = {}, spec }: PodTemplateSpec): void {
  out.line(0, "Pod Template:");
  writeLabels(out, 1, "Labels", metadata.labels);
  if (Object.keys(metadata.annotations ?? {}).length > 0) writeAnnotations(out, 1, metadata.annotations);
  const serviceAccountName = spec["serviceAccountName"] as string | undefined;
  if (serviceAccountName) out.line(1, "Service Account:", serviceAccountName);
  if (spec.initContainers?.length) writeContainers(out, "Init Containers", spec.initContainers, { isTemplate: true });
  writeContainers(out, "Containers", spec.containers, { isTemplate: true });
  writeVolumes(out, spec["volumes"] as readonly Volume[] | undefined, { isTemplate: true });
  writeSpreadConstraints(out, 1, spec);
  if (spec.priorityClassName) out.line(1, "Priority Class Name:", spec.priorityClassName);
  writeLabels(out, 1, "Node-Selectors", spec.nodeSelector);
  writeTolerations(out, 1, spec.tolerations);
}
