import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";
import { decode } from "../../api/schema/decode.ts";
import { parseJson } from "../../api/schema/json-text.ts";
import { structureOf } from "../../api/schema/structure.ts";
import { isMembers } from "../../api/semantic.ts";
import { badRequest, conflict, notFound, serverError, type Status } from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ApiContext } from "./context.ts";
import { createObject } from "./create.ts";
import { applyConfig, type Applied } from "./managed-fields/apply.ts";
import { configProblem } from "./managed-fields/config-set.ts";
import { withLastApplied } from "./managed-fields/last-applied.ts";
import { objectAt } from "./read.ts";
import { fail, named } from "./respond.ts";
import { placeProblem, replaceIfCurrent } from "./update.ts";

type Config = Readonly<Record<string, unknown>>;

/**
 * Server-side apply: creates the object or makes it say what the configuration says, as far as nobody else objects.
 * Unknown fields are errors whatever the field validation.
 * Source: apiserver pkg/endpoints/handlers/patch.go applyPatcher, managedfields/internal/structuredmerge.go (1.36)
 */
export function apply(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const config = readConfig(request.body);
  if ("status" in config) return fail(config.status);
  const refused = configStatus(resource, config.value);
  if (refused) return fail(refused);
  const name = request.name ?? "";
  const old = objectAt(ctx, resource, resource.namespaced ? request.namespace : undefined, name);
  if (!old && request.subresource) return fail(notFound(named(resource, name)));
  const applied = applyTo(ctx, resource, old, config.value, request);
  return "status" in applied ? fail(applied.status) : storeApplied(ctx, resource, old, config.value, applied, request);
}

/** What the object becomes, and who owns what then. */
export function applyTo(ctx: ApiContext, resource: Resource, old: KubeObject | undefined, config: Config, request: KubeRequest): Applied | { readonly status: Status } {
  const { subresource, options } = request;
  const writer = {
    manager: options?.fieldManager ?? "", operation: "Apply" as const, apiVersion: apiVersionOf(resource), ...(subresource ? { subresource } : {}),
  };
  return applyConfig(old, config, { resource, subresource, writer, isForced: options?.force === true, time: formatTime(ctx.nowMs) });
}

function storeApplied(ctx: ApiContext, resource: Resource, old: KubeObject | undefined, config: Config, applied: Applied, request: KubeRequest): KubeResponse {
  // The schema has had its say; what is left are texts that are no quantities or times.
  const decoded = decode(resource, applied.object, "Ignore");
  if (!decoded.ok) return fail(serverError(`failed to convert new typed object (${describe(config)}) to object: ${decoded.reason}`));
  const isKubectls = request.options?.fieldManager === "kubectl" && !request.subresource;
  const object = isKubectls ? withLastApplied(decoded.object, config) : decoded.object;
  const misplaced = placeProblem(withName(object, request), request);
  if (misplaced) return fail(misplaced);
  if (old) return replaceIfCurrent(ctx, resource, old, object, request, [], applied.entries);
  const { uid, resourceVersion: _, ...metadata } = object.metadata;
  if (uid) return fail(conflict(named(resource, object.metadata.name), `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`));
  return createObject(ctx, resource, withName({ ...object, metadata: metadata as KubeObject["metadata"] }, request), request, [], applied.entries);
}

/** A configuration need not repeat the name that is in the path. */
function withName(object: KubeObject, request: KubeRequest): KubeObject {
  return object.metadata.name ? object : { ...object, metadata: { ...object.metadata, name: request.name ?? "" } };
}

export function readConfig(body: unknown): { readonly value: Config } | { readonly status: Status } {
  const parsed = typeof body === "string" ? parseJson(body) : { ok: true as const, value: body };
  if (!parsed.ok) return { status: badRequest(`error decoding YAML: ${parsed.error}`) };
  if (isMembers(parsed.value)) return { value: parsed.value };
  if (parsed.value === null || parsed.value === undefined) return { value: {} };
  const is = Array.isArray(parsed.value) ? "array" : typeof parsed.value === "boolean" ? "bool" : typeof parsed.value;
  return { status: badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${is} into Go value of type map[string]interface {}`) };
}

/** Why a configuration cannot be applied to a resource, whatever is stored. */
export function configStatus(resource: Resource, config: Config): Status | undefined {
  const [apiVersion, kind] = [textOf(config["apiVersion"]), textOf(config["kind"])];
  if (apiVersion !== apiVersionOf(resource) || kind !== resource.kind) return badRequest(`invalid object type: ${typeText(apiVersion, kind)}`);
  const { metadata } = config;
  if (isMembers(metadata) && metadata["managedFields"] !== undefined && metadata["managedFields"] !== null) return badRequest("metadata.managedFields must be nil");
  const problem = configProblem(config, structureOf(resource));
  return problem === undefined ? undefined : serverError(`failed to create typed patch object (${describe(config)}): ${problem}`);
}

/** `default/web; apps/v1, Kind=Deployment`, as the configuration says it. */
function describe(config: Config): string {
  const metadata = isMembers(config["metadata"]) ? config["metadata"] : {};
  return `${textOf(metadata["namespace"])}/${textOf(metadata["name"])}; ${typeText(textOf(config["apiVersion"]), textOf(config["kind"]))}`;
}

/** Go's GroupVersionKind as text; the core group is empty. */
function typeText(apiVersion: string, kind: string): string {
  return `${apiVersion.includes("/") ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
