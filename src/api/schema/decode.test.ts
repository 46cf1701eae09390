import { describe, expect, test } from "vitest";
import { CONTROLLERREVISIONS, DAEMONSETS, defineResource, FAULTS, NODES, PODS, resourceByKey, type Resource } from "../resources.ts";
import { decode } from "./decode.ts";
import { patchDecodeStatus } from "./patch-status.ts";

const QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const pod = (spec: object) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec });
const daemonSet = (spec: object) => ({ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "d" }, spec });

function message(resource: Resource, body: unknown): string | undefined {
  const decoded = decode(resource, body, "Strict");
  return decoded.ok ? undefined : decoded.status.message;
}

function spec(body: ReturnType<typeof pod>): unknown {
  const decoded = decode(PODS, body);
  return decoded.ok ? (decoded.object as unknown as { spec: unknown }).spec : decoded.status;
}

describe("unknown fields", () => {
  const typo = daemonSet({ replicas: 3, template: { spec: { containers: [{ name: "a", imagee: "x" }] } } });
  const texts = ['unknown field "spec.replicas"', 'unknown field "spec.template.spec.containers[0].imagee"'];

  test("are refused in strict mode, all of them, with list positions", () => {
    expect(message(DAEMONSETS, typo)).toBe(`DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: ${texts.join(", ")}`);
  });
  test("are dropped with a warning by default", () => {
    expect(decode(DAEMONSETS, typo)).toEqual({
      ok: true,
      object: daemonSet({ template: { spec: { containers: [{ name: "a" }] } } }),
      warnings: texts,
    });
  });
  test("are dropped without a word on request", () => {
    expect(decode(DAEMONSETS, typo, "Ignore")).toMatchObject({ ok: true, warnings: [] });
  });
  test("are kept in custom resources", () => {
    const widgets = defineResource("example.com", "v1", "Widget");
    const body = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { anything: null } };
    const decoded = decode(widgets, body, "Strict");
    expect(decoded.ok && decoded.object).toBe(body);
  });
  test("are found in the metadata of custom resources, too", () => {
    const widgets = defineResource("example.com", "v1", "Widget");
    expect(decode(widgets, { metadata: { name: "w", label: {} }, spec: 1 })).toMatchObject({ object: { metadata: { name: "w" }, spec: 1 }, warnings: ['unknown field "metadata.label"'] });
    expect(message(widgets, { metadata: { name: 5 } })).toMatch(/: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string$/);
    expect(message(widgets, { metadata: "w" })).toMatch(/: json: cannot unmarshal string into Go struct field Widget.metadata of type v1.ObjectMeta$/);
  });
  test("are kept in the data of a revision", () => {
    const body = { apiVersion: "apps/v1", kind: "ControllerRevision", metadata: { name: "r" }, data: { spec: { template: { $patch: "replace" } } }, revision: 1 };
    expect(decode(CONTROLLERREVISIONS, body, "Strict")).toMatchObject({ ok: true, object: body });
  });
  test("are found in our own kinds", () => {
    const body = { apiVersion: "sim.playground.local/v1", kind: "Fault", metadata: { name: "f" }, spec: { type: "NodeDown", node: "n" } };
    expect(message(FAULTS, body)).toMatch(/strict decoding error: unknown field "spec.node"$/);
  });
});

describe("wrongly typed fields", () => {
  test.each([
    ["a string for a number", DAEMONSETS, daemonSet({ minReadySeconds: "5" }), "json: cannot unmarshal string into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32"],
    ["a bool in a map of strings", DAEMONSETS, daemonSet({ template: { spec: { nodeSelector: { ssd: true } } } }), "json: cannot unmarshal bool into Go struct field PodSpec.spec.template.spec.nodeSelector of type string"],
    ["a map for a list", PODS, pod({ containers: {} }), "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container"],
    ["a string for a struct in a list", PODS, pod({ containers: ["a"] }), "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container"],
    ["a number for a named string", PODS, pod({ tolerations: [{ effect: 1 }] }), "json: cannot unmarshal number into Go struct field Toleration.spec.tolerations.effect of type v1.TaintEffect"],
    ["a fraction for a whole number", PODS, pod({ priority: 1.5 }), "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32"],
    ["a bool for a number or percentage", DAEMONSETS, daemonSet({ updateStrategy: { rollingUpdate: { maxSurge: true } } }), "json: cannot unmarshal bool into Go value of type int32"],
    ["a bad quantity", PODS, pod({ containers: [{ resources: { limits: { cpu: "100x" } } }] }), QUANTITY],
    ["a bad quantity after another mistake", PODS, pod({ priority: "x", containers: [{ resources: { limits: { cpu: "lots" } } }] }), QUANTITY],
  ])("%s", (_, resource, body, text) => {
    expect(message(resource, body)).toBe(`${resource.kind} in version "v1" cannot be handled as a ${resource.kind}: ${text}`);
  });

  test("make a patch fail with 422 and the patch in Go's words", () => {
    const patch = { spec: { replicas: "x" } };
    const deployments = resourceByKey("deployments.apps")!;
    const decoded = decode(deployments, { apiVersion: "apps/v1", kind: "Deployment", metadata: {}, ...patch });
    const status = patchDecodeStatus(patch, decoded.ok ? "" : decoded.patchReason);
    expect(status).toMatchObject({
      code: 422,
      reason: "Invalid",
      details: { causes: [{ reason: "FieldValueInvalid", field: "patch", message: 'Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32' }] },
    });
  });
});

describe("what is stored", () => {
  test("has no nulls, empty lists and maps, and no zero values that Go leaves out", () => {
    const sent = { nodeSelector: {}, tolerations: [], hostNetwork: false, nodeName: "", affinity: null, containers: [{ name: "a", stdin: false, env: [{ name: "E", value: "" }] }] };
    expect(spec(pod(sent))).toEqual({ containers: [{ name: "a", env: [{ name: "E" }] }] });
  });
  test("has a key called __proto__ as any other", () => {
    const decoded = decode(resourceByKey("configmaps")!, '{"metadata":{"name":"a","labels":{"__proto__":"x","b":null}},"data":{"__proto__":"z"}}');
    expect(JSON.stringify(decoded.ok && decoded.object)).toBe('{"metadata":{"name":"a","labels":{"__proto__":"x","b":""}},"data":{"__proto__":"z"},"apiVersion":"v1","kind":"ConfigMap"}');
  });
  test("keeps zero values that mean something", () => {
    const sent = { priority: 0, enableServiceLinks: false, terminationGracePeriodSeconds: 0, containers: [{ name: "a", securityContext: { privileged: false } }], volumes: [{ name: "v", emptyDir: {} }] };
    expect(spec(pod(sent))).toEqual(sent);
  });
  test("has canonical quantities, rounded up to thousandths in resource lists", () => {
    const requests = { cpu: 0.1, memory: "1024Mi", "ephemeral-storage": "0.0001" };
    expect(spec(pod({ containers: [{ name: "a", resources: { requests } }] }))).toEqual({
      containers: [{ name: "a", resources: { requests: { cpu: "100m", memory: "1Gi", "ephemeral-storage": "1m" } } }],
    });
  });
  test("keeps the null times of conditions", () => {
    const conditions = [{ type: "Ready", status: "True", lastProbeTime: null, lastTransitionTime: "2026-01-01T00:00:00Z" }];
    const body = { ...pod({}), status: { conditions } };
    expect(decode(PODS, body)).toMatchObject({ object: { status: { conditions } } });
  });
  test("is the very object that was sent if nothing is to do", () => {
    const body = { apiVersion: "v1", kind: "Node", metadata: { name: "n" }, spec: { taints: [{ key: "a", effect: "NoSchedule" }] } };
    const decoded = decode(NODES, body);
    expect(decoded.ok && decoded.object).toBe(body);
  });
  test("has apiVersion, kind and metadata, sent or not", () => {
    expect(decode(NODES, { spec: {} })).toMatchObject({ object: { apiVersion: "v1", kind: "Node", metadata: {} } });
  });
});

describe("a body of text", () => {
  test("may have duplicate fields: an error in strict mode, a warning by default, the last one wins", () => {
    const text = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"a","name":"b"}}';
    expect(message(NODES, text)).toMatch(/strict decoding error: duplicate field "metadata.name"$/);
    expect(decode(NODES, text)).toMatchObject({ object: { metadata: { name: "b" } }, warnings: ['duplicate field "metadata.name"'] });
  });
  test("may be no JSON", () => {
    expect(message(NODES, "{bad")).toBe(
      "the object provided is unrecognized (must be of type Node): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)",
    );
  });
});
