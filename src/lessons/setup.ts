import { create, type KubeRequest } from "../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, definedResources, resourceOf, type Resource } from "../api/resources.ts";
import type { ObjectDraft } from "../api/types/meta.ts";

export interface SetupRequests {
  readonly requests: readonly KubeRequest[];
  /** By index of the object, in kubectl's words. */
  readonly problems: readonly { readonly index: number; readonly message: string }[];
}

/**
 * One create per object, in order, as `kubectl create -f`. A CustomResourceDefinition among them makes its kind
 * known to the objects after it.
 */
export function createRequests(objects: readonly ObjectDraft[]): SetupRequests {
  const custom: Resource[] = [];
  const requests: KubeRequest[] = [];
  const problems: { index: number; message: string }[] = [];
  for (const [index, object] of objects.entries()) {
    const resource = resourceOf(object, custom);
    if (!resource) {
      problems.push({ index, message: `no matches for kind "${object.kind}" in version "${object.apiVersion}"` });
      continue;
    }
    if (resource.key === CUSTOMRESOURCEDEFINITIONS.key) custom.push(...definedResources(object));
    requests.push(create(resource, object, { fieldManager: "kubectl-create", fieldValidation: "Strict" }));
  }
  return { requests, problems };
}
