import { describe, expect, test } from "vitest";
import type { KubeResponse, RequestOptions } from "../../../api/request.ts";
import { CONFIGMAPS, DEPLOYMENTS, SERVICES, type Resource, type Subresource } from "../../../api/resources.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../../api/types/meta.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import { Cluster } from "../../cluster.ts";

/** A cluster where only the API server answers. */
class Server {
  readonly cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });

  create(resource: Resource, body: object, manager = "probe"): KubeResponse<KubeObject> {
    return this.cluster.handle({ verb: "create", resource: resource.key, namespace: "default", body, options: { fieldManager: manager } });
  }
  patch(resource: Resource, name: string, body: unknown, options: RequestOptions, subresource?: Subresource): KubeResponse<KubeObject> {
    return this.cluster.handle({ verb: "patch", resource: resource.key, namespace: "default", name, body, options: { fieldManager: "probe", patchType: "merge", ...options }, ...(subresource ? { subresource } : {}) });
  }
  apply(resource: Resource, name: string, body: object, options: RequestOptions = {}): KubeResponse<KubeObject> {
    const type = { apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version, kind: resource.kind };
    return this.patch(resource, name, { ...type, ...body }, { patchType: "apply", fieldManager: "me", ...options });
  }
  put(resource: Resource, name: string, body: object, subresource?: Subresource): KubeResponse<KubeObject> {
    return this.cluster.handle({ verb: "update", resource: resource.key, namespace: "default", name, body, options: { fieldManager: "probe" }, ...(subresource ? { subresource } : {}) });
  }
  object(resource: Resource, name: string): KubeObject {
    return this.cluster.store.get(resource, "default", name)!;
  }
}

/** `manager operation[/subresource]` with its fields. */
function owners(object: KubeObject | KubeResponse<KubeObject>): unknown {
  const { metadata } = "ok" in object ? (object as { readonly body: KubeObject }).body : object;
  return Object.fromEntries((metadata.managedFields ?? []).map((e) => [`${e.manager} ${e.operation}${e.subresource ? `/${e.subresource}` : ""}`, e.fieldsV1]));
}
const message = (response: KubeResponse<KubeObject>) => (response.ok ? "" : response.status.message);

const configMap = (metadata: object, data?: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata, ...(data ? { data } : {}) });
const deployment = (name: string, podSpec: object = {}, spec: object = {}) => ({
  apiVersion: "apps/v1", kind: "Deployment", metadata: { name },
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "c", image: "nginx:1" }], ...podSpec } }, ...spec },
});

describe("plain writes, as recorded", () => {
  test("give their changes to the writer and take them from the others", () => {
    const server = new Server();
    expect(owners(server.create(CONFIGMAPS, configMap({ name: "c1" }, { a: "1" })))).toEqual({ "probe Update": { "f:data": { ".": {}, "f:a": {} } } });
    expect(owners(server.put(CONFIGMAPS, "c1", configMap({ name: "c1" }, { a: "2" })))).toEqual({ "probe Update": { "f:data": { ".": {}, "f:a": {} } } });
    expect(owners(server.patch(CONFIGMAPS, "c1", { data: { a: "3", b: "4" } }, {}))).toEqual({ "probe Update": { "f:data": { ".": {}, "f:a": {}, "f:b": {} } } });
    server.patch(CONFIGMAPS, "c1", { metadata: { finalizers: ["example.com/hold"] } }, {});
    expect(owners(server.apply(CONFIGMAPS, "c1", { metadata: { name: "c1" }, data: { a: "x" } }, { force: true }))).toEqual({
      "me Apply": { "f:data": { "f:a": {} } },
      "probe Update": { "f:data": { ".": {}, "f:b": {} }, "f:metadata": { "f:finalizers": { ".": {}, 'v:"example.com/hold"': {} } } },
    });
  });

  test("leave an object without content without owners, also later", () => {
    const server = new Server();
    server.create(CONFIGMAPS, { ...configMap({ name: "c3" }), foo: 1 });
    server.patch(CONFIGMAPS, "c3", { data: { a: "1" } }, {});
    expect(server.object(CONFIGMAPS, "c3").metadata.managedFields).toBeUndefined();
    expect(owners(server.create(CONFIGMAPS, configMap({ generateName: "gen-" })))).toEqual({ "probe Update": { "f:metadata": { "f:generateName": {} } } });
  });

  test("through scale are an entry of its own without a time", () => {
    const server = new Server();
    server.create(DEPLOYMENTS, deployment("w1", {}, { replicas: 2 }));
    server.put(DEPLOYMENTS, "w1", { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "w1", namespace: "default" }, spec: { replicas: 3 } }, "scale");
    const [scale, main] = server.object(DEPLOYMENTS, "w1").metadata.managedFields ?? [];
    expect(scale).toEqual({ manager: "probe", operation: "Update", apiVersion: "apps/v1", fieldsType: "FieldsV1", fieldsV1: { "f:spec": { "f:replicas": {} } }, subresource: "scale" });
    expect(main).toMatchObject({ manager: "probe", operation: "Update" });
    expect(Object.keys(main?.fieldsV1["f:spec"] ?? {})).not.toContain("f:replicas");
  });

  test("that change nothing leave everything as it was", () => {
    const server = new Server();
    server.create(CONFIGMAPS, configMap({ name: "c" }, { a: "1" }));
    const before = server.object(CONFIGMAPS, "c");
    server.patch(CONFIGMAPS, "c", { data: { a: "1" } }, { fieldManager: "other" });
    expect(server.object(CONFIGMAPS, "c")).toBe(before);
  });

  test("of more than ten updaters the oldest become one", () => {
    const server = new Server();
    server.create(CONFIGMAPS, configMap({ name: "c" }, { a: "1" }), "m00");
    for (let n = 1; n <= 11; n++) {
      server.cluster.advance(n * 1000);
      server.patch(CONFIGMAPS, "c", { data: { [`k${n}`]: "1" } }, { fieldManager: `m${String(n).padStart(2, "0")}` });
    }
    const entries = server.object(CONFIGMAPS, "c").metadata.managedFields ?? [];
    expect(entries.map((e) => e.manager)).toEqual(["ancient-changes", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11"]);
  });

  test("may set managedFields themselves, and reset them", () => {
    const server = new Server();
    server.create(CONFIGMAPS, configMap({ name: "c" }, { a: "1" }));
    const mine: ManagedFieldsEntry = { manager: "mine", operation: "Apply", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: { "f:data": { "f:a": {} } } };
    server.patch(CONFIGMAPS, "c", [{ op: "replace", path: "/metadata/managedFields", value: [mine] }], { patchType: "json" });
    expect(owners(server.object(CONFIGMAPS, "c"))).toEqual({ "mine Apply": mine.fieldsV1 });
    server.patch(CONFIGMAPS, "c", { metadata: { managedFields: [{ manager: "bad" }] } }, {});
    expect(owners(server.object(CONFIGMAPS, "c"))).toEqual({ "mine Apply": mine.fieldsV1 });
    server.patch(CONFIGMAPS, "c", { metadata: { managedFields: [{}] } }, {});
    expect(owners(server.object(CONFIGMAPS, "c"))).toEqual({});
  });
});

describe("server-side apply", () => {
  test("says who would lose what, as recorded", () => {
    const server = new Server();
    server.create(CONFIGMAPS, configMap({ name: "c1" }, { a: "1" }));
    expect(server.apply(CONFIGMAPS, "c1", { metadata: { name: "c1" }, data: { a: "x" } })).toEqual({
      ok: false,
      status: {
        kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: 'Apply failed with 1 conflict: conflict with "probe" using v1: .data.a', reason: "Conflict",
        details: { causes: [{ reason: "FieldManagerConflict", message: 'conflict with "probe" using v1', field: ".data.a" }] }, code: 409,
      },
    });
  });

  test("lists several conflicts by manager, fields before what is deeper", () => {
    const server = new Server();
    server.apply(DEPLOYMENTS, "d", { ...deployment("d", {}, { replicas: 2 }) }, { fieldManager: "a" });
    const other = server.apply(DEPLOYMENTS, "d", deployment("d", { containers: [{ name: "c", image: "nginx:2" }] }, { replicas: 3 }), { fieldManager: "b" });
    expect(message(other)).toBe('Apply failed with 2 conflicts: conflicts with "a":\n- .spec.replicas\n- .spec.template.spec.containers[name="c"].image');
  });

  test("creates, and takes off what is no longer applied, as recorded", () => {
    const server = new Server();
    const created = server.apply(CONFIGMAPS, "c9", { metadata: { name: "c9" }, data: { a: "x" } });
    expect(created).toMatchObject({ ok: true, code: 201, body: { data: { a: "x" }, metadata: { managedFields: [{ manager: "me", operation: "Apply", apiVersion: "v1", fieldsV1: { "f:data": { "f:a": {} } } }] } } });
    const emptied = server.apply(CONFIGMAPS, "c9", { metadata: { name: "c9" } });
    expect(emptied).toMatchObject({ ok: true, code: 200 });
    expect(server.object(CONFIGMAPS, "c9")).not.toHaveProperty("data");
    expect(owners(emptied)).toEqual({});
  });

  test("lets defaults come back for what is no longer applied", () => {
    const server = new Server();
    server.apply(DEPLOYMENTS, "d", deployment("d", {}, { replicas: 4, strategy: { rollingUpdate: { maxSurge: 1 } } }));
    server.apply(DEPLOYMENTS, "d", deployment("d"));
    expect(server.object(DEPLOYMENTS, "d")).toMatchObject({ spec: { replicas: 1, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } } } });
  });

  test("tells ports apart by number and protocol", () => {
    const server = new Server();
    const ports = (...list: object[]) => ({ containers: [{ name: "c", image: "nginx:1", ports: list }] });
    server.apply(DEPLOYMENTS, "d", deployment("d", ports({ containerPort: 53 })), { fieldManager: "a" });
    server.apply(DEPLOYMENTS, "d", { metadata: { name: "d" }, spec: { template: { spec: { containers: [{ name: "c", ports: [{ containerPort: 53, protocol: "UDP" }] }] } } } }, { fieldManager: "b" });
    expect(server.object(DEPLOYMENTS, "d")).toMatchObject({ spec: { template: { spec: { containers: [{ ports: [{ containerPort: 53, protocol: "TCP" }, { containerPort: 53, protocol: "UDP" }] }] } } } });
    const twice = server.apply(DEPLOYMENTS, "d", deployment("d", ports({ containerPort: 53 }, { containerPort: 53, protocol: "TCP" })), { fieldManager: "b" });
    expect(message(twice)).toBe('failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="c"].ports: duplicate entries for key [containerPort=53,protocol="TCP"]');
  });

  test("merges sets and keeps the order of those who apply", () => {
    const server = new Server();
    server.apply(CONFIGMAPS, "c", { metadata: { name: "c", finalizers: ["example.com/a"] } }, { fieldManager: "a" });
    server.apply(CONFIGMAPS, "c", { metadata: { name: "c", finalizers: ["example.com/b"] } }, { fieldManager: "b" });
    expect(server.object(CONFIGMAPS, "c").metadata.finalizers).toEqual(["example.com/a", "example.com/b"]);
    server.apply(CONFIGMAPS, "c", { metadata: { name: "c" } }, { fieldManager: "a" });
    expect(server.object(CONFIGMAPS, "c").metadata.finalizers).toEqual(["example.com/b"]);
  });

  test("owns a Service's selector and ports as the API declares them", () => {
    const server = new Server();
    const response = server.apply(SERVICES, "s", { metadata: { name: "s" }, spec: { selector: { app: "a" }, ports: [{ port: 80 }] } });
    expect(owners(response)).toEqual({ "me Apply": { "f:spec": { "f:ports": { 'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {} } }, "f:selector": {} } } });
  });

  test.each([
    ["an unknown field", { spec: { foo: 1 } }, ".spec.foo: field not declared in schema"],
    ["a field of a container, by the container's name", { spec: { template: { spec: { containers: [{ name: "agent", imagee: "x" }] } } } }, '.spec.template.spec.containers[name="agent"].imagee: field not declared in schema'],
    ["a wrong type", { spec: { minReadySeconds: "x" } }, ".spec.minReadySeconds: expected numeric (int or float), got string"],
    ["a number for text", { spec: { template: { spec: { containers: [{ name: "c", env: [{ name: "A", value: 1 }] }] } } } }, '.spec.template.spec.containers[name="c"].env[name="A"].value: expected string, got &value.valueUnstructured{Value:1}'],
    ["the same container twice", { spec: { template: { spec: { containers: [{ name: "c" }, { name: "c" }] } } } }, '.spec.template.spec.containers: duplicate entries for key [name="c"]'],
    ["a container without a name", { spec: { template: { spec: { containers: [{ image: "x" }] } } } }, '.spec.template.spec.containers: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)'],
    ["two mistakes", { spec: { foo: 1, replicas: true } }, "errors:\n  .spec.foo: field not declared in schema\n  .spec.replicas: expected numeric (int or float), got bool"],
  ])("refuses %s with 500", (_, body, text) => {
    const response = new Server().apply(DEPLOYMENTS, "d", { metadata: { name: "d", namespace: "default" }, ...body });
    expect(response).toEqual({ ok: false, status: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: `failed to create typed patch object (default/d; apps/v1, Kind=Deployment): ${text}`, code: 500 } });
  });

  test("needs a manager, and managedFields that are nil", () => {
    const server = new Server();
    const unnamed = server.apply(CONFIGMAPS, "c", { metadata: { name: "c" } }, { fieldManager: "" });
    expect(message(unnamed)).toBe('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch');
    expect(message(server.apply(CONFIGMAPS, "c", { metadata: { name: "c", managedFields: [{ manager: "x" }] } }))).toBe("metadata.managedFields must be nil");
    expect(message(server.patch(CONFIGMAPS, "c", {}, { force: true }))).toBe('PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch');
  });

  test("of a status creates nothing, and leaves the spec alone", () => {
    const server = new Server();
    const body = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec: { replicas: 9 }, status: { replicas: 4 } };
    const options: RequestOptions = { patchType: "apply", fieldManager: "me" };
    expect(message(server.patch(DEPLOYMENTS, "d", body, options, "status"))).toBe('deployments.apps "d" not found');
    server.create(DEPLOYMENTS, deployment("d"));
    expect(server.patch(DEPLOYMENTS, "d", body, options, "status")).toMatchObject({ ok: true, body: { spec: { replicas: 1 }, status: { replicas: 4 } } });
    expect(owners(server.object(DEPLOYMENTS, "d"))).toMatchObject({ "me Apply/status": { "f:status": { "f:replicas": {} } } });
  });

  test("of a Scale claims the replicas", () => {
    const server = new Server();
    server.create(DEPLOYMENTS, deployment("d", {}, { replicas: 2 }));
    const scale = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "d" }, spec: { replicas: 5 } };
    const options: RequestOptions = { patchType: "apply", fieldManager: "hpa" };
    expect(message(server.patch(DEPLOYMENTS, "d", scale, options, "scale"))).toBe('Apply failed with 1 conflict: conflict with "probe" using apps/v1: .spec.replicas');
    expect(server.patch(DEPLOYMENTS, "d", scale, { ...options, force: true }, "scale")).toMatchObject({ ok: true, body: { kind: "Scale", spec: { replicas: 5 } } });
    expect(owners(server.object(DEPLOYMENTS, "d"))).toMatchObject({ "hpa Apply/scale": { "f:spec": { "f:replicas": {} } } });
  });

  test("in a dry run shows what would come of it", () => {
    const server = new Server();
    expect(server.apply(CONFIGMAPS, "c", { metadata: { name: "c" }, data: { a: "1" } }, { dryRun: true })).toMatchObject({ ok: true, code: 201, body: { data: { a: "1" } } });
    expect(server.object(CONFIGMAPS, "c")).toBeUndefined();
  });

  test("by kubectl takes over what kubectl applied from the client's side, and keeps the annotation up to date", () => {
    const server = new Server();
    const annotation = "kubectl.kubernetes.io/last-applied-configuration";
    const v1 = deployment("d");
    server.create(DEPLOYMENTS, { ...v1, metadata: { name: "d", annotations: { [annotation]: `${JSON.stringify(v1)}\n` } } }, "kubectl-client-side-apply");
    const v2 = deployment("d", { containers: [{ name: "c", image: "nginx:2" }] });
    expect(message(server.apply(DEPLOYMENTS, "d", v2, { fieldManager: "me" }))).toMatch(/^Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps\/v1: /);
    expect(server.apply(DEPLOYMENTS, "d", v2, { fieldManager: "kubectl" })).toMatchObject({ ok: true, code: 200 });
    expect(server.object(DEPLOYMENTS, "d").metadata.annotations?.[annotation]).toBe(
      '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"d"}},"template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"image":"nginx:2","name":"c"}]}}}}\n',
    );
  });
});
