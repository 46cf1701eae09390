import { deepEqual } from "../../../api/semantic.ts";
import type { Endpoint, EndpointPort, EndpointSlice } from "../../../api/types/endpointslice.ts";

/** Source: kube-controller-manager --max-endpoints-per-slice */
const MAX_ENDPOINTS = 100;

/** Endpoints that share one list of ports. */
export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What a slice holds; `slice` is the one that has to be changed for it, absent for a new one. */
export interface WantedSlice extends PortGroup {
  readonly slice?: EndpointSlice;
}

export interface SlicePlan {
  readonly wanted: readonly WantedSlice[];
  readonly surplus: readonly EndpointSlice[];
}

/**
 * How the endpoints of a Service are spread over its slices: each stays where it is, new ones fill what has room, at
 * most 100 in one. A slice that is left over is used again before a new one is made; a Service without any endpoint
 * keeps one empty slice. Pure.
 * Source: staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping, finalize (1.36)
 */
export function planSlices(groups: readonly PortGroup[], existing: readonly EndpointSlice[]): SlicePlan {
  const kept: WantedSlice[] = [];
  const fresh: PortGroup[] = [];
  for (const group of groups) {
    const slices = existing.filter((slice) => deepEqual(slice.ports ?? [], group.ports));
    const packed = pack(group, slices);
    kept.push(...packed.kept);
    fresh.push(...packed.fresh);
  }
  const free = existing.filter((slice) => !kept.some((k) => k.slice === slice));
  if (kept.length === 0 && fresh.length === 0) fresh.push({ ports: [], endpoints: [] });
  const reused = fresh.map((group, i): WantedSlice => ({ ...group, ...(free[i] ? { slice: free[i] } : {}) }));
  return { wanted: [...kept, ...reused], surplus: free.slice(fresh.length) };
}

function pack({ ports, endpoints }: PortGroup, slices: readonly EndpointSlice[]): { readonly kept: WantedSlice[]; readonly fresh: PortGroup[] } {
  const left = new Map(endpoints.map((endpoint) => [endpoint.targetRef?.uid ?? endpoint.addresses[0], endpoint]));
  const stay = slices.map((slice) => ({
    slice,
    endpoints: (slice.endpoints ?? []).flatMap((old) => {
      const id = old.targetRef?.uid ?? old.addresses[0];
      const found = left.get(id);
      left.delete(id);
      return found ?? [];
    }),
  }));
  const rest = [...left.values()];
  const kept: WantedSlice[] = [];
  for (const { slice, endpoints: known } of stay) {
    if (known.length === 0) continue;
    kept.push({ slice, ports, endpoints: [...known, ...rest.splice(0, MAX_ENDPOINTS - known.length)] });
  }
  const fresh: PortGroup[] = [];
  while (rest.length > 0) fresh.push({ ports, endpoints: rest.splice(0, MAX_ENDPOINTS) });
  return { kept, fresh };
}
