import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, type KubeRequest, type RequestOptions } from "../../api/request.ts";
import { apiVersionOf, CONFIGMAPS, CUSTOMRESOURCEDEFINITIONS, DAEMONSETS, DEPLOYMENTS, NODES, PODDISRUPTIONBUDGETS, PODS, resourceByKey, RESOURCES, SERVICES, STATEFULSETS, type Subresource } from "../../api/resources.ts";
import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";

const WIDGETS = "widgets.example.com";
const KINDS = [DAEMONSETS.key, DEPLOYMENTS.key, STATEFULSETS.key, PODS.key, NODES.key, CONFIGMAPS.key, SERVICES.key, PODDISRUPTIONBUDGETS.key, "namespaces", "secrets", "jobs.batch", CUSTOMRESOURCEDEFINITIONS.key, WIDGETS];
const CONTAINER = "spec.template.spec.containers.0";
/** Where an object is changed, in objects of whatever kind. */
const PATHS = [
  "", "apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "metadata.uid", "metadata.resourceVersion", "metadata.generateName", "metadata.labels", "metadata.labels.app", "metadata.labels.__proto__",
  "metadata.annotations", "metadata.finalizers", "metadata.ownerReferences", "metadata.managedFields", "metadata.deletionTimestamp", "metadata.generation", "data", "data.key", "spec", "spec.replicas", "spec.selector", "spec.selector.matchLabels",
  "spec.template", "spec.template.metadata.labels", "spec.template.spec", "spec.template.spec.containers", CONTAINER, `${CONTAINER}.name`, `${CONTAINER}.image`, `${CONTAINER}.ports`, `${CONTAINER}.env`, `${CONTAINER}.resources`,
  "spec.template.spec.tolerations", "spec.template.spec.nodeSelector", "spec.template.spec.affinity", "spec.template.spec.volumes", "spec.updateStrategy", "spec.strategy", "spec.minReadySeconds", "spec.revisionHistoryLimit", "spec.podManagementPolicy",
  "spec.volumeClaimTemplates", "spec.paused", "spec.ports", "spec.type", "spec.taints", "spec.unschedulable", "spec.containers", "spec.nodeName", "spec.tolerations", "spec.minAvailable", "spec.versions", "spec.names", "spec.group",
  "status", "status.conditions", "status.phase", "status.replicas", "status.containerStatuses", "status.observedGeneration", "status.addresses", "status.capacity", "status.allocatable", "unknown", "constructor",
];
const FIELDS = ["name", "image", "key", "value", "effect", "operator", "app", "type", "status", "containerPort", "protocol", "cpu", "requests", "limits", "matchLabels", "rollingUpdate", "maxUnavailable", "maxSurge", "$patch", "$retainKeys", "$setElementOrder/containers", "manager", "operation", "fieldsV1", "f:spec", "kind", "apiVersion", "uid", "__proto__"];

const scalar = fc.oneof(fc.constantFrom<unknown>(null, "", "delete", "replace", "agent", "web", "x", 0, 1, 2, -1, 1.5, 2 ** 40, true, false, "1", "100x", "100m", "50%", "example.com/f", "Update", "RollingUpdate", "OnDelete", "Recreate", "NoSchedule", "True", "Running", "2026-01-01T00:00:00Z"), fc.string({ maxLength: 6 }));
const { junk } = fc.letrec<{ junk: unknown }>((tie) => ({
  junk: fc.oneof({ maxDepth: 4, depthSize: "small" }, { weight: 2, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(tie("junk"), { maxLength: 3 }) }, { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), tie("junk"), { maxKeys: 4, noNullPrototype: true }) }),
}));
/** What a sensible client might write, and some that are at odds with each other. */
const SENSIBLE: readonly (readonly [path: string, value: unknown])[] = [
  ["metadata.labels", { team: "a" }], ["metadata.labels.tier", "b"], ["metadata.labels", null], ["metadata.annotations", { note: "x" }], ["metadata.finalizers", ["example.com/f"]], ["metadata.finalizers", []], ["metadata.managedFields", [{}]], ["metadata.managedFields", []],
  ["metadata.managedFields", [{ manager: "m", operation: "Update", apiVersion: "apps/v1", fieldsType: "FieldsV1", fieldsV1: { "f:spec": { "f:replicas": {}, "f:template": {} } } }]], ["metadata.resourceVersion", "0"], ["metadata.resourceVersion", ""], ["spec.replicas", 0], ["spec.replicas", 3],
  ["spec.template.metadata.labels.extra", "1"], ["spec.template.spec.nodeSelector", { disk: "ssd" }], ["spec.template.spec.tolerations", [{ operator: "Exists" }]], ["spec.template.spec.containers", [{ name: "logger", image: "example/logger:v2", ports: [{ containerPort: 80 }, { containerPort: 80, protocol: "UDP" }] }]],
  ["spec.template.spec.containers", [{ name: "side", image: "example/side:v1", env: [{ name: "A", value: "1" }] }]], ["spec.template.spec.volumes", [{ name: "v", emptyDir: {} }]], ["spec.updateStrategy", { type: "OnDelete" }], ["spec.updateStrategy", { rollingUpdate: { maxUnavailable: "50%" } }],
  ["spec.strategy", { type: "Recreate", rollingUpdate: null }], ["spec.minReadySeconds", 2], ["spec.revisionHistoryLimit", 0], ["spec.paused", true], ["spec.taints", [{ key: "a", effect: "NoExecute" }]], ["spec.taints", []], ["spec.unschedulable", true], ["spec.minAvailable", "100%"],
  ["status.replicas", 7], ["status.conditions", [{ type: "Ready", status: "False" }]], ["status.conditions", [{}]], ["status", {}], ["status.phase", "Failed"], ["status.containerStatuses", [{ name: "logger", ready: true, restartCount: 1, image: "x", imageID: "" }]], ["status.capacity", { cpu: "1", pods: "0" }], ["data", { a: "1" }], ["data.b", "2"],
];
const edit = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...SENSIBLE) }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PATHS), junk) });
const edits = fc.array(edit, { minLength: 0, maxLength: 2 });

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const options = fc.record({
  patchType: fc.constantFrom<RequestOptions["patchType"]>("json", "merge", "strategic", "apply", "apply"), fieldManager: fc.oneof({ weight: 6, arbitrary: fc.constantFrom("me", "you", "kubectl") }, { weight: 1, arbitrary: fc.constantFrom(undefined, "x".repeat(200)) }),
  force: rarely(fc.boolean()), dryRun: rarely(fc.constant(true)), fieldValidation: rarely(fc.constantFrom<unknown>("Strict", "Warn", "Ignore", "Foo", 5)), labelSelector: rarely(fc.constantFrom<unknown>("app=agent", "a in (", "!", 5)),
  fieldSelector: rarely(fc.constantFrom<unknown>("metadata.name=agent", "spec.x=1", "=", {})), gracePeriodSeconds: rarely(fc.constantFrom(0, -1, 1.5, 30)), propagationPolicy: rarely(fc.constantFrom<unknown>("Foreground", "Orphan", "Background", "Foo")),
  preconditions: rarely(fc.constantFrom<unknown>({ uid: "x" }, { resourceVersion: "1" }, null, "x")),
});

interface Act {
  readonly verb: KubeRequest["verb"];
  readonly resource: string;
  readonly subresource: Subresource | undefined;
  /** Which of the objects there are; beyond them: one that is not there. */
  readonly pick: number;
  readonly edits: readonly (readonly [path: string, value: unknown])[];
  /** Sent instead of what the edits make. */
  readonly body: unknown;
  readonly options: Record<string, unknown>;
}
const act: fc.Arbitrary<Act> = fc.record({
  verb: fc.constantFrom<KubeRequest["verb"]>("get", "list", "create", "create", "create", "update", "update", "patch", "patch", "patch", "patch", "delete", "deletecollection"),
  resource: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...KINDS) }, { weight: 2, arbitrary: fc.constantFrom(...RESOURCES.map((r) => r.key)) }, { weight: 1, arbitrary: fc.constantFrom("nope", "__proto__") }),
  subresource: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: fc.constantFrom<Subresource>("status", "status", "scale", "eviction", "binding") }, { weight: 1, arbitrary: fc.constantFrom<Subresource>("finalize", "log", "exec", "resize") }),
  pick: fc.nat({ max: 2 }), edits,
  body: fc.oneof({ weight: 14, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.oneof(junk, fc.constantFrom<unknown>("{", "{}", "[]", "null", '{"metadata":{"name":"a","name":"b"}}')) }),
  options,
});

const fresh: Readonly<Record<string, object>> = {
  [DAEMONSETS.key]: daemonSetObject("fresh"),
  [DEPLOYMENTS.key]: { ...daemonSetObject("fresh"), kind: "Deployment" },
  [STATEFULSETS.key]: { ...daemonSetObject("fresh"), kind: "StatefulSet" },
  [PODS.key]: { spec: { containers: [{ name: "c", image: "example/c:v1" }] } },
  [SERVICES.key]: { spec: { ports: [{ port: 80 }] } },
  [PODDISRUPTIONBUDGETS.key]: { spec: { minAvailable: 1, selector: { matchLabels: { app: "agent" } } } },
};

/** The act as a request on the cluster as it is now. */
function requestOf({ verb, resource: key, subresource, pick, edits: changes, body, options: given }: Act, sim: SimCluster): KubeRequest {
  const { store } = sim.cluster;
  const resource = resourceByKey(key, store.customResources);
  const objects = resource ? [...store.all(resource)] : [];
  const live = objects[pick];
  const { name, namespace } = live?.metadata ?? { name: "fresh", namespace: "default" };
  const type = resource ? { apiVersion: apiVersionOf(resource), kind: resource.kind } : {};
  const base = verb === "create" ? { ...fresh[key], ...type, metadata: { name: `fresh-${pick}` } } : verb === "update" ? (live ?? {}) : given["patchType"] === "apply" ? { ...type, metadata: { name } } : {};
  const made = given["patchType"] === "json" && verb === "patch"
    ? changes.map(([path, value], i) => ({ op: ["add", "replace", "remove", "test", "copy", "move"][(pick + i) % 6], path: `/${path.replaceAll(".", "/")}`, from: "/metadata/labels", value }))
    : changes.reduce((object: unknown, [path, value]) => put(object, path === "" ? [] : path.split("."), value), base);
  const clean = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const isOnObject = verb !== "list" && verb !== "deletecollection" && (verb !== "create" || subresource !== undefined);
  return {
    verb, resource: key, ...(resource?.namespaced ? { namespace: namespace ?? "default" } : {}), ...(isOnObject ? { name } : {}), ...(subresource ? { subresource } : {}),
    // As JSON brings it.
    body: JSON.parse(JSON.stringify(body === undefined ? made : body)) as unknown, options: clean,
  } as KubeRequest;
}

function put(object: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(object)) return object.map((item: unknown, i) => (String(i) === step ? put(item, rest, value) : item));
  const members = isMembers(object) ? object : {};
  return Object.fromEntries([...Object.entries(members).filter(([name]) => name !== step), [step, put(Object.hasOwn(members, step) ? members[step] : undefined, rest, value)]]);
}

function cluster(): SimCluster {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.send(create(DAEMONSETS, daemonSetObject("agent") as never, { fieldManager: "me" }));
  sim.send(create(DEPLOYMENTS, { ...daemonSetObject("web"), kind: "Deployment" } as never, { fieldManager: "you" }));
  sim.send(create(CUSTOMRESOURCEDEFINITIONS, {
    apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: WIDGETS },
    spec: { group: "example.com", scope: "Namespaced", names: { kind: "Widget", plural: "widgets" }, versions: [{ name: "v1", served: true, storage: true }] },
  } as never));
  sim.send({ verb: "create", resource: WIDGETS, namespace: "default", body: { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { a: [1], b: { c: "d" } } } });
  sim.runFor(10);
  return sim;
}

/** Objects that are not what every stored object is, whoever wrote it. */
function damaged(sim: SimCluster): string[] {
  const { store } = sim.cluster;
  return [...store.everything()].filter(({ resource: key, key: at, object }) => {
    const resource = resourceByKey(key, store.customResources);
    const { name, namespace, uid, resourceVersion, managedFields } = object.metadata;
    const isRight = (!resource || (object.kind === resource.kind && object.apiVersion === apiVersionOf(resource))) && at === (namespace ? `${namespace}/${name}` : name);
    const isCounted = typeof uid === "string" && uid !== "" && Number(resourceVersion) > 0 && Number(resourceVersion) <= store.revision;
    const isPlain = arePlain(object) && (managedFields === undefined || Array.isArray(managedFields));
    return !(isRight && isCounted && isPlain);
  }).map(({ resource, key }) => `${resource} ${key}`);
}

function arePlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(arePlain);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return typeof value === "string" || typeof value === "boolean" || value === null || value === undefined;
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(arePlain);
}

describe("whatever is sent", () => {
  test("is answered with a Status or an object, never damages the store, and a refusal changes nothing", { timeout: 60_000 }, () => {
    fc.assert(fc.property(fc.array(act, { minLength: 5, maxLength: 25 }), (acts) => {
      const sim = cluster();
      for (const one of acts) {
        const request = requestOf(one, sim);
        sim.runFor(0);
        const revision = sim.cluster.store.revision;
        const response = sim.cluster.handle<KubeObject>(request);
        if (!response.ok) expect(response.status).toMatchObject({ kind: "Status", status: "Failure", code: expect.toBeOneOf([400, 403, 404, 405, 409, 415, 422, 429, 500]) as number, message: expect.stringMatching(/./) as string });
        const isSame = (!response.ok && one.verb !== "deletecollection") || ["get", "list"].includes(one.verb) || one.options["dryRun"] === true;
        if (isSame) expect(sim.cluster.store.revision).toBe(revision);
        sim.runFor(0.2);
      }
      sim.runFor(20);
      expect(damaged(sim)).toEqual([]);
    }), { numRuns: 60 });
  });
});
