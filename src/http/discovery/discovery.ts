import { groupsOf, type Group, type Served } from "../../api/discovery/groups.ts";
import type { Resource } from "../../api/resources.ts";

interface Answer {
  readonly contentType: string;
  readonly body: unknown;
}

/** The parameters of an Accept entry that asks for the aggregated documents, and the version to answer in. */
const AGGREGATED = /^application\/json;g=apidiscovery\.k8s\.io;v=(v2|v2beta1);as=APIGroupDiscoveryList$/;

/**
 * What the API server tells about itself at `/api`, `/apis` and below: aggregated documents where `accept` asks for
 * them at a root, else APIVersions, APIGroupList, APIGroup and APIResourceList. kubectl reads the first for most
 * commands and `/api/v1` for drain and `auth can-i`, so both are always there.
 * @param path without query
 * @param accept the Accept header, "" if there is none; of several entries the first that is served counts
 * @param resources every kind, those of stored CustomResourceDefinitions included
 * @returns undefined where nothing is to be discovered: unknown groups, and the paths of objects
 * Source: apiserver pkg/endpoints/discovery (1.36), and recordings of kube-apiserver 1.36
 */
export function discoveryAnswer(path: string, accept: string, resources: readonly Resource[]): Answer | undefined {
  const [root, first, second, ...rest] = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  if ((root !== "api" && root !== "apis") || rest.length > 0) return undefined;
  const groups = groupsOf(resources);
  if (first === undefined) return rootAnswer(root, accept, groups.filter((g) => (g.name === "") === (root === "api")));
  if (root === "api") return second === undefined ? plain(resourceList(groups.find((g) => g.name === ""), first)) : undefined;
  const group = groups.find((g) => g.name === first && first !== "");
  if (second !== undefined) return plain(resourceList(group, second));
  return plain(group && { kind: "APIGroup", apiVersion: "v1", ...groupEntry(group) });
}

function rootAnswer(root: "api" | "apis", accept: string, groups: readonly Group[]): Answer | undefined {
  for (const entry of accept.split(",").map((e) => e.replaceAll(" ", ""))) {
    const version = AGGREGATED.exec(entry)?.[1];
    if (version) return { contentType: entry, body: aggregated(version, groups) };
    if (/^(?:application\/json|application\/\*|\*\/\*)(?:;q=[\d.]+)?$/.test(entry)) break;
  }
  if (root === "apis") return plain({ kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupEntry) });
  const versions = groups.flatMap((g) => g.versions.map((v) => v.version));
  return plain({ kind: "APIVersions", versions, serverAddressByClientCIDRs: [] });
}

function plain(body: unknown): Answer | undefined {
  return body === undefined ? undefined : { contentType: "application/json", body };
}

function aggregated(version: string, groups: readonly Group[]): unknown {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group.name ? { name: group.name } : {},
      versions: group.versions.map((v) => ({
        version: v.version,
        resources: v.resources.filter((r) => !r.name.includes("/")).map((r) => aggregatedResource(r, v.resources)),
        freshness: "Current",
      })),
    })),
  };
}

function aggregatedResource(resource: Served, all: readonly Served[]): unknown {
  const below = all.filter((r) => r.name.startsWith(`${resource.name}/`));
  return {
    resource: resource.name,
    responseKind: responseKind(resource),
    scope: resource.namespaced ? "Namespaced" : "Cluster",
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...names(resource),
    ...(below.length > 0
      ? { subresources: below.map((r) => ({ subresource: r.name.slice(resource.name.length + 1), responseKind: responseKind(r), verbs: r.verbs })) }
      : {}),
  };
}

/** An empty group and version mean those of the document. */
function responseKind(served: Served): unknown {
  return { group: served.kindGroup?.group ?? "", version: served.kindGroup?.version ?? "", kind: served.kind };
}

function resourceList(group: Group | undefined, version: string): unknown {
  const found = group?.versions.find((v) => v.version === version);
  if (!group || !found) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: groupVersion(group, version),
    resources: found.resources.map((r) => ({
      name: r.name, singularName: r.singular, namespaced: r.namespaced, ...r.kindGroup, kind: r.kind, verbs: r.verbs, ...names(r),
    })),
  };
}

function groupEntry(group: Group): { readonly name: string; readonly versions: readonly unknown[]; readonly preferredVersion: unknown } {
  const versions = group.versions.map(({ version }) => ({ groupVersion: groupVersion(group, version), version }));
  return { name: group.name, versions, preferredVersion: versions[0] };
}

function groupVersion(group: Group, version: string): string {
  return group.name ? `${group.name}/${version}` : version;
}

function names(served: Served): { readonly shortNames?: readonly string[]; readonly categories?: readonly string[] } {
  return {
    ...(served.shortNames.length > 0 ? { shortNames: served.shortNames } : {}),
    ...(served.categories.length > 0 ? { categories: served.categories } : {}),
  };
}
