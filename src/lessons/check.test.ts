import { describe, expect, test } from "vitest";
import type { KubeObject } from "../api/types/meta.ts";
import { checkExpectation } from "./check.ts";
import { valuesAt } from "./path.ts";
import type { Expectation } from "./schema.ts";

const META = { uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const object = (apiVersion: string, kind: string, name: string, more: object = {}) => ({ apiVersion, kind, metadata: { ...META, name, namespace: "default", labels: { app: name } }, ...more }) as KubeObject;

const OBJECTS: readonly KubeObject[] = [
  object("apps/v1", "DaemonSet", "node-logger", { metadata: { ...META, name: "node-logger", namespace: "default", generation: 2 }, status: { desiredNumberScheduled: 3, numberReady: 2, observedGeneration: 2 } }),
  object("v1", "Pod", "a", { spec: { nodeName: "node-1" }, status: { containerStatuses: [{ state: { running: {} } }, { state: { waiting: { reason: "ErrImagePull" } } }] } }),
  object("v1", "Pod", "b", { spec: { nodeName: "node-2" } }),
  object("v1", "Node", "node-1", { spec: { taints: [{ key: "dedicated", effect: "NoSchedule" }] } }),
];

const check = (expectation: Partial<Expectation> & { resource: string }) => checkExpectation(OBJECTS, { fields: {}, ...expectation });
const ds = (fields: Expectation["fields"]) => check({ resource: "daemonsets.apps", name: "node-logger", fields });

describe("an expectation", () => {
  test.each<[string, Partial<Expectation> & { resource: string }, boolean]>([
    ["one object by name", { resource: "nodes", name: "node-1" }, true],
    ["no such object", { resource: "nodes", name: "node-9" }, false],
    ["kinds of the same name are apart", { resource: "pods", name: "node-logger" }, false],
    ["an exact count", { resource: "pods", count: 2 }, true],
    ["too few", { resource: "pods", count: { atLeast: 3 } }, false],
    ["none", { resource: "pods", selector: "app=c", count: 0 }, true],
    ["labels", { resource: "pods", selector: "app in (a)", count: 1 }, true],
    ["another namespace", { resource: "pods", namespace: "kube-system" }, false],
    ["fields of some of them", { resource: "pods", count: 1, fields: { "spec.nodeName": "node-2" } }, true],
    ["any element", { resource: "pods", fields: { "status.containerStatuses[*].state.waiting.reason": { oneOf: ["ErrImagePull", "ImagePullBackOff"] } } }, true],
    ["an element with members", { resource: "nodes", fields: { "spec.taints": { contains: { key: "dedicated", effect: "NoSchedule" } } } }, true],
    ["no such element", { resource: "nodes", fields: { "spec.taints": { contains: { key: "dedicated", effect: "NoExecute" } } } }, false],
  ])("%s", (_, expectation, met) => {
    expect(check(expectation).met).toBe(met);
  });

  test("a number that is 0 may be absent", () => {
    expect(ds({ "status.numberMisscheduled": 0, "status.updatedNumberScheduled": { atMost: 0 } }).met).toBe(true);
  });

  test("compares fields of the same object", () => {
    expect(ds({ "status.observedGeneration": { sameAs: "metadata.generation" } }).met).toBe(true);
    expect(ds({ "status.numberReady": { not: 3 }, "spec.x": { exists: false } }).met).toBe(true);
  });

  test("says what is missing, in one sentence", () => {
    expect(ds({ "status.numberReady": { sameAs: "status.desiredNumberScheduled" } })).toEqual({ met: false, text: "DaemonSet node-logger: status.numberReady is 2, wanted 3, as status.desiredNumberScheduled." });
    expect(ds({ "spec.x": "y" }).text).toBe("DaemonSet node-logger: spec.x is absent, wanted y.");
    expect(check({ resource: "pods", count: { atLeast: 3 } }).text).toBe("2 Pods so far, wanted at least 3.");
    expect(check({ resource: "foos" }).text).toBe("The resource foos does not exist.");
  });
});

test("paths are written as the API writes them", () => {
  const labels = { metadata: { labels: { "a.b/c": "x" } }, list: [{ v: 1 }, { v: 2 }] };
  expect(valuesAt(labels, "metadata.labels['a.b/c']")).toEqual(["x"]);
  expect(valuesAt(labels, "list[1].v")).toEqual([2]);
  expect(valuesAt(labels, "list[*].v")).toEqual([1, 2]);
  expect(valuesAt(labels, "list.v.w")).toEqual([]);
});
