import { expect, test } from "vitest";
import { create, remove, type RequestOptions } from "../../api/request.ts";
import { CONFIGMAPS, DEPLOYMENTS, EVENTS, PODS, REPLICASETS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject, OwnerReference } from "../../api/types/meta.ts";
import { clusterWith, web } from "../testing/deployment-object.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

function configMap(sim: SimCluster, name: string, owners: readonly (readonly [KubeObject, Partial<OwnerReference>?])[] = [], more: object = {}): KubeObject {
  const ownerReferences = owners.map(([o, rest]) => ({ apiVersion: o.apiVersion, kind: o.kind, name: o.metadata.name, uid: o.metadata.uid, ...rest }));
  return sim.send(create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default", ...(owners.length > 0 ? { ownerReferences } : {}), ...more } } as never));
}

const drop = (sim: SimCluster, name: string, options?: RequestOptions) => sim.send(remove(CONFIGMAPS, { namespace: "default", name }, options));
const names = (sim: SimCluster) => [...sim.cluster.store.all(CONFIGMAPS)].filter((o) => !o.metadata.name.endsWith(".crt") && o.metadata.namespace === "default").map((o) => o.metadata.name);
const owners = (sim: SimCluster, name: string) => sim.cluster.store.get(CONFIGMAPS, "default", name)?.metadata.ownerReferences?.map((o) => o.name);

test("deletes a Deployment in the foreground from below: first the pods, then the ReplicaSet, then itself", () => {
  const sim = clusterWith({ replicas: 2 });
  sim.send(remove(DEPLOYMENTS, web(sim).metadata, { propagationPolicy: "Foreground" }));
  const left = new Set<string>();
  sim.watch(() => left.add([DEPLOYMENTS, REPLICASETS, PODS].map((r) => sim.cluster.store.count(r)).join(" ")));
  expect([...left]).toEqual(["1 1 2", "1 1 1", "1 1 0", "1 0 0", "0 0 0"]);
});

test("keeps a dependent that has another owner, and takes only the reference away", () => {
  const sim = new SimCluster();
  const [a, b] = [configMap(sim, "a"), configMap(sim, "b")];
  configMap(sim, "both", [[a], [b]]);
  drop(sim, "a");
  sim.settle();
  expect(owners(sim, "both")).toEqual(["b"]);
  drop(sim, "b");
  sim.settle();
  expect(names(sim)).toEqual([]);
});

test("in the foreground does not wait for dependents that do not block", () => {
  const sim = new SimCluster();
  const owner = configMap(sim, "owner");
  configMap(sim, "held", [[owner]], { finalizers: ["example.com/hold"] });
  drop(sim, "owner", { propagationPolicy: "Foreground" });
  sim.settle();
  expect(names(sim)).toEqual(["held"]);
});

test("lets two that own each other go in the foreground", () => {
  const sim = new SimCluster();
  const first = configMap(sim, "first");
  const second = configMap(sim, "second", [[first, { blockOwnerDeletion: true }]]);
  const reference = { apiVersion: "v1", kind: "ConfigMap", name: "second", uid: second.metadata.uid, blockOwnerDeletion: true };
  sim.send({ verb: "patch", resource: "configmaps", namespace: "default", name: "first", body: { metadata: { ownerReferences: [reference] } }, options: { patchType: "merge" } });
  drop(sim, "first", { propagationPolicy: "Foreground" });
  sim.settle();
  expect(names(sim)).toEqual([]);
});

test("deletes what names an owner in another namespace, with a warning", () => {
  const sim = new SimCluster();
  sim.send({ verb: "create", resource: "namespaces", body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } } });
  const owner = sim.send<KubeObject>(create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "far", namespace: "other" } } as never));
  configMap(sim, "stray", [[owner]]);
  sim.settle();
  expect(names(sim)).toEqual([]);
  expect([...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === "ConfigMap").map((e) => `${e.type} ${e.reason} ${e.message}`)).toEqual([
    `Warning OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
  ]);
});
