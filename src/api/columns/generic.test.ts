import { describe, expect, test } from "vitest";
import { CONTROLLERREVISIONS, defineResource, FAULTS, LEASES, NAMESPACES, PERSISTENTVOLUMECLAIMS, PODDISRUPTIONBUDGETS, RESOURCES, resourceByKey, SERVICES, STATEFULSETS } from "../resources.ts";
import type { Resource } from "../resources.ts";
import { formatTime } from "../time.ts";
import type { KubeObject } from "../types/meta.ts";
import { columnsOf } from "./generic.ts";

const metadata = { name: "x", uid: "u", resourceVersion: "1", creationTimestamp: formatTime(0) };

/** `Name: cell` for every column, three minutes after creation. */
function row(resource: Resource | undefined, object: object): Record<string, unknown> {
  if (!resource) throw new Error("unknown resource");
  const whole = { apiVersion: "", kind: resource.kind, metadata, ...object } as KubeObject;
  return Object.fromEntries(columnsOf(resource).map((c) => [c.name, c.value(whole, { nowMs: 180_000 })]));
}

test("every kind has a name column, and none fails on an object that is almost empty", () => {
  for (const resource of RESOURCES.filter((r) => r.inert)) expect(row(resource, { spec: {} })["Name"]).toBe("x");
});

describe("rows", () => {
  test("of a ControllerRevision name its controller", () => {
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "log-agent", uid: "d", controller: true }];
    expect(row(CONTROLLERREVISIONS, { metadata: { ...metadata, ownerReferences }, revision: 1 })).toEqual({ Name: "x", Controller: "daemonset.apps/log-agent", Revision: 1, Age: "3m" });
    expect(row(CONTROLLERREVISIONS, { revision: 2 })["Controller"]).toBe("<none>");
  });

  test("of a Namespace show its phase", () => {
    expect(row(NAMESPACES, { status: { phase: "Active" } })).toEqual({ Name: "x", Status: "Active", Age: "3m" });
  });

  test("of a Fault say what is broken", () => {
    expect(row(FAULTS, { spec: { type: "NodeDown", nodeName: "node-2" } })).toEqual({ Name: "x", Type: "NodeDown", Target: "node/node-2", Age: "3m" });
  });

  test("of a Service, a ConfigMap and a ClusterRoleBinding", () => {
    expect(row(resourceByKey("services"), { spec: { clusterIP: "10.96.0.1", ports: [{ port: 443 }], selector: { app: "db" } } })).toEqual({
      Name: "x", Type: "ClusterIP", "Cluster-IP": "10.96.0.1", "External-IP": "<none>", "Port(s)": "443/TCP", Age: "3m", Selector: "app=db",
    });
    expect(row(resourceByKey("configmaps"), { data: { a: "1", b: "2" } })).toEqual({ Name: "x", Data: 2, Age: "3m" });
    const subjects = [{ kind: "ServiceAccount", name: "agent", namespace: "kube-system" }, { kind: "User", name: "jo" }];
    expect(row(resourceByKey("clusterrolebindings.rbac.authorization.k8s.io"), { roleRef: { kind: "ClusterRole", name: "view" }, subjects })).toEqual({
      Name: "x", Role: "ClusterRole/view", Age: "3m", Users: "jo", Groups: "", ServiceAccounts: "kube-system/agent",
    });
  });

  test("of a Service show how it is reached from outside", () => {
    const external = (spec: object, status: object = {}) => row(SERVICES, { spec, status })["External-IP"];
    expect(external({ type: "LoadBalancer" })).toBe("<pending>");
    expect(external({ type: "LoadBalancer" }, { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } })).toBe("203.0.113.7");
    expect(external({ type: "ExternalName", externalName: "db.example.com" })).toBe("db.example.com");
    expect(row(SERVICES, { spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30080, protocol: "TCP" }] } })["Port(s)"]).toBe("80:30080/TCP");
  });

  test("of a StatefulSet, a PodDisruptionBudget and a Lease", () => {
    const template = { spec: { containers: [{ name: "redis", image: "redis:7.4" }] } };
    expect(row(STATEFULSETS, { spec: { replicas: 3, template }, status: { readyReplicas: 2 } })).toEqual({ Name: "x", Ready: "2/3", Age: "3m", Containers: "redis", Images: "redis:7.4" });
    expect(row(PODDISRUPTIONBUDGETS, { spec: { minAvailable: "50%" }, status: { disruptionsAllowed: 1 } })).toEqual({
      Name: "x", "Min Available": "50%", "Max Unavailable": "N/A", "Allowed Disruptions": 1, Age: "3m",
    });
    expect(row(LEASES, { spec: { holderIdentity: "node-1" } })).toEqual({ Name: "x", Holder: "node-1", Age: "3m" });
  });

  test("of a claim show its volume only when it is bound", () => {
    const spec = { accessModes: ["ReadWriteOnce"], storageClassName: "standard", volumeMode: "Filesystem" };
    expect(row(PERSISTENTVOLUMECLAIMS, { spec, status: { phase: "Pending" } })).toEqual({
      Name: "x", Status: "Pending", Volume: "", Capacity: "", "Access Modes": "", StorageClass: "standard", VolumeAttributesClass: "<unset>", Age: "3m", VolumeMode: "Filesystem",
    });
    const bound = row(PERSISTENTVOLUMECLAIMS, { spec: { ...spec, volumeName: "pvc-1" }, status: { phase: "Bound", accessModes: ["ReadWriteMany", "ReadWriteOnce"], capacity: { storage: "1Gi" } } });
    expect([bound["Status"], bound["Volume"], bound["Capacity"], bound["Access Modes"]]).toEqual(["Bound", "pvc-1", "1Gi", "RWO,RWX"]);
  });

  test("of an EndpointSlice show three addresses and how many more", () => {
    const slice = { addressType: "IPv4", ports: [{ port: 80 }], endpoints: [{ addresses: ["10.0.0.1"] }, { addresses: ["10.0.0.2", "10.0.0.3"] }, { addresses: ["10.0.0.4"] }] };
    expect(row(resourceByKey("endpointslices.discovery.k8s.io"), slice)).toEqual({ Name: "x", AddressType: "IPv4", Ports: "80", Endpoints: "10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...", Age: "3m" });
  });

  test("of a Job and a CronJob show how far they are", () => {
    const template = { spec: { containers: [{ name: "pi", image: "perl:5.34" }] } };
    const job = (spec: object, status: object = {}) => row(resourceByKey("jobs.batch"), { spec: { template, ...spec }, status });
    expect(job({ completions: 3 }, { succeeded: 1, startTime: formatTime(60_000) })).toEqual({
      Name: "x", Status: "Running", Completions: "1/3", Duration: "2m", Age: "3m", Containers: "pi", Images: "perl:5.34", Selector: "<none>",
    });
    expect(job({ parallelism: 2 }, { conditions: [{ type: "Failed", status: "True" }] })).toMatchObject({ Status: "Failed", Completions: "0/1 of 2", Duration: "" });
    expect(row(resourceByKey("cronjobs.batch"), { spec: { schedule: "0 3 * * *", suspend: false, jobTemplate: { spec: { template } } }, status: { lastScheduleTime: formatTime(120_000) } })).toMatchObject({
      Name: "x", Schedule: "0 3 * * *", Timezone: "<none>", Suspend: "False", Active: 0, "Last Schedule": "60s", Age: "3m", Images: "perl:5.34",
    });
  });

  test("of a HorizontalPodAutoscaler show what is current and what is wanted", () => {
    const cpu = { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } };
    const hpa = (metrics: readonly object[], status: object = {}) => row(resourceByKey("horizontalpodautoscalers.autoscaling"), { spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 2, maxReplicas: 5, metrics }, status });
    expect(hpa([cpu])).toEqual({ Name: "x", Reference: "Deployment/web", Targets: "cpu: <unknown>/80%", MinPods: "2", MaxPods: 5, Replicas: 0, Age: "3m" });
    expect(hpa([cpu, cpu, cpu], { currentMetrics: [{ resource: { current: { averageUtilization: 10 } } }] })["Targets"]).toBe("cpu: 10%/80%, cpu: <unknown>/80% + 1 more...");
  });

  test("of an Ingress, a NetworkPolicy, a ResourceQuota and a webhook configuration", () => {
    const ingress = (hosts: readonly string[], tls?: readonly object[]) => row(resourceByKey("ingresses.networking.k8s.io"), { spec: { ingressClassName: "nginx", rules: hosts.map((host) => ({ host })), ...(tls ? { tls } : {}) } });
    expect(ingress(["a.example", "b.example"])).toEqual({ Name: "x", Class: "nginx", Hosts: "a.example,b.example", Address: "", Ports: "80", Age: "3m" });
    expect(ingress(["a", "b", "c", "d", "e"], [{}])).toMatchObject({ Hosts: "a,b,c + 2 more...", Ports: "80, 443" });
    expect(ingress([])["Hosts"]).toBe("*");
    expect(row(resourceByKey("networkpolicies.networking.k8s.io"), { spec: { podSelector: { matchLabels: { app: "db" } } } })).toEqual({ Name: "x", "Pod-Selector": "app=db", Age: "3m" });
    const status = { hard: { pods: "10", "limits.cpu": "2", "requests.cpu": "1" }, used: { pods: "3", "limits.cpu": "500m", "requests.cpu": "0" } };
    expect(row(resourceByKey("resourcequotas"), { status })).toEqual({ Name: "x", Request: "pods: 3/10, requests.cpu: 0/1", Limit: "limits.cpu: 500m/2", Age: "3m" });
    expect(row(resourceByKey("validatingwebhookconfigurations.admissionregistration.k8s.io"), { webhooks: [{}, {}] })).toEqual({ Name: "x", Webhooks: 2, Age: "3m" });
  });

  test("of a kind without a printer show the time of creation, of a custom kind the age", () => {
    expect(row(resourceByKey("clusterroles.rbac.authorization.k8s.io"), {})).toEqual({ Name: "x", "Created At": "2026-01-01T00:00:00Z" });
    expect(row(defineResource("example.com", "v1", "Gadget"), {})).toEqual({ Name: "x", Age: "3m" });
  });
});
