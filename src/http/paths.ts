import { apiVersionOf, RESOURCES, type Resource } from "../api/resources.ts";
import { unknownResource, type Status } from "../api/status.ts";

/** Where a request goes, without method and query. */
export interface Place {
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** Why a path leads nowhere: a Status, or the plain text `404 page not found` of an unknown group or root path. */
export type PathError = { readonly status: Status } | { readonly text: string };

/** Answer of the API server for paths outside of all known groups and versions. */
const PAGE_NOT_FOUND = "404 page not found\n";

/**
 * `/api/v1/namespaces/default/pods/x/status` for a place. A namespaced resource without a namespace means all
 * namespaces, which only lists may ask for.
 */
export function pathOf(place: Place): string {
  const { resource } = place;
  const root = resource.group ? `/apis/${apiVersionOf(resource)}` : `/api/${resource.version}`;
  const inNamespace = resource.namespaced && place.namespace ? ["namespaces", place.namespace] : [];
  const rest = [place.name, place.name === undefined ? undefined : place.subresource];
  return [root, ...[...inNamespace, resource.plural, ...rest].filter((p) => p !== undefined).map(encodeURIComponent)].join("/");
}

/**
 * The place a path names. `custom` are the kinds of stored CustomResourceDefinitions.
 * Source: apiserver pkg/endpoints/request/requestinfo.go NewRequestInfo (1.36)
 */
export function placeOf(path: string, custom: readonly Resource[] = []): Place | PathError {
  const segments = decodedSegments(path);
  const isCore = segments?.[0] === "api";
  if (!segments || !(isCore || segments[0] === "apis")) return { text: PAGE_NOT_FOUND };
  const group = isCore ? "" : (segments[1] ?? "");
  const version = segments[isCore ? 1 : 2] ?? "";
  const known = [...RESOURCES, ...custom].filter((r) => r.group === group && r.version === version);
  const rest = segments.slice(isCore ? 2 : 3);
  if (known.length === 0 || rest.length === 0) return { text: PAGE_NOT_FOUND };
  return placeInGroup(known, rest);
}

function placeInGroup(known: readonly Resource[], rest: readonly string[]): Place | PathError {
  // `namespaces/x` and `namespaces/x/status` are the Namespace itself; anything else below is inside of it.
  const isInside = rest[0] === "namespaces" && rest.length > 2 && rest[2] !== "status";
  const namespace = isInside ? rest[1] : undefined;
  const [plural, name, subresource, ...more] = isInside ? rest.slice(2) : rest;
  const resource = known.find((r) => r.plural === plural);
  if (!resource || more.length > 0) return { status: unknownResource() };
  if (namespace !== undefined && !resource.namespaced) return { status: unknownResource() };
  if (name !== undefined && resource.namespaced && namespace === undefined) return { status: unknownResource() };
  return {
    resource,
    ...(namespace !== undefined ? { namespace } : {}),
    ...(name !== undefined ? { name } : {}),
    ...(subresource !== undefined ? { subresource } : {}),
  };
}

/** Without empty parts at either end; undefined if an escape is broken or a part is empty. */
function decodedSegments(path: string): readonly string[] | undefined {
  const parts = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  try {
    const decoded = parts.map(decodeURIComponent);
    return decoded.includes("") ? undefined : decoded;
  } catch {
    // decodeURIComponent throws on a broken escape such as %zz: no such page.
    return undefined;
  }
}
