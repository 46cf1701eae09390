import type { EndpointPort, TargetReference } from "./endpointslice.ts";
import type { KubeObject } from "./meta.ts";

export interface EndpointAddress {
  readonly ip: string;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: TargetReference;
}

/** Addresses with the same ports. */
export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly EndpointPort[];
}

/** All addresses behind a Service in one object; deprecated since 1.33. */
export interface Endpoints extends KubeObject {
  readonly subsets?: readonly EndpointSubset[];
}
