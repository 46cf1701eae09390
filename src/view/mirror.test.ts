import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { DaemonSetRow, DeploymentRow, EligibilityRow, Frame, NodeRow, PodRow, Row, StatefulSetRow } from "../api/frame.ts";
import { applyFrame, createMirror, eligibilityOf, podRows, podsOf, setFocus, subscribe, type Mirror } from "./mirror.ts";

function frame(part: Partial<Frame> = {}): Frame {
  return { nowMs: 0, resourceVersion: 1, changed: [], removed: [], eligibility: [], decisions: [], reset: false, behind: false, endMs: 0, ...part };
}
function node(name: string, part: Partial<NodeRow> = {}): NodeRow {
  return {
    kind: "Node", name, uid: `uid-${name}`, roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", readySinceMs: 0, createdMs: 0,
    down: false, cpuMillis: 4000, memoryBytes: 0, pods: 110, requestedCpuMillis: 0, requestedMemoryBytes: 0, ...part,
  };
}
function set(name: string, part: Partial<DaemonSetRow> = {}): DaemonSetRow {
  return {
    kind: "DaemonSet", namespace: "default", name, uid: `uid-${name}`, deleting: false, desired: 0, current: 0, ready: 0, upToDate: 0, available: 0,
    misscheduled: 0, generation: 1, observedGeneration: 1, strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1,
    maxSurgeNodes: 0, minReadySeconds: 0, image: "i", revisions: [], nodeSelector: {}, budget: [], ...part,
  };
}
function pod(name: string, owner: string | undefined, nodeName: string | undefined, part: Partial<PodRow> = {}): PodRow {
  return {
    kind: "Pod", namespace: "default", name, uid: `uid-${name}`, ...(nodeName ? { nodeName, targetNode: nodeName } : {}),
    ...(owner ? { ownerKind: "DaemonSet", ownerName: owner, ownerUid: `uid-${owner}`, workload: { kind: "DaemonSet" as const, name: owner, uid: `uid-${owner}` } } : {}),
    state: "available", status: "Running", restarts: 0, image: "i", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false, ...part,
  };
}
function verdict(setName: string, nodeName: string, shouldRun: boolean): Frame["eligibility"][number] {
  const row: EligibilityRow = { nodeName, shouldRun, shouldContinueRunning: shouldRun, rule: shouldRun ? "all" : "taints", text: shouldRun ? "yes" : "no toleration" };
  return { daemonSetUid: `uid-${setName}`, nodeName, row };
}
function mirrorOf(changed: readonly Row[], eligibility: Frame["eligibility"] = []): Mirror {
  const mirror = createMirror();
  applyFrame(mirror, frame({ changed, eligibility }));
  return mirror;
}
function slots(mirror: Mirror, nodeName: string): string[] {
  return mirror.trays.get(nodeName)!.slots.map((s) => ("pod" in s ? `${s.kind} ${s.pod.name}` : `${s.kind} ${s.daemonSetName}`));
}

describe("trays", () => {
  test("stand in the order of control plane first, then as people count", () => {
    const mirror = mirrorOf([node("node-10"), node("node-2"), node("node-1", { roles: ["control-plane"] })]);
    expect(mirror.trayNames).toEqual(["node-1", "node-2", "node-10"]);
  });

  test("have the DaemonSet in focus first, then the others by name, then the rest", () => {
    const mirror = mirrorOf([node("n"), set("b"), set("a"), pod("web-1", undefined, "n"), pod("b-1", "b", "n"), pod("a-1", "a", "n")]);
    expect(slots(mirror, "n")).toEqual(["pod a-1", "pod b-1", "pod web-1"]);
    setFocus(mirror, "uid-b");
    expect(slots(mirror, "n")).toEqual(["pod b-1", "pod a-1", "pod web-1"]);
    expect(mirror.daemonSets.map((d) => d.name)).toEqual(["b", "a"]);
    expect(mirror.focus).toBe("uid-b");
  });

  test("show a ghost where a pod is missing, and the reason where none is wanted", () => {
    const mirror = mirrorOf([node("n1"), node("n2"), set("a")], [verdict("a", "n1", true), verdict("a", "n2", false)]);
    expect(slots(mirror, "n1")).toEqual(["missing a"]);
    expect(mirror.trays.get("n2")!.slots).toMatchObject([{ kind: "not-eligible", eligibility: { rule: "taints", text: "no toleration" } }]);
    expect(mirror.counts.missing).toBe(1);
    expect(eligibilityOf(mirror, "uid-a", "n2")?.shouldRun).toBe(false);
  });

  test("show a pod that is not bound yet in the tray it is for, in the slot it keeps when it is", () => {
    const mirror = mirrorOf([node("n"), set("a"), pod("a-1", "a", undefined, { targetNode: "n", state: "pending" })], [verdict("a", "n", true)]);
    expect(slots(mirror, "n")).toEqual(["pending a-1"]);
    const before = mirror.trays.get("n")!.slots[0]!;
    applyFrame(mirror, frame({ changed: [pod("a-1", "a", "n", { state: "creating" })] }));
    expect(mirror.trays.get("n")!.slots[0]).toMatchObject({ kind: "pod", id: before.id, index: before.index });
  });

  test("keep every pod in its place for life", () => {
    const mirror = mirrorOf([node("n"), set("a"), pod("a-1", "a", "n"), pod("a-2", "a", "n"), pod("w-1", undefined, "n"), pod("w-2", undefined, "n")]);
    const place = () => mirror.trays.get("n")!.slots.map((s) => ("pod" in s ? [s.pod.name, s.index] : []));
    applyFrame(mirror, frame({ removed: ["uid-a-1", "uid-w-1"] }));
    expect(place()).toEqual([["a-2", 1], ["w-2", 1]]);
    applyFrame(mirror, frame({ changed: [pod("a-3", "a", "n"), pod("w-3", undefined, "n")] }));
    expect(place()).toEqual([["a-3", 0], ["a-2", 1], ["w-3", 0], ["w-2", 1]]);
  });

  test("stay while pods are left on a node that is gone, without ghosts", () => {
    const mirror = mirrorOf([node("n"), set("a"), set("b"), pod("a-1", "a", "n")], [verdict("a", "n", true), verdict("b", "n", true)]);
    expect(slots(mirror, "n")).toEqual(["pod a-1", "missing b"]);
    applyFrame(mirror, frame({ removed: ["uid-n"] }));
    expect(mirror.trays.get("n")).toMatchObject({ slots: [{ kind: "pod" }] });
    expect(mirror.trays.get("n")!.node).toBeUndefined();
    applyFrame(mirror, frame({ removed: ["uid-a-1"] }));
    expect(mirror.trayNames).toEqual([]);
  });

  test("want nothing of a DaemonSet that is being deleted, and keep its pods after it is gone", () => {
    const mirror = mirrorOf([node("n"), node("m"), set("a"), pod("a-1", "a", "n")], [verdict("a", "n", true), verdict("a", "m", true)]);
    applyFrame(mirror, frame({ changed: [set("a", { deleting: true })] }));
    expect(slots(mirror, "m")).toEqual([]);
    applyFrame(mirror, frame({ removed: ["uid-a"] }));
    expect(slots(mirror, "n")).toEqual(["pod a-1"]);
  });

  test("do not hold pods without a node of their own: those wait at the gate", () => {
    const mirror = mirrorOf([node("n"), pod("web-1", undefined, undefined, { state: "pending" })]);
    expect(mirror.gate.map((p) => p.name)).toEqual(["web-1"]);
    applyFrame(mirror, frame({ changed: [pod("web-1", undefined, "n")] }));
    expect(mirror.gate).toEqual([]);
    expect(slots(mirror, "n")).toEqual(["pod web-1"]);
  });
});

describe("identity", () => {
  test("of rows, trays, slots and lists that did not change stays", () => {
    const mirror = mirrorOf([node("n1"), node("n2"), set("a"), pod("a-1", "a", "n1"), pod("a-2", "a", "n2")]);
    const before = { ...mirror, trays: new Map(mirror.trays) };
    const dirty = applyFrame(mirror, frame({ nowMs: 10, changed: [pod("a-2", "a", "n2", { state: "not-ready" })] }));
    expect([...dirty].sort()).toEqual(["clock", "counts", "row:uid-a-2", "tray:n2"]);
    expect(mirror.trays.get("n1")).toBe(before.trays.get("n1"));
    expect(mirror.trays.get("n2")).not.toBe(before.trays.get("n2"));
    expect(mirror.trayNames).toBe(before.trayNames);
    expect(mirror.daemonSets).toBe(before.daemonSets);
    expect(mirror.decisions).toBe(before.decisions);
    expect(mirror.gate).toBe(before.gate);
  });

  test("of the other slots in a changed tray stays too", () => {
    const mirror = mirrorOf([node("n"), set("a"), pod("a-1", "a", "n"), pod("w", undefined, "n")]);
    const [first] = mirror.trays.get("n")!.slots;
    applyFrame(mirror, frame({ changed: [pod("w", undefined, "n", { restarts: 1 })] }));
    expect(mirror.trays.get("n")!.slots[0]).toBe(first);
  });

  test("of everything stays in a frame in which only time passes", () => {
    const mirror = mirrorOf([node("n"), set("a"), pod("a-1", "a", "n")]);
    expect([...applyFrame(mirror, frame({ nowMs: 16 }))]).toEqual(["clock"]);
    expect(mirror.nowMs).toBe(16);
  });

  test("of trays stays when only a DaemonSet's numbers change", () => {
    const mirror = mirrorOf([node("n"), set("a"), pod("a-1", "a", "n")]);
    expect([...applyFrame(mirror, frame({ changed: [set("a", { ready: 1 })] }))].sort()).toEqual(["clock", "row:uid-a", "workloads"]);
  });
});

describe("subscriptions", () => {
  test("call only those whose part changed, until they end", () => {
    const mirror = mirrorOf([node("n1"), node("n2")]);
    const calls: string[] = [];
    const stop = subscribe(mirror, "tray:n1", () => calls.push("n1"));
    subscribe(mirror, "tray:n2", () => calls.push("n2"));
    applyFrame(mirror, frame({ changed: [node("n1", { unschedulable: true })] }));
    expect(calls).toEqual(["n1"]);
    stop();
    applyFrame(mirror, frame({ changed: [node("n1")] }));
    expect(calls).toEqual(["n1"]);
  });
});

describe("frames", () => {
  test("that replace everything drop what is not in them", () => {
    const mirror = mirrorOf([node("n1"), set("a"), pod("a-1", "a", "n1")], [verdict("a", "n1", true)]);
    const removed = [...mirror.rows.keys()];
    applyFrame(mirror, frame({ reset: true, removed, changed: [node("n1"), set("a")], eligibility: [verdict("a", "n1", true)] }));
    expect(slots(mirror, "n1")).toEqual(["missing a"]);
    expect(mirror.counts).toMatchObject({ nodes: 1, pods: 0, states: {}, missing: 1 });
  });

  test("count what is there", () => {
    const mirror = mirrorOf([node("n1"), node("n2", { ready: "Unknown" }), set("a"), pod("a-1", "a", "n1"), pod("a-2", "a", "n2", { state: "unknown", misscheduled: true })]);
    expect(mirror.counts).toEqual({ nodes: 2, nodesReady: 1, pods: 2, podsRunning: 1, missing: 0, misscheduled: 1, states: { available: 1, unknown: 1 }, namespaces: { default: 2 } });
    expect(podRows(mirror).map((p) => p.name)).toEqual(["a-1", "a-2"]);
    expect(podsOf(mirror, "uid-a").map((p) => p.name)).toEqual(["a-1", "a-2"]);
  });

  test("add decisions, and replace them after a jump", () => {
    const decided = (id: number): Decision => ({ id, atMs: id, actor: "kubelet", object: { kind: "Pod", name: "p" }, verdict: "v", rule: "r", evidence: [], text: "t", source: "s" });
    const mirror = createMirror();
    applyFrame(mirror, frame({ decisions: [decided(1), decided(2)], endMs: 5 }));
    applyFrame(mirror, frame({ decisions: [decided(3)], endMs: 5 }));
    expect(mirror.decisions.map((d) => d.id)).toEqual([1, 2, 3]);
    applyFrame(mirror, frame({ decisions: [decided(1)], reset: true, endMs: 5 }));
    expect(mirror.decisions.map((d) => d.id)).toEqual([1]);
    expect(mirror.ticks.map((t) => t.id)).toEqual([1, 2, 3]);
  });

  test("of 5,000 nodes cost what changed", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [node(`node-${i}`), pod(`a-${i}`, "a", `node-${i}`)]).flat();
    const mirror = mirrorOf([set("a"), ...rows]);
    expect(mirror.trayNames).toHaveLength(5000);
    const dirty = applyFrame(mirror, frame({ changed: [pod("a-77", "a", "node-77", { state: "failing" })] }));
    expect([...dirty].sort()).toEqual(["clock", "counts", "row:uid-a-77", "tray:node-77"]);
  });
});

describe("workloads", () => {
  const deployment = (name: string, part: Partial<DeploymentRow> = {}): DeploymentRow => ({
    kind: "Deployment", namespace: "default", name, uid: `uid-${name}`, deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, image: "i", revisions: [],
    replicas: 1, current: 1, ready: 1, upToDate: 1, available: 1, paused: false, strategy: "RollingUpdate", maxUnavailable: "25%", maxSurge: "25%", maxUnavailablePods: 0, maxSurgePods: 1,
    replicaSets: [], ...part,
  });
  const statefulSet = (name: string): StatefulSetRow => ({
    kind: "StatefulSet", namespace: "default", name, uid: `uid-${name}`, deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, image: "i", revisions: [],
    replicas: 1, current: 1, ready: 1, upToDate: 1, available: 1, strategy: "RollingUpdate", podManagementPolicy: "OrderedReady", partition: 0, firstOrdinal: 0, claims: [],
  });
  const podOf = (name: string, kind: "Deployment" | "StatefulSet", workload: string, nodeName: string | undefined, part: Partial<PodRow> = {}) =>
    pod(name, undefined, nodeName, { workload: { kind, name: workload, uid: `uid-${workload}` }, ...part });

  test("have lanes in the order of their cards: DaemonSets, Deployments, StatefulSets", () => {
    const mirror = mirrorOf([node("n"), statefulSet("db"), deployment("web"), set("agent"), podOf("db-0", "StatefulSet", "db", "n"), podOf("web-1", "Deployment", "web", "n"), pod("agent-1", "agent", "n"), pod("bare", undefined, "n")]);
    expect(mirror.workloads.map((w) => w.name)).toEqual(["agent", "web", "db"]);
    expect(mirror.daemonSets.map((w) => w.name)).toEqual(["agent"]);
    expect(slots(mirror, "n")).toEqual(["pod agent-1", "pod web-1", "pod db-0", "pod bare"]);
  });

  test("in focus are what edges and tiles are about, and only a DaemonSet in focus moves to the front", () => {
    const mirror = mirrorOf([set("agent"), deployment("web"), deployment("api")]);
    expect(mirror.focus).toBe("uid-agent");
    const before = mirror.daemonSets;
    expect([...setFocus(mirror, "uid-web")]).toEqual(["workloads"]);
    expect(mirror.focus).toBe("uid-web");
    expect(mirror.workloads.map((w) => w.name)).toEqual(["agent", "api", "web"]);
    expect(mirror.daemonSets).toBe(before);
  });

  test("have pods through their ReplicaSets, wherever those run", () => {
    const mirror = mirrorOf([node("n"), node("m"), deployment("web"), podOf("w-1", "Deployment", "web", "n", { ownerUid: "rs-1" }), podOf("w-2", "Deployment", "web", "m", { ownerUid: "rs-2" })]);
    expect(podsOf(mirror, "uid-web").map((p) => p.name)).toEqual(["w-1", "w-2"]);
    applyFrame(mirror, frame({ removed: ["uid-w-1"] }));
    expect(podsOf(mirror, "uid-web").map((p) => p.name)).toEqual(["w-2"]);
  });

  test("want nothing of a node: a Deployment leaves no ghost where it has no pod", () => {
    const mirror = mirrorOf([node("n"), deployment("web")]);
    expect(slots(mirror, "n")).toEqual([]);
    expect(mirror.counts.missing).toBe(0);
  });

  test("keep the lane of their pods when they are gone first", () => {
    const mirror = mirrorOf([node("n"), deployment("web"), podOf("w-1", "Deployment", "web", "n")]);
    applyFrame(mirror, frame({ removed: ["uid-web"] }));
    expect(mirror.trays.get("n")!.slots).toMatchObject([{ lane: "uid-web" }]);
    expect(mirror.focus).toBeUndefined();
  });
});
