import type { KubeRequest, KubeResponse, RequestOptions } from "../../api/request.ts";
import { badRequest, conflict, type Status } from "../../api/status.ts";
import { DAEMONSETS, NAMESPACES, PODS, type Resource } from "../../api/resources.ts";
import { formatTime, parseTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ApiContext } from "./context.ts";
import { erase, store } from "./write.ts";

/**
 * DELETE of one object. Gone at once, or marked with a deletionTimestamp while grace or finalizers hold it.
 * Answers with a Status Success in the first case, the object in the second.
 * Source: apiserver pkg/registry/rest/delete.go BeforeDelete, pkg/registry/core/pod/strategy.go CheckGracefulDelete.
 */
export function remove(ctx: ApiContext, resource: Resource, object: KubeObject, options: RequestOptions): KubeResponse {
  const refused = checkPreconditions(resource, object, options);
  if (refused) return { ok: false, status: refused };
  if (options.dryRun) return success(resource, object);

  const finalizers = finalizersFor(object, options);
  const grace = gracePeriodSeconds(resource, object, options);
  const isMarked = object.metadata.deletionTimestamp !== undefined;

  if (resource === NAMESPACES && !isMarked) {
    const marked = mark(ctx, object as Namespace, 0);
    return { ok: true, code: 200, body: store(ctx, resource, { ...marked, status: { phase: "Terminating" } }, object) };
  }
  if (grace === 0 && finalizers.length === 0) {
    // Departure: recordings often show one more MODIFIED here, the grace going to 0, just before DELETED; nothing reads it.
    erase(ctx, resource, object);
    return success(resource, object);
  }
  const remaining = object.metadata.deletionGracePeriodSeconds ?? 0;
  if (isMarked && (grace >= remaining || grace < 0) && finalizers.length === (object.metadata.finalizers?.length ?? 0)) {
    return { ok: true, code: 200, body: object };
  }
  const marked = mark(ctx, object, isMarked ? Math.min(grace, remaining) : grace);
  const after = withFinalizers(marked, finalizers);
  return { ok: true, code: 200, body: store(ctx, resource, after, object) };
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
  const body: Status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name: object.metadata.name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural, uid: object.metadata.uid },
    code: 200,
  };
  return { ok: true, code: 200, body };
}

/** Eviction of a pod: a condition that says so, then an ordinary delete. Source: pkg/registry/core/pod/storage/eviction.go. */
export function evict(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  const body = request.body as { deleteOptions?: { gracePeriodSeconds?: number } } | undefined;
  const marked = store(ctx, PODS, withDisruption(ctx, pod), pod);
  remove(ctx, PODS, marked, body?.deleteOptions ?? {});
  return { ok: true, code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}

function withDisruption(ctx: ApiContext, pod: Pod): Pod {
  const condition = {
    type: "DisruptionTarget", status: "True" as const, reason: "EvictionByEvictionAPI", message: "Eviction API: evicting",
    lastTransitionTime: formatTime(ctx.nowMs), lastProbeTime: null,
  };
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [condition, ...others] } };
}

/** The policy a DELETE without one has. Source: DefaultGarbageCollectionPolicy of each strategy: background for apps/v1. */
export function defaultPropagation(resource: Resource): RequestOptions["propagationPolicy"] {
  return resource === DAEMONSETS ? "Background" : undefined;
}
