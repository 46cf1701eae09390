import { describe, expect, test } from "vitest";
import { create, patch, remove, update } from "../api/request.ts";
import { CONFIGMAPS, EVENTS, LEASES, NAMESPACES, PERSISTENTVOLUMECLAIMS, PODS, SECRETS, SERVICEACCOUNTS, SERVICES } from "../api/resources.ts";
import type { KubeEvent } from "../api/types/event.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Service } from "../api/types/service.ts";
import { daemonSetObject, SimCluster } from "./testing/sim-cluster.ts";

function object(kind: string, name: string, rest: object = {}) {
  return { apiVersion: kind === "Lease" ? "coordination.k8s.io/v1" : "v1", kind, metadata: { name, namespace: "default" } as { namespace?: string }, ...rest };
}
function service(sim: SimCluster, name: string, spec: object): Service {
  return sim.send<Service>(create(SERVICES, object("Service", name, { spec })));
}
function messageOf(answer: ReturnType<SimCluster["try"]>): string {
  return answer.ok ? "" : (answer.status.message ?? "");
}

describe("what every cluster has", () => {
  test("is the Service of its API server", () => {
    expect(new SimCluster().cluster.store.get<Service>(SERVICES, "default", "kubernetes")).toMatchObject({
      metadata: { labels: { component: "apiserver", provider: "kubernetes" } },
      spec: { type: "ClusterIP", clusterIP: "10.96.0.1", clusterIPs: ["10.96.0.1"], ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 6443 }], sessionAffinity: "None" },
    });
  });

  test("is an account and the root certificate in every namespace, new ones too, and again when they are deleted", () => {
    const sim = new SimCluster();
    sim.send(create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } } as never));
    sim.runFor(1);
    const places = (all: Iterable<KubeObject>) => Array.from(all, (o) => `${o.metadata.namespace}/${o.metadata.name}`).sort();
    const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system", "shop"];
    expect(places(sim.cluster.store.all(SERVICEACCOUNTS))).toEqual(namespaces.map((n) => `${n}/default`));
    expect(places(sim.cluster.store.all(CONFIGMAPS))).toEqual(namespaces.map((n) => `${n}/kube-root-ca.crt`));
    sim.send(remove(SERVICEACCOUNTS, { namespace: "shop", name: "default" }));
    sim.send(patch(CONFIGMAPS, { namespace: "shop", name: "kube-root-ca.crt" }, { data: { "ca.crt": "mine" } }));
    sim.runFor(1);
    expect(sim.cluster.store.get(SERVICEACCOUNTS, "shop", "default")).toBeDefined();
    expect(sim.cluster.store.get<KubeObject & { data: object }>(CONFIGMAPS, "shop", "kube-root-ca.crt")!.data).not.toEqual({ "ca.crt": "mine" });
  });

  test("tells no story: nothing of it is worth a stop", () => {
    const sim = new SimCluster();
    sim.runFor(5);
    expect(sim.cluster.decisions.since(0).filter((d) => !d.quiet)).toEqual([]);
  });

  test("goes with its namespace and does not come back", () => {
    const sim = new SimCluster();
    sim.send(create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } } as never));
    sim.runFor(1);
    sim.send(remove(NAMESPACES, { name: "shop" }));
    sim.runFor(5);
    expect(sim.cluster.store.get(NAMESPACES, undefined, "shop")).toBeUndefined();
    expect(Array.from(sim.cluster.store.everything()).filter(({ object: o }) => o.metadata.namespace === "shop")).toEqual([]);
  });
});

describe("a pod that names an account", () => {
  test("is refused as long as there is none, and its controller says so", () => {
    const sim = new SimCluster();
    sim.addNode("node-1");
    sim.apply(daemonSetObject("web", {}, { serviceAccountName: "robot" }));
    sim.runFor(3);
    const refusals = Array.from(sim.cluster.store.all<KubeEvent>(EVENTS)).filter((e) => e.reason === "FailedCreate").map((e) => e.message);
    expect(refusals[0]).toBe('Error creating: pods "web-" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found');
    const pod = { ...object("Pod", "x"), spec: { serviceAccountName: "robot", containers: [{ name: "c", image: "app:1" }] } };
    expect(messageOf(sim.try(create(PODS, pod)))).toBe('pods "x" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found');
    sim.send(create(SERVICEACCOUNTS, object("ServiceAccount", "robot")));
    sim.send(create(PODS, pod));
    sim.settle();
    expect(sim.set("web").status.numberReady).toBe(1);
  });
});

describe("a Service", () => {
  test("gets an address of its own, and keeps it through an update that does not name it", () => {
    const sim = new SimCluster();
    const first = service(sim, "a", { ports: [{ port: 80 }], selector: { app: "a" } });
    const second = service(sim, "b", { ports: [{ port: 80 }] });
    expect(first.spec).toMatchObject({ type: "ClusterIP", sessionAffinity: "None", internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] });
    expect(first.spec.clusterIP).toMatch(/^10\.(9[6-9]|10[0-9]|11[01])\./);
    expect(second.spec.clusterIP).not.toBe(first.spec.clusterIP);
    const { resourceVersion: _, ...metadata } = first.metadata;
    const updated = sim.send<Service>(update(SERVICES, { ...first, metadata, spec: { ports: [{ port: 8080 }] } } as never));
    expect(updated.spec.clusterIP).toBe(first.spec.clusterIP);
    const moved = sim.try(patch(SERVICES, { namespace: "default", name: "a" }, { spec: { clusterIP: "10.96.9.9", clusterIPs: ["10.96.9.9"] } }, { patchType: "merge" }));
    expect(messageOf(moved)).toBe('Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.9.9"]: may not change once set');
  });

  test("without an address is headless, of type NodePort it gets ports of every node", () => {
    const sim = new SimCluster();
    expect(service(sim, "db", { clusterIP: "None", selector: { app: "db" } }).spec).toMatchObject({ clusterIP: "None", clusterIPs: ["None"] });
    const ports = service(sim, "web", { type: "NodePort", ports: [{ name: "a", port: 80 }, { name: "b", port: 443 }] }).spec.ports!.map((p) => p.nodePort!);
    expect(new Set(ports).size).toBe(2);
    for (const port of ports) expect(port >= 30_000 && port <= 32_767).toBe(true);
  });

  test.each([
    ["1a", { ports: [{ port: 80 }] }, "metadata.name: Invalid value: \"1a\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"],
    ["a", {}, "spec.ports: Required value"],
    ["a", { ports: [{ port: 0 }] }, "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    ["a", { ports: [{ port: 80, nodePort: 30080 }] }, "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ["a", { type: "Odd", ports: [{ port: 80 }] }, 'spec.type: Unsupported value: "Odd": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
  ])("named %s with %j is refused", (name, spec, error) => {
    expect(messageOf(new SimCluster().try(create(SERVICES, object("Service", name, { spec }))))).toContain(error);
  });
});

test("a ConfigMap or Secret that is immutable keeps its data", () => {
  const sim = new SimCluster();
  sim.send(create(CONFIGMAPS, object("ConfigMap", "fixed", { data: { a: "1" }, immutable: true })));
  const answer = sim.try(patch(CONFIGMAPS, { namespace: "default", name: "fixed" }, { data: { a: "2" } }));
  expect(messageOf(answer)).toBe('ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set');
  expect(messageOf(sim.try(create(CONFIGMAPS, object("ConfigMap", "odd", { data: { "a b": "1" } }))))).toContain('data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters');
});

test("plain text of a Secret is stored in base64, and its type stays", () => {
  const sim = new SimCluster();
  const secret = sim.send<KubeObject>(create(SECRETS, object("Secret", "token", { stringData: { user: "jo", word: "grüße €" } })));
  expect(secret).toMatchObject({ type: "Opaque", data: { user: "am8=", word: "Z3LDvMOfZSDigqw=" } });
  expect(secret).not.toHaveProperty("stringData");
  expect(messageOf(sim.try(patch(SECRETS, { namespace: "default", name: "token" }, { type: "other" })))).toBe('Secret "token" is invalid: type: Invalid value: "other": field is immutable');
  expect(messageOf(sim.try(create(SECRETS, object("Secret", "tls", { type: "kubernetes.io/tls", data: {} }))))).toBe('Secret "tls" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]');
});

test("a Lease must last for a while, a claim must say how much it wants", () => {
  const sim = new SimCluster();
  expect(messageOf(sim.try(create(LEASES, object("Lease", "l", { spec: { leaseDurationSeconds: 0 } }))))).toBe('Lease.coordination.k8s.io "l" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0');
  expect(messageOf(sim.try(create(PERSISTENTVOLUMECLAIMS, object("PersistentVolumeClaim", "c", { spec: {} }))))).toBe(
    'PersistentVolumeClaim "c" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
  );
});
