import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { labelsLine } from "./head.ts";

interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly parameters?: StringMap;
  readonly allowVolumeExpansion?: boolean;
  readonly mountOptions?: readonly string[];
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly { readonly matchLabelExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[] }[];
}

const DEFAULT_CLASS = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

/** Source: kubectl pkg/describe StorageClassDescriber (1.36) */
export function* describeStorageClass(storageClass: StorageClass, about: Describing): Steps<string> {
  const { metadata, provisioner, parameters, allowVolumeExpansion, mountOptions = [], reclaimPolicy, volumeBindingMode, allowedTopologies } = storageClass;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  out.line(0, "IsDefaultClass:", DEFAULT_CLASS.some((key) => metadata.annotations?.[key] === "true") ? "Yes" : "No");
  out.line(0, "Annotations:", labelsLine(metadata.annotations));
  out.line(0, "Provisioner:", provisioner);
  out.line(0, "Parameters:", labelsLine(parameters));
  out.line(0, "AllowVolumeExpansion:", allowVolumeExpansion === undefined ? "<unset>" : allowVolumeExpansion ? "True" : "False");
  if (mountOptions.length === 0) out.line(0, "MountOptions:", "<none>");
  else out.line(0, "MountOptions:");
  for (const option of mountOptions) out.line(1, option);
  if (reclaimPolicy !== undefined) out.line(0, "ReclaimPolicy:", reclaimPolicy);
  if (volumeBindingMode !== undefined) out.line(0, "VolumeBindingMode:", volumeBindingMode);
  if (allowedTopologies) writeTopologies(out, allowedTopologies);
  yield* writeEventsOf(out, storageClass, about);
  return out.text();
}

function writeTopologies(out: Description, topologies: NonNullable<StorageClass["allowedTopologies"]>): void {
  if (topologies.length === 0) return out.line(0, "AllowedTopologies:", "<none>");
  out.line(0, "AllowedTopologies:", "");
  for (const [i, { matchLabelExpressions = [] }] of topologies.entries()) {
    out.column(1, `Term ${i}:`, matchLabelExpressions.map(({ key, values }) => `${key} in [${values.join(", ")}]`));
  }
}
