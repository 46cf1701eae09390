import type { KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";

interface Address { readonly ip: string }
interface Port { readonly name?: string | null; readonly port?: number; readonly protocol?: string }

interface Endpoints extends KubeObject {
  readonly subsets?: readonly { readonly addresses?: readonly Address[]; readonly notReadyAddresses?: readonly Address[]; readonly ports?: readonly Port[] }[];
}

interface EndpointSlice extends KubeObject {
  readonly addressType: string;
  readonly ports?: readonly Port[] | null;
  readonly endpoints?: readonly Endpoint[] | null;
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean };
  readonly hostname?: string;
  readonly targetRef?: { readonly kind?: string; readonly name?: string };
  readonly nodeName?: string;
  readonly zone?: string;
}

const UNSET = "<unset>";

/** Source: kubectl pkg/describe EndpointsDescriber (1.36) */
export function* describeEndpoints(endpoints: Endpoints, about: Describing): Steps<string> {
  const out = new Description();
  writeName(out, endpoints);
  writeLabelsAndAnnotations(out, endpoints);
  out.line(0, "Subsets:");
  for (const { addresses, notReadyAddresses, ports = [] } of endpoints.subsets ?? []) {
    out.line(1, "Addresses:", ipsText(addresses));
    out.line(1, "NotReadyAddresses:", ipsText(notReadyAddresses));
    if (ports.length > 0) {
      out.line(1, "Ports:");
      writePorts(out, 2, ports);
    }
    out.line(0);
  }
  yield* writeEventsOf(out, endpoints, about);
  return out.text();
}

/** Source: kubectl pkg/describe EndpointSliceDescriber (1.36) */
export function* describeEndpointSlice(slice: EndpointSlice, about: Describing): Steps<string> {
  const [ports, endpoints] = [slice.ports ?? [], slice.endpoints ?? []];
  const out = new Description();
  writeName(out, slice);
  writeLabelsAndAnnotations(out, slice);
  out.line(0, "AddressType:", slice.addressType);
  out.line(0, ports.length === 0 ? `Ports: ${UNSET}` : "Ports:");
  if (ports.length > 0) writePorts(out, 1, ports);
  out.line(0, endpoints.length === 0 ? "Endpoints: <none>" : "Endpoints:");
  for (const endpoint of endpoints) writeEndpoint(out, endpoint);
  yield* writeEventsOf(out, slice, about);
  return out.text();
}

function writeEndpoint(out: Description, { addresses, conditions, hostname, targetRef, nodeName, zone }: Endpoint): void {
  out.line(1, "- Addresses:", addresses.join(", ") || "<none>");
  out.line(2, "Conditions:");
  out.line(3, "Ready:", String(conditions?.ready ?? UNSET));
  out.line(2, "Hostname:", hostname ?? UNSET);
  if (targetRef) out.line(2, "TargetRef:", `${targetRef.kind ?? ""}/${targetRef.name ?? ""}`);
  out.line(2, "NodeName:", nodeName ?? UNSET);
  out.line(2, "Zone:", zone ?? UNSET);
}

function writePorts(out: Description, level: number, ports: readonly Port[]): void {
  out.line(level, "Name", "Port", "Protocol");
  out.line(level, "----", "----", "--------");
  for (const { name, port, protocol = "TCP" } of ports) out.line(level, name || UNSET, String(port ?? UNSET), protocol);
}

function ipsText(addresses: readonly Address[] = []): string {
  return addresses.map(({ ip }) => ip).join(",") || "<none>";
}
