import type { KubeList, KubeRequest, KubeResponse } from "../api/request.ts";
import type { KubeObject } from "../api/types/meta.ts";
import { withManagedFields } from "../engine/apiserver/managed-fields/actor-entries.ts";

/**
 * The answer to a read, with the managedFields of the cluster's own actors where they were asked for. The page reads all
 * the time and looks at them almost never, and they are longer than the objects.
 */
export function withManagersShown(request: KubeRequest, response: KubeResponse): KubeResponse {
  if (!request.options?.showsManagedFields || !response.ok || request.subresource === "log") return response;
  const body = response.body as KubeObject | KubeList;
  return { ...response, body: "items" in body && request.verb === "list" ? { ...body, items: (body as KubeList).items.map(withManagedFields) } : withManagedFields(body as KubeObject) };
}
