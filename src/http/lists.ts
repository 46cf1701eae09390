import { deprecationOf } from "../api/deprecations.ts";
import type { KubeList, KubeRequest, KubeResponse } from "../api/request.ts";
import { apiVersionOf, type Resource } from "../api/resources.ts";
import { badRequest, invalid, type Status } from "../api/status.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Api } from "./exchange.ts";
import { isOn } from "./options.ts";
import { selectionOf } from "../api/selection.ts";
import { expired, tooLargeResourceVersion } from "./statuses.ts";
import { keyOf } from "../api/watch-history.ts";

type Query = Readonly<Record<string, string>>;

interface Token { readonly rv: number; readonly after: string }

/**
 * A list as HTTP clients may ask for it: in pieces (`limit`, `continue`), or as it was at a resourceVersion. The
 * query has been checked (`optionsProblem`).
 * Source: apiserver pkg/storage/etcd3/store.go GetList, pkg/storage/continue.go (1.36)
 */
export function answerList(api: Api, resource: Resource, request: KubeRequest, query: Query): KubeResponse {
  const { resourceVersion = "", resourceVersionMatch = "" } = query;
  const wanted = revisionOf(resource, resourceVersion);
  if (typeof wanted !== "number") return { ok: false, status: wanted };
  if (query["continue"] && wanted > 0) return { ok: false, status: badRequest("specifying resource version is not allowed when using continue") };
  const token = query["continue"] ? readToken(query["continue"], request.namespace) : undefined;
  if (token && "kind" in token) return { ok: false, status: token };
  if (wanted > api.revision()) return { ok: false, status: tooLargeResourceVersion(wanted, api.revision()) };
  const isExact = resourceVersionMatch === "Exact" || (resourceVersionMatch === "" && wanted > 0 && !!query["limit"] && query["limit"] !== "0");
  const at = token && token.rv > 0 ? token.rv : isExact ? wanted : api.revision();
  if (at < api.history.oldest && at < api.revision()) return { ok: false, status: token ? expiredToken(token, request.namespace) : expired("The resourceVersion for the provided list is too old.") };
  const objects = objectsAt(api, resource, request, at);
  if ("kind" in objects) return { ok: false, status: objects };
  const isSelected = !!request.options?.labelSelector || !!request.options?.fieldSelector;
  const deprecation = deprecationOf(resource);
  return { ok: true, code: 200, ...(deprecation === undefined ? {} : { warnings: [deprecation] }), body: piece(resource, objects, { at, after: token?.after, limit: Number(query["limit"] ?? 0), isSelected, namespace: request.namespace }) };
}

/** A resourceVersion of a query; 0 if there is none, or the Status of a bad one. */
export function revisionOf(resource: Resource, text: string): number | Status {
  if (text === "" || /^\d{1,15}$/.test(text)) return Number(text);
  const error = { type: "Invalid" as const, field: "resourceVersion", text: `Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax` };
  return invalid({ kind: resource.plural, group: resource.group, name: "" }, [error]);
}

function objectsAt(api: Api, resource: Resource, request: KubeRequest, at: number): readonly KubeObject[] | Status {
  const isNow = at >= api.revision();
  const { labelSelector, fieldSelector } = request.options ?? {};
  const isWanted = selectionOf(resource, { labelSelector, fieldSelector, namespace: request.namespace });
  if (typeof isWanted !== "function") return isWanted;
  const { options: _, namespace: _n, ...everything } = request;
  const response = api.handle(isNow ? request : everything);
  if (!response.ok) return response.status;
  const { items } = response.body as KubeList;
  return isNow ? items : api.history.objectsAt(resource.key, items, at).filter(isWanted);
}

interface Cut { readonly at: number; readonly after: string | undefined; readonly limit: number; readonly isSelected: boolean; readonly namespace: string | undefined }

function piece(resource: Resource, objects: readonly KubeObject[], { at, after, limit, isSelected, namespace }: Cut): object {
  const rest = after === undefined ? objects : objects.filter((o) => keyOf(o) > after);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const left = rest.length - items.length;
  const last = items.at(-1);
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(at),
      ...(left > 0 && last ? { continue: writeToken({ rv: at, after: keyOf(last) }, namespace) } : {}),
      ...(left > 0 && !isSelected ? { remainingItemCount: left } : {}),
    },
    items,
  };
}

/** Keys in tokens stand below the collection's own path. */
function writeToken({ rv, after }: Token, namespace: string | undefined): string {
  const start = namespace === undefined ? after : after.slice(namespace.length);
  return btoa(JSON.stringify({ v: "meta.k8s.io/v1", rv, start: `${start}\0` })).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function readToken(text: string, namespace: string | undefined): Token | Status {
  const bad = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  let decoded: string;
  try {
    decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    // atob throws on anything that is not base64.
    return bad("illegal base64 data at input byte 0");
  }
  let token: unknown;
  try {
    token = JSON.parse(decoded);
  } catch {
    const first = decoded[0] ?? "";
    return bad(first === "" ? "unexpected end of JSON input" : `invalid character '${first}' looking for beginning of value`);
  }
  const { v, rv, start } = (typeof token === "object" && token !== null ? token : {}) as { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown };
  if (v !== "meta.k8s.io/v1") return badRequest(`invalid continue token: continue key is not valid: server does not recognize this encoded version ${JSON.stringify(v ?? "")}`);
  if (typeof rv !== "number" || !Number.isInteger(rv) || typeof start !== "string" || start === "") return bad("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  return { rv, after: `${namespace ?? ""}${start.replace(/\0$/, "")}` };
}

const INCONSISTENT = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** The token inside goes on with the newest state. */
function expiredToken(token: Token, namespace: string | undefined): Status {
  return { ...expired(INCONSISTENT), metadata: { continue: writeToken({ rv: -1, after: token.after }, namespace) } as unknown as Record<string, never> };
}

/** Whether a GET of a collection is a watch. */
export function isWatch(query: Query): boolean {
  return isOn(query["watch"]);
}
