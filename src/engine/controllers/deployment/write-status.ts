import { updateStatus } from "../../../api/request.ts";
import { DEPLOYMENTS } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Deployment, DeploymentStatus } from "../../../api/types/deployment.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { reserveRequest } from "../api-client.ts";
import type { DeploymentState } from "./state.ts";

/**
 * Writes status and annotations of a Deployment, if they differ from what is stored.
 * @param d as it is stored, but for its annotations
 * @returns it as stored; `d` itself if nothing was written
 */
export function writeStatus(world: ActorWorld<DeploymentState>, d: Deployment, status: DeploymentStatus): Deployment {
  const live = world.store.get<Deployment>(DEPLOYMENTS, d.metadata.namespace, d.metadata.name);
  if (!live || live.metadata.uid !== d.metadata.uid) return d;
  if (deepEqual(live.status, status) && deepEqual(live.metadata.annotations, d.metadata.annotations)) return d;
  reserveRequest(world.state, world.nowMs);
  const response = world.handle<Deployment>(updateStatus(DEPLOYMENTS, { ...d, status } as Deployment));
  return response.ok ? response.body : d;
}
