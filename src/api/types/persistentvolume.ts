import type { KubeObject, StringMap } from "./meta.ts";
import type { NodeSelectorTerm } from "./pod.ts";

export interface ClaimReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Absent: kept free for the claim of that name, whoever makes it. */
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface PersistentVolume extends KubeObject {
  readonly spec: {
    readonly capacity?: StringMap;
    readonly accessModes?: readonly string[];
    readonly claimRef?: ClaimReference;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } };
    /** Where the volume is: `hostPath`, `nfs`, `csi` … */
    readonly [source: string]: unknown;
  };
  readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string; readonly lastPhaseTransitionTime?: string };
}
