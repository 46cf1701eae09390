import { deprecationOf } from "../../api/deprecations.ts";
import type { KubeRequest, KubeResponse, RequestOptions } from "../../api/request.ts";
import { COMPONENTSTATUSES, NAMESPACES, resourceByKey, REVIEWS, type Resource } from "../../api/resources.ts";
import { forbidden, methodNotAllowed, notFound, unknownResource } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { apply } from "./apply.ts";
import type { ApiContext } from "./context.ts";
import { create } from "./create.ts";
import { defaultPropagation, remove } from "./delete.ts";
import { list, select } from "./list.ts";
import { objectAt } from "./read.ts";
import { optionsProblem } from "./options.ts";
import { patch } from "./patch.ts";
import { keepQuotas } from "./quota.ts";
import { answerReview } from "./reviews.ts";
import { fail, listOf, named } from "./respond.ts";
import { answerSubresource } from "./subresources.ts";
import { update } from "./update.ts";

/**
 * The API server: one request in, one answer out, at once. Expected failures are a Status; nothing throws for bad
 * input, and a refused request changes nothing. Source: apiserver pkg/endpoints/handlers, pkg/registry/generic/registry/store.go.
 */
export function handleRequest(ctx: ApiContext, request: KubeRequest): KubeResponse {
  const resource = resourceByKey(request.resource, ctx.store.customResources);
  if (!resource) return fail(unknownResource());
  const response = answerRequest(ctx, resource, request);
  keepQuotas(ctx, resource, request, response);
  const deprecation = ctx.actor === "user" ? deprecationOf(resource) : undefined;
  return deprecation === undefined ? response : { ...response, warnings: [...(response.warnings ?? []), deprecation] };
}

function answerRequest(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  // The cluster's own actors make no such mistakes.
  const problem = ctx.actor === "user" ? optionsProblem(request) : undefined;
  if (problem) return fail(problem);
  if (REVIEWS.includes(resource)) return answerReview(ctx, resource, request);
  if (request.subresource && request.subresource !== "status") return answerSubresource(ctx, resource, request);
  if (request.subresource === "status" && !resource.subresources.includes("status")) return fail(unknownResource());
  if (resource === COMPONENTSTATUSES && request.verb !== "list" && request.verb !== "get") return fail(methodNotAllowed());
  switch (request.verb) {
    case "list": return list(ctx, resource, request);
    case "create": return request.subresource ? fail(methodNotAllowed()) : create(ctx, resource, request);
    case "deletecollection": return deleteCollection(ctx, resource, request);
    case "get": return withObject(ctx, resource, request, (object) => ({ ok: true, code: 200, body: object }));
    case "update": return update(ctx, resource, request);
    case "patch": return request.options?.patchType === "apply" ? apply(ctx, resource, request) : withObject(ctx, resource, request, (object) => patch(ctx, resource, object, request));
    case "delete": return request.subresource ? fail(methodNotAllowed()) : withObject(ctx, resource, request, (object) => deleteOne(ctx, resource, object, request));
  }
}

function withObject(ctx: ApiContext, resource: Resource, request: KubeRequest, answer: (object: KubeObject) => KubeResponse): KubeResponse {
  const name = request.name ?? "";
  const object = objectAt(ctx, resource, resource.namespaced ? request.namespace : undefined, name);
  return object ? answer(object) : fail(notFound(named(resource, name)));
}

/** Source: plugin/pkg/admission/namespace/lifecycle/admission.go */
const IMMORTAL = ["default", "kube-system", "kube-public"];

function deleteOne(ctx: ApiContext, resource: Resource, object: KubeObject, request: KubeRequest): KubeResponse {
  if (resource === NAMESPACES && IMMORTAL.includes(object.metadata.name)) return fail(forbidden(named(resource, object.metadata.name), "this namespace may not be deleted"));
  return remove(ctx, resource, object, deleteOptions(resource, request));
}

function deleteOptions(resource: Resource, request: KubeRequest): RequestOptions {
  const propagationPolicy = request.options?.propagationPolicy ?? defaultPropagation(resource);
  return { ...request.options, ...(propagationPolicy ? { propagationPolicy } : {}) };
}

/** Answers the objects as they were; those that are refused stay, as upstream leaves off at the first error. */
function deleteCollection(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  if (resource === NAMESPACES || request.subresource) return fail(methodNotAllowed());
  const items = select(ctx, resource, request);
  if (!Array.isArray(items)) return { ok: false, status: items };
  const options = deleteOptions(resource, request);
  for (const item of items) {
    // Deleting one may have taken another along.
    const object = objectAt(ctx, resource, item.metadata.namespace, item.metadata.name);
    const response = object ? remove(ctx, resource, object, options) : undefined;
    if (response && !response.ok) return response;
  }
  return { ok: true, code: 200, body: listOf(ctx, resource, items) };
}
