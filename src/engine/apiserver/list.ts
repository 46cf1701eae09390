import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import { fieldSelectorError, matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../api/selector.ts";
import { badRequest, type Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ApiContext } from "./context.ts";
import { objectsOf } from "./read.ts";
import { answer, fail, listOf } from "./respond.ts";

export function list(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const items = select(ctx, resource, request);
  return Array.isArray(items) ? answer(200, listOf(ctx, resource, items)) : fail(items);
}

/** The objects that a request of many means, in storage order; or the 400 for a selector that cannot be read. */
export function select(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeObject[] | Status {
  const labels = parseLabelSelector(request.options?.labelSelector ?? "");
  if ("error" in labels) return badRequest(labels.error);
  const fields = parseFieldSelector(request.options?.fieldSelector ?? "");
  if ("error" in fields) return badRequest(fields.error);
  const unknownField = fieldSelectorError(resource, fields.requirements);
  if (unknownField !== undefined) return badRequest(unknownField);
  const items: KubeObject[] = [];
  for (const object of objectsOf(ctx, resource)) {
    if (request.namespace && resource.namespaced && object.metadata.namespace !== request.namespace) continue;
    if (!matchesLabels(labels.selector, object.metadata.labels ?? {})) continue;
    if (!matchesFields(fields.requirements, object)) continue;
    items.push(object);
  }
  return items.sort(byNamespaceAndName);
}

/** Storage order of a list: namespace, then name, by code unit. */
function byNamespaceAndName(a: KubeObject, b: KubeObject): number {
  const ka = `${a.metadata.namespace ?? ""}/${a.metadata.name}`;
  const kb = `${b.metadata.namespace ?? ""}/${b.metadata.name}`;
  return ka < kb ? -1 : ka > kb ? 1 : 0;
}
