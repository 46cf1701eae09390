import { describe, expect, test } from "vitest";
import { CONTROLLERREVISIONS, defineResource, FAULTS, NAMESPACES, RESOURCES, resourceByKey } from "../resources.ts";
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
  for (const resource of RESOURCES.filter((r) => r.inert)) expect(row(resource, {})["Name"]).toBe("x");
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

  test("of a kind without a printer show the time of creation, of a custom kind the age", () => {
    expect(row(resourceByKey("clusterroles.rbac.authorization.k8s.io"), {})).toEqual({ Name: "x", "Created At": "2026-01-01T00:00:00Z" });
    expect(row(defineResource("example.com", "v1", "Gadget"), {})).toEqual({ Name: "x", Age: "3m" });
  });
});
