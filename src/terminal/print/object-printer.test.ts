import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../api/types/meta.ts";
import { listOf, objectPrinter } from "./object-printer.ts";

const MAP = {
  apiVersion: "v1", kind: "ConfigMap", metadata: { name: "html", namespace: "default", annotations: { on: "x<y" }, managedFields: [] }, data: { a: "<b>&", multi: "l1\nl2\n", tab: "a\tb" },
} as unknown as KubeObject;
const OTHER = { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "agent", namespace: "default" }, spec: { items: [1, 2], containers: [{ name: "a" }, { name: "b" }], none: {}, empty: [] } } as unknown as KubeObject;

const print = (output: string, object: Parameters<ReturnType<typeof objectPrinter>>[0] = MAP) => objectPrinter(output, { forGet: true })(object);

/* Recorded with kubectl v1.36.3. */
describe("-o", () => {
  test("json sorts, indents by four and escapes as Go does", () => {
    expect(print("json")).toBe(`{
    "apiVersion": "v1",
    "data": {
        "a": "\\u003cb\\u003e\\u0026",
        "multi": "l1\\nl2\\n",
        "tab": "a\\tb"
    },
    "kind": "ConfigMap",
    "metadata": {
        "annotations": {
            "on": "x\\u003cy"
        },
        "name": "html",
        "namespace": "default"
    }
}
`);
  });

  test("kyaml quotes every text and folds long ones", () => {
    expect(print("kyaml")).toBe(`---
{
  apiVersion: "v1",
  data: {
    a: "<b>&",
    multi: "\\
       l1\\n\\
       l2\\n\\
      ",
    tab: "a	b",
  },
  kind: "ConfigMap",
  metadata: {
    annotations: {
      "on": "x<y",
    },
    name: "html",
    namespace: "default",
  },
}
`);
  });

  test("kyaml lets maps of a list cuddle", () => {
    expect(print("kyaml", OTHER)).toContain('  spec: {\n    containers: [{\n      name: "a",\n    }, {\n      name: "b",\n    }],\n    empty: [],\n    items: [\n      1,\n      2,\n    ],\n    none: {},\n  },\n');
  });

  test("name, jsonpath and custom columns", () => {
    expect(print("name", listOf([MAP, OTHER]))).toBe("configmap/html\ndaemonset.apps/agent\n");
    expect(print("jsonpath={.data.a}{\"\\n\"}")).toBe("<b>&\n");
    expect(print("jsonpath-as-json={.metadata.name}")).toBe('[\n    "html"\n]\n');
    expect(print("custom-columns=NAME:.metadata.name,X:.nope,C:.spec.containers[*].name", listOf([MAP, OTHER]))).toBe("NAME    X        C\nhtml    <none>   <none>\nagent   <none>   a,b\n");
  });

  test("yaml sets documents apart; several objects are one list", () => {
    const printer = objectPrinter("yaml");
    const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n";
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } } as unknown as KubeObject;
    expect(printer(object) + printer(object)).toBe(`${text}---\n${text}`);
    expect(print("yaml", listOf([]))).toBe('apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n');
  });

  test.each([
    ["foo", 'error: unable to match a printer suitable for the output format "foo", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml'],
    ["jsonpath", "error: template format specified but no template given"],
    ["jsonpath={.a", "error: error parsing jsonpath {.a, unclosed action"],
    ["custom-columns=", "error: custom-columns format specified but no custom columns given"],
    ["custom-columns=NAME", "error: unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>"],
  ])("%s is refused", (output, text) => {
    expect(() => print(output)).toThrow(text);
  });
});
