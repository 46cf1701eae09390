import { get, list } from "../../api/request.ts";
import { SERVICES } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Service } from "../../api/types/service.ts";
import { send, sendList, type Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeAnnotations, writeLabels } from "./head.ts";
import { ENDPOINTSLICES, endpointsText, type EndpointSlice } from "./service.ts";

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } };
  readonly resource?: { readonly apiGroup?: string | null; readonly kind: string; readonly name: string };
}

interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: Backend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly { readonly host?: string; readonly http?: { readonly paths: readonly { readonly path?: string; readonly backend: Backend }[] } }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] } };
}

/** Source: kubectl pkg/describe IngressDescriber (1.36) */
export function* describeIngress(ingress: Ingress, about: Describing): Steps<string> {
  const { metadata, spec = {}, status } = ingress;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  writeLabels(out, 0, "Labels", metadata.labels);
  out.line(0, "Namespace:", metadata.namespace ?? "");
  out.line(0, "Address:", [...new Set((status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || ""))].sort().join(","));
  out.line(0, "Ingress Class:", spec.ingressClassName ?? "<none>");
  const ofNoRule = spec.defaultBackend ? yield* backendText(spec.defaultBackend, metadata.namespace) : "<default>";
  out.line(0, "Default backend:", ofNoRule);
  if (spec.tls?.length) out.line(0, "TLS:");
  for (const { hosts = [], secretName } of spec.tls ?? []) out.line(1, secretName ? `${secretName} terminates ${hosts.join(",")}` : `SNI routes ${hosts.join(",")}`);
  yield* writeRules(out, ingress, ofNoRule);
  writeAnnotations(out, 0, metadata.annotations);
  yield* writeEventsOf(out, ingress, about);
  return out.text();
}

function* writeRules(out: Description, { metadata, spec }: Ingress, ofNoRule: string): Steps<void> {
  out.line(0, "Rules:");
  out.line(1, "Host", "Path", "Backends");
  out.line(1, "----", "----", "--------");
  const rules = (spec?.rules ?? []).flatMap(({ host, http }) => (http ? [{ host, paths: http.paths }] : []));
  for (const { host, paths } of rules) {
    out.line(1, host || "*", "");
    for (const { path, backend } of paths) out.line(2, "", `${path ?? ""} `, yield* backendText(backend, metadata.namespace));
  }
  if (rules.length === 0) out.line(1, "*", "*", ofNoRule);
}

/** `web:80 (10.244.1.4:8080)`. Source: kubectl pkg/describe describeBackendV1 (1.36) */
function* backendText({ service, resource }: Backend, namespace: string | undefined): Steps<string> {
  if (resource && !service) return `APIGroup: ${resource.apiGroup ?? "<none>"}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return "";
  const { number, name } = service.port ?? {};
  const text = `${service.name}:${name || (number ?? 0)}`;
  const slices = yield* sendList<EndpointSlice>(list(ENDPOINTSLICES, namespace, { labelSelector: `kubernetes.io/service-name=${service.name}` }));
  const found = yield* send<Service>(get(SERVICES, { namespace, name: service.name }));
  if (!slices.ok || !found.ok) return `${text} (<error: ${(slices.ok ? (found.ok ? "" : found.status.message) : slices.status.message) ?? ""}>)`;
  const port = (found.body.spec.ports ?? []).findLast((p) => (number ? p.port === number : Boolean(name) && p.name === name));
  return `${text} (${endpointsText(slices.body.items, port?.name ?? "")})`;
}
