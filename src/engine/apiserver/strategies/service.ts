import { deepEqual } from "../../../api/semantic.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Service, ServicePort, ServiceSpec } from "../../../api/types/service.ts";
import { allocateIp, allocateNodePorts, hasClusterIp, hasNodePorts } from "../service-allocation.ts";
import type { Strategy, StrategyContext } from "./contract.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withStatusOf } from "./metadata.ts";
import { dns1035Errors } from "./names.ts";
import { validateServiceSpec, validateServiceUpdate } from "./service-rules.ts";

const NO_STATUS = { loadBalancer: {} };

/**
 * Source: pkg/registry/core/service/strategy.go and storage/storage.go (allocation of addresses and node ports),
 * pkg/apis/core/v1/defaults.go SetDefaults_Service, validation.go ValidateService (1.36).
 * Departure: one address family, IPv4; nothing routes traffic, and load balancers stay without an address. Whether an
 * address or a node port that a person chose is taken is not asked.
 */
export const serviceStrategy: Strategy<Service> = {
  prepareForCreate: (object, ctx) => ({ ...object, spec: allocated(withDefaults(object.spec), others(ctx, object)), status: NO_STATUS }),
  prepareForUpdate(next, old, ctx) {
    const spec = allocated(withDefaults(keepAllocated(next.spec ?? {}, old.spec)), others(ctx, next));
    return reuseUnchanged({ ...carryMetadata(next, old), spec, status: old.status ?? NO_STATUS }, old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old, NO_STATUS),
  validate: (object) => [...validateMetadata(object.metadata, dns1035Errors), ...validateServiceSpec(object.spec)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateServiceUpdate(next.spec, old.spec),
    ...validateServiceSpec(next.spec),
  ],
};

function others(ctx: StrategyContext, { metadata }: KubeObject): ServiceSpec[] {
  const services = Array.from(ctx.services ?? []) as Service[];
  return services.filter((s) => s.metadata.name !== metadata.name || s.metadata.namespace !== metadata.namespace).map((s) => s.spec);
}

function withDefaults(given: ServiceSpec | undefined): ServiceSpec {
  const spec: ServiceSpec = { ...given, type: given?.type || "ClusterIP", sessionAffinity: given?.sessionAffinity || "None" };
  const isReachedFromOutside = spec.type === "NodePort" || spec.type === "LoadBalancer";
  return {
    ...(spec.type === "LoadBalancer" ? { allocateLoadBalancerNodePorts: true } : {}),
    ...(isReachedFromOutside ? { externalTrafficPolicy: "Cluster" } : {}),
    ...(spec.type === "ExternalName" ? {} : { internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" }),
    ...spec,
    ...(spec.ports ? { ports: spec.ports.map(defaultPort) } : {}),
  };
}

function defaultPort(port: ServicePort): ServicePort {
  return { ...port, protocol: port.protocol || "TCP", targetPort: port.targetPort || port.port };
}

/** Address and node ports that are asked for by not being there. */
function allocated(spec: ServiceSpec, taken: readonly ServiceSpec[]): ServiceSpec {
  if (!hasClusterIp(spec)) return spec;
  const clusterIP = spec.clusterIP || spec.clusterIPs?.[0] || allocateIp(taken);
  return { ...spec, clusterIP, clusterIPs: spec.clusterIPs ?? [clusterIP], ...(hasNodePorts(spec) && spec.ports ? { ports: allocateNodePorts(spec.ports, taken) } : {}) };
}

/** What a client leaves out of an update it means to keep. Source: pkg/registry/core/service/strategy.go patchAllocatedValues */
function keepAllocated(next: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const keepsIp = hasClusterIp({ ...next, type: next.type || "ClusterIP" }) && hasClusterIp(old) && !next.clusterIP && !next.clusterIPs && old.clusterIP;
  const withIp = keepsIp ? { ...next, clusterIP: old.clusterIP!, ...(old.clusterIPs ? { clusterIPs: old.clusterIPs } : {}) } : next;
  if (!hasNodePorts(next) || !hasNodePorts(old) || !next.ports) return withIp;
  const sameAs = (port: ServicePort) => old.ports?.find((o) => o.port === port.port && deepEqual(o.protocol ?? "TCP", port.protocol ?? "TCP"));
  return { ...withIp, ports: next.ports.map((p) => (p.nodePort ? p : { ...p, ...(sameAs(p)?.nodePort ? { nodePort: sameAs(p)!.nodePort! } : {}) })) };
}
