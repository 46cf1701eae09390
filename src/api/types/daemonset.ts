import type { IntOrString, KubeObject, LabelSelector } from "./meta.ts";
import type { PodTemplateSpec } from "./pod.ts";

export interface DaemonSetUpdateStrategy {
  readonly type?: "RollingUpdate" | "OnDelete";
  readonly rollingUpdate?: { readonly maxUnavailable?: IntOrString; readonly maxSurge?: IntOrString };
}

/** A number that is 0 may be absent (updatedNumberScheduled, numberAvailable, numberUnavailable). */
export interface DaemonSetStatus {
  readonly currentNumberScheduled: number;
  readonly numberMisscheduled: number;
  readonly desiredNumberScheduled: number;
  readonly numberReady: number;
  readonly observedGeneration?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberUnavailable?: number;
  readonly collisionCount?: number;
  readonly conditions?: readonly unknown[];
}

export interface DaemonSet extends KubeObject {
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly updateStrategy: DaemonSetUpdateStrategy;
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit: number;
  };
  readonly status: DaemonSetStatus;
}
