import { describe, expect, test } from "vitest";
import type { KubeRequest } from "../api/request.ts";
import { defineResource } from "../api/resources.ts";
import { decodeRequest, encodeRequest, requestLine, type HttpRequest } from "./codec.ts";
import { parseQuery, queryText } from "./options.ts";

const POOLS = defineResource("network.example.com", "v1", "AddressPool", { cluster: true });
const BINDING = { apiVersion: "v1", kind: "Binding", metadata: { name: "p" }, target: { apiVersion: "v1", kind: "Node", name: "n" } };
const STRATEGIC = "application/strategic-merge-patch+json";

/** Requests and what kubectl v1.36.3 sends for them (queries and bodies from recordings where there is one). */
const TABLE: readonly (readonly [string, KubeRequest, HttpRequest])[] = [
  ["get", { verb: "get", resource: "daemonsets.apps", namespace: "default", name: "x" }, { method: "GET", path: "/apis/apps/v1/namespaces/default/daemonsets/x", query: {} }],
  ["get a node", { verb: "get", resource: "nodes", name: "node-2" }, { method: "GET", path: "/api/v1/nodes/node-2", query: {} }],
  ["get a namespace", { verb: "get", resource: "namespaces", name: "default" }, { method: "GET", path: "/api/v1/namespaces/default", query: {} }],
  ["list", { verb: "list", resource: "pods", namespace: "default", options: { labelSelector: "app=node-agent", fieldSelector: "spec.nodeName=n1" } }, { method: "GET", path: "/api/v1/namespaces/default/pods", query: { labelSelector: "app=node-agent", fieldSelector: "spec.nodeName=n1" } }],
  ["list everywhere", { verb: "list", resource: "pods" }, { method: "GET", path: "/api/v1/pods", query: {} }],
  ["create", { verb: "create", resource: "daemonsets.apps", namespace: "default", body: { kind: "DaemonSet" }, options: { fieldManager: "kubectl-create", fieldValidation: "Strict" } }, { method: "POST", path: "/apis/apps/v1/namespaces/default/daemonsets", query: { fieldManager: "kubectl-create", fieldValidation: "Strict" }, contentType: "application/json", body: { kind: "DaemonSet" } }],
  ["dry run", { verb: "create", resource: "nodes", body: { kind: "Node" }, options: { dryRun: true } }, { method: "POST", path: "/api/v1/nodes", query: { dryRun: "All" }, contentType: "application/json", body: { kind: "Node" } }],
  ["update", { verb: "update", resource: "nodes", name: "n", body: { kind: "Node" } }, { method: "PUT", path: "/api/v1/nodes/n", query: {}, contentType: "application/json", body: { kind: "Node" } }],
  ["update the status", { verb: "update", resource: "pods", namespace: "d", name: "p", subresource: "status", body: {} }, { method: "PUT", path: "/api/v1/namespaces/d/pods/p/status", query: {}, contentType: "application/json", body: {} }],
  ["status of a namespace", { verb: "get", resource: "namespaces", name: "d", subresource: "status" }, { method: "GET", path: "/api/v1/namespaces/d/status", query: {} }],
  ["kubectl taint", { verb: "patch", resource: "nodes", name: "n", body: { spec: { taints: null } }, options: { patchType: "strategic", fieldManager: "kubectl-taint", fieldValidation: "Strict" } }, { method: "PATCH", path: "/api/v1/nodes/n", query: { fieldManager: "kubectl-taint", fieldValidation: "Strict" }, contentType: STRATEGIC, body: { spec: { taints: null } } }],
  ["kubectl label", { verb: "patch", resource: "nodes", name: "n", body: {}, options: { patchType: "merge", fieldManager: "kubectl-label" } }, { method: "PATCH", path: "/api/v1/nodes/n", query: { fieldManager: "kubectl-label" }, contentType: "application/merge-patch+json", body: {} }],
  ["a JSON patch", { verb: "patch", resource: "nodes", name: "n", body: [], options: { patchType: "json" } }, { method: "PATCH", path: "/api/v1/nodes/n", query: {}, contentType: "application/json-patch+json", body: [] }],
  ["server-side apply", { verb: "patch", resource: "nodes", name: "n", body: {}, options: { patchType: "apply", fieldManager: "kubectl", force: true } }, { method: "PATCH", path: "/api/v1/nodes/n", query: { fieldManager: "kubectl", force: "true" }, contentType: "application/apply-patch+yaml", body: {} }],
  ["delete", { verb: "delete", resource: "daemonsets.apps", namespace: "default", name: "x", options: { propagationPolicy: "Orphan" } }, { method: "DELETE", path: "/apis/apps/v1/namespaces/default/daemonsets/x", query: {}, contentType: "application/json", body: { propagationPolicy: "Orphan" } }],
  ["force delete", { verb: "delete", resource: "pods", namespace: "default", name: "x", options: { gracePeriodSeconds: 0, propagationPolicy: "Background" } }, { method: "DELETE", path: "/api/v1/namespaces/default/pods/x", query: {}, contentType: "application/json", body: { gracePeriodSeconds: 0, propagationPolicy: "Background" } }],
  ["delete with preconditions", { verb: "delete", resource: "pods", namespace: "d", name: "x", options: { preconditions: { uid: "u" } } }, { method: "DELETE", path: "/api/v1/namespaces/d/pods/x", query: {}, contentType: "application/json", body: { preconditions: { uid: "u" } } }],
  ["delete a collection", { verb: "deletecollection", resource: "pods", namespace: "d", options: { labelSelector: "a=b" } }, { method: "DELETE", path: "/api/v1/namespaces/d/pods", query: { labelSelector: "a=b" } }],
  ["bind", { verb: "create", resource: "pods", namespace: "d", name: "p", subresource: "binding", body: BINDING }, { method: "POST", path: "/api/v1/namespaces/d/pods/p/binding", query: {}, contentType: "application/json", body: BINDING }],
  ["evict", { verb: "create", resource: "pods", namespace: "d", name: "p", subresource: "eviction", body: {} }, { method: "POST", path: "/api/v1/namespaces/d/pods/p/eviction", query: {}, contentType: "application/json", body: {} }],
  ["scale", { verb: "patch", resource: "deployments.apps", namespace: "d", name: "w", subresource: "scale", body: {}, options: { patchType: "merge" } }, { method: "PATCH", path: "/apis/apps/v1/namespaces/d/deployments/w/scale", query: {}, contentType: "application/merge-patch+json", body: {} }],
  ["a name that needs escapes", { verb: "get", resource: "clusterroles.rbac.authorization.k8s.io", name: "system:node" }, { method: "GET", path: "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode", query: {} }],
  ["a fault", { verb: "delete", resource: "faults.sim.playground.local", name: "node-down-n" }, { method: "DELETE", path: "/apis/sim.playground.local/v1/faults/node-down-n", query: {} }],
  ["a custom resource", { verb: "get", resource: "addresspools.network.example.com", name: "p" }, { method: "GET", path: "/apis/network.example.com/v1/addresspools/p", query: {} }],
];

describe("a request and its HTTP form", () => {
  test.each(TABLE)("%s is encoded", (_, request, http) => {
    expect(encodeRequest(request, [POOLS])).toEqual(http);
  });
  test.each(TABLE)("%s is decoded to the same request", (_, request, http) => {
    expect(decodeRequest(http, [POOLS])).toEqual({ ok: true, request });
  });
});

describe("what leads nowhere", () => {
  const at = (method: HttpRequest["method"], path: string) => decodeRequest({ method, path, query: {} });

  test.each(["/", "/foo", "/api/v2/pods", "/apis/apps/v1beta1/daemonsets", "/apis/network.example.com/v1/addresspools", "/api/v1//pods", "/api/v1/%zz"])("%s is no page", (path) => {
    expect(at("GET", path)).toEqual({ ok: false, text: "404 page not found\n" });
  });

  test.each(["/api/v1/foos", "/api/v1/pods/x", "/api/v1/namespaces/d/nodes", "/apis/apps/v1/namespaces/d/daemonsets/x/scale", "/api/v1/namespaces/d/configmaps/c/status", "/api/v1/namespaces/d/pods/p/status/more"])("%s is no resource", (path) => {
    expect(at("GET", path)).toMatchObject({ ok: false, status: { code: 404, message: "the server could not find the requested resource", details: {} } });
  });

  test.each<[HttpRequest["method"], string]>([
    ["POST", "/api/v1/namespaces/d/pods/p"], ["PUT", "/api/v1/nodes"], ["PATCH", "/api/v1/nodes"], ["POST", "/api/v1/pods"],
    ["DELETE", "/api/v1/namespaces/d/pods/p/status"], ["GET", "/api/v1/namespaces/d/pods/p/binding"],
  ])("%s %s is not allowed", (method, path) => {
    expect(at(method, path)).toMatchObject({ ok: false, status: { code: 405, reason: "MethodNotAllowed" } });
  });

  test("a resource in no table has no HTTP form", () => {
    expect(encodeRequest({ verb: "get", resource: "foos", name: "x" })).toBeUndefined();
  });
});

test("clients may send DeleteOptions in the query, and parameters that only concern HTTP", () => {
  const decoded = decodeRequest({ method: "DELETE", path: "/api/v1/namespaces/d/pods/p", query: { gracePeriodSeconds: "0", propagationPolicy: "Foreground", pretty: "true" } });
  expect(decoded).toEqual({ ok: true, request: { verb: "delete", resource: "pods", namespace: "d", name: "p", options: { gracePeriodSeconds: 0, propagationPolicy: "Foreground" } } });
});

test("a body without media type is JSON, a patch of an unknown one is strategic", () => {
  expect(decodeRequest({ method: "PUT", path: "/api/v1/nodes/n", query: {}, body: { a: 1 } })).toMatchObject({ request: { body: { a: 1 } } });
  expect(decodeRequest({ method: "PATCH", path: "/api/v1/nodes/n", query: {}, body: {} })).toMatchObject({ request: { options: { patchType: "strategic" } } });
});

test("a query is read and written", () => {
  expect(parseQuery("labelSelector=app%3Dnode-agent&limit=500&x=a+b&flag&bad=%zz")).toEqual({ labelSelector: "app=node-agent", limit: "500", x: "a b", flag: "", bad: "%zz" });
  expect(queryText({ labelSelector: "app in (a,b)", dryRun: "All" })).toBe("labelSelector=app%20in%20(a%2Cb)&dryRun=All");
});

test("the page shows method and path", () => {
  expect(requestLine({ verb: "patch", resource: "nodes", name: "node-2", body: {} })).toBe("PATCH /api/v1/nodes/node-2");
  expect(requestLine({ verb: "create", resource: "nodes", body: {} })).toBe("POST /api/v1/nodes");
});
