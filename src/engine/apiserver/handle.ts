import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, type PatchResult } from "../../api/patch.ts";
import type { KubeList, KubeRequest, KubeResponse } from "../../api/request.ts";
import { apiVersionOf, EVENTS, NAMESPACES, PODS, PRIORITYCLASSES, resourceByKey, type Resource } from "../../api/resources.ts";
import { fieldSelectorError, matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../api/selector.ts";
import { deepEqual } from "../../api/semantic.ts";
import {
  alreadyExists, badRequest, conflict, forbidden, internalError, invalid, methodNotAllowed, notFound, unknownResource, type Status,
} from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { KubeObject, ObjectMeta } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { decode } from "../../api/schema/decode.ts";
import { patchDecodeStatus } from "../../api/schema/patch-status.ts";
import type { ApiContext } from "./context.ts";
import { defaultPropagation, evict, remove } from "./delete.ts";
import { strategyOf } from "./strategies/strategy.ts";
import { keepQuotas, quotaForbids } from "./quota.ts";
import { erase, generatedName, newUid, store } from "./write.ts";

const NAME_RETRIES = 8;

/**
 * The API server: one request in, one answer out, at once. Expected failures are a Status; nothing throws for bad
 * input, and a refused request changes nothing. Source: apiserver pkg/endpoints/handlers, pkg/registry/generic/registry/store.go.
 */
export function handleRequest(ctx: ApiContext, request: KubeRequest): KubeResponse {
  const resource = resourceByKey(request.resource, ctx.store.customResources);
  if (!resource) return fail(unknownResource());
  const response = answerRequest(ctx, resource, request);
  keepQuotas(ctx, resource, request, response);
  return response;
}

function answerRequest(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  switch (request.verb) {
    case "list": return list(ctx, resource, request);
    case "create": return request.subresource ? createSubresource(ctx, resource, request) : create(ctx, resource, request);
    case "deletecollection": return deleteCollection(ctx, resource, request);
    case "get": case "update": case "patch": case "delete": return withObject(ctx, resource, request);
  }
}

function fail(status: Status, warnings?: readonly string[]): KubeResponse {
  return warnings?.length ? { ok: false, status, warnings } : { ok: false, status };
}

const named = (resource: Resource, name: string) => ({ resource: resource.plural, group: resource.group, name });

function withObject(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const name = request.name ?? "";
  const object = ctx.store.get(resource, resource.namespaced ? request.namespace : undefined, name);
  if (!object) return fail(notFound(named(resource, name)));
  switch (request.verb) {
    case "get": return { ok: true, code: 200, body: object };
    case "update": return update(ctx, resource, object, request.body, request);
    case "patch": return patch(ctx, resource, object, request);
    case "delete": {
      const propagationPolicy = request.options?.propagationPolicy ?? defaultPropagation(resource);
      return remove(ctx, resource, object, { ...request.options, ...(propagationPolicy ? { propagationPolicy } : {}) });
    }
    case "list": case "create": case "deletecollection": return fail(methodNotAllowed());
  }
}

function select(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeObject[] | Status {
  const labels = parseLabelSelector(request.options?.labelSelector ?? "");
  if ("error" in labels) return badRequest(labels.error);
  const fields = parseFieldSelector(request.options?.fieldSelector ?? "");
  if ("error" in fields) return badRequest(fields.error);
  const unknownField = fieldSelectorError(resource, fields.requirements);
  if (unknownField !== undefined) return badRequest(unknownField);
  const items: KubeObject[] = [];
  for (const object of ctx.store.all(resource)) {
    if (request.namespace && resource.namespaced && object.metadata.namespace !== request.namespace) continue;
    if (!matchesLabels(labels.selector, object.metadata.labels ?? {})) continue;
    if (!matchesFields(fields.requirements, object)) continue;
    items.push(object);
  }
  return items.sort(byNamespaceAndName);
}

function list(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse<KubeList> {
  const items = select(ctx, resource, request);
  if (!Array.isArray(items)) return { ok: false, status: items };
  return {
    ok: true,
    code: 200,
    body: { apiVersion: apiVersionOf(resource), kind: `${resource.kind}List`, metadata: { resourceVersion: String(ctx.store.revision) }, items },
  };
}

/** Storage order of a list: namespace, then name, by code unit. */
function byNamespaceAndName(a: KubeObject, b: KubeObject): number {
  const ka = `${a.metadata.namespace ?? ""}/${a.metadata.name}`;
  const kb = `${b.metadata.namespace ?? ""}/${b.metadata.name}`;
  return ka < kb ? -1 : ka > kb ? 1 : 0;
}

function deleteCollection(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const items = select(ctx, resource, request);
  if (!Array.isArray(items)) return { ok: false, status: items };
  const propagationPolicy = request.options?.propagationPolicy ?? defaultPropagation(resource);
  for (const item of items) remove(ctx, resource, item, { ...request.options, ...(propagationPolicy ? { propagationPolicy } : {}) });
  return { ok: true, code: 200, body: { apiVersion: apiVersionOf(resource), kind: `${resource.kind}List`, metadata: { resourceVersion: String(ctx.store.revision) }, items } };
}

/** Decodes a body as the given kind; requests of the cluster's own actors are typed already and are taken as they are. */
function read(ctx: ApiContext, resource: Resource, body: unknown, request: KubeRequest) {
  if (ctx.actor !== "user") return { ok: true as const, object: body as KubeObject, warnings: [] as readonly string[] };
  return decode(resource, body, request.options?.fieldValidation ?? "Warn");
}

function create(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const decoded = read(ctx, resource, request.body, request);
  if (!decoded.ok) return fail(decoded.status);
  const body = decoded.object;
  const placed = placeInNamespace(ctx, resource, body, request.namespace);
  if ("status" in placed) return fail(placed.status);
  if (body.metadata?.resourceVersion) return fail(internalError("resourceVersion should not be set on objects to be created"));

  const strategy = strategyOf(resource);
  for (let attempt = 0; ; attempt++) {
    const { resourceVersion: _, deletionTimestamp: _d, deletionGracePeriodSeconds: _g, ...given } = (body.metadata ?? {}) as ObjectMeta;
    const metadata: ObjectMeta = {
      ...given,
      name: given.name ?? (given.generateName ? generatedName(ctx, given.generateName) : ""),
      ...(placed.namespace ? { namespace: placed.namespace } : {}),
      uid: newUid(ctx),
      resourceVersion: "",
      creationTimestamp: formatTime(ctx.nowMs),
    };
    // The recorder's own Events are well formed and by far the most objects; rules would find nothing in them.
    if (resource === EVENTS && ctx.actor !== "user") return answer(201, store(ctx, resource, { ...body, metadata }, undefined), []);
    const rules = { nowMs: ctx.nowMs, priorityClasses: [...ctx.store.all(PRIORITYCLASSES)] };
    const object = strategy.prepareForCreate({ ...body, metadata }, rules);
    const why = strategy.forbids?.({ ...body, metadata }, rules);
    if (why !== undefined) return fail(forbidden(named(resource, metadata.name), why), decoded.warnings);
    const errors = strategy.validate(object);
    if (errors.length > 0) return fail(invalid({ kind: resource.kind, group: resource.group, name: metadata.name }, errors), decoded.warnings);
    const exceeded = resource === PODS ? quotaForbids(ctx, object as Pod) : undefined;
    if (exceeded !== undefined) return fail(forbidden(named(resource, metadata.name), exceeded), decoded.warnings);
    if (ctx.store.get(resource, metadata.namespace, metadata.name)) {
      if (!given.name && attempt < NAME_RETRIES) continue;
      return fail(alreadyExists(named(resource, metadata.name)));
    }
    const created = request.options?.dryRun ? object : store(ctx, resource, object, undefined);
    return answer(201, created, decoded.warnings);
  }
}

function answer(code: number, body: KubeObject, warnings: readonly string[]): KubeResponse {
  return warnings.length > 0 ? { ok: true, code, body, warnings } : { ok: true, code, body };
}

/** The namespace an object is to be created in, or why it cannot be. */
function placeInNamespace(ctx: ApiContext, resource: Resource, body: KubeObject, wanted: string | undefined): { namespace?: string } | { status: Status } {
  if (!resource.namespaced) return {};
  const namespace = wanted ?? "default";
  const given = body.metadata?.namespace;
  if (given && given !== namespace) {
    return { status: badRequest("the namespace of the provided object does not match the namespace sent on the request") };
  }
  const found = ctx.store.get<Namespace>(NAMESPACES, undefined, namespace);
  if (!found) return { status: notFound({ resource: "namespaces", group: "", name: namespace }) };
  if (found.metadata.deletionTimestamp) {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const cause = { reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" };
    return { status: forbidden(named(resource, body.metadata?.name ?? body.metadata?.generateName ?? ""), why, [cause]) };
  }
  return { namespace };
}

function update(ctx: ApiContext, resource: Resource, old: KubeObject, body: unknown, request: KubeRequest): KubeResponse {
  const decoded = read(ctx, resource, body, request);
  if (!decoded.ok) return fail(decoded.status);
  return replaceIfCurrent(ctx, resource, old, decoded.object, request, decoded.warnings);
}

/** The checks that hold for PUT and PATCH alike: same name, same version, same uid. */
function replaceIfCurrent(ctx: ApiContext, resource: Resource, old: KubeObject, next: KubeObject, request: KubeRequest, warnings: readonly string[]): KubeResponse {
  const name = old.metadata.name;
  if (next.metadata?.name !== undefined && next.metadata.name !== name) {
    return fail(badRequest(`the name of the object (${next.metadata.name}) does not match the name on the URL (${name})`));
  }
  const version = next.metadata?.resourceVersion;
  if (version && version !== old.metadata.resourceVersion) return fail(conflict(named(resource, name)));
  if (next.metadata?.uid && next.metadata.uid !== old.metadata.uid) {
    return fail(conflict(named(resource, name), `Precondition failed: UID in precondition: ${next.metadata.uid}, UID in object meta: ${old.metadata.uid}`));
  }
  return replace(ctx, resource, old, next, request, warnings);
}

function replace(ctx: ApiContext, resource: Resource, old: KubeObject, body: KubeObject, request: KubeRequest, warnings: readonly string[]): KubeResponse {
  const strategy = strategyOf(resource);
  const incoming = { ...body, apiVersion: old.apiVersion, kind: old.kind, metadata: keepIdentity(body.metadata ?? old.metadata, old.metadata) };
  const rules = { nowMs: ctx.nowMs, priorityClasses: [...ctx.store.all(PRIORITYCLASSES)] };
  const next = request.subresource === "status"
    ? strategy.prepareForStatusUpdate(incoming, old)
    : strategy.prepareForUpdate(incoming, old, rules);
  if (request.subresource === "finalize" && resource === NAMESPACES && old.metadata.deletionTimestamp) {
    erase(ctx, resource, old);
    return answer(200, next, warnings);
  }
  if (deepEqual(next, old)) return answer(200, old, warnings);
  // A status update is not asked about the spec, which it cannot change.
  const errors = request.subresource === "status" ? [] : strategy.validateUpdate(next, old);
  if (errors.length > 0) return fail(invalid({ kind: resource.kind, group: resource.group, name: old.metadata.name }, errors), warnings);
  if (request.options?.dryRun) return answer(200, next, warnings);
  if (isReleased(next)) {
    erase(ctx, resource, { ...next, metadata: { ...next.metadata } });
    return answer(200, next, warnings);
  }
  return answer(200, store(ctx, resource, next, old), warnings);
}

/** What no client can change. */
function keepIdentity(metadata: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: _g, generation: _n, ...rest } = metadata;
  return {
    ...rest,
    name: old.name,
    ...(old.namespace ? { namespace: old.namespace } : {}),
    uid: old.uid,
    resourceVersion: old.resourceVersion,
    creationTimestamp: old.creationTimestamp,
    ...(old.generation === undefined ? {} : { generation: old.generation }),
    ...(old.deletionTimestamp === undefined ? {} : { deletionTimestamp: old.deletionTimestamp }),
    ...(old.deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds: old.deletionGracePeriodSeconds }),
  };
}

/** Marked for deletion, its grace over, and the last finalizer has just gone. */
function isReleased(next: KubeObject): boolean {
  return next.metadata.deletionTimestamp !== undefined && (next.metadata.finalizers ?? []).length === 0
    && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0 && next.kind !== "Namespace";
}

function patch(ctx: ApiContext, resource: Resource, old: KubeObject, request: KubeRequest): KubeResponse {
  const patched = applyPatch(resource, old, request);
  if ("status" in patched) return fail(patched.status);
  const decoded = read(ctx, resource, patched.object, request);
  if (!decoded.ok) {
    const isStrategic = (request.options?.patchType ?? "strategic") === "strategic";
    return fail(patchDecodeStatus(request.body, isStrategic ? decoded.patchReason : decoded.reason));
  }
  return replaceIfCurrent(ctx, resource, old, decoded.object, request, decoded.warnings);
}

function applyPatch(resource: Resource, old: KubeObject, request: KubeRequest): { object: unknown } | { status: Status } {
  const result = patchedBody(resource, old, request);
  if (!("error" in result)) return { object: result.value };
  if (result.code === 400) return { status: badRequest(result.error) };
  if (result.code === 500) return { status: internalError(result.error) };
  return { status: { ...invalid({ kind: resource.kind, group: resource.group, name: old.metadata.name }, []), message: result.error } };
}

function patchedBody(resource: Resource, old: KubeObject, request: KubeRequest): PatchResult {
  switch (request.options?.patchType ?? "strategic") {
    case "json": return applyJsonPatch(old, request.body);
    case "merge": return { value: applyMergePatch(old, request.body) };
    case "strategic": case "apply": return applyStrategicMergePatch(old, request.body, resource.kind);
  }
}

function createSubresource(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  if (resource !== PODS) return fail(unknownResource());
  const pod = ctx.store.get<Pod>(PODS, request.namespace, request.name ?? "");
  if (!pod) return fail(notFound(named(resource, request.name ?? "")));
  if (request.subresource === "binding") return bind(ctx, pod, request.body as { target?: { name?: string } });
  if (request.subresource === "eviction") return evict(ctx, pod, request);
  return fail(methodNotAllowed());
}

const TOPOLOGY_LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/** Source: pkg/registry/core/pod/storage/storage.go assignPod, and the PodTopologyLabels admission (1.35). */
function bind(ctx: ApiContext, pod: Pod, binding: { target?: { name?: string } }): KubeResponse {
  const nodeName = binding.target?.name ?? "";
  const subject = { resource: "pods/binding", group: "", name: pod.metadata.name };
  if (pod.metadata.deletionTimestamp) return fail(conflict(subject, `pod ${pod.metadata.name} is being deleted, cannot be assigned to a host`));
  if (pod.spec.nodeName) return fail(conflict(subject, `pod ${pod.metadata.name} is already assigned to node "${pod.spec.nodeName}"`));
  const nodeLabels = ctx.store.getByKey<Node>("nodes", nodeName)?.metadata.labels ?? {};
  const copied = Object.fromEntries(TOPOLOGY_LABELS.filter((l) => nodeLabels[l] !== undefined).map((l) => [l, nodeLabels[l]!]));
  const labels = { ...pod.metadata.labels, ...copied };
  const scheduled = { type: "PodScheduled", status: "True" as const, lastProbeTime: null, lastTransitionTime: formatTime(ctx.nowMs), observedGeneration: pod.metadata.generation ?? 1 };
  const { nominatedNodeName: _, ...status } = pod.status;
  const conditions = [...(status.conditions ?? []).filter((c) => c.type !== "PodScheduled"), scheduled];
  store(ctx, PODS, {
    ...pod,
    metadata: Object.keys(labels).length > 0 ? { ...pod.metadata, labels } : pod.metadata,
    spec: { ...pod.spec, nodeName },
    status: { ...status, conditions },
  }, pod);
  return { ok: true, code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}
