import { list } from "../../api/request.ts";
import { resourceByKey } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Service } from "../../api/types/service.ts";
import { sendList, type Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { labelsLine, writeLabelsAndAnnotations, writeName } from "./head.ts";

export const ENDPOINTSLICES = resourceByKey("endpointslices.discovery.k8s.io")!;
const MAX_ENDPOINTS = 3;

export interface EndpointSlice extends KubeObject {
  readonly addressType?: string;
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[];
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions?: { readonly ready?: boolean } }[];
}

/** Fields of a Service's spec that only its description reads. */
interface Described {
  readonly ipFamilyPolicy?: string;
  readonly ipFamilies?: readonly string[];
  readonly loadBalancerIP?: string;
  readonly externalTrafficPolicy?: string;
  readonly internalTrafficPolicy?: string;
  readonly healthCheckNodePort?: number;
  readonly trafficDistribution?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
}

/** Source: kubectl pkg/describe ServiceDescriber (1.36) */
export function* describeService(service: Service, about: Describing): Steps<string> {
  const { metadata, spec, status } = service;
  const more = spec as Described;
  const out = new Description();
  const row = (title: string, value: string | number | undefined) => value && out.line(0, title, String(value));
  writeName(out, service);
  writeLabelsAndAnnotations(out, service);
  out.line(0, "Selector:", labelsLine(spec.selector));
  out.line(0, "Type:", spec.type ?? "");
  row("IP Family Policy:", more.ipFamilyPolicy);
  out.line(0, "IP Families:", more.ipFamilies?.join(",") || "<none>");
  out.line(0, "IP:", spec.clusterIP ?? "");
  out.line(0, "IPs:", spec.clusterIPs?.join(",") || "<none>");
  row("External IPs:", spec.externalIPs?.join(","));
  row("Desired LoadBalancer IP:", more.loadBalancerIP);
  if (spec.type === "ExternalName") out.line(0, "External Name:", spec.externalName ?? "");
  row("LoadBalancer Ingress:", (status?.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname ?? "").join(", "));
  const response = yield* sendList<EndpointSlice>(list(ENDPOINTSLICES, metadata.namespace, { labelSelector: `kubernetes.io/service-name=${metadata.name}` }));
  writePorts(out, service, response.ok ? response.body.items : []);
  out.line(0, "Session Affinity:", spec.sessionAffinity ?? "");
  row("External Traffic Policy:", more.externalTrafficPolicy);
  row("Internal Traffic Policy:", more.internalTrafficPolicy);
  row("HealthCheck NodePort:", more.healthCheckNodePort);
  row("Traffic Distribution:", more.trafficDistribution);
  row("LoadBalancer Source Ranges:", more.loadBalancerSourceRanges?.join(","));
  yield* writeEventsOf(out, service, about);
  return out.text();
}

function writePorts(out: Description, { spec }: Service, slices: readonly EndpointSlice[]): void {
  for (const { name, port, protocol = "TCP", targetPort, nodePort } of spec.ports ?? []) {
    out.line(0, "Port:", name || "<unset>", `${port}/${protocol}`);
    out.line(0, "TargetPort:", `${targetPort ?? 0}/${protocol}`);
    if (nodePort) out.line(0, "NodePort:", name || "<unset>", `${nodePort}/${protocol}`);
    out.line(0, "Endpoints:", endpointsText(slices, name ?? ""));
  }
}

/** Three of the addresses that are ready, and how many more there are. Source: kubectl pkg/describe formatEndpointSlices (1.36) */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = slices.flatMap((slice) => {
    // Neither needs to be there: the API server keeps null where somebody has written none.
    const ports = slice.ports ?? [];
    const ready = (slice.endpoints ?? []).filter((e) => e.conditions?.ready !== false).map((e) => e.addresses[0] ?? "");
    return ports.length === 0 ? ready : ports.filter((p) => (p.name ?? "") === portName).flatMap((p) => ready.map((address) => `${address.includes(":") ? `[${address}]` : address}:${p.port}`));
  });
  const more = all.length - MAX_ENDPOINTS;
  return all.slice(0, MAX_ENDPOINTS).join(",") + (more > 0 ? ` + ${more} more...` : "");
}
