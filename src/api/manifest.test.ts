import { describe, expect, test } from "vitest";
import { locate, readManifests } from "./manifest.ts";

const TWO = `# a comment
apiVersion: v1
kind: Namespace
metadata:
  name: one
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, labels: &labels {app: agent}}
spec:
  template:
    metadata:
      labels: *labels
    spec:
      containers:
      - name: agent
        image: registry.example/agent:1
        resources:
          requests:
            cpu: lots
`;

describe("readManifests", () => {
  test("reads several documents, with comments and anchors", () => {
    const { documents, errors } = readManifests(TWO);
    expect(errors).toEqual([]);
    expect(documents.map(({ object, line }) => [object.kind, object.metadata.name, line])).toEqual([["Namespace", "one", 2], ["DaemonSet", "agent", 7]]);
    expect(documents[1]?.object["spec"]).toMatchObject({ template: { metadata: { labels: { app: "agent" } } } });
  });

  test("reads JSON", () => {
    const { documents } = readManifests('{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "one"}}');
    expect(documents[0]?.object).toEqual({ apiVersion: "v1", kind: "Namespace", metadata: { name: "one" } });
  });

  test("unpacks lists, and each item knows its line", () => {
    const { documents } = readManifests("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n- apiVersion: v1\n  kind: Node\n");
    expect(documents.map(({ object, line }) => [object.kind, line])).toEqual([["Namespace", 4], ["Node", 6]]);
  });

  test("takes words and numbers as YAML 1.1 does, and times as text", () => {
    const { documents } = readManifests("apiVersion: v1\nkind: X\na: yes\nb: 0644\nc: 12:30\nd: 2026-01-01\ne: '1'\n");
    expect(documents[0]?.object).toEqual({ apiVersion: "v1", kind: "X", metadata: {}, a: true, b: 420, c: "12:30", d: "2026-01-01", e: "1" });
  });

  test("lets the last of duplicate keys win without a word", () => {
    const { documents, errors } = readManifests("apiVersion: v1\nkind: X\na: 1\na: 2\n");
    expect([documents[0]?.object["a"], errors]).toEqual([2, []]);
  });

  test("skips empty documents", () => {
    expect(readManifests("---\n# nothing\n---\n")).toEqual({ documents: [], errors: [] });
  });

  test("reads what is whole beside what is broken", () => {
    const { documents, errors } = readManifests("a: b: c\n---\napiVersion: v1\nkind: Namespace\n");
    expect([documents.length, errors.length]).toEqual([1, 1]);
  });
});

// Texts of kubectl 1.36. go-yaml's parser names the line before the one that is wrong; `line` is the right one.
describe("errors of readManifests", () => {
  test.each([
    ["a tab", "a: 1\nb:\n\tc: 1\n", { line: 3, column: 1, message: "error parsing x.yaml: error converting YAML to JSON: yaml: line 3: found character that cannot start any token" }],
    ["an indent that fits nowhere", "a:\n   b:\n     x: y\n    foo: 1\n", { line: 4, column: 1, message: "error parsing x.yaml: error converting YAML to JSON: yaml: line 3: did not find expected key" }],
    ["two colons", "a: b: c\n", { line: 1, column: 4, message: "error parsing x.yaml: error converting YAML to JSON: yaml: line 1: mapping values are not allowed in this context" }],
    ["an anchor that contains itself", "a: &x [*x]\n", { line: 1, message: "error parsing x.yaml: error converting YAML to JSON: yaml: anchor 'x' value contains itself" }],
    ["an anchor that is not there", "a: *x\n", { line: 1, message: "error parsing x.yaml: error converting YAML to JSON: yaml: unknown anchor 'x' referenced" }],
    ["no kind", "apiVersion: v1\n", { line: 1, message: 'error validating "x.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false' }],
    ["neither kind nor version", "a: 1\n", { line: 1, message: 'error validating "x.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false' }],
  ])("%s", (_, text, error) => {
    expect(readManifests(text, "x.yaml")).toEqual({ documents: [], errors: [error] });
  });

  test("leave out the head without the name of a file", () => {
    expect(readManifests("a:\n\tb: 1\n").errors[0]?.message).toBe("error converting YAML to JSON: yaml: line 2: found character that cannot start any token");
  });

  test("count lines within the document for kubectl, within the file for the editor", () => {
    expect(readManifests("---\n---\na:\n\tb: 1\n").errors).toEqual([
      { line: 4, column: 1, message: "error converting YAML to JSON: yaml: line 2: found character that cannot start any token" },
    ]);
  });
});

test("numbers begin with a digit, as for kubectl: e2 is a text", () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e2}\ndata: {a: ., b: 1e2, c: .5, d: 1., e: -.e3, f: 1_0.5e+1}\n';
  const { object } = readManifests(text).documents[0]!;
  expect([object.metadata.name, (object as unknown as { readonly data: object }).data]).toEqual(["e2", { a: ".", b: 100, c: 0.5, d: 1, e: "-.e3", f: 105 }]);
});

describe("locate", () => {
  const daemonSet = readManifests(TWO).documents[1]!;
  test.each([
    ["spec.template.spec.containers[0].image", 17],
    ["spec.template.spec.containers[0].resources.requests[cpu]", 20],
    ["spec.template.spec.containers[0].imagePullPolicy", 16],
    ["spec.template.spec.containers", 15],
    ["spec.updateStrategy.rollingUpdate.maxUnavailable", 10],
    ["spec.template.labels", 13],
    ["metadata.name", 9],
    ["status", 7],
  ])("%s is in line %i", (path, line) => {
    expect(locate(daemonSet, path)).toBe(line);
  });

  test("finds the taints of a node, which the API server calls metadata.taints", () => {
    const text = "apiVersion: v1\nkind: Node\nspec:\n  taints:\n  - key: a\n    effect: Foo\n";
    expect(locate(readManifests(text).documents[0]!, "metadata.taints[0].effect")).toBe(6);
  });
});
