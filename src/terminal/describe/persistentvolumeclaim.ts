import { accessModesText } from "../../api/columns/persistentvolumeclaim.ts";
import { list } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../api/types/pod.ts";
import { sendList, type Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";
import { longTime, since } from "./times.ts";

/** Source: kubectl pkg/describe PersistentVolumeClaimDescriber (1.36) */
export function* describePersistentVolumeClaim(claim: PersistentVolumeClaim, about: Describing): Steps<string> {
  const { metadata, spec, status } = claim;
  const out = new Description();
  writeName(out, claim);
  out.line(0, "StorageClass:", spec.storageClassName ?? "");
  out.line(0, "Status:", metadata.deletionTimestamp ? `Terminating (lasts ${since(metadata.deletionTimestamp, about.nowMs)})` : (status.phase ?? ""));
  out.line(0, "Volume:", spec.volumeName ?? "");
  writeLabelsAndAnnotations(out, claim);
  out.line(0, "Finalizers:", `[${(metadata.finalizers ?? []).join(" ")}]`);
  writeSize(out, 0, claim);
  out.column(0, "Used By:", yield* podsUsing(claim));
  writeConditions(out, (status as { readonly conditions?: readonly Condition[] }).conditions);
  yield* writeEventsOf(out, claim, about);
  return out.text();
}

/** The claim that a pod's volume makes for itself: what a person writes of it. Source: printPersistentVolumeClaim with isFullPVC false */
export function writeClaim(out: Description, level: number, { spec, metadata }: PersistentVolumeClaim): void {
  out.line(level, "StorageClass:", spec.storageClassName ?? "");
  out.line(level, "Volume:", spec.volumeName ?? "");
  const texts = (map: Readonly<Record<string, string>> | undefined, sign: string) => Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}${sign}${value}`);
  out.column(level, "Labels:", nested(texts(metadata?.labels, "=")));
  out.column(level, "Annotations:", nested(texts(metadata?.annotations, ": ")));
  writeSize(out, level, { spec });
}

/** Values inside of a volume: kubectl indents their lines once more, in the middle of the row. */
export function nested(values: readonly string[]): readonly string[] {
  return (values.length === 0 ? ["<none>"] : values).map((value) => `    ${value}`);
}

function writeSize(out: Description, level: number, { spec, status }: Pick<PersistentVolumeClaim, "spec"> & Partial<PersistentVolumeClaim>): void {
  const isBound = Boolean(spec.volumeName);
  out.line(level, "Capacity:", isBound ? (status?.capacity?.["storage"] ?? "0") : "");
  out.line(level, "Access Modes:", isBound ? accessModesText(status?.accessModes) : "");
  if (spec.volumeMode !== undefined) out.line(level, "VolumeMode:", spec.volumeMode);
}

/** Names of the pods that mount it. Source: kubectl pkg/describe getPodsForPVC (1.36) */
function* podsUsing({ metadata }: PersistentVolumeClaim): Steps<readonly string[]> {
  const response = yield* sendList<Pod>(list(PODS, metadata.namespace));
  const volumesOf = (pod: Pod) => (pod.spec["volumes"] ?? []) as readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string }; readonly ephemeral?: object }[];
  const isUsing = (pod: Pod) => volumesOf(pod).some((v) => (v.ephemeral ? `${pod.metadata.name}-${v.name}` : v.persistentVolumeClaim?.claimName) === metadata.name);
  return response.ok ? response.body.items.filter(isUsing).map((pod) => pod.metadata.name) : [];
}

function writeConditions(out: Description, conditions: readonly Condition[] = []): void {
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "LastProbeTime", "LastTransitionTime", "Reason", "Message");
  out.line(1, "----", "------", "-----------------", "------------------", "------", "-------");
  for (const { type, status, lastProbeTime, lastTransitionTime, reason, message } of conditions) {
    out.line(1, `${type} `, `${status} `, `${longTime(lastProbeTime)} `, `${longTime(lastTransitionTime)} `, `${reason ?? ""} `, message ?? "");
  }
}
