import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { resourceByKey, resourceOf } from "../../api/resources.ts";
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../api/selector.ts";
import { notFound } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ClusterToRunOn } from "./run-on-cluster.ts";

/** Objects that a recording was made with, to be read and nothing else: a cluster in which nothing happens. */
export function storedObjects(objects: readonly KubeObject[], nowMs: number): ClusterToRunOn {
  return { nowMs, handle: (request) => answer(objects, request), advance: () => undefined, nextAtMs: () => undefined, onChange: () => () => undefined };
}

function answer(objects: readonly KubeObject[], { verb, resource: key, namespace, name, options = {} }: KubeRequest): KubeResponse {
  const resource = resourceByKey(key)!;
  const labels = parseLabelSelector(options.labelSelector ?? "");
  const fields = parseFieldSelector(options.fieldSelector ?? "");
  if ("error" in labels || "error" in fields) throw new Error(`a selector that makes no sense: ${JSON.stringify(options)}`);
  const items = objects.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter((object) => resourceOf(object) === resource)
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    .filter((object) => matchesLabels(labels.selector, object.metadata.labels ?? {}) && matchesFields(fields.requirements, object));
  if (verb === "list") return { ok: true, code: 200, body: { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "1" }, items } };
  const one = verb === "get" ? items.find((object) => object.metadata.name === name) : undefined;
  return one ? { ok: true, code: 200, body: one } : { ok: false, status: notFound({ resource: resource.plural, group: resource.group, name: name ?? "" }) };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
