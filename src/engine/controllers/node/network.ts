import { patch } from "../../../api/request.ts";
import { FAULTS, NODES } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Fault } from "../../../api/types/fault.ts";
import type { Condition } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";

const TYPE = "NetworkUnavailable";
const NO_ROUTE = { status: "True", reason: "NoRouteCreated", message: "RouteController failed to create a route" } as const;
const ROUTE = { status: "False", reason: "RouteCreated", message: "RouteController created a route" } as const;

/**
 * Keeps the condition NetworkUnavailable of a node as the fault of that name wants it. It is no kubelet's condition:
 * this stands in for the route controller of the cloud provider. A node that never had the fault has no such condition.
 * Source: cloud-provider controllers/route/route_controller.go updateNetworkingCondition (1.36)
 */
export function keepRoute(world: ActorWorld, name: string): void {
  const node = world.store.get<Node>(NODES, undefined, name);
  if (!node) return;
  const fault = [...world.store.all<Fault>(FAULTS)].find(({ spec }) => spec.type === TYPE && spec.nodeName === name);
  const conditions = node.status.conditions ?? [];
  const before = conditions.find((c) => c.type === TYPE);
  const wanted = fault ? NO_ROUTE : ROUTE;
  // A condition that somebody else wrote is not this fault's.
  if (before?.status === wanted.status || (!fault && before?.reason !== NO_ROUTE.reason)) return;
  world.decide({
    object: referenceTo(node),
    verdict: fault ? "no-route" : "route",
    rule: "node/network-unavailable",
    evidence: fault ? [{ object: { kind: "Fault", name: fault.metadata.name, uid: fault.metadata.uid }, path: "spec", value: fault.spec }] : [{ object: referenceTo(node), path: "status.conditions", value: before }],
    text: fault
      ? `set NetworkUnavailable of \`${name}\` to True because the network provider has no route to it (fault \`${fault.metadata.name}\`).`
      : `set NetworkUnavailable of \`${name}\` to False because there is a route to it again.`,
    source: "cloud-provider controllers/route/route_controller.go updateNetworkingCondition",
  });
  const now = formatTime(world.nowMs);
  const condition: Condition = { type: TYPE, ...wanted, lastHeartbeatTime: now, lastTransitionTime: now };
  world.handle({ ...patch(NODES, node.metadata, { status: { conditions: [condition, ...conditions.filter((c) => c !== before)] } }, { patchType: "merge" }), subresource: "status" });
}
