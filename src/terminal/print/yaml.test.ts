import { expect, test } from "vitest";
import { readManifests } from "../../api/manifest.ts";
import { yamlText } from "./yaml.ts";

test("members keep their order, lists stand under their key, text that looks like something else is quoted", () => {
  const text = yamlText({
    kind: "Node",
    spec: { taints: [{ key: "a", effect: "NoSchedule" }], unschedulable: false },
    status: { capacity: { cpu: "4", memory: "8Gi", pods: "110" } },
    args: ["--x", "on"],
    none: {},
    list: [],
  });
  expect(text).toBe(
    `kind: Node
spec:
  taints:
  - key: a
    effect: NoSchedule
  unschedulable: false
status:
  capacity:
    cpu: "4"
    memory: 8Gi
    pods: "110"
args:
- "--x"
- "on"
none: {}
list: []
`,
  );
});

const OBJECT = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };

test.each(["", "4", "1e3", "-1", "0x1f", ".5", "true", "No", "null", "~", "a: b", "a:", "# x", "- x", "it's", "a#b", "10%", "a/b:c", "2026-01-01", "@x", "*", "$NAME", "é", "line\nbreak", ".inf"])(
  "the text %j is read back as it was",
  (value) => {
    const object = { ...OBJECT, data: { key: value, list: [value] } };
    expect(readManifests(yamlText(object))).toMatchObject({ errors: [], documents: [{ object }] });
  },
);
