import type { KubeObject, StringMap } from "../../../../api/types/meta.ts";
import type { PodReport } from "./fake-kubelet.ts";

interface OfPods { readonly selector?: StringMap; readonly name?: string; readonly index?: number; readonly count?: number }

/** One step of a case of the type "cluster"; exactly one of the first members is there. */
export interface WorkloadStep {
  readonly create?: KubeObject;
  readonly settle?: true;
  readonly advanceSeconds?: number;
  readonly patch?: string;
  readonly delete?: string;
  readonly deletePods?: OfPods;
  readonly patchPod?: OfPods;
  readonly pods?: OfPods;
  readonly rememberUid?: string;
  readonly expect?: readonly WorkloadExpectation[];

  readonly patchType?: "merge" | "strategic" | "json";
  readonly body?: unknown;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly set?: PodReport;
  readonly remember?: string;
  readonly as?: string;
}

export interface EventPattern { readonly reason?: string; readonly message?: string; readonly type?: string }

/** One check; exactly one of the first members says what about. */
export interface WorkloadExpectation {
  readonly object?: string;
  readonly list?: string;
  readonly events?: string;
  readonly sameField?: string;
  readonly differentField?: string;
  readonly uidDiffers?: string;
  readonly uidSame?: string;
  readonly claimGone?: string;

  readonly has?: unknown;
  readonly absent?: true;
  readonly ownerCount?: number;
  readonly lacksField?: string;
  readonly selector?: StringMap;
  readonly count?: number;
  readonly names?: string;
  readonly exactNames?: readonly string[];
  readonly each?: unknown;
  readonly countWhere?: readonly { readonly where: unknown; readonly count: number }[];
  readonly hasLabelKeys?: readonly string[];
  readonly noOwner?: true;
  readonly allTerminating?: true;
  readonly notIncluding?: readonly string[];
  readonly distinctField?: string;
  readonly messages?: readonly EventPattern[];
  readonly first?: readonly EventPattern[];
  readonly last?: readonly EventPattern[];
  readonly anyOrder?: true;
  readonly paths?: readonly [string, string];
  readonly from?: string;
}
