import { CONTROLLERREVISIONS, DAEMONSETS, EVENTS, FAULTS, IMAGES, NAMESPACES, NODES, PODS, type Resource } from "../../../api/resources.ts";
import type { Strategy } from "./contract.ts";
import { controllerRevisionStrategy } from "./controllerrevision.ts";
import { daemonSetStrategy } from "./daemonset.ts";
import { eventStrategy } from "./event.ts";
import { faultStrategy } from "./fault.ts";
import { genericStrategy } from "./generic.ts";
import { imageStrategy } from "./image.ts";
import { namespaceStrategy } from "./namespace.ts";
import { nodeStrategy } from "./node.ts";
import { podStrategy } from "./pod.ts";

export type { Strategy };

const STRATEGIES: ReadonlyMap<string, Strategy> = new Map<string, Strategy>([
  [DAEMONSETS.key, daemonSetStrategy],
  [PODS.key, podStrategy],
  [NODES.key, nodeStrategy],
  [NAMESPACES.key, namespaceStrategy],
  [CONTROLLERREVISIONS.key, controllerRevisionStrategy],
  [EVENTS.key, eventStrategy],
  [FAULTS.key, faultStrategy],
  [IMAGES.key, imageStrategy],
]);

/** The rules of a kind. Kinds without rules of their own get those that hold for every object. */
export function strategyOf(resource: Resource): Strategy {
  return STRATEGIES.get(resource.key) ?? genericStrategy;
}
