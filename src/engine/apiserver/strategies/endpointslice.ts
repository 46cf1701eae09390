import type { KubeObject } from "../../../api/types/meta.ts";
import type { Strategy } from "./contract.ts";
import { genericStrategy } from "./generic.ts";

type EndpointSlice = KubeObject & { readonly ports?: readonly { readonly name?: string | null; readonly protocol?: string | null }[] | null };

/**
 * As any object, and the defaults of its ports are written down: kubectl reads them without asking whether they are there.
 * Source: pkg/apis/discovery/v1/defaults.go SetDefaults_EndpointPort (1.36)
 */
export const endpointSliceStrategy: Strategy<EndpointSlice> = {
  ...(genericStrategy as Strategy<EndpointSlice>),
  prepareForCreate: (object, ctx) => genericStrategy.prepareForCreate(withDefaults(object), ctx),
  prepareForUpdate: (next, old, ctx) => genericStrategy.prepareForUpdate(withDefaults(next), old, ctx),
};

function withDefaults(object: EndpointSlice): EndpointSlice {
  if (!object.ports) return object;
  return { ...object, ports: object.ports.map((port) => ({ ...port, name: port.name ?? "", protocol: port.protocol ?? "TCP" })) };
}
