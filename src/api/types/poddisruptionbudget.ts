import type { Condition, IntOrString, KubeObject, LabelSelector, StringMap } from "./meta.ts";

export interface PodDisruptionBudget extends KubeObject {
  readonly spec: {
    readonly minAvailable?: IntOrString;
    readonly maxUnavailable?: IntOrString;
    readonly selector?: LabelSelector;
    readonly unhealthyPodEvictionPolicy?: "IfHealthyBudget" | "AlwaysAllow";
  };
  readonly status: {
    readonly observedGeneration?: number;
    /** Pods whose eviction was granted and that are not gone yet, with the time of it. */
    readonly disruptedPods?: StringMap;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly expectedPods: number;
    readonly conditions?: readonly Condition[];
  };
}
