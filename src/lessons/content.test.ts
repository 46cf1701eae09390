import { describe, expect, test } from "vitest";
import { readManifests } from "../api/manifest.ts";
import { FIRST_STEPS, MANIFESTS, THREE_CONTROLLERS } from "./content.ts";
import { GUIDE_DAEMONSET } from "./guide-daemonset.ts";
import { GUIDE_STATEFULSET, GUIDE_STATEFULSET_SERVICE } from "./guide-statefulset.ts";
import { SCENES } from "./scenes.ts";
import { loadScenario } from "./scenario.ts";
import { createRequests } from "./setup.ts";

test("the guide's manifest is the DaemonSet that the button creates", () => {
  const { documents, errors } = readManifests(FIRST_STEPS["daemonset-simple.yaml"]);
  expect(errors).toEqual([]);
  expect(documents.map((d) => d.object)).toEqual([GUIDE_DAEMONSET]);
});

describe("the start cluster", () => {
  const scenario = loadScenario(FIRST_STEPS);

  test("has three nodes and the DaemonSet", () => {
    expect(scenario).toMatchObject({ name: "a-daemonset-on-every-node", title: "A DaemonSet on every node", seed: 7 });
    const bodies = "setup" in scenario ? scenario.setup.map((r) => r.body as { kind: string; metadata: { name: string } }) : [];
    expect(bodies.map((b) => `${b.kind}/${b.metadata.name}`)).toEqual(["Node/node-1", "Node/node-2", "Node/node-3", "DaemonSet/node-logger", "StorageClass/standard"]);
  });

  test("keeps quantities and empty labels as texts", () => {
    expect("setup" in scenario && scenario.setup[0]?.body).toMatchObject({
      metadata: { labels: { "node-role.kubernetes.io/control-plane": "" } },
      status: { capacity: { cpu: "4", memory: "8Gi", pods: "110" } },
    });
  });
});

describe("the scene with three controllers", () => {
  const scenario = loadScenario(THREE_CONTROLLERS);
  const objectsOf = (text: string) => readManifests(text).documents.map((d) => d.object);

  test("has three nodes, a workload of each kind, and something to say", () => {
    expect(scenario).toMatchObject({ name: "three-controllers", title: "Three controllers, one new node", seed: 7, note: { text: expect.stringContaining("new node") as string, onNewNode: expect.stringContaining("`node-logger`") as string } });
    const bodies = "setup" in scenario ? scenario.setup.map((r) => r.body as { kind: string; metadata: { name: string } }) : [];
    expect(bodies.map((b) => `${b.kind}/${b.metadata.name}`)).toEqual(["Node/node-1", "Node/node-2", "Node/node-3", "DaemonSet/node-logger", "Deployment/web", "Service/db", "StatefulSet/db", "StorageClass/standard"]);
  });

  test("has the guide's DaemonSet, and the StatefulSet that the button creates", () => {
    expect(THREE_CONTROLLERS["daemonset-simple.yaml"]).toBe(FIRST_STEPS["daemonset-simple.yaml"]);
    expect(objectsOf(THREE_CONTROLLERS["db-statefulset.yaml"])).toEqual([GUIDE_STATEFULSET_SERVICE, GUIDE_STATEFULSET]);
  });

  test("is in the list under its name and title", () => {
    const named = (files: Parameters<typeof loadScenario>[0]) => { const s = loadScenario(files); return "name" in s ? { id: s.name, title: s.title } : {}; };
    expect(SCENES).toMatchObject([named(FIRST_STEPS), named(THREE_CONTROLLERS)]);
  });
});

describe.each(MANIFESTS.map((m) => [m.file, m.text] as const))("%s", (_, text) => {
  test("holds objects of known kinds and one DaemonSet whose selector fits its template", () => {
    const { documents, errors } = readManifests(text);
    expect(errors).toEqual([]);
    const objects = documents.map((d) => d.object);
    const { requests, problems } = createRequests(objects);
    expect(problems).toEqual([]);
    expect(requests).toHaveLength(objects.length);
    const daemonSets = objects.filter((o) => o.kind === "DaemonSet") as unknown as (typeof GUIDE_DAEMONSET)[];
    expect(daemonSets).toHaveLength(1);
    expect(daemonSets[0]?.spec.template.metadata.labels).toMatchObject(daemonSets[0]?.spec.selector.matchLabels ?? {});
  });
});

test("a kind without definition is refused in kubectl's words, with file and line", () => {
  const files = { "scenario.yaml": "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X, seed: 1}\n---\napiVersion: a.example/v1\nkind: Foo\nmetadata: {name: f}\n" };
  expect(loadScenario(files)).toEqual({ errors: [{ file: "scenario.yaml", line: 6, message: 'no matches for kind "Foo" in version "a.example/v1"' }] });
});

test("a custom resource comes after its definition", () => {
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "foos.a.example" },
    spec: { group: "a.example", scope: "Namespaced", names: { kind: "Foo", plural: "foos" }, versions: [{ name: "v1", served: true }, { name: "v0", served: false }] },
  };
  const foo = (version: string) => ({ apiVersion: `a.example/${version}`, kind: "Foo", metadata: { name: "f" } });
  expect(createRequests([definition, foo("v1")]).requests[1]).toMatchObject({ resource: "foos.a.example", namespace: "default" });
  expect(createRequests([foo("v1"), definition]).problems).toHaveLength(1);
  expect(createRequests([definition, foo("v0")]).problems).toHaveLength(1);
});

test("a note of a scene has two texts", () => {
  const text = "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X, seed: 1, note: {text: a}}\n";
  expect(loadScenario({ "scenario.yaml": text })).toEqual({ errors: [{ file: "scenario.yaml", line: 1, message: "spec.note.onNewNode: is missing" }] });
});

test.each([
  ["no Scenario", "apiVersion: v1\nkind: Node\nmetadata: {name: node-1}\n", "the first document must have apiVersion lessons.playground.local/v1 and kind Scenario"],
  ["no seed", "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X}\n", "spec.seed: is missing"],
  ["an unknown field", "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X, sead: 1}\n", "spec.sead: unknown; known are extends, title, seed, files, note"],
])("a scenario with %s is refused", (_, text, message) => {
  expect(loadScenario({ "scenario.yaml": text })).toEqual({ errors: [{ file: "scenario.yaml", line: 1, message }] });
});

test("a missing file is named", () => {
  const text = "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X, seed: 1, files: [a.yaml]}\n";
  expect(loadScenario({ "scenario.yaml": text })).toEqual({ errors: [{ file: "a.yaml", line: 0, message: "the file is missing" }] });
});

describe("a scenario that extends another lesson's", () => {
  const folder = (spec: string, more = "") => ({ "scenario.yaml": `apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: ${spec}\n${more}` });
  const node = (name: string) => `---\napiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\n`;
  const base = folder("{title: Base, seed: 3}", node("a"));

  test("begins with its cluster, seed and title", () => {
    const scenario = loadScenario(folder("{extends: t/base}", node("b")), (id) => (id === "t/base" ? base : undefined));
    expect(scenario).toMatchObject({ title: "Base", seed: 3, setup: [{ body: { metadata: { name: "a" } } }, { body: { metadata: { name: "b" } } }, { body: { kind: "StorageClass" } }] });
  });

  test("must find it, and not itself", () => {
    expect(loadScenario(folder("{extends: t/gone}"))).toMatchObject({ errors: [{ message: "spec.extends: there is no lesson t/gone" }] });
    const own = folder("{extends: t/own}");
    expect(loadScenario(own, () => own)).toMatchObject({ errors: [{ message: "spec.extends: t/own extends itself" }] });
  });
});
