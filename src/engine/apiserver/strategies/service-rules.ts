import type { FieldError } from "../../../api/status.ts";
import type { ServicePort, ServiceSpec } from "../../../api/types/service.ts";
import { hasClusterIp, hasNodePorts, isInServiceRange, NODE_PORTS } from "../service-allocation.ts";
import { duplicate, forbidden, invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { validateLabels } from "./metadata.ts";
import { dnsLabelErrors, portNameErrors, subdomainErrors } from "./names.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const PROTOCOLS = ["SCTP", "TCP", "UDP"];
const PORT_RANGE = "must be between 1 and 65535, inclusive";

/** Source: pkg/apis/core/validation/validation.go ValidateService (1.36) */
export function validateServiceSpec(spec: ServiceSpec): FieldError[] {
  const { type = "ClusterIP", ports = [], clusterIP = "" } = spec;
  const isHeadless = clusterIP === "None";
  const names = ports.map((p) => p.name ?? "");
  return [
    ...(ports.length === 0 && !isHeadless && type !== "ExternalName" ? [required("spec.ports")] : []),
    ...(isHeadless && type !== "ClusterIP" && type !== "ExternalName" ? [invalidValue("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${type} services`)] : []),
    ...(type === "ExternalName" ? validateExternalName(spec) : []),
    ...ports.flatMap((port, i) => validatePort(spec, port, i, names)),
    ...validateLabels(spec.selector, "spec.selector"),
    ...(["None", "ClientIP"].includes(spec.sessionAffinity ?? "None") ? [] : [notSupported("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"])]),
    ...(TYPES.includes(type) ? [] : [notSupported("spec.type", type, TYPES)]),
    ...validateAddress(spec),
  ];
}

/** An address is given once. Source: validation.go ValidateServiceUpdate */
export function validateServiceUpdate(next: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (!hasClusterIp(next) || !hasClusterIp(old) || !old.clusterIP || next.clusterIP === old.clusterIP) return [];
  return [invalidValue("spec.clusterIPs[0]", next.clusterIPs ?? [next.clusterIP], "may not change once set")];
}

function validateExternalName({ externalName = "", clusterIPs }: ServiceSpec): FieldError[] {
  return [
    ...(clusterIPs?.length ? [forbidden("spec.clusterIPs", "may not be set for ExternalName services")] : []),
    ...(externalName === "" ? [required("spec.externalName")] : invalidEach("spec.externalName", externalName, subdomainErrors(externalName.replace(/\.$/, "")))),
  ];
}

function validatePort(spec: ServiceSpec, port: ServicePort, i: number, names: readonly string[]): FieldError[] {
  const path = `spec.ports[${i}]`;
  const name = port.name ?? "";
  const isNamed = names.length > 1 || name !== "";
  return [
    ...(isNamed && name === "" ? [required(`${path}.name`)] : []),
    ...(name === "" ? [] : invalidEach(`${path}.name`, name, dnsLabelErrors(name))),
    ...(name !== "" && names.indexOf(name) < i ? [duplicate(`${path}.name`, name)] : []),
    ...(isPort(port.port) ? [] : [invalidValue(`${path}.port`, port.port ?? 0, PORT_RANGE)]),
    ...(PROTOCOLS.includes(port.protocol ?? "") ? [] : [notSupported(`${path}.protocol`, port.protocol, PROTOCOLS)]),
    ...(typeof port.targetPort === "number" && !isPort(port.targetPort) ? [invalidValue(`${path}.targetPort`, port.targetPort, PORT_RANGE)] : []),
    ...(typeof port.targetPort === "string" ? invalidEach(`${path}.targetPort`, port.targetPort, portNameErrors(port.targetPort)) : []),
    ...validateNodePort(spec, port, path),
  ];
}

function validateNodePort(spec: ServiceSpec, { nodePort }: ServicePort, path: string): FieldError[] {
  if (!nodePort) return [];
  if (!hasNodePorts(spec)) return [forbidden(`${path}.nodePort`, `may not be used when \`type\` is '${spec.type ?? "ClusterIP"}'`)];
  const [min, max] = NODE_PORTS;
  return nodePort >= min && nodePort <= max ? [] : [invalidValue(`${path}.nodePort`, nodePort, `provided port is not in the valid range. The range of valid ports is ${min}-${max}`)];
}

function validateAddress(spec: ServiceSpec): FieldError[] {
  const { clusterIP = "" } = spec;
  if (!hasClusterIp(spec) || clusterIP === "None" || clusterIP === "") return [];
  if (isInServiceRange(clusterIP)) return [];
  return [invalidValue("spec.clusterIPs", [clusterIP], `failed to allocate IP ${clusterIP}: the provided IP (${clusterIP}) is not in the valid range. The range of valid IPs is 10.96.0.0/12`)];
}

function isPort(port: number | undefined): boolean {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65535;
}
