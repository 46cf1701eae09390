import type { KubeRequest, RequestOptions } from "../api/request.ts";
import { resourceByKey, type Resource } from "../api/resources.ts";
import { methodNotAllowed, unknownResource } from "../api/status.ts";
import { decodeOptions, encodeOptions } from "./options.ts";
import { pathOf, placeOf, type PathError, type Place } from "./paths.ts";

/** A request as HTTP carries it. Names of `query` are not escaped; `body` is JSON. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: unknown;
}

export type Decoded = { readonly ok: true; readonly request: KubeRequest } | ({ readonly ok: false } & PathError);

type Subresource = NonNullable<KubeRequest["subresource"]>;

/** Subresources that are done, not kept: a POST and nothing else. */
const CREATED: readonly Subresource[] = ["binding", "eviction", "exec", "attach", "token"];

const METHODS: Readonly<Record<KubeRequest["verb"], HttpRequest["method"]>> = {
  get: "GET", list: "GET", create: "POST", update: "PUT", patch: "PATCH", delete: "DELETE", deletecollection: "DELETE",
};

/**
 * A request as HTTP. `undefined`: the resource stands in no table.
 * @param custom kinds of stored CustomResourceDefinitions
 */
export function encodeRequest(request: KubeRequest, custom: readonly Resource[] = []): HttpRequest | undefined {
  const resource = resourceByKey(request.resource, custom);
  if (!resource) return undefined;
  const encoded = encodeOptions(request);
  return {
    method: METHODS[request.verb],
    path: pathOf(placeOfRequest(resource, request)),
    query: encoded.query,
    ...(encoded.contentType ? { contentType: encoded.contentType } : {}),
    ...(encoded.body === undefined ? {} : { body: encoded.body }),
  };
}

/**
 * The inverse of `encodeRequest`, for any client's requests. Query parameters that only concern HTTP (limit,
 * timeoutSeconds, watch …) are left to the server, which answers a watch from its feed of changes.
 */
export function decodeRequest(http: HttpRequest, custom: readonly Resource[] = []): Decoded {
  const place = placeOf(http.path, custom);
  if ("status" in place || "text" in place) return { ok: false, ...place };
  const subresource = place.subresource === undefined ? undefined : subresourceOf(place);
  if (place.subresource !== undefined && !subresource) return { ok: false, status: unknownResource() };
  const verb = verbOf(http.method, place, subresource);
  if (!verb) return { ok: false, status: methodNotAllowed() };
  const { options, body } = decodeOptions(verb, http, subresource);
  return { ok: true, request: requestAt(place, verb, subresource, body, options) };
}

/** `PATCH /api/v1/nodes/node-2`: what the page shows beside the kubectl line. */
export function requestLine(request: KubeRequest, custom: readonly Resource[] = []): string {
  const http = encodeRequest(request, custom);
  return http ? `${http.method} ${http.path}` : `${METHODS[request.verb]} ${request.resource}`;
}

function placeOfRequest(resource: Resource, request: KubeRequest): Place {
  // The name of a new object stands in its body, unless a subresource of an existing one is created.
  const isNewObject = request.verb === "create" && !request.subresource;
  const isCollection = isNewObject || request.verb === "list" || request.verb === "deletecollection";
  return {
    resource,
    ...(request.namespace ? { namespace: request.namespace } : {}),
    ...(!isCollection && request.name ? { name: request.name } : {}),
    ...(request.subresource ? { subresource: request.subresource } : {}),
  };
}

function requestAt(place: Place, verb: KubeRequest["verb"], subresource: Subresource | undefined, body: unknown, options: RequestOptions | undefined): KubeRequest {
  return {
    verb,
    resource: place.resource.key,
    ...(place.namespace ? { namespace: place.namespace } : {}),
    ...(place.name ? { name: place.name } : {}),
    ...(subresource ? { subresource } : {}),
    ...(body === undefined ? {} : { body }),
    ...(options ? { options } : {}),
  };
}

function verbOf(method: HttpRequest["method"], place: Place, subresource: Subresource | undefined): KubeRequest["verb"] | undefined {
  if (subresource && CREATED.includes(subresource)) return method === "POST" ? "create" : undefined;
  if (subresource === "log") return method === "GET" ? "get" : undefined;
  if (place.name === undefined) return collectionVerb(method, place);
  switch (method) {
    case "GET": return "get";
    case "PUT": return "update";
    case "PATCH": return "patch";
    case "DELETE": return subresource ? undefined : "delete";
    case "POST": return undefined;
  }
}

function collectionVerb(method: HttpRequest["method"], place: Place): KubeRequest["verb"] | undefined {
  const isEverywhere = place.resource.namespaced && place.namespace === undefined;
  switch (method) {
    case "GET": return "list";
    case "POST": return isEverywhere ? undefined : "create";
    case "DELETE": return isEverywhere ? undefined : "deletecollection";
    case "PUT":
    case "PATCH": return undefined;
  }
}

/** What the table lists below the resource. */
function subresourceOf({ resource, subresource }: Place): Subresource | undefined {
  return resource.subresources.find((s) => s === subresource);
}
