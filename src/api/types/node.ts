import type { Condition, KubeObject, StringMap } from "./meta.ts";
import type { TaintEffect } from "./pod.ts";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
  readonly timeAdded?: string;
}

export interface Node extends KubeObject {
  readonly spec: {
    readonly taints?: readonly Taint[];
    readonly unschedulable?: boolean;
    readonly podCIDR?: string;
    readonly [field: string]: unknown;
  };
  readonly status: {
    readonly capacity?: StringMap;
    readonly allocatable?: StringMap;
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: StringMap;
    readonly images?: readonly unknown[];
    readonly [field: string]: unknown;
  };
}
