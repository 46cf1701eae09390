import type { KubeObject } from "./meta.ts";

export interface EventObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

/** core/v1 Event. Named KubeEvent here because `Event` is a DOM type. */
export interface KubeEvent extends KubeObject {
  readonly involvedObject: EventObjectReference;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly source: { readonly component?: string; readonly host?: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  readonly action?: string;
}
