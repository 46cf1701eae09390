import { describe, expect, test } from "vitest";
import { CONFIGMAPS, CONTROLLERREVISIONS, EVENTS, FAULTS, NAMESPACES, NODES, SECRETS, resourceByKey, type Resource } from "../../../api/resources.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import { strategyOf } from "./strategy.ts";

const CTX = { nowMs: 0 };

function object(resource: Resource, fields: object, metadata: object = {}): KubeObject {
  const { group, version, kind } = resource;
  const full = { name: "x", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", ...metadata };
  return { apiVersion: group ? `${group}/${version}` : version, kind, metadata: full, ...fields };
}

const created = (resource: Resource, fields: object, metadata?: object) => strategyOf(resource).prepareForCreate(object(resource, fields, metadata), CTX);
const errors = (resource: Resource, fields: object, metadata?: object) =>
  strategyOf(resource).validate(created(resource, fields, metadata)).map((e) => `${e.field}: ${e.text}`);

describe("a new node", () => {
  const taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
  test("is tainted not-ready, even if its conditions say Ready", () => {
    const status = { conditions: [{ type: "Ready", status: "True" }] };
    expect(created(NODES, { spec: { taints: [{ key: "a", effect: "NoExecute" }] }, status })).toMatchObject({ spec: { taints: [{ key: "a" }, taint] } });
    expect(created(NODES, { spec: { taints: [taint] } })).toMatchObject({ spec: { taints: [taint] } });
  });
  test("can allocate its capacity unless it says less", () => {
    expect(created(NODES, { status: { capacity: { cpu: "4" } } })).toMatchObject({ status: { allocatable: { cpu: "4" } } });
  });
});

describe("a namespace", () => {
  test("is active, carries its name as a label, and waits for its content when it is deleted", () => {
    expect(created(NAMESPACES, {})).toMatchObject({
      metadata: { labels: { "kubernetes.io/metadata.name": "x" } },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    });
  });
  test("has a name without dots", () => {
    expect(errors(NAMESPACES, {}, { name: "a.b" })).toEqual([expect.stringMatching(/^metadata\.name: Invalid value: "a\.b": a lowercase RFC 1123 label/)]);
  });
});

describe("a ControllerRevision", () => {
  test("must have data, which never changes", () => {
    expect(errors(CONTROLLERREVISIONS, { revision: 1 })).toEqual(["data: Required value: data is mandatory"]);
    const old = created(CONTROLLERREVISIONS, { data: { a: 1 }, revision: 1 });
    const strategy = strategyOf(CONTROLLERREVISIONS);
    expect(strategy.validateUpdate({ ...old, revision: 4 } as KubeObject, old)).toEqual([]);
    expect(strategy.validateUpdate({ ...old, data: { a: 2 } } as KubeObject, old)).toMatchObject([{ field: "data", text: 'Invalid value: {"a":2}: field is immutable' }]);
  });
});

describe("a ConfigMap", () => {
  test("may have keys that are words of JavaScript", () => {
    expect(errors(CONFIGMAPS, { data: { constructor: "a", toString: "b", ...(JSON.parse('{"__proto__":"z"}') as object) } })).toEqual([]);
    expect(errors(CONFIGMAPS, { data: { constructor: "a" }, binaryData: { constructor: "YQ==" } })).toEqual(['data[constructor]: Invalid value: "constructor": duplicate of key present in binaryData']);
  });
  test("holds 1 MiB at most, as a Secret does", () => {
    const data = { a: "x".repeat(1024 * 1024 + 1) };
    expect(errors(CONFIGMAPS, { data })).toEqual(["[]: Too long: may not be more than 1048576 bytes"]);
    expect(errors(SECRETS, { data })).toEqual(["data: Too long: may not be more than 1048576 bytes"]);
  });
});

describe("an event", () => {
  test("lives in the namespace of what it is about", () => {
    const about = (namespace: string) => ({ involvedObject: { kind: "Pod", name: "p", namespace } });
    expect(errors(EVENTS, about("default"), { namespace: "default" })).toEqual([]);
    expect(errors(EVENTS, about("other"), { namespace: "default" })).toEqual(['involvedObject.namespace: Invalid value: "other": does not match event.namespace']);
  });
});

describe("a fault", () => {
  test.each([
    [{ type: "NodeDown", nodeName: "node-1" }, []],
    [{ type: "ContainerCrash", namespace: "default", podName: "p", exitCode: 1, times: 3 }, []],
    [{}, ["spec.type: Required value: must be one of ContainerCrash, DiskPressure, ImagePullFailure, MemoryPressure, NetworkCut, NetworkUnavailable, NodeDown, OOM, PIDPressure, ReadinessFlap, SlowStart"]],
    [{ type: "Flood" }, ['spec.type: Unsupported value: "Flood": supported values: "ContainerCrash", "DiskPressure", "ImagePullFailure", "MemoryPressure", "NetworkCut", "NetworkUnavailable", "NodeDown", "OOM", "PIDPressure", "ReadinessFlap", "SlowStart"']],
    [{ type: "NodeDown" }, ["spec.nodeName: Required value"]],
    [{ type: "NodeDown", nodeName: "n", podName: "p" }, ["spec.podName: Forbidden: a fault of type NodeDown has no such field"]],
    [{ type: "MemoryPressure", nodeName: "Node 1" }, [expect.stringMatching(/^spec.nodeName: Invalid value: "Node 1": /)]],
    [{ type: "ImagePullFailure" }, []],
    [{ type: "ImagePullFailure", nodeName: "n", image: "a:1", error: "boom" }, []],
    [{ type: "ImagePullFailure", image: "a:1" }, ["spec.image: Forbidden: an image that no node can pull is declared by an Image object (spec.pull.error)"]],
    [{ type: "SlowStart", namespace: "default", podName: "p" }, ["spec.seconds: Required value"]],
    [{ type: "SlowStart", namespace: "default", podName: "p", seconds: 100_000 }, ["spec.seconds: Invalid value: 100000: must be between 0 and 86400, inclusive"]],
    [{ type: "ReadinessFlap", namespace: "default", podName: "p", everySeconds: 0 }, ["spec.everySeconds: Invalid value: 0: must be between 1 and 86400, inclusive"]],
    [{ type: "OOM", podName: "p", exitCode: 1 }, ["spec.namespace: Required value", "spec.exitCode: Forbidden: a fault of type OOM has no such field"]],
    [{ type: "ContainerCrash", namespace: "default", podName: "p", afterSeconds: -1, times: 1.5 }, ["spec.afterSeconds: Invalid value: -1: must be between 0 and 86400, inclusive", "spec.times: Invalid value: 1.5: must be between 1 and 1000000, inclusive"]],
    [{ type: "ContainerCrash", namespace: "default", podName: "p", exitCode: 0 }, ["spec.exitCode: Invalid value: 0: must be between 1 and 255, inclusive"]],
  ])("%j", (spec, texts) => {
    expect(errors(FAULTS, { spec })).toEqual(texts);
  });
});

describe("a kind without rules of its own", () => {
  const deployments = resourceByKey("deployments.apps")!;
  const configMaps = resourceByKey("configmaps")!;
  test("counts generations if it has a spec", () => {
    const old = created(deployments, { spec: { replicas: 1 } });
    const next = strategyOf(deployments).prepareForUpdate({ ...old, spec: { replicas: 2 } } as KubeObject, old, CTX);
    expect([old.metadata.generation, next.metadata.generation]).toEqual([1, 2]);
    expect(created(configMaps, { data: {} }).metadata.generation).toBeUndefined();
  });
  test("has checked metadata", () => {
    expect(errors(configMaps, {}, { name: "" })).toEqual(["metadata.name: Required value: name or generateName is required"]);
    expect(errors(configMaps, {}, { labels: { a: "b c" } })).toHaveLength(1);
  });
  test("gets no new finalizers while it is deleted", () => {
    const old = object(configMaps, {}, { deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a/b"] });
    const next = object(configMaps, {}, { deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a/b", "a/c"] });
    expect(strategyOf(configMaps).validateUpdate(next, old)).toMatchObject([
      { field: "metadata.finalizers", text: 'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/c"}' },
    ]);
  });
  test("keeps its identity when an update leaves things out or changes nothing", () => {
    const old = object(configMaps, { data: { a: "1" } }, { deletionTimestamp: "2026-01-01T00:00:00Z" });
    const { uid: _, resourceVersion: _r, creationTimestamp: _c, deletionTimestamp: _d, ...metadata } = old.metadata;
    expect(strategyOf(configMaps).prepareForUpdate({ ...old, metadata } as KubeObject, old, CTX)).toBe(old);
  });
});
