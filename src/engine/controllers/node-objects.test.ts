import { expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { NODES, SERVICES } from "../../api/resources.ts";
import { ENGINE_VERSION } from "../../api/timeline.ts";
import type { Node } from "../../api/types/node.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { Cluster } from "../cluster.ts";

const TTL = "node.alpha.kubernetes.io/ttl";

function open(): Cluster {
  return Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], inputs: [] });
}

function addNode(cluster: Cluster, name: string): void {
  cluster.handle(create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name } } as { metadata: object }));
}

function node(cluster: Cluster, name: string): Node {
  return cluster.store.get<Node>(NODES, undefined, name)!;
}

function networks(cluster: Cluster, ...names: string[]): unknown[] {
  return names.map((name) => node(cluster, name).spec.podCIDR);
}

test("every node gets a network for its pods, and none has that of another", () => {
  const cluster = open();
  for (const name of ["n1", "n2", "n3"]) {
    addNode(cluster, name);
    cluster.advance(cluster.nowMs + 100);
  }
  expect(networks(cluster, "n1", "n2", "n3")).toEqual(["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"]);
  expect(node(cluster, "n2").spec["podCIDRs"]).toEqual(["10.244.1.0/24"]);
});

test("a network that is free again rests until all others had their turn", () => {
  const cluster = open();
  addNode(cluster, "n1");
  cluster.advance(100);
  cluster.handle(remove(NODES, { name: "n1" }));
  addNode(cluster, "n1");
  cluster.advance(200);
  expect(networks(cluster, "n1")).toEqual(["10.244.1.0/24"]);
});

test("a node that brings its network keeps it, and nobody else gets it", () => {
  const cluster = open();
  cluster.handle(create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name: "own" }, spec: { podCIDR: "10.244.0.0/24", podCIDRs: ["10.244.0.0/24"] } } as { metadata: object }));
  cluster.advance(100);
  addNode(cluster, "n1");
  cluster.advance(200);
  expect(networks(cluster, "own", "n1")).toEqual(["10.244.0.0/24", "10.244.1.0/24"]);
});

test("kubelets are told for how long they may trust what they have read: 15 s in a cluster of more than 100 nodes", () => {
  const cluster = open();
  for (let i = 1; i <= 101; i++) {
    addNode(cluster, `n${i}`);
    cluster.advance(cluster.nowMs + 50);
  }
  const ttl = (name: string) => node(cluster, name).metadata.annotations?.[TTL];
  expect([ttl("n1"), ttl("n100"), ttl("n101")]).toEqual(["0", "0", "15"]);
  cluster.handle(patch(NODES, { name: "n1" }, { metadata: { labels: { a: "b" } } }));
  cluster.advance(cluster.nowMs + 50);
  expect(ttl("n1")).toBe("15");
});

test("the Service of the API server comes back when somebody deletes it", () => {
  const cluster = open();
  const service = () => cluster.store.get<KubeObject & { readonly spec: { readonly clusterIP: string } }>(SERVICES, "default", "kubernetes");
  cluster.advance(3_000);
  cluster.handle(remove(SERVICES, { namespace: "default", name: "kubernetes" }));
  cluster.advance(9_900);
  expect(service()).toBeUndefined();
  cluster.advance(10_100);
  expect(service()?.spec.clusterIP).toBe("10.96.0.1");
});
