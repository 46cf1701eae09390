import { beforeEach, describe, expect, test } from "vitest";
import type { KubeRequest, KubeResponse, RequestOptions } from "../../api/request.ts";
import { CONFIGMAPS, DAEMONSETS, DEPLOYMENTS, NAMESPACES, PODS, resourceByKey, type Resource, type Subresource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { ENGINE_VERSION } from "../../api/timeline.ts";
import { Cluster } from "../cluster.ts";
import { daemonSetObject } from "../testing/sim-cluster.ts";

let cluster: Cluster;
beforeEach(() => {
  cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });
});

interface Sent { readonly name?: string; readonly body?: unknown; readonly options?: RequestOptions; readonly subresource?: Subresource; readonly namespace?: string }

function send(verb: KubeRequest["verb"], resource: Resource, { namespace = "default", ...rest }: Sent = {}): KubeResponse<KubeObject & Readonly<Record<string, unknown>>> {
  return cluster.handle({ verb, resource: resource.key, ...(resource.namespaced ? { namespace } : {}), ...rest });
}
/** The Status without what every Status has. */
function refusal(response: KubeResponse<unknown>): unknown {
  if (response.ok) return response;
  const { kind: _, apiVersion: _a, metadata: _m, status: _s, ...rest } = response.status;
  return rest;
}
const merge = (body: unknown, options: RequestOptions = {}) => ({ body, options: { patchType: "merge" as const, ...options } });
const configMap = (metadata: object, data?: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata, ...(data ? { data } : {}) });
const stored = (resource: Resource, name: string) => cluster.store.get(resource, resource.namespaced ? "default" : undefined, name);
const uidOf = (name: string) => stored(CONFIGMAPS, name)!.metadata.uid;

describe("POST, as recorded", () => {
  test.each<[what: string, body: unknown, status: object]>([
    ["without a body", undefined, { code: 400, reason: "BadRequest", message: "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)" }],
    ["of another kind", { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } }, { code: 400, reason: "BadRequest", message: 'Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion' }],
    ["for another namespace", configMap({ name: "x", namespace: "kube-system" }), { code: 400, reason: "BadRequest", message: "the namespace of the provided object does not match the namespace sent on the request" }],
    ["without a name", configMap({}), {
      code: 422, reason: "Invalid", message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
      details: { kind: "ConfigMap", causes: [{ reason: "FieldValueRequired", message: "Required value: name or generateName is required", field: "metadata.name" }] },
    }],
    ["with a version", configMap({ name: "c2", resourceVersion: "5" }), { code: 500, message: "resourceVersion should not be set on objects to be created" }],
  ])("%s", (_, body, status) => {
    expect(refusal(send("create", CONFIGMAPS, { body: body === undefined ? "" : body }))).toEqual(status);
  });

  test("of what exists is refused after its rules were asked", () => {
    send("create", CONFIGMAPS, { body: configMap({ name: "c1" }) });
    expect(refusal(send("create", CONFIGMAPS, { body: configMap({ name: "c1" }) }))).toEqual({ code: 409, reason: "AlreadyExists", message: 'configmaps "c1" already exists', details: { name: "c1", kind: "configmaps" } });
    expect(refusal(send("create", CONFIGMAPS, { body: configMap({ name: "c1", labels: { a: "b c" } }) }))).toMatchObject({ code: 422 });
  });

  test("into a namespace that is not there, or is going", () => {
    expect(refusal(send("create", CONFIGMAPS, { namespace: "x", body: configMap({ name: "p" }) }))).toMatchObject({ code: 404, message: 'namespaces "x" not found' });
    send("create", NAMESPACES, { body: { metadata: { name: "x" } } });
    send("delete", NAMESPACES, { name: "x" });
    expect(refusal(send("create", DEPLOYMENTS, { namespace: "x", body: { ...daemonSetObject("p"), kind: "Deployment", metadata: { name: "p" } } }))).toMatchObject({
      code: 403, message: 'deployments.apps "p" is forbidden: unable to create new content in namespace x because it is being terminated', details: { causes: [{ reason: "NamespaceTerminating" }] },
    });
  });

  test("in a dry run answers 201 without a version and stores nothing", () => {
    const response = send("create", CONFIGMAPS, { body: configMap({ name: "dry" }), options: { dryRun: true } });
    expect(response).toMatchObject({ ok: true, code: 201, body: { metadata: { name: "dry", namespace: "default", uid: expect.any(String) as string } } });
    expect(response.ok && "resourceVersion" in response.body.metadata).toBe(false);
    expect(stored(CONFIGMAPS, "dry")).toBeUndefined();
  });

  test("with options that do not exist", () => {
    expect(refusal(send("create", CONFIGMAPS, { body: configMap({ name: "c" }), options: { fieldValidation: "Foo" as "Warn" } }))).toEqual({
      code: 422, reason: "Invalid", message: 'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Foo": supported values: "", "Ignore", "Strict", "Warn"',
      details: { group: "meta.k8s.io", kind: "CreateOptions", causes: [{ reason: "FieldValueNotSupported", message: 'Unsupported value: "Foo": supported values: "", "Ignore", "Strict", "Warn"', field: "fieldValidation" }] },
    });
  });

  test("takes every kind of the table with its schema", () => {
    const ingress = resourceByKey("ingresses.networking.k8s.io")!;
    const spec = { rules: [{ host: "a", http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "s", port: { number: 80 } } } }] } }] };
    expect(send("create", ingress, { body: { metadata: { name: "i" }, spec } })).toMatchObject({ ok: true, body: { spec } });
    expect(refusal(send("create", ingress, { body: { metadata: { name: "j" }, spec: { rule: [] } }, options: { fieldValidation: "Strict" } }))).toMatchObject({ message: 'Ingress in version "v1" cannot be handled as a Ingress: strict decoding error: unknown field "spec.rule"' });
    expect(refusal(send("create", resourceByKey("jobs.batch")!, { body: { metadata: { name: "j" }, spec: { completions: "x" } } }))).toMatchObject({ message: 'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.completions of type int32' });
  });
});

describe("PUT, as recorded", () => {
  beforeEach(() => void send("create", CONFIGMAPS, { body: configMap({ name: "c1" }, { a: "1" }) }));

  test.each<[what: string, name: string, body: () => object, status: () => object]>([
    ["of an old version", "c1", () => configMap({ name: "c1", resourceVersion: "1" }, { a: "2" }), () => ({ code: 409, reason: "Conflict", message: 'Operation cannot be fulfilled on configmaps "c1": the object has been modified; please apply your changes to the latest version and try again', details: { name: "c1", kind: "configmaps" } })],
    ["of another name", "c1", () => configMap({ name: "zz" }), () => ({ code: 400, reason: "BadRequest", message: "the name of the object (zz) does not match the name on the URL (c1)" })],
    ["of what is not there", "absent", () => configMap({ name: "absent" }), () => ({ code: 404, reason: "NotFound", message: 'configmaps "absent" not found', details: { name: "absent", kind: "configmaps" } })],
    ["of another uid", "c1", () => configMap({ name: "c1", uid: "xx" }), () => ({
      code: 409, reason: "Conflict", details: { name: "c1", kind: "configmaps" },
      message: `Operation cannot be fulfilled on configmaps "c1": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/c1, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: xx, UID in object meta: ${uidOf("c1")}`,
    })],
  ])("%s", (_, name, body, status) => {
    expect(refusal(send("update", CONFIGMAPS, { name, body: body() }))).toEqual(status());
  });

  test("without a version is unconditional, and keeps the version if nothing changes", () => {
    const changed = send("update", CONFIGMAPS, { name: "c1", body: configMap({ name: "c1" }, { a: "2" }) });
    const again = send("update", CONFIGMAPS, { name: "c1", body: configMap({ name: "c1" }, { a: "2" }) });
    expect(again).toEqual(changed);
  });
});

describe("PATCH, as recorded", () => {
  beforeEach(() => void send("create", CONFIGMAPS, { body: configMap({ name: "c1" }, { a: "1" }) }));

  test("of an old version, another name, or with something that is no patch", () => {
    expect(refusal(send("patch", CONFIGMAPS, { name: "c1", ...merge({ metadata: { resourceVersion: "1" }, data: { a: "9" } }) }))).toMatchObject({ code: 409, reason: "Conflict" });
    expect(refusal(send("patch", CONFIGMAPS, { name: "c1", ...merge({ metadata: { name: "other" } }) }))).toEqual({ code: 400, reason: "BadRequest", message: "the name of the object (other) does not match the name on the URL (c1)" });
    expect(refusal(send("patch", CONFIGMAPS, { name: "zz", ...merge({}) }))).toMatchObject({ code: 404 });
    expect(refusal(send("patch", CONFIGMAPS, { name: "c1", ...merge({ op: "add" }, { patchType: "json" }) }))).toEqual({ code: 400, reason: "BadRequest", message: "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp" });
    expect(refusal(send("patch", CONFIGMAPS, { name: "c1", ...merge([1]) }))).toMatchObject({ code: 400, message: "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}" });
  });

  test("may not add finalizers to what is going, which has two causes", () => {
    send("patch", CONFIGMAPS, { name: "c1", ...merge({ metadata: { finalizers: ["example.com/hold"] } }) });
    expect(send("delete", CONFIGMAPS, { name: "c1" })).toMatchObject({ ok: true, body: { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z", deletionGracePeriodSeconds: 0, finalizers: ["example.com/hold"] } } });
    const text = 'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/b"}';
    const cause = { reason: "FieldValueForbidden", message: text, field: "metadata.finalizers" };
    expect(refusal(send("patch", CONFIGMAPS, { name: "c1", ...merge({ metadata: { finalizers: ["example.com/hold", "example.com/b"] } }) }))).toEqual({
      code: 422, reason: "Invalid", message: `ConfigMap "c1" is invalid: metadata.finalizers: ${text}`, details: { name: "c1", kind: "ConfigMap", causes: [cause, cause] },
    });
    expect(send("patch", CONFIGMAPS, { name: "c1", ...merge({ metadata: { finalizers: null } }) })).toMatchObject({ ok: true, code: 200 });
    expect(stored(CONFIGMAPS, "c1")).toBeUndefined();
  });

  test("with an unknown field shows what is left of the patch", () => {
    send("create", DAEMONSETS, { body: daemonSetObject("d") });
    const body = { metadata: { annotations: { a: "b" } }, spec: { template: { spec: { "$setElementOrder/containers": [{ name: "logger" }], containers: [{ name: "logger", imagee: "x", image: null }] } } } };
    expect(refusal(send("patch", DAEMONSETS, { name: "d", body, options: { patchType: "strategic", fieldValidation: "Strict" } }))).toMatchObject({
      code: 422, message: ' "" is invalid: patch: Invalid value: "map[metadata:map[annotations:map[a:b]] spec:map[template:map[spec:map[]]]]": strict decoding error: unknown field "spec.template.spec.containers[0].imagee"',
    });
  });

  test("cannot merge strategically into kinds of definitions", () => {
    cluster.handle({ verb: "create", resource: "customresourcedefinitions.apiextensions.k8s.io", body: { metadata: { name: "widgets.example.com" }, spec: { group: "example.com", scope: "Cluster", names: { kind: "Widget", plural: "widgets" }, versions: [{ name: "v1", served: true, storage: true }] } } });
    cluster.handle({ verb: "create", resource: "widgets.example.com", body: { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" } } });
    expect(refusal(cluster.handle({ verb: "patch", resource: "widgets.example.com", name: "w", body: {}, options: { patchType: "strategic" } }))).toMatchObject({ code: 415, reason: "UnsupportedMediaType" });
    expect(cluster.handle({ verb: "patch", resource: "widgets.example.com", name: "w", body: { spec: { a: 1 } }, options: { patchType: "merge" } })).toMatchObject({ ok: true });
  });
});

describe("DELETE, as recorded", () => {
  beforeEach(() => void send("create", CONFIGMAPS, { body: configMap({ name: "c1" }) }));

  test("answers what is gone, also in a dry run", () => {
    const success = { ok: true, code: 200, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details: { name: "c1", kind: "configmaps", uid: uidOf("c1") } } };
    expect(send("delete", CONFIGMAPS, { name: "c1", options: { dryRun: true } })).toEqual(success);
    expect(send("delete", CONFIGMAPS, { name: "c1" })).toEqual(success);
    expect(refusal(send("delete", CONFIGMAPS, { name: "c1" }))).toMatchObject({ code: 404, message: 'configmaps "c1" not found' });
  });

  test("asks for preconditions", () => {
    expect(refusal(send("delete", CONFIGMAPS, { name: "c1", options: { preconditions: { uid: "abc" } } }))).toEqual({
      code: 409, reason: "Conflict", details: { name: "c1", kind: "ConfigMap" },
      message: `Operation cannot be fulfilled on ConfigMap "c1": the UID in the precondition (abc) does not match the UID in record (${uidOf("c1")}). The object might have been deleted and then recreated`,
    });
    expect(refusal(send("delete", CONFIGMAPS, { name: "c1", options: { preconditions: { resourceVersion: "1" } } }))).toMatchObject({ code: 409 });
  });

  test("with a policy that does not exist", () => {
    expect(refusal(send("delete", CONFIGMAPS, { name: "c1", options: { propagationPolicy: "Foo" as "Orphan" } }))).toMatchObject({
      code: 422, message: 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"', details: { group: "meta.k8s.io", kind: "DeleteOptions" },
    });
  });

  test("never takes the namespaces that a cluster needs, nor all at once", () => {
    expect(refusal(send("delete", NAMESPACES, { name: "default" }))).toMatchObject({ code: 403, message: 'namespaces "default" is forbidden: this namespace may not be deleted' });
    expect(refusal(send("deletecollection", NAMESPACES))).toMatchObject({ code: 405, message: "the server does not allow this method on the requested resource" });
  });

  test("of a namespace twice is the same as once", () => {
    send("create", NAMESPACES, { body: { metadata: { name: "x" } } });
    const marked = send("delete", NAMESPACES, { name: "x" });
    expect(marked).toMatchObject({ ok: true, body: { status: { phase: "Terminating" }, metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } } });
    expect(send("delete", NAMESPACES, { name: "x" })).toEqual(marked);
  });

  test("of a bound pod gives it time, which a second delete can only shorten", () => {
    const pod = { metadata: { name: "p" }, spec: { nodeName: "n", containers: [{ name: "c", image: "x" }] } };
    send("create", PODS, { body: pod });
    const grace = (response: KubeResponse<KubeObject>) => (response.ok ? response.body.metadata?.deletionGracePeriodSeconds : undefined);
    expect(grace(send("delete", PODS, { name: "p", options: { dryRun: true } }))).toBe(30);
    expect(stored(PODS, "p")?.metadata.deletionTimestamp).toBeUndefined();
    expect([20, 25, 10].map((gracePeriodSeconds) => grace(send("delete", PODS, { name: "p", options: { gracePeriodSeconds } })))).toEqual([20, 20, 10]);
    send("delete", PODS, { name: "p", options: { gracePeriodSeconds: 0 } });
    expect(stored(PODS, "p")).toBeUndefined();
  });

  test("of a collection answers its items, and in a dry run leaves them", () => {
    send("create", CONFIGMAPS, { body: configMap({ name: "c2", labels: { a: "b" } }) });
    const names = (response: KubeResponse<unknown>) => (response.ok ? (response.body as { items: KubeObject[] }).items.map((o) => o.metadata.name) : []);
    expect(names(send("deletecollection", CONFIGMAPS, { options: { dryRun: true } }))).toEqual(["c1", "c2"]);
    expect(names(send("deletecollection", CONFIGMAPS, { options: { labelSelector: "a=b" } }))).toEqual(["c2"]);
    expect([stored(CONFIGMAPS, "c1"), stored(CONFIGMAPS, "c2")].map(Boolean)).toEqual([true, false]);
  });
});

describe("subresources, as recorded", () => {
  const workload = (kind: string) => ({ ...daemonSetObject("w1", kind === "Deployment" ? { replicas: 2 } : {}), kind });
  beforeEach(() => {
    send("create", DEPLOYMENTS, { body: workload("Deployment") });
    send("create", DAEMONSETS, { body: workload("DaemonSet") });
  });

  test("scale is read, written and checked", () => {
    const { uid, resourceVersion, creationTimestamp } = stored(DEPLOYMENTS, "w1")!.metadata;
    const scale = (replicas: number, version: string) => ({ kind: "Scale", apiVersion: "autoscaling/v1", metadata: { name: "w1", namespace: "default", uid, resourceVersion: version, creationTimestamp }, spec: { replicas }, status: { replicas: 0, selector: "app=w1" } });
    expect(send("get", DEPLOYMENTS, { name: "w1", subresource: "scale" })).toEqual({ ok: true, code: 200, body: scale(2, resourceVersion) });
    const body = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "w1", namespace: "default" }, spec: { replicas: 3 } };
    expect(send("update", DEPLOYMENTS, { name: "w1", subresource: "scale", body })).toEqual({ ok: true, code: 200, body: scale(3, String(Number(resourceVersion) + 2)) });
    expect(stored(DEPLOYMENTS, "w1")).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 3 } });
    expect(refusal(send("update", DEPLOYMENTS, { name: "w1", subresource: "scale", body: { ...body, metadata: { name: "w1", resourceVersion } } }))).toMatchObject({ code: 409, message: 'Operation cannot be fulfilled on deployments.apps "w1": the object has been modified; please apply your changes to the latest version and try again' });
    expect(refusal(send("patch", DEPLOYMENTS, { name: "w1", subresource: "scale", ...merge({ spec: { replicas: -1 } }) }))).toEqual({
      code: 422, reason: "Invalid", message: 'Scale.autoscaling "w1" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      details: { name: "w1", group: "autoscaling", kind: "Scale", causes: [{ reason: "FieldValueInvalid", message: "Invalid value: -1: must be greater than or equal to 0", field: "spec.replicas" }] },
    });
    expect(send("patch", DEPLOYMENTS, { name: "w1", subresource: "scale", ...merge({ spec: { replicas: 0 } }) })).toMatchObject({ ok: true, body: { spec: {} } });
  });

  test("are unknown where a kind has none", () => {
    const unknown = { code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: {} };
    expect(refusal(send("get", DAEMONSETS, { name: "w1", subresource: "scale" }))).toEqual(unknown);
    expect(refusal(send("get", CONFIGMAPS, { name: "x", subresource: "status" }))).toEqual(unknown);
    expect(refusal(send("delete", DEPLOYMENTS, { name: "w1", subresource: "status" }))).toMatchObject({ code: 405 });
  });

  test("a status ignores the spec, and the main resource the status", () => {
    const version = stored(DEPLOYMENTS, "w1")!.metadata.resourceVersion;
    expect(send("patch", DEPLOYMENTS, { name: "w1", subresource: "status", ...merge({ spec: { replicas: 9 } }) })).toMatchObject({ ok: true, body: { spec: { replicas: 2 }, metadata: { resourceVersion: version, generation: 1 } } });
    expect(send("patch", DEPLOYMENTS, { name: "w1", ...merge({ status: { replicas: 9 } }) })).toMatchObject({ ok: true, body: { status: {}, metadata: { resourceVersion: version } } });
    expect(send("get", DEPLOYMENTS, { name: "w1", subresource: "status" })).toMatchObject({ ok: true, body: { kind: "Deployment" } });
  });

  test("binding gives a pod a node once", () => {
    send("create", PODS, { body: { metadata: { name: "p" }, spec: { containers: [{ name: "c", image: "x" }] } } });
    const bind = (target: unknown) => send("create", PODS, { name: "p", subresource: "binding", body: { apiVersion: "v1", kind: "Binding", metadata: { name: "p" }, target } });
    expect(refusal(bind({ kind: "Pod" }))).toMatchObject({ code: 422 });
    expect(bind({ kind: "Node", name: "n3" })).toEqual({ ok: true, code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } });
    expect(refusal(bind({ kind: "Node", name: "n2" }))).toEqual({ code: 409, reason: "Conflict", message: 'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "n3"', details: { name: "p", kind: "pods/binding" } });
  });
});

describe("questions about oneself", () => {
  const ask = (key: string, body: object) => cluster.handle<KubeObject>({ verb: "create", resource: key, body });

  test("are answered and not stored: everything is allowed", () => {
    const { revision } = cluster.store;
    expect(ask("selfsubjectaccessreviews.authorization.k8s.io", { spec: { resourceAttributes: { verb: "create", resource: "pods" } } })).toMatchObject({ ok: true, code: 201, body: { kind: "SelfSubjectAccessReview", spec: { resourceAttributes: { verb: "create" } }, status: { allowed: true } } });
    expect(ask("selfsubjectrulesreviews.authorization.k8s.io", { spec: { namespace: "default" } })).toMatchObject({ body: { status: { resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }], nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }], incomplete: false } } });
    expect(ask("selfsubjectreviews.authentication.k8s.io", {})).toMatchObject({ body: { status: { userInfo: { username: "kubernetes-admin", groups: ["kubeadm:cluster-admins", "system:authenticated"] } } } });
    expect(cluster.store.revision).toBe(revision);
    expect(cluster.handle({ verb: "list", resource: "selfsubjectreviews.authentication.k8s.io" })).toMatchObject({ ok: false, status: { code: 405 } });
  });
});
