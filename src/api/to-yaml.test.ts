import { describe, expect, test } from "vitest";
import { toYaml } from "./to-yaml.ts";

// Printed by kubectl 1.36.3 of an object on a real API server.
const RECORDED = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  annotations:
    deprecated.daemonset.template.generation: "2"
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"apps/v1","kind":"DaemonSet"}
  creationTimestamp: "2026-11-22T09:51:09Z"
  generation: 2
  name: log-collector
spec:
  template:
    spec:
      containers:
      - image: fluentd:v1.17
        name: agent
        resources:
          requests:
            cpu: 50m
      securityContext: {}
      tolerations:
      - effect: NoSchedule
        key: node-role.kubernetes.io/control-plane
        operator: Exists
  updateStrategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 1
    type: RollingUpdate
`;

describe("toYaml", () => {
  test("prints as kubectl -o yaml does, without managedFields", () => {
    const spec = {
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: {
        spec: {
          tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
          securityContext: {},
          containers: [{ name: "agent", image: "fluentd:v1.17", resources: { requests: { cpu: "50m" } } }],
        },
      },
    };
    const annotations = {
      "kubectl.kubernetes.io/last-applied-configuration": '{"apiVersion":"apps/v1","kind":"DaemonSet"}\n',
      "deprecated.daemonset.template.generation": "2",
    };
    const metadata = { name: "log-collector", creationTimestamp: "2026-11-22T09:51:09Z", generation: 2, annotations, managedFields: [{}] };
    expect(toYaml({ kind: "DaemonSet", apiVersion: "apps/v1", spec, metadata })).toBe(RECORDED);
  });

  test.each([
    ["text", "a: text\n"],
    ["", 'a: ""\n'],
    ["true", 'a: "true"\n'],
    ["no", 'a: "no"\n'],
    ["1e3", 'a: "1e3"\n'],
    ["0x1f", 'a: "0x1f"\n'],
    ["12:30", 'a: "12:30"\n'],
    ["1.2.3", "a: 1.2.3\n"],
    ["10.244.1.0/24", "a: 10.244.1.0/24\n"],
    ["100m", "a: 100m\n"],
    ["key: value", "a: 'key: value'\n"],
    ["it's: so", "a: 'it''s: so'\n"],
    ["*", "a: '*'\n"],
    ["- x", "a: '- x'\n"],
    ["-x", "a: -x\n"],
    ["x #y", "a: 'x #y'\n"],
    [" x", "a: ' x'\n"],
    ["one\ntwo", "a: |-\n  one\n  two\n"],
    ["one\n\ntwo\n", "a: |\n  one\n\n  two\n"],
    ["tab\there", 'a: "tab\\there"\n'],
    [null, "a: null\n"],
    [[], "a: []\n"],
    [[["x"], { b: 1, a: 2 }], "a:\n- - x\n- a: 2\n  b: 1\n"],
  ])("%j", (value, text) => {
    expect(toYaml({ a: value })).toBe(text);
  });

  // Recorded from kubectl 1.36.
  test("breaks long text at the first space beyond 80 columns", () => {
    const message = "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(toYaml({ status: { conditions: [{ message, observedGeneration: 1 }] } })).toBe(`status:
  conditions:
  - message: '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn''t satisfy
      plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes
      are available: 3 Preemption is not helpful for scheduling.'
    observedGeneration: 1
`);
  });

  test("sorts numbers in keys by value, letters after all else", () => {
    expect(toYaml({ a10: 1, a2: 1, aB: 1, "a-b": 1 })).toBe("a-b: 1\na2: 1\na10: 1\naB: 1\n");
  });
});
