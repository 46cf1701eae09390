import { create, patch } from "../../api/request.ts";
import { DEPLOYMENTS, EVENTS, REPLICASETS } from "../../api/resources.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import { SimCluster } from "./sim-cluster.ts";

/** A Deployment `web` with one container `app`; `spec` is merged over it. */
export function deploymentObject(spec: object = {}): object {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "app", image: "example/web:v1" }] } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "default" }, spec: { selector: { matchLabels: labels }, template, ...spec } };
}

/** A cluster of three nodes with the Deployment `web`, at rest. */
export function clusterWith(spec: object, seed = 1): SimCluster {
  const sim = new SimCluster(seed);
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name);
  sim.settle();
  sim.send(create(DEPLOYMENTS, deploymentObject(spec) as never));
  sim.settle();
  return sim;
}

export function web(sim: SimCluster): Deployment {
  return sim.cluster.store.get<Deployment>(DEPLOYMENTS, "default", "web")!;
}

export function patchWeb(sim: SimCluster, body: object): void {
  sim.send(patch(DEPLOYMENTS, { namespace: "default", name: "web" }, body));
}

export function setWebImage(sim: SimCluster, tag: string): void {
  patchWeb(sim, { spec: { template: { spec: { containers: [{ name: "app", image: `example/web:${tag}` }] } } } });
}

/** Every ReplicaSet, oldest first. */
export function replicaSets(sim: SimCluster): ReplicaSet[] {
  return [...sim.cluster.store.all<ReplicaSet>(REPLICASETS)];
}

/** What the Events about a kind of object say, oldest first. ReplicaSets of `web` are called by their revision: `rev1`. */
export function eventsOf(sim: SimCluster, kind: string): string[] {
  const names = new Map(replicaSets(sim).map((rs, i) => [rs.metadata.name, `rev${i + 1}`]));
  const events = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === kind);
  return events.map((e) => `${e.reason}: ${(e.message ?? "").replaceAll(/web-[a-z0-9]+(-[a-z0-9]+)?/g, (name, suffix?: string) => (suffix ? "pod" : (names.get(name) ?? name)))}`);
}
