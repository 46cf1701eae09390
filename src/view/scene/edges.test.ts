import { describe, expect, test } from "vitest";
import type { Decision } from "../../api/decision.ts";
import type { DaemonSetRow, DeploymentRow, Frame, NodeRow, PodRow, PodState, Row } from "../../api/frame.ts";
import { applyFrame, createMirror, type Mirror } from "../mirror.ts";
import { edgePath, portOf, nodeOfDecision, progressOf, sceneEdges, workloadOfDecision } from "./edges.ts";

const SET: DaemonSetRow = {
  kind: "DaemonSet", namespace: "default", name: "agent", uid: "ds", deleting: false, desired: 0, current: 0, ready: 0, upToDate: 0, available: 0,
  misscheduled: 0, generation: 1, observedGeneration: 1, strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1,
  maxSurgeNodes: 0, minReadySeconds: 0, image: "i", revisions: [], nodeSelector: {}, budget: [],
};
function node(name: string): NodeRow {
  return {
    kind: "Node", name, uid: `uid-${name}`, roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", readySinceMs: 0, createdMs: 0,
    down: false, cpuMillis: 0, memoryBytes: 0, pods: 110, requestedCpuMillis: 0, requestedMemoryBytes: 0,
  };
}
function pod(nodeName: string, state: PodState): PodRow {
  return {
    kind: "Pod", namespace: "default", name: `agent-${nodeName}`, uid: `pod-${nodeName}`, nodeName, targetNode: nodeName, ownerKind: "DaemonSet",
    ownerName: "agent", ownerUid: "ds", workload: { kind: "DaemonSet", name: "agent", uid: "ds" }, state, status: "", restarts: 0, image: "i", revision: "r1", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
  };
}
function cluster(pods: readonly PodRow[], verdicts: readonly (readonly [string, boolean])[]): Mirror {
  const mirror = createMirror();
  const changed: Row[] = [SET, ...verdicts.map(([name]) => node(name)), ...pods];
  const eligibility: Frame["eligibility"] = verdicts.map(([nodeName, shouldRun]) => ({
    daemonSetUid: "ds", nodeName, row: { nodeName, shouldRun, shouldContinueRunning: shouldRun, rule: "all", text: "t" },
  }));
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed, removed: [], eligibility, decisions: [], reset: true, behind: false, endMs: 0 });
  return mirror;
}
const decision: Decision = {
  id: 1, atMs: 0, actor: "daemonset-controller", object: { kind: "DaemonSet", name: "agent", uid: "ds" }, subject: { kind: "Node", name: "n2" },
  verdict: "created", rule: "daemonset/missing-pod", evidence: [], text: "t", source: "s",
};

describe("edges", () => {
  const mirror = cluster([pod("n1", "available"), pod("n4", "failing"), pod("n5", "terminating")], [["n1", true], ["n2", true], ["n3", false], ["n4", true], ["n5", true]]);

  test("go from the DaemonSet in focus to the trays where it has or wants a pod", () => {
    expect(sceneEdges(mirror).map((e) => [e.nodeName, e.kind])).toEqual([["n1", "settled"], ["n2", "missing"], ["n4", "problem"], ["n5", "working"]]);
  });

  test("go from the one that is meant instead, unless another is selected", () => {
    const [other, agent] = [{ kind: "DaemonSet", name: "other", uid: "other" }, { kind: "DaemonSet", name: "agent", uid: "ds" }];
    expect(sceneEdges(mirror, { meant: other.uid })).toEqual([]);
    expect(sceneEdges(mirror, { meant: other.uid, selection: agent })).toEqual(sceneEdges(mirror));
  });

  test("mark the one along which the present decision goes", () => {
    expect(sceneEdges(mirror, { decision }).filter((e) => e.isDecision).map((e) => e.nodeName)).toEqual(["n2"]);
    const aboutPod = { ...decision, actor: "kubelet" as const, object: { kind: "Pod", namespace: "default", name: "agent-n4", uid: "pod-n4" } };
    const { subject: _, ...noSubject } = aboutPod;
    expect(sceneEdges(mirror, { decision: noSubject }).filter((e) => e.isDecision).map((e) => e.nodeName)).toEqual(["n4"]);
  });

  test("leave it to the tray where the decision is about a node and no DaemonSet", () => {
    const { subject: _, ...alone } = decision;
    const aboutNode: Decision = { ...alone, actor: "kubelet", object: { kind: "Node", name: "n3", uid: "uid-n3" } };
    expect(nodeOfDecision(mirror, aboutNode)).toBe("n3");
    expect(sceneEdges(mirror, { decision: aboutNode }).some((e) => e.isDecision)).toBe(false);
  });

  test("are only those of the decision and the selected pod in a large cluster", () => {
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    const large = cluster(names.map((n) => pod(n, "available")), names.map((n) => [n, true] as const));
    expect(sceneEdges(large)).toEqual([]);
    const selection = { kind: "Pod", namespace: "default", name: "agent-n7", uid: "pod-n7" };
    expect(sceneEdges(large, { selection, decision }).map((e) => e.nodeName)).toEqual(["n7", "n2"]);
  });

  test("are drawn from the middle below to the middle above", () => {
    const from = { x: 0, y: 0, width: 100, height: 50 };
    expect(edgePath(from, { x: 200, y: 150, width: 100, height: 80 }, [from])).toBe("M50 50C50 100 250 100 250 150");
  });

  test("pass beside the cards of a lower row, and part below them", () => {
    const upper = [0, 110, 220].map((x) => ({ x, y: 0, width: 100, height: 50 }));
    const below = { x: 110, y: 62, width: 100, height: 50 };
    const tray = { x: 300, y: 150, width: 100, height: 80 };
    const cards = [...upper, below];
    // Nothing is under the first and third: straight down. The middle one is passed where it is nearest.
    expect(edgePath(upper[0]!, tray, cards)).toBe("M50 50L50 112C50 131 350 131 350 150");
    expect(edgePath(upper[1]!, tray, cards)).toBe("M126 50C126 55 104 55 104 60L104 112C104 131 350 131 350 150");
    expect(portOf(upper[1]!, cards)).toEqual({ x: 126, y: 50 });
    expect(edgePath(below, tray, cards)).toBe("M160 112C160 131 350 131 350 150");
  });
});

describe("a Deployment's edges", () => {
  const web = { kind: "Deployment", namespace: "default", name: "web", uid: "dep", deleting: false, revisions: [], replicaSets: [{ name: "web-1", uid: "rs" }] } as unknown as DeploymentRow;
  const webPod: PodRow = { ...pod("n2", "available"), name: "web-1-x", uid: "web-x", ownerKind: "ReplicaSet", ownerName: "web-1", ownerUid: "rs", workload: { kind: "Deployment", name: "web", uid: "dep" } };
  const mirror = cluster([pod("n1", "available"), webPod], [["n1", true], ["n2", false]]);
  applyFrame(mirror, { nowMs: 0, resourceVersion: 2, changed: [web], removed: [], eligibility: [], decisions: [], reset: false, behind: false, endMs: 0 });
  const created: Decision = { ...decision, actor: "replicaset-controller", object: { kind: "ReplicaSet", name: "web-1", uid: "rs" }, subject: { kind: "Pod", name: "web-1-x", uid: "web-x" } };

  test("go where its pods are when it is selected, and nowhere else", () => {
    expect(sceneEdges(mirror, { selection: { kind: "Deployment", name: "web", uid: "dep" } }).map((e) => [e.workloadUid, e.nodeName])).toEqual([["dep", "n2"]]);
    expect(sceneEdges(mirror).map((e) => [e.workloadUid, e.nodeName])).toEqual([["ds", "n1"]]);
  });

  test("carry what its ReplicaSet decided", () => {
    expect(workloadOfDecision(mirror, created)).toBe("dep");
    expect(sceneEdges(mirror, { decision: created }).filter((e) => e.isDecision).map((e) => [e.workloadUid, e.nodeName])).toEqual([["dep", "n2"]]);
  });
});

describe("progress segments", () => {
  test("are one for each node that has or wants a pod, in the order of the trays", () => {
    const mirror = cluster([pod("n1", "available"), pod("n3", "creating")], [["n1", true], ["n2", true], ["n3", true]]);
    expect(progressOf(mirror, "ds")).toEqual([
      { nodeName: "n1", kind: "settled", revision: "r1" },
      { nodeName: "n2", kind: "missing" },
      { nodeName: "n3", kind: "working", revision: "r1" },
    ]);
  });
});
