import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { EVENTS, NAMESPACES, PODS, PRIORITYCLASSES, SERVICEACCOUNTS, SERVICES, STORAGECLASSES, type Resource } from "../../api/resources.ts";
import { alreadyExists, badRequest, forbidden, notFound, noUniqueName, serverError, type Status } from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { KubeObject, ObjectMeta } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { Pod } from "../../api/types/pod.ts";
import { decode, type Decoded } from "../../api/schema/decode.ts";
import type { ApiContext } from "./context.ts";
import { trackCreate, withEntries } from "./managed-fields/track.ts";
import type { Entries } from "./managed-fields/managers.ts";
import { objectAt } from "./read.ts";
import { quotaForbids } from "./quota.ts";
import { answer, fail, invalidObject, named } from "./respond.ts";
import type { StrategyContext } from "./strategies/contract.ts";
import { strategyOf } from "./strategies/strategy.ts";
import { generatedName, newUid, store } from "./write.ts";

/** After a name that was drawn turns out to be taken. */
const NAME_RETRIES = 7;

/**
 * POST. The order of what is asked is the real server's: the body, its namespace, the rules of its kind, quotas, and
 * last whether there is one already.
 * Source: apiserver pkg/endpoints/handlers/create.go, pkg/registry/generic/registry/store.go Create (1.36)
 */
export function create(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const decoded = readBody(ctx, resource, request.body, request);
  if (!decoded.ok) return fail(decoded.status);
  return createObject(ctx, resource, decoded.object, request, decoded.warnings);
}

/**
 * Creates an object that has been read.
 * @param applied who owns what, where it is not simply the creator (server-side apply)
 */
export function createObject(ctx: ApiContext, resource: Resource, body: KubeObject, request: KubeRequest, warnings: readonly string[], applied?: Entries): KubeResponse {
  const placed = placeInNamespace(ctx, resource, body, request.namespace);
  if ("status" in placed) return fail(placed.status);
  for (let attempt = 0; ; attempt++) {
    const sent = { ...body, metadata: newMetadata(ctx, body.metadata, placed.namespace) };
    // The recorder's own Events are well formed and by far the most objects; rules would find nothing in them.
    if (resource === EVENTS && ctx.actor !== "user") return answer(201, store(ctx, resource, sent, undefined));
    const prepared = prepare(ctx, resource, sent, { asked: body.metadata?.name || (body.metadata?.generateName ?? ""), warnings });
    if ("refused" in prepared) return prepared.refused;
    const { name, namespace } = sent.metadata;
    if (body.metadata?.resourceVersion) return fail(serverError("resourceVersion should not be set on objects to be created"), warnings);
    if (objectAt(ctx, resource, namespace, name)) {
      if (body.metadata?.name) return fail(alreadyExists(named(resource, name)), warnings);
      if (attempt < NAME_RETRIES) continue;
      return fail(noUniqueName(named(resource, name)), warnings);
    }
    const write = { resource, manager: request.options?.fieldManager };
    const object = applied ? withEntries(prepared.object, applied) : trackCreate(ctx, write, body, prepared.object);
    return answer(201, request.options?.dryRun ? unstored(object) : store(ctx, resource, object, undefined), warnings);
  }
}

/** Decodes a body as the given kind; requests of the cluster's own actors are typed already and are taken as they are. */
export function readBody(ctx: ApiContext, resource: Resource, body: unknown, request: KubeRequest): Decoded {
  if (ctx.actor !== "user") return { ok: true, object: body as KubeObject, warnings: [] };
  return decode(resource, body, request.options?.fieldValidation || "Warn");
}

/** What the rules of a kind may know. */
export function strategyContext(ctx: ApiContext): StrategyContext {
  return {
    nowMs: ctx.nowMs, priorityClasses: [...ctx.store.all(PRIORITYCLASSES)], services: ctx.store.all(SERVICES), storageClasses: ctx.store.all(STORAGECLASSES),
    hasServiceAccount: (namespace, name) => ctx.store.get(SERVICEACCOUNTS, namespace, name) !== undefined,
  };
}

function newMetadata(ctx: ApiContext, sent: ObjectMeta | undefined, namespace: string | undefined): ObjectMeta {
  const { resourceVersion: _, deletionTimestamp: _d, deletionGracePeriodSeconds: _g, managedFields: _m, ...given } = (sent ?? {}) as ObjectMeta;
  return {
    ...given,
    name: given.name || (given.generateName ? generatedName(ctx, given.generateName) : ""),
    ...(namespace ? { namespace } : {}),
    uid: newUid(ctx),
    resourceVersion: "",
    creationTimestamp: formatTime(ctx.nowMs),
  };
}

/**
 * The object with its defaults and with admission's say, or the answer that refuses it.
 * @param asked the name as it was sent: admission comes before a name is generated
 */
function prepare(ctx: ApiContext, resource: Resource, sent: KubeObject, { asked, warnings }: { readonly asked: string; readonly warnings: readonly string[] }): { readonly object: KubeObject } | { readonly refused: KubeResponse } {
  const strategy = strategyOf(resource);
  const rules = strategyContext(ctx);
  const { name } = sent.metadata;
  const object = strategy.prepareForCreate(sent, rules);
  const why = strategy.forbids?.(sent, rules);
  if (why !== undefined) return { refused: fail(forbidden(named(resource, asked), why), warnings) };
  const errors = strategy.validate(object);
  if (errors.length > 0) return { refused: invalidObject(resource, name, errors, warnings) };
  const exceeded = resource === PODS ? quotaForbids(ctx, object as Pod) : undefined;
  return exceeded === undefined ? { object } : { refused: fail(forbidden(named(resource, name), exceeded), warnings) };
}

/** A dry run has stored nothing, so there is no version. */
function unstored(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as ObjectMeta };
}

/** The namespace an object is to be created in, or why it cannot be. */
function placeInNamespace(ctx: ApiContext, resource: Resource, body: KubeObject, wanted: string | undefined): { namespace?: string } | { status: Status } {
  const given = body.metadata?.namespace;
  const namespace = resource.namespaced ? (wanted ?? "default") : "";
  if (given && given !== namespace && (resource.namespaced || ctx.actor === "user")) {
    return { status: badRequest("the namespace of the provided object does not match the namespace sent on the request") };
  }
  if (!resource.namespaced) return {};
  const found = ctx.store.get<Namespace>(NAMESPACES, undefined, namespace);
  if (!found) return { status: notFound({ resource: "namespaces", group: "", name: namespace }) };
  if (found.metadata.deletionTimestamp) {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const cause = { reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" };
    return { status: forbidden(named(resource, body.metadata?.name ?? body.metadata?.generateName ?? ""), why, [cause]) };
  }
  return { namespace };
}
