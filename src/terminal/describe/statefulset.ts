import { formatLabelSelector } from "../../api/selector.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabels, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodsStatus } from "./owned-pods.ts";
import { writePodTemplate } from "./pod-template.ts";
import { longTime } from "./times.ts";

const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** Source: kubectl pkg/describe StatefulSetDescriber (1.36) */
export function* describeStatefulSet(set: StatefulSet, about: Describing): Steps<string> {
  const { metadata, spec, status } = set;
  const out = new Description();
  writeName(out, set);
  out.line(0, "CreationTimestamp:", longTime(metadata.creationTimestamp));
  out.line(0, "Selector:", formatLabelSelector(spec.selector));
  writeLabelsAndAnnotations(out, set);
  out.line(0, "Replicas:", `${spec.replicas} desired | ${status.replicas} total`);
  out.line(0, "Update Strategy:", spec.updateStrategy.type ?? "");
  const rolling = spec.updateStrategy.rollingUpdate;
  if (rolling?.partition !== undefined) {
    out.line(1, "Partition:", String(rolling.partition));
    if (rolling.maxUnavailable !== undefined) out.line(1, "MaxUnavailable:", String(rolling.maxUnavailable));
  }
  yield* writePodsStatus(out, set);
  writePodTemplate(out, spec.template);
  writeClaimTemplates(out, spec.volumeClaimTemplates);
  yield* writeEventsOf(out, set, about);
  return out.text();
}

/** Source: kubectl pkg/describe describeVolumeClaimTemplates (1.36) */
function writeClaimTemplates(out: Description, templates: readonly PersistentVolumeClaim[] = []): void {
  if (templates.length === 0) return out.line(0, "Volume Claims:", "<none>");
  out.line(0, "Volume Claims:");
  for (const { metadata, spec } of templates) {
    out.line(1, "Name:", metadata.name);
    out.line(1, "StorageClass:", metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? "");
    writeLabels(out, 1, "Labels", metadata.labels);
    writeLabels(out, 1, "Annotations", metadata.annotations, [CLASS_ANNOTATION]);
    out.line(1, "Capacity:", spec.resources?.requests?.["storage"] ?? "<default>");
    out.line(1, "Access Modes:", `[${(spec.accessModes ?? []).join(" ")}]`);
  }
}
