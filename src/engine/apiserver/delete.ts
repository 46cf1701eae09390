import type { KubeResponse, RequestOptions } from "../../api/request.ts";
import { badRequest, conflict, type Status } from "../../api/status.ts";
import { NAMESPACES, PODS, type Resource } from "../../api/resources.ts";
import { formatTime, parseTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ApiContext } from "./context.ts";
import { answer } from "./respond.ts";
import { erase, store } from "./write.ts";

/**
 * DELETE of one object. Gone at once, or marked with a deletionTimestamp while grace or finalizers hold it.
 * Answers with a Status Success in the first case (a few kinds: what was deleted), the object in the second. A dry run
 * answers the same.
 * Source: apiserver pkg/registry/rest/delete.go BeforeDelete, pkg/registry/core/pod/strategy.go CheckGracefulDelete.
 */
export function remove(ctx: ApiContext, resource: Resource, object: KubeObject, options: RequestOptions): KubeResponse {
  const refused = checkPreconditions(resource, object, options);
  if (refused) return { ok: false, status: refused };
  const after = marked(ctx, resource, object, options);
  if (!after) {
    const last = resource === PODS && !object.metadata.deletionTimestamp ? mark(ctx, object, 0) : object;
    // A pod is marked first also where no grace is left. Departure: recordings often show one more MODIFIED, the grace
    // of a pod that is terminating already going to 0; nothing reads it.
    if (!options.dryRun) erase(ctx, resource, last === object ? object : store(ctx, resource, last, object));
    return SHOWN.includes(resource.key) ? answer(200, last) : success(resource, object);
  }
  return answer(200, after === object || options.dryRun ? after : store(ctx, resource, after, object));
}

/** Kinds whose storage answers with what it deleted (ReturnDeletedObject). */
const SHOWN: readonly string[] = ["pods", "services", "serviceaccounts", "persistentvolumeclaims", "persistentvolumes", "resourcequotas"];

/** The object as the deletion leaves it, itself if that changes nothing; undefined: it goes at once. */
function marked(ctx: ApiContext, resource: Resource, object: KubeObject, options: RequestOptions): KubeObject | undefined {
  const isMarked = object.metadata.deletionTimestamp !== undefined;
  if (resource === NAMESPACES) return isMarked ? object : ({ ...mark(ctx, object as Namespace, 0), status: { phase: "Terminating" } } as Namespace);
  const finalizers = finalizersFor(object, options);
  const grace = gracePeriodSeconds(resource, object, options);
  if (grace === 0 && finalizers.length === 0) return undefined;
  const remaining = object.metadata.deletionGracePeriodSeconds ?? 0;
  if (isMarked && grace >= remaining && finalizers.length === (object.metadata.finalizers?.length ?? 0)) return object;
  return withFinalizers(mark(ctx, object, isMarked ? Math.min(grace, remaining) : grace), finalizers);
}

/**
 * Seconds between mark and removal. A pod that is bound to no node or has finished needs none.
 * Source: pkg/registry/core/pod/strategy.go CheckGracefulDelete.
 */
function gracePeriodSeconds(resource: Resource, object: KubeObject, options: RequestOptions): number {
  if (resource !== PODS) return 0;
  const pod = object as Pod;
  const phase = pod.status.phase;
  if (!pod.spec.nodeName || phase === "Succeeded" || phase === "Failed") return 0;
  const wanted = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return wanted < 0 ? 1 : wanted;
}

function mark<T extends KubeObject>(ctx: ApiContext, object: T, graceSeconds: number): T {
  const since = parseTime(object.metadata.deletionTimestamp);
  const from = since === undefined ? ctx.nowMs : since - (object.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  const generation = object.metadata.generation;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(generation === undefined || since !== undefined ? {} : { generation: generation + 1 }),
      deletionTimestamp: formatTime(from + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
    },
  };
}

/** Foreground and orphan deletion are finalizers that the garbage collector takes off again. */
function finalizersFor(object: KubeObject, options: RequestOptions): readonly string[] {
  const others = (object.metadata.finalizers ?? []).filter((f) => f !== "orphan" && f !== "foregroundDeletion");
  if (options.propagationPolicy === "Orphan") return [...others, "orphan"];
  if (options.propagationPolicy === "Foreground") return [...others, "foregroundDeletion"];
  if (options.propagationPolicy === "Background") return others;
  return object.metadata.finalizers ?? [];
}

function withFinalizers<T extends KubeObject>(object: T, finalizers: readonly string[]): T {
  const { finalizers: _, ...metadata } = object.metadata;
  return { ...object, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata };
}

function checkPreconditions(resource: Resource, object: KubeObject, options: RequestOptions): Status | undefined {
  if (options.gracePeriodSeconds !== undefined && !Number.isInteger(options.gracePeriodSeconds)) {
    return badRequest("gracePeriodSeconds must be a whole number of seconds");
  }
  const { uid, resourceVersion } = options.preconditions ?? {};
  const named = { resource: resource.kind, group: resource.group, name: object.metadata.name };
  if (uid !== undefined && uid !== object.metadata.uid) {
    return conflict(named, `the UID in the precondition (${uid}) does not match the UID in record (${object.metadata.uid}). The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion) {
    return conflict(named, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${object.metadata.resourceVersion}). The object might have been modified`);
  }
  return undefined;
}

function success(resource: Resource, object: KubeObject): KubeResponse {
  const { name, uid } = object.metadata;
  const details = { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural, uid };
  // This one Status says no code.
  return answer(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}

/** The policy a DELETE without one has. Source: DefaultGarbageCollectionPolicy of each strategy: background for apps/v1. */
export function defaultPropagation(resource: Resource): RequestOptions["propagationPolicy"] {
  return resource.group === "apps" ? "Background" : undefined;
}
