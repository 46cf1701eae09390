import { accessModesText } from "../../api/columns/persistentvolumeclaim.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { NodeSelectorTerm } from "../../api/types/pod.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations } from "./head.ts";
import { since } from "./times.ts";
import { writeSource } from "./volumes.ts";

interface PersistentVolume extends KubeObject {
  readonly spec: {
    readonly capacity?: StringMap;
    readonly accessModes?: readonly string[];
    readonly persistentVolumeReclaimPolicy?: string;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } };
    readonly [source: string]: unknown;
  };
  readonly status?: { readonly phase?: string; readonly message?: string };
}

/** Source: kubectl pkg/describe PersistentVolumeDescriber (1.36) */
export function* describePersistentVolume(volume: PersistentVolume, about: Describing): Steps<string> {
  const { metadata, spec, status } = volume;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  writeLabelsAndAnnotations(out, volume);
  out.line(0, "Finalizers:", `[${(metadata.finalizers ?? []).join(" ")}]`);
  out.line(0, "StorageClass:", spec.storageClassName ?? "");
  out.line(0, "Status:", metadata.deletionTimestamp ? `Terminating (lasts ${since(metadata.deletionTimestamp, about.nowMs)})` : (status?.phase ?? ""));
  out.line(0, "Claim:", spec.claimRef ? `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}` : "");
  out.line(0, "Reclaim Policy:", spec.persistentVolumeReclaimPolicy ?? "");
  out.line(0, "Access Modes:", accessModesText(spec.accessModes));
  if (spec.volumeMode !== undefined) out.line(0, "VolumeMode:", spec.volumeMode);
  out.line(0, "Capacity:", spec.capacity?.["storage"] ?? "0");
  writeNodeAffinity(out, spec.nodeAffinity);
  out.line(0, "Message:", status?.message ?? "");
  out.line(0, "Source:");
  writeSource(out, spec);
  yield* writeEventsOf(out, volume, about);
  return out.text();
}

function writeNodeAffinity(out: Description, affinity: PersistentVolume["spec"]["nodeAffinity"]): void {
  if (!affinity) return out.line(0, "Node Affinity:", "<none>");
  const terms = affinity.required?.nodeSelectorTerms;
  out.line(0, "Node Affinity:", "");
  if (!terms) return out.line(1, "Required Terms:", "<none>");
  out.line(1, "Required Terms:", "");
  for (const [i, { matchExpressions = [] }] of terms.entries()) {
    const texts = matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(", ")}]` : ""}`);
    out.column(2, `Term ${i}:`, texts);
  }
}
