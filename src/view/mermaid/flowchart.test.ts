import { expect, test } from "vitest";
import type { NodeRow, PodRow, ReplicaSetRow, Row } from "../../api/frame.ts";
import { applyFrame, createMirror } from "../mirror.ts";
import { clusterFlowchart } from "./flowchart.ts";

const node: NodeRow = {
  kind: "Node", name: "node-1", uid: "n1", roles: ["control-plane"], labels: {}, taints: [], unschedulable: true, ready: "True", readySinceMs: 0,
  createdMs: 0, down: false, cpuMillis: 4000, memoryBytes: 0, pods: 110, requestedCpuMillis: 0, requestedMemoryBytes: 0,
};
const pod: PodRow = {
  kind: "Pod", namespace: "default", name: "logger-abcde", uid: "p1", nodeName: "node-1", state: "available", status: "Running", restarts: 0,
  image: "a:1", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
};

function diagramOf(nodes: readonly NodeRow[], pods: readonly Row[]) {
  const mirror = createMirror();
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed: [...nodes, ...pods], removed: [], eligibility: [], decisions: [], reset: true, behind: false, endMs: 0 });
  return clusterFlowchart(mirror);
}

test("draws the cluster as the guide does: nodes as subgraphs, pods inside", () => {
  const { text, omitted } = diagramOf([node], [pod]);
  expect(omitted).toBe(0);
  expect(text.split("\n").slice(0, 7).map((l) => l.trim())).toEqual([
    "flowchart TB",
    'subgraph Cluster["Kubernetes Cluster"]',
    "direction LR",
    'subgraph Node1["node-1 (Control Plane, cordoned)"]',
    'P1_1["logger-abcde<br/>Running"]:::ready',
    "end",
    "end",
  ]);
});

test("leads from a workload to its pods; the last node is written first, since mermaid draws from right to left", () => {
  const workload = { kind: "ReplicaSet", name: "web", uid: "rs" } as const;
  const set: ReplicaSetRow = {
    ...workload, namespace: "default", deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, image: "", revisions: [], replicas: 1,
    current: 1, ready: 1, upToDate: 1, available: 1,
  };
  const { text } = diagramOf([node, { ...node, name: "node-2", uid: "n2" }], [set, { ...pod, workload }]);
  expect(text.match(/Node\d(?=\[)|W1.*/g)).toEqual(["Node2", "Node1", 'W1["ReplicaSet<br/>web"]:::workload', "W1 --> P1_1", "W1 ~~~ E2"]);
});

test("says how many nodes it leaves out", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...node, name: `node-${i}`, uid: `n${i}` }));
  expect(diagramOf(many, []).omitted).toBe(6);
});
