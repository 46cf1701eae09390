import { expect, test } from "vitest";
import type { NodeRow, PodRow } from "../../api/frame.ts";
import { applyFrame, createMirror } from "../../view/mirror.ts";
import { clusterDiagram } from "./diagram.ts";

const node: NodeRow = {
  kind: "Node", name: "node-1", uid: "n1", roles: ["control-plane"], labels: {}, taints: [], unschedulable: true, ready: "True", readySinceMs: 0,
  createdMs: 0, down: false, cpuMillis: 4000, memoryBytes: 0, pods: 110, requestedCpuMillis: 0, requestedMemoryBytes: 0,
};
const pod: PodRow = {
  kind: "Pod", namespace: "default", name: "logger-abcde", uid: "p1", nodeName: "node-1", state: "available", status: "Running", restarts: 0,
  image: "a:1", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
};

function diagramOf(nodes: readonly NodeRow[], pods: readonly PodRow[]) {
  const mirror = createMirror();
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed: [...nodes, ...pods], removed: [], eligibility: [], decisions: [], reset: true, behind: false, endMs: 0 });
  return clusterDiagram(mirror);
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

test("says how many nodes it leaves out", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...node, name: `node-${i}`, uid: `n${i}` }));
  expect(diagramOf(many, []).omitted).toBe(6);
});
