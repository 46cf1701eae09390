import type { KubeObject, LabelSelector, StringMap } from "./meta.ts";

export interface PersistentVolumeClaim extends KubeObject {
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: StringMap; readonly limits?: StringMap };
    readonly selector?: LabelSelector;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
  };
  readonly status: { readonly phase?: "Pending" | "Bound" | "Lost"; readonly accessModes?: readonly string[]; readonly capacity?: StringMap };
}
