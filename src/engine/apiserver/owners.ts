import { update } from "../../api/request.ts";
import { resourceOf } from "../../api/resources.ts";
import type { KubeObject, OwnerReference } from "../../api/types/meta.ts";
import type { ActorWorld } from "../sim/actor.ts";

/** Replaces the ownerReferences of an object, and nothing else. Returns it as stored. */
export function writeOwners<T extends KubeObject>(world: ActorWorld, object: T, ownerReferences: readonly OwnerReference[]): T {
  const { ownerReferences: _, ...metadata } = object.metadata;
  const resource = resourceOf(object, world.store.customResources)!;
  const response = world.handle<T>(update(resource, { ...object, metadata: ownerReferences.length > 0 ? { ...metadata, ownerReferences } : metadata }));
  return response.ok ? response.body : object;
}
