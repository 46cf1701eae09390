import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { NAMESPACES, type Resource } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import { badRequest, conflict, notFound, type Status } from "../../api/status.ts";
import type { KubeObject, ObjectMeta } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { ApiContext } from "./context.ts";
import { readBody, strategyContext } from "./create.ts";
import type { Entries } from "./managed-fields/managers.ts";
import { trackUpdate, withEntries } from "./managed-fields/track.ts";
import { objectAt } from "./read.ts";
import { answer, fail, invalidObject, named } from "./respond.ts";
import { storageKey } from "./storage-key.ts";
import { IMMUTABLE, invalidValue } from "./strategies/field-error.ts";
import { validateMetadataUpdate } from "./strategies/metadata.ts";
import { strategyOf } from "./strategies/strategy.ts";
import { erase, store } from "./write.ts";

/** PUT. Source: apiserver pkg/endpoints/handlers/update.go, pkg/registry/generic/registry/store.go Update (1.36) */
export function update(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const decoded = readBody(ctx, resource, request.body, request);
  if (!decoded.ok) return fail(decoded.status);
  const name = request.name ?? "";
  const misplaced = ctx.actor === "user" ? placeProblem(decoded.object, request) : undefined;
  if (misplaced) return fail(misplaced, decoded.warnings);
  const old = objectAt(ctx, resource, resource.namespaced ? request.namespace : undefined, name);
  if (!old) return fail(notFound(named(resource, name)), decoded.warnings);
  const { uid } = decoded.object.metadata ?? {};
  if (uid && uid !== old.metadata.uid) return fail(conflict(named(resource, name), uidMismatch(resource, old, uid)), decoded.warnings);
  return replaceIfCurrent(ctx, resource, old, decoded.object, request, decoded.warnings);
}

/** An object of another name or namespace than the path's. */
export function placeProblem({ metadata }: KubeObject, request: KubeRequest): Status | undefined {
  const name = request.name ?? "";
  if (!metadata.name) return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name) return badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (!metadata.namespace || !request.namespace || metadata.namespace === request.namespace) return undefined;
  return badRequest(`the namespace of the object (${metadata.namespace}) does not match the namespace on the request (${request.namespace})`);
}

function uidMismatch(resource: Resource, old: KubeObject, uid: string): string {
  return `StorageError: invalid object, Code: 4, Key: ${storageKey(resource, old.metadata)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
}

/**
 * What every write of an existing object comes to: nobody has changed it meanwhile, the rules of its kind hold, and
 * something is different.
 * @param applied who owns what afterwards, where it is not simply the writer (server-side apply)
 */
export function replaceIfCurrent(ctx: ApiContext, resource: Resource, old: KubeObject, next: KubeObject, request: KubeRequest, warnings: readonly string[], applied?: Entries): KubeResponse {
  const version = next.metadata?.resourceVersion;
  if (version && version !== "0" && version !== old.metadata.resourceVersion) return fail(conflict(named(resource, old.metadata.name)), warnings);
  if (request.subresource === "finalize") return finalize(ctx, old as Namespace, next as Namespace, request);

  const strategy = strategyOf(resource);
  const isStatus = request.subresource === "status";
  const incoming = { ...next, apiVersion: old.apiVersion, kind: old.kind, metadata: keepIdentity(next.metadata ?? old.metadata, old.metadata) };
  const prepared = isStatus ? strategy.prepareForStatusUpdate(incoming, old) : strategy.prepareForUpdate(incoming, old, strategyContext(ctx));
  const write = { resource, subresource: request.subresource, manager: request.options?.fieldManager };
  const isSame = deepEqual(prepared, old);
  const after = applied ? withEntries(prepared, applied) : isSame && !tellsOwners(ctx, next, old) ? old : trackUpdate(ctx, write, old, prepared, next.metadata?.managedFields);
  if (isSame && deepEqual(after.metadata.managedFields, old.metadata.managedFields)) return answer(200, old, warnings);

  // A status update is not asked about the spec, which it cannot change.
  const errors = isStatus ? [] : [...metadataErrors(ctx, next, after, old), ...strategy.validateUpdate(after, old)];
  if (errors.length > 0) return invalidObject(resource, old.metadata.name, errors, warnings);
  if (request.options?.dryRun) return answer(200, after, warnings);
  if (isReleased(after)) {
    erase(ctx, resource, after);
    return answer(200, after, warnings);
  }
  return answer(200, store(ctx, resource, after, old), warnings);
}

/** Whether a client wants to write managedFields themselves. */
function tellsOwners(ctx: ApiContext, next: KubeObject, old: KubeObject): boolean {
  const told = next.metadata?.managedFields;
  return ctx.actor === "user" && told !== undefined && !deepEqual(told, old.metadata.managedFields);
}

/** The server checks metadata itself before the kind does, so that what is wrong there has two causes and one text. */
function metadataErrors(ctx: ApiContext, sent: KubeObject, after: KubeObject, old: KubeObject) {
  if (ctx.actor !== "user") return [];
  const uid = sent.metadata?.uid;
  const isOther = uid !== undefined && uid !== "" && uid !== old.metadata.uid;
  return [...validateMetadataUpdate(after.metadata, old.metadata), ...(isOther ? [invalidValue("metadata.uid", uid, IMMUTABLE)] : [])];
}

/** What no client can change. Who owns what is worked out afterwards. */
function keepIdentity(metadata: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: _g, generation: _n, managedFields: _m, ...rest } = metadata;
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
    ...(old.managedFields === undefined ? {} : { managedFields: old.managedFields }),
  };
}

/** Marked for deletion, its grace over, and the last finalizer has just gone. */
function isReleased(next: KubeObject): boolean {
  return next.metadata.deletionTimestamp !== undefined && (next.metadata.finalizers ?? []).length === 0
    && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0 && next.kind !== "Namespace";
}

/** A namespace goes when it is marked and nobody holds it any more. Source: pkg/registry/core/namespace/strategy.go */
function finalize(ctx: ApiContext, old: Namespace, sent: Namespace, request: KubeRequest): KubeResponse {
  const { spec: _, ...rest } = old as Namespace & { readonly spec?: unknown };
  const finalizers = (sent as { readonly spec?: { readonly finalizers?: readonly string[] } }).spec?.finalizers ?? [];
  const next = { ...rest, spec: finalizers.length > 0 ? { finalizers } : {} } as Namespace;
  const isLast = finalizers.length === 0 && old.metadata.deletionTimestamp !== undefined;
  if (request.options?.dryRun || (!isLast && deepEqual(next, old))) return answer(200, next);
  if (!isLast) return answer(200, store(ctx, NAMESPACES, next, old));
  erase(ctx, NAMESPACES, old);
  return answer(200, next);
}
