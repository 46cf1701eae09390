import type { Endpoints, EndpointSubset } from "../types/endpoints.ts";
import type { EndpointSlice } from "../types/endpointslice.ts";
import { ageColumn, column, nameColumn, orNone } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get endpointslices`. Source: kubernetes pkg/printers/internalversion/printers.go printEndpointSlice (1.36) */
export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn(),
  column("AddressType", (slice) => slice.addressType ?? ""),
  column("Ports", ({ ports }) => shortened((ports ?? []).map((p) => String(p.port ?? p.name ?? "*"))) || "<unset>"),
  column("Endpoints", ({ endpoints }) => shortened((endpoints ?? []).flatMap((e) => e.addresses)) || "<unset>"),
  ageColumn(),
];

/** Columns of `kubectl get endpoints`. Source: printers.go printEndpoints (1.36) */
export const endpointsColumns: readonly Column<Endpoints>[] = [
  nameColumn(),
  column("Endpoints", ({ subsets = [] }) => orNone(shortened(subsets.flatMap(addressesOf)))),
  ageColumn(),
];

function addressesOf({ addresses = [], ports = [] }: EndpointSubset): string[] {
  if (ports.length === 0) return addresses.map((a) => a.ip);
  return ports.flatMap((p) => addresses.map((a) => `${a.ip}:${p.port ?? 0}`));
}

const SHOWN = 3;

/** The first three, and how many more. */
function shortened(items: readonly string[]): string {
  const shown = items.slice(0, SHOWN).join(",");
  return items.length > SHOWN ? `${shown} + ${items.length - SHOWN} more...` : shown;
}
