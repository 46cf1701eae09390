import type { ServicePort, ServiceSpec } from "../../api/types/service.ts";

/** First and last node port. Source: kube-apiserver --service-node-port-range */
export const NODE_PORTS = [30_000, 32_767] as const;

/** Source: kube-apiserver --service-cluster-ip-range 10.96.0.0/12: second byte 96..111 */
const FIRST = [10, 96, 0, 0] as const;
const PREFIX_STEP = 16;

/** Services but ExternalName ones get an address, if only `None`. */
export function hasClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== "ExternalName";
}

export function hasNodePorts(spec: ServiceSpec): boolean {
  return spec.type === "NodePort" || (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
}

export function isInServiceRange(ip: string): boolean {
  const parts = ip.split(".").map(Number);
  return parts.length === 4 && parts.every((p) => Number.isInteger(p) && p >= 0 && p <= 255) && parts[0] === FIRST[0] && parts[1]! >= FIRST[1] && parts[1]! < FIRST[1] + PREFIX_STEP;
}

/**
 * The lowest address that no Service has. Upstream draws one at random from the upper part of the range; counting is
 * as good and uses up no chance. The first 256 stay for addresses that people choose, as upstream does.
 */
export function allocateIp(taken: readonly ServiceSpec[]): string {
  const used = new Set(taken.map((s) => s.clusterIP));
  for (let n = 256; ; n++) {
    const ip = [FIRST[0], FIRST[1] + (n >> 16), (n >> 8) & 255, n & 255].join(".");
    if (!used.has(ip)) return ip;
  }
}

/** The lowest free node port for each port that has none. */
export function allocateNodePorts(ports: readonly ServicePort[], taken: readonly ServiceSpec[]): ServicePort[] {
  const used = new Set([...taken.flatMap((s) => s.ports ?? []), ...ports].map((p) => p.nodePort));
  return ports.map((port) => {
    if (port.nodePort) return port;
    let nodePort: number = NODE_PORTS[0];
    while (used.has(nodePort)) nodePort++;
    used.add(nodePort);
    return { ...port, nodePort };
  });
}
