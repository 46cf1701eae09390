import type { KubeList, KubeResponse } from "../../api/request.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";
import { invalid, type FieldError, type Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ApiContext } from "./context.ts";

/** Pieces that answers are made of. */
export function fail(status: Status, warnings?: readonly string[]): KubeResponse {
  return warnings?.length ? { ok: false, status, warnings } : { ok: false, status };
}

export function answer(code: number, body: unknown, warnings: readonly string[] = []): KubeResponse {
  return warnings.length > 0 ? { ok: true, code, body, warnings } : { ok: true, code, body };
}

/** 201 with a Status that says so, for what creates nothing that could be shown. */
export function done(): KubeResponse {
  return { ok: true, code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}

export function named(resource: Resource, name: string): { readonly resource: string; readonly group: string; readonly name: string } {
  return { resource: resource.plural, group: resource.group, name };
}

export function invalidObject(resource: Resource, name: string, errors: readonly FieldError[], warnings?: readonly string[]): KubeResponse {
  return fail(invalid({ kind: resource.kind, group: resource.group, name }, errors), warnings);
}

export function listOf(ctx: ApiContext, resource: Resource, items: readonly KubeObject[]): KubeList {
  return { apiVersion: apiVersionOf(resource), kind: `${resource.kind}List`, metadata: { resourceVersion: String(ctx.store.revision) }, items };
}
