import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { SCALES, type Resource } from "../../api/resources.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import { isMembers } from "../../api/semantic.ts";
import { badRequest, conflict, methodNotAllowed, notFound } from "../../api/status.ts";
import type { KubeObject, LabelSelector, ObjectMeta, StringMap } from "../../api/types/meta.ts";
import { applyTo, configStatus, readConfig } from "./apply.ts";
import type { ApiContext } from "./context.ts";
import { readBody } from "./create.ts";
import type { Entries } from "./managed-fields/managers.ts";
import { patchedObject } from "./patch.ts";
import { answer, fail, invalidObject, named } from "./respond.ts";
import { notNegative } from "./strategies/field-error.ts";
import { placeProblem, replaceIfCurrent } from "./update.ts";

/** autoscaling/v1 Scale: how many there shall be, how many there are, and which. */
interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

type Scalable = KubeObject & {
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector | StringMap };
  readonly status?: { readonly replicas?: number };
};

/**
 * `scale` of Deployments, ReplicaSets, StatefulSets and ReplicationControllers: reads and writes spec.replicas alone.
 * Source: pkg/registry/apps/deployment/storage/storage.go ScaleREST (1.36)
 */
export function answerScale(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const name = request.name ?? "";
  const old = ctx.store.get<Scalable>(resource, request.namespace, name);
  switch (request.verb) {
    case "get": return old ? answer(200, scaleOf(old)) : fail(notFound(named(resource, name)));
    case "update": {
      const decoded = readBody(ctx, SCALES, request.body, request);
      if (!decoded.ok) return fail(decoded.status);
      const misplaced = placeProblem(decoded.object, request);
      if (misplaced) return fail(misplaced);
      return old ? rescale(ctx, resource, old, decoded.object as Scale, request, decoded.warnings) : fail(notFound(named(resource, name)));
    }
    case "patch": {
      if (!old) return fail(notFound(named(resource, name)));
      if (request.options?.patchType === "apply") return applyScale(ctx, resource, old, request);
      const patched = patchedObject(ctx, SCALES, scaleOf(old), request);
      if ("response" in patched) return patched.response;
      return placed(patched.object, request) ?? rescale(ctx, resource, old, patched.object as Scale, request, patched.warnings);
    }
    case "list": case "create": case "delete": case "deletecollection": return fail(methodNotAllowed());
  }
}

function placed(object: KubeObject, request: KubeRequest): KubeResponse | undefined {
  const misplaced = placeProblem(object, request);
  return misplaced ? fail(misplaced) : undefined;
}

function rescale(ctx: ApiContext, resource: Resource, old: Scalable, scale: Scale, request: KubeRequest, warnings: readonly string[], applied?: Entries): KubeResponse {
  const { name, uid } = old.metadata;
  const sent = scale.metadata?.uid;
  if (sent && sent !== uid) return fail(conflict(named(resource, name), `Precondition failed: UID in precondition: ${sent}, UID in object meta: ${uid}`), warnings);
  const replicas = scale.spec?.replicas ?? 0;
  const errors = notNegative("spec.replicas", replicas);
  if (errors.length > 0) return invalidObject(SCALES, name, errors, warnings);
  const version = scale.metadata?.resourceVersion;
  const next = { ...old, metadata: { ...old.metadata, resourceVersion: version ?? "" }, spec: { ...old.spec, replicas } };
  const response = replaceIfCurrent(ctx, resource, old, next, request, warnings, applied);
  return response.ok ? { ...response, body: scaleOf(response.body as Scalable) } : response;
}

/** A Scale that is applied claims the replicas of its workload. */
function applyScale(ctx: ApiContext, resource: Resource, old: Scalable, request: KubeRequest): KubeResponse {
  const config = readConfig(request.body);
  if ("status" in config) return fail(config.status);
  const refused = configStatus(SCALES, config.value);
  if (refused) return fail(refused);
  const spec = isMembers(config.value["spec"]) ? config.value["spec"] : {};
  const claim = spec["replicas"] === undefined ? {} : { spec: { replicas: spec["replicas"] } };
  const applied = applyTo(ctx, resource, old, claim, request);
  if ("status" in applied) return fail(applied.status);
  const replicas = (applied.object as Scalable).spec.replicas;
  if (replicas !== undefined && !Number.isInteger(replicas)) return fail(badRequest("the replicas of a Scale are a whole number"));
  const metadata = isMembers(config.value["metadata"]) ? (config.value["metadata"] as unknown as ObjectMeta) : old.metadata;
  return rescale(ctx, resource, old, { ...scaleOf(old), metadata, spec: replicas === undefined ? {} : { replicas } }, request, [], applied.entries);
}

function scaleOf({ metadata, spec, status }: Scalable): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = selectorText(spec.selector);
  return {
    kind: SCALES.kind,
    apiVersion: "autoscaling/v1",
    metadata: { name, ...(namespace ? { namespace } : {}), uid, resourceVersion, creationTimestamp },
    spec: spec.replicas ? { replicas: spec.replicas } : {},
    status: { replicas: status?.replicas ?? 0, ...(selector ? { selector } : {}) },
  };
}

/** A ReplicationController's selector is a plain map. */
function selectorText(selector: LabelSelector | StringMap | undefined): string {
  if (!selector) return "";
  const isPlain = !("matchLabels" in selector) && !("matchExpressions" in selector);
  const text = formatLabelSelector(isPlain ? { matchLabels: selector as StringMap } : (selector as LabelSelector));
  return text === "<none>" ? "" : text;
}
