import type { Resource } from "./resources.ts";
import { fieldSelectorError, matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "./selector.ts";
import { badRequest, type Status } from "./status.ts";
import type { KubeObject } from "./types/meta.ts";

export interface Selection {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
}

/** Whether objects belong to a collection, or why nobody can tell. */
export function selectionOf(resource: Pick<Resource, "key" | "namespaced">, { labelSelector = "", fieldSelector = "", namespace }: Selection): ((object: KubeObject) => boolean) | Status {
  const labels = parseLabelSelector(labelSelector);
  if ("error" in labels) return badRequest(labels.error);
  const fields = parseFieldSelector(fieldSelector);
  if ("error" in fields) return badRequest(fields.error);
  const unknownField = fieldSelectorError(resource, fields.requirements);
  if (unknownField !== undefined) return badRequest(unknownField);
  return (object) => (namespace === undefined || !resource.namespaced || object.metadata.namespace === namespace)
    && matchesLabels(labels.selector, object.metadata.labels ?? {})
    && matchesFields(fields.requirements, object);
}
