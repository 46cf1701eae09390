import type { Node } from "../../../api/types/node.ts";

export type ZoneState = "Normal" | "PartialDisruption" | "FullDisruption";

/** What the controller knows of one zone. */
export interface Zone {
  readonly state: ZoneState;
  /** Nodes that get their first NoExecute taint, in a second. */
  readonly evictionRatePerSecond: number;
}

const REGION_LABEL = "topology.kubernetes.io/region";
const ZONE_LABEL = "topology.kubernetes.io/zone";
const EXCLUDED_LABEL = "node.kubernetes.io/exclude-disruption";
const UNHEALTHY_SHARE = 0.55;
const LARGE_ZONE = 50;
const RATE = 0.1;
const SECONDARY_RATE = 0.01;

/** Nodes without labels form one zone. Source: component-helpers node/topology GetZoneKey (1.36) */
export function zoneOf(node: Node): string {
  const { [REGION_LABEL]: region = "", [ZONE_LABEL]: zone = "" } = node.metadata.labels ?? {};
  return region === "" && zone === "" ? "" : `${region}/${zone}`;
}

/**
 * The zones of these nodes. A node without a Ready condition is not ready; nodes that are excluded from disruption
 * checks are not counted.
 * Source: node_lifecycle_controller.go ComputeZoneState, HealthyQPSFunc, ReducedQPSFunc (1.36)
 */
export function zonesOf(nodes: Iterable<Node>): Map<string, Zone> {
  const counts = new Map<string, { ready: number; notReady: number }>();
  for (const node of nodes) {
    if (node.metadata.labels?.[EXCLUDED_LABEL] !== undefined) continue;
    const key = zoneOf(node);
    let count = counts.get(key);
    if (!count) counts.set(key, (count = { ready: 0, notReady: 0 }));
    if (node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True")) count.ready++;
    else count.notReady++;
  }
  return new Map([...counts].map(([key, { ready, notReady }]) => [key, zone(ready, notReady)]));
}

function zone(ready: number, notReady: number): Zone {
  const size = ready + notReady;
  if (ready === 0) return { state: "FullDisruption", evictionRatePerSecond: RATE };
  if (notReady > 2 && notReady / size >= UNHEALTHY_SHARE) return { state: "PartialDisruption", evictionRatePerSecond: size > LARGE_ZONE ? SECONDARY_RATE : 0 };
  return { state: "Normal", evictionRatePerSecond: RATE };
}

/** No zone has a ready node: then the fault is likely the controller's own, and nothing is evicted at all. */
export function areAllDisrupted(zones: ReadonlyMap<string, Zone>): boolean {
  return zones.size > 0 && [...zones.values()].every((z) => z.state === "FullDisruption");
}
