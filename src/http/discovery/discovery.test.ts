import { describe, expect, test } from "vitest";
import { apiVersionOf, defineResource, definedResources, RESOURCES } from "../../api/resources.ts";
import { discoveryAnswer } from "./discovery.ts";
import core from "./testdata/aggregated-api.json" with { type: "json" };
import others from "./testdata/aggregated-apis.json" with { type: "json" };
import legacy from "./testdata/legacy.json" with { type: "json" };

interface Entry { readonly resource: string; readonly subresources?: readonly { readonly subresource: string }[] }
interface Item { readonly metadata: { readonly name?: string }; readonly versions: readonly { readonly version: string; readonly resources: readonly Entry[] }[] }

/** What kubectl v1.36 sends to `/api` and `/apis`. */
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

describe("discovery", () => {
  test("answers the aggregated document with exactly its media type", () => {
    expect(discoveryAnswer("/api", AGGREGATED, RESOURCES)).toMatchObject({
      contentType: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      body: { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {} },
    });
    expect(discoveryAnswer("/apis", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList", RESOURCES)).toMatchObject({
      contentType: "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
      body: { apiVersion: "apidiscovery.k8s.io/v2beta1" },
    });
  });

  test.each([["/api", core], ["/apis", others]])("says of every resource at %s what kube-apiserver says of it", (path, recorded) => {
    const entries = entriesOf(itemsAt(path));
    const known = entriesOf(recorded.items);
    const shared = [...entries].filter(([name]) => known.has(name));
    expect(shared.length).toBeGreaterThan(10);
    for (const [name, entry] of shared) expect([name, entry]).toEqual([name, withSubresourcesOf(entry, known.get(name)!)]);
  });

  test("lists the groups in kube-apiserver's order, our own after them", () => {
    const order = others.items.map((item) => item.metadata.name);
    const groups = itemsAt("/apis").map((item) => item.metadata.name);
    const standard = groups.filter((name) => order.includes(name!));
    expect(standard).toEqual(order.filter((name) => groups.includes(name)));
    expect(groups.slice(standard.length)).toEqual(["metrics.k8s.io", "sim.playground.local"]);
  });

  test("serves every row of the table of resources once", () => {
    const served = [...itemsAt("/api"), ...itemsAt("/apis")].flatMap((item) => item.versions.flatMap((v) =>
      v.resources.map((r) => `${item.metadata.name ? `${item.metadata.name}/` : ""}${v.version} ${r.resource}`)));
    expect(new Set(served).size).toBe(served.length);
    expect(served).toEqual(expect.arrayContaining(RESOURCES.map((r) => `${apiVersionOf(r)} ${r.plural}`)));
  });

  test.each(["v1", "apps/v1"] as const)("lists the resources of %s as kube-apiserver does for older clients", (groupVersion) => {
    const path = groupVersion === "v1" ? "/api/v1" : `/apis/${groupVersion}`;
    const { resources, ...rest } = discoveryAnswer(path, "application/json, */*", RESOURCES)!.body as { readonly resources: readonly { readonly name: string }[] };
    expect(rest).toEqual({ kind: "APIResourceList", apiVersion: "v1", groupVersion });
    const known = new Map(legacy[groupVersion].map((r) => [r.name, r]));
    for (const resource of resources.filter((r) => known.has(r.name))) expect(resource).toEqual(known.get(resource.name));
    const missing = [...known.keys()].filter((name) => !resources.some((r) => r.name === name));
    // Proxies and port forwarding need a network, which pods here do not have.
    const expected = ["nodes/proxy", "pods/portforward", "pods/proxy", "services/proxy", "pods/ephemeralcontainers", "pods/resize"];
    expect(missing.filter((name) => !expected.includes(name))).toEqual([]);
  });

  test("names versions and groups for older clients", () => {
    expect(discoveryAnswer("/api", "application/json", RESOURCES)).toEqual({
      contentType: "application/json", body: { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] },
    });
    const apps = { name: "apps", versions: [{ groupVersion: "apps/v1", version: "v1" }], preferredVersion: { groupVersion: "apps/v1", version: "v1" } };
    expect(discoveryAnswer("/apis", "", RESOURCES)?.body).toMatchObject({ kind: "APIGroupList", apiVersion: "v1", groups: expect.arrayContaining([apps]) });
    expect(discoveryAnswer("/apis/apps", "*/*", RESOURCES)?.body).toEqual({ kind: "APIGroup", apiVersion: "v1", ...apps });
  });

  test("prefers the most stable version of a defined kind, whatever the order of its definition", () => {
    const definition = {
      spec: {
        group: "example.com", scope: "Namespaced", names: { kind: "Widget", plural: "widgets", shortNames: ["wd"] },
        versions: [{ name: "v1alpha1" }, { name: "v2beta1" }, { name: "v1" }, { name: "v2" }, { name: "v10" }, { name: "other" }],
      },
    };
    const group = discoveryAnswer("/apis/example.com", "", [...RESOURCES, ...definedResources(definition)])?.body as { readonly versions: readonly { readonly version: string }[] };
    expect(group.versions.map((v) => v.version)).toEqual(["v10", "v2", "v1", "v2beta1", "v1alpha1", "other"]);
  });

  test.each(["/", "/api/v2", "/api/v1/pods", "/apis/nope", "/apis/apps/v2", "/apis//v1", "/version", "/apis/apps/v1/daemonsets"])("has nothing to say at %s", (path) => {
    expect(discoveryAnswer(path, AGGREGATED, [...RESOURCES, defineResource("example.com", "v1", "Widget")])).toBeUndefined();
  });
});

function itemsAt(path: string): readonly Item[] {
  return (discoveryAnswer(path, AGGREGATED, RESOURCES)!.body as { readonly items: readonly Item[] }).items;
}

function entriesOf(items: readonly Item[]): ReadonlyMap<string, Entry> {
  return new Map(items.flatMap((item) => item.versions.flatMap((v) => v.resources.map((r): [string, Entry] => [`${item.metadata.name ?? ""}/${v.version}/${r.resource}`, r]))));
}

/** The recorded entry without the subresources that ours has not. */
function withSubresourcesOf(entry: Entry, recorded: Entry): Entry {
  const { subresources = [], ...rest } = recorded;
  const kept = subresources.filter((s) => entry.subresources?.some((own) => own.subresource === s.subresource));
  return kept.length > 0 ? { ...rest, subresources: kept } : rest;
}
