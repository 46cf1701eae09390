import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, type PatchResult } from "../../api/patch.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { RESOURCES, SCALES, type Resource } from "../../api/resources.ts";
import { jsonWord } from "../../api/schema/go-types.ts";
import { patchDecodeStatus } from "../../api/schema/patch-status.ts";
import { isMembers } from "../../api/semantic.ts";
import { restOfPatch } from "../../api/strategic-merge.ts";
import { badRequest, serverError, unsupportedMediaType, type Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ApiContext } from "./context.ts";
import { readBody } from "./create.ts";
import { fail } from "./respond.ts";
import { placeProblem, replaceIfCurrent } from "./update.ts";

/** PATCH of all sorts but server-side apply. Source: apiserver pkg/endpoints/handlers/patch.go (1.36) */
export function patch(ctx: ApiContext, resource: Resource, old: KubeObject, request: KubeRequest): KubeResponse {
  const patched = patchedObject(ctx, resource, old, request);
  if ("response" in patched) return patched.response;
  const misplaced = ctx.actor === "user" ? placeProblem(patched.object, { ...request, name: old.metadata.name }) : undefined;
  return misplaced ? fail(misplaced) : replaceIfCurrent(ctx, resource, old, patched.object, request, patched.warnings);
}

/** `old` with the patch, read as an object of the kind again; or the answer for a patch that does not fit. */
export function patchedObject(
  ctx: ApiContext, resource: Resource, old: KubeObject, request: KubeRequest,
): { readonly object: KubeObject; readonly warnings: readonly string[] } | { readonly response: KubeResponse } {
  const type = request.options?.patchType ?? "strategic";
  if (type === "strategic" && ctx.actor === "user" && isCustom(resource)) return { response: fail(unsupportedMediaType(NOT_STRATEGIC)) };
  const result = patchedBody(resource, old, request);
  if ("error" in result) return { response: fail(patchStatus(result)) };
  const decoded = readBody(ctx, resource, result.value, request);
  if (decoded.ok) return decoded;
  const isStrategic = type === "strategic";
  return { response: fail(patchDecodeStatus(isStrategic ? restOfPatch(request.body) : request.body, isStrategic ? decoded.patchReason : decoded.reason)) };
}

/** Of the kinds of definitions nothing is known that a strategic merge could go by. */
function isCustom(resource: Resource): boolean {
  return resource !== SCALES && !RESOURCES.includes(resource);
}

const NOT_STRATEGIC = "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

/** A patch that cannot be carried out names no object. Recorded: a JSON patch with a failing test, a missing path. */
function patchStatus({ error, code }: Extract<PatchResult, { readonly error: string }>): Status {
  if (code === 400) return badRequest(error);
  if (code === 500) return serverError(error);
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: error, reason: "Invalid", details: {}, code: 422 };
}

function patchedBody(resource: Resource, old: KubeObject, request: KubeRequest): PatchResult {
  switch (request.options?.patchType ?? "strategic") {
    case "json": return applyJsonPatch(old, request.body);
    case "merge": return isMembers(request.body) ? { value: applyMergePatch(old, request.body) } : notAPatch(request.body);
    case "strategic": case "apply": return applyStrategicMergePatch(old, request.body, resource.kind);
  }
}

function notAPatch(body: unknown): PatchResult {
  if (body === null || body === undefined) return { error: "Invalid JSON Patch", code: 400 };
  return { error: `error decoding patch: json: cannot unmarshal ${jsonWord(body)} into Go value of type map[string]interface {}`, code: 400 };
}
