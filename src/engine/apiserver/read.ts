import { COMPONENTSTATUSES, LEASES, type Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { componentStatuses } from "./component-statuses.ts";
import type { ApiContext } from "./context.ts";
import { leaseAt, leases } from "./node-leases.ts";

/** All objects of a kind as clients see them: the stored ones, or those that are worked out when somebody looks. */
export function objectsOf(ctx: ApiContext, resource: Resource): Iterable<KubeObject> {
  if (resource === LEASES) return leases(ctx);
  return resource === COMPONENTSTATUSES ? componentStatuses() : ctx.store.all(resource);
}

/** One object as clients see it; undefined if there is none. */
export function objectAt(ctx: ApiContext, resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
  if (resource === LEASES) return leaseAt(ctx, namespace, name);
  return resource === COMPONENTSTATUSES ? componentStatuses().find((c) => c.metadata.name === name) : ctx.store.get(resource, namespace, name);
}
