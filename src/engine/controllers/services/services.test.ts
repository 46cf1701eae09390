import { describe, expect, test } from "vitest";
import { create, get, list, patch, remove, type KubeList } from "../../../api/request.ts";
import { ENDPOINTS, ENDPOINTSLICES, PODS, SERVICES } from "../../../api/resources.ts";
import type { Endpoints } from "../../../api/types/endpoints.ts";
import type { EndpointSlice } from "../../../api/types/endpointslice.ts";
import { daemonSetObject, SimCluster } from "../../testing/sim-cluster.ts";

const SERVICE = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "default", labels: { app: "web" } } };

function service(sim: SimCluster, spec: object): void {
  sim.send(create(SERVICES, { ...SERVICE, spec } as never));
}
function cluster(nodes: number, template: object = {}): SimCluster {
  const sim = new SimCluster();
  for (let n = 1; n <= nodes; n++) sim.addNode(`node-${n}`, { labels: { "topology.kubernetes.io/zone": "a" } });
  sim.apply(daemonSetObject("web", {}, template));
  return sim;
}
function slices(sim: SimCluster): readonly EndpointSlice[] {
  return sim.send<KubeList<EndpointSlice>>(list(ENDPOINTSLICES, "default", { labelSelector: "kubernetes.io/service-name=web" })).items;
}
const endpoints = (sim: SimCluster) => sim.send<Endpoints>(get(ENDPOINTS, { namespace: "default", name: "web" }));
const conditions = (sim: SimCluster) => slices(sim).flatMap((s) => s.endpoints ?? []).map((e) => Object.values(e.conditions ?? {}).map((c) => (c ? "T" : "F")).join(""));

describe("a Service that selects pods", () => {
  test("has an EndpointSlice and Endpoints, as kube-controller-manager writes them", () => {
    const sim = cluster(1, { containers: [{ name: "logger", image: "example/logger:v1", ports: [{ name: "http", containerPort: 8080 }] }] });
    service(sim, { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] });
    sim.settle();
    const pod = sim.podOn("node-1")!;
    const targetRef = { kind: "Pod", namespace: "default", name: pod.metadata.name, uid: pod.metadata.uid };
    const ready = pod.status.conditions!.find((c) => c.type === "Ready")!.lastTransitionTime!;
    expect(slices(sim)).toEqual([{
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: expect.objectContaining({
        name: expect.stringMatching(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/) as unknown,
        generateName: "web-",
        annotations: { "endpoints.kubernetes.io/last-change-trigger-time": ready },
        labels: { app: "web", "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io", "kubernetes.io/service-name": "web" },
        ownerReferences: [{ apiVersion: "v1", kind: "Service", name: "web", uid: expect.any(String) as unknown, controller: true, blockOwnerDeletion: true }],
      }) as unknown,
      addressType: "IPv4",
      endpoints: [{ addresses: [pod.status.podIP], conditions: { ready: true, serving: true, terminating: false }, nodeName: "node-1", targetRef, zone: "a" }],
      ports: [{ name: "", port: 8080, protocol: "TCP" }],
    }]);
    expect(endpoints(sim)).toMatchObject({
      metadata: { labels: { app: "web", "endpoints.kubernetes.io/managed-by": "endpoint-controller" } },
      subsets: [{ addresses: [{ ip: pod.status.podIP, nodeName: "node-1", targetRef }], ports: [{ port: 8080, protocol: "TCP" }] }],
    });
  });

  test("knows a pod that is not ready, and one that is going, as such", () => {
    const sim = cluster(2);
    service(sim, { selector: { app: "web" }, ports: [{ port: 80 }] });
    sim.settle();
    expect(conditions(sim)).toEqual(["TTF", "TTF"]);
    sim.deletePod(sim.podOn("node-1")!.metadata.name);
    sim.runFor(0.1);
    expect(conditions(sim).sort()).toEqual(["FTT", "TTF"]);
    expect(endpoints(sim).subsets).toMatchObject([{ addresses: [{ nodeName: "node-2" }] }]);
    sim.settle();
    expect(conditions(sim)).toEqual(["TTF", "TTF"]);
    sim.setImage("web", "example/logger:notready");
    sim.settle();
    expect(conditions(sim).sort()).toEqual(["FFF", "TTF"]);
    expect(endpoints(sim).subsets).toMatchObject([{ addresses: [{}], notReadyAddresses: [{}] }]);
  });

  test("keeps its one slice when nobody is behind it, and loses it with itself", () => {
    const sim = cluster(1);
    service(sim, { clusterIP: "None", selector: { app: "web" }, ports: [{ port: 80 }] });
    sim.settle();
    const [before] = slices(sim);
    expect(before!.metadata.labels).toHaveProperty(["service.kubernetes.io/headless"], "");
    sim.send(patch(PODS, sim.podOn("node-1")!.metadata, { metadata: { labels: { app: null } } }));
    sim.runFor(0.1);
    expect(slices(sim)).toMatchObject([{ metadata: { uid: before!.metadata.uid }, endpoints: [], ports: [] }]);
    sim.send(remove(SERVICES, { namespace: "default", name: "web" }));
    sim.settle();
    expect(slices(sim)).toEqual([]);
    expect(sim.try(get(ENDPOINTS, { namespace: "default", name: "web" })).ok).toBe(false);
  });

  test("spreads more than 100 pods over slices, and leaves each where it is", () => {
    const sim = cluster(130);
    service(sim, { selector: { app: "web" }, ports: [{ port: 80 }] });
    sim.settle();
    expect(slices(sim).map((s) => s.endpoints!.length).sort((a, b) => a - b)).toEqual([30, 100]);
    const full = slices(sim).find((s) => s.endpoints!.length === 100)!;
    sim.send(remove(SERVICES, { namespace: "default", name: "kubernetes" }));
    sim.deletePod(full.endpoints![0]!.targetRef!.name);
    sim.settle();
    expect(slices(sim).flatMap((s) => s.endpoints!)).toHaveLength(130);
    const names = (s: EndpointSlice) => new Set(s.endpoints!.map((e) => e.targetRef!.name));
    const after = slices(sim).find((s) => s.metadata.uid === full.metadata.uid)!;
    expect([...names(full)].filter((n) => names(after).has(n))).toHaveLength(99);
  });

  test("draws nothing that others would have drawn: its pods have the names that they have without it", () => {
    const names = (withService: boolean) => {
      const sim = cluster(3);
      if (withService) sim.cluster.seed(SERVICES, { ...SERVICE, metadata: { ...SERVICE.metadata, uid: "s", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } } as never);
      sim.settle();
      sim.deletePod(sim.podOn("node-1")!.metadata.name);
      sim.settle();
      return sim.pods().map((p) => p.metadata.name);
    };
    expect(names(true)).toEqual(names(false));
  });
});

test("the API server stands behind the Service kubernetes, again when somebody takes that away", () => {
  const sim = new SimCluster();
  sim.runFor(1);
  const key = { namespace: "default", name: "kubernetes" };
  const answer = sim.try(get(ENDPOINTS, key));
  expect(answer).toMatchObject({
    warnings: ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"],
    body: { subsets: [{ addresses: [{ ip: "10.0.0.10" }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] }] },
  });
  sim.send(remove(ENDPOINTSLICES, key));
  sim.runFor(10);
  expect(sim.send<EndpointSlice>(get(ENDPOINTSLICES, key))).toMatchObject({ addressType: "IPv4", endpoints: [{ addresses: ["10.0.0.10"], conditions: { ready: true } }] });
});
