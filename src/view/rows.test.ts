import { describe, expect, test } from "vitest";
import { resourceByKey } from "../api/resources.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import { daemonSetRow, inertRow, nodeRow, podRow } from "./rows.ts";
import { testPod } from "./testing.ts";
import revisionJson from "./testdata/controllerrevision-daemonset.json";
import daemonSetJson from "./testdata/daemonset.json";
import controlPlaneJson from "./testdata/node-control-plane.json";
import cordonedJson from "./testdata/node-cordoned.json";
import taintedJson from "./testdata/node-with-user-taint.json";
import pendingJson from "./testdata/pod-daemonset-pending.json";
import runningJson from "./testdata/pod-daemonset-running.json";

const running = runningJson as unknown as Pod;
const pending = pendingJson as unknown as Pod;
const daemonSet = daemonSetJson as unknown as DaemonSet;
const revision = revisionJson as unknown as ControllerRevision;
const node = (json: unknown) => json as Node;

describe("a node's row", () => {
  test("of a real control plane node has its role, taint, room and what its pods request", () => {
    expect(nodeRow(node(controlPlaneJson), { pods: [running], isDown: false })).toEqual({
      kind: "Node", name: "node-1", uid: controlPlaneJson.metadata.uid,
      roles: ["control-plane"],
      labels: controlPlaneJson.metadata.labels,
      taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
      unschedulable: false,
      ready: "True",
      readySinceMs: parseTime("2026-11-22T10:09:37Z"),
      createdMs: parseTime("2026-11-22T10:09:36Z"),
      down: false,
      cpuMillis: 4000, memoryBytes: 8 * 2 ** 30, pods: 110,
      requestedCpuMillis: 100, requestedMemoryBytes: 64 * 2 ** 20,
    });
  });

  test("shows cordon, taints and a machine without power", () => {
    expect(nodeRow(node(cordonedJson), { pods: [], isDown: false })).toMatchObject({ unschedulable: true, taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }], cpuMillis: 1000 });
    expect(nodeRow(node(taintedJson), { pods: [], isDown: true })).toMatchObject({ unschedulable: false, taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }], down: true });
  });

  test("does not count pods that have ended", () => {
    const ended = testPod({ status: { phase: "Failed" } });
    expect(nodeRow(node(taintedJson), { pods: [ended, running], isDown: false }).requestedCpuMillis).toBe(100);
  });

  test("of a node that never reported is Unknown since it was made", () => {
    const { conditions: _, ...status } = node(taintedJson).status;
    const row = nodeRow({ ...node(taintedJson), status }, { pods: [], isDown: false });
    expect(row.ready).toBe("Unknown");
    expect(row.readySinceMs).toBe(row.createdMs);
  });
});

describe("a pod's row", () => {
  const nowMs = parseTime("2026-11-22T10:10:00Z")!;

  test("of a real running daemon pod", () => {
    const { row, changesAtMs } = podRow(running, { nowMs, workload: { kind: "DaemonSet", name: "log-agent", uid: daemonSet.metadata.uid } });
    expect(changesAtMs).toBeUndefined();
    expect(row).toEqual({
      kind: "Pod", namespace: "default", name: "log-agent-fds8p", uid: running.metadata.uid,
      nodeName: "node-1", targetNode: "node-1",
      ownerKind: "DaemonSet", ownerName: "log-agent", ownerUid: daemonSet.metadata.uid,
      workload: { kind: "DaemonSet", name: "log-agent", uid: daemonSet.metadata.uid },
      state: "available", status: "Running", restarts: 0, revision: "b5d84d9df", image: "registry.example/agent:v1",
      cpuMillis: 100, memoryBytes: 64 * 2 ** 20, createdMs: parseTime("2026-11-22T10:09:38Z"), misscheduled: false,
    });
  });

  test("of a real pending daemon pod names the node it is for, and why it waits", () => {
    const { row } = podRow(pending, { nowMs });
    expect(row).toMatchObject({ targetNode: "node-3", state: "pending", status: "Pending", cpuMillis: 2000 });
    expect(row.nodeName).toBeUndefined();
    expect(row.detail).toBe("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]");
  });

  test("is unknown once its node is, as kubectl still says Running", () => {
    const lost = { ...node(controlPlaneJson), status: { conditions: [{ type: "Ready", status: "Unknown" as const }] } };
    expect(podRow(running, { nowMs, node: lost }).row).toMatchObject({ state: "unknown", status: "Running" });
  });

  test("says when minReadySeconds will be over", () => {
    const { row, changesAtMs } = podRow(running, { nowMs, minReadySeconds: 60 });
    expect(row.state).toBe("ready");
    expect(changesAtMs).toBe(parseTime("2026-11-22T10:10:39Z"));
  });

  test("is misscheduled where its DaemonSet should not run", () => {
    const eligibility = { nodeName: "node-1", shouldRun: false, shouldContinueRunning: true, rule: "taints", text: "t" };
    expect(podRow(running, { nowMs, eligibility }).row.misscheduled).toBe(true);
  });
});

describe("a DaemonSet's row", () => {
  const context = { nowMs: 0, revisions: [revision], pods: () => [], shouldRunNodes: () => [] };

  test("of a real one has kubectl's numbers, its strategy and its revision", () => {
    expect(daemonSetRow(daemonSet, context)).toEqual({
      kind: "DaemonSet", namespace: "default", name: "log-agent", uid: daemonSet.metadata.uid, deleting: false,
      desired: 3, current: 3, ready: 3, upToDate: 3, available: 3, misscheduled: 0,
      generation: 1, observedGeneration: 1,
      strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1, maxSurgeNodes: 0, minReadySeconds: 0,
      image: "registry.example/agent:v1",
      currentRevision: "b5d84d9df",
      revisions: [{ hash: "b5d84d9df", revision: 1, image: "registry.example/agent:v1", letter: "A" }],
      nodeSelector: {}, budget: [],
    });
  });

  test("gives revisions letters by age, also after a rollback has renumbered them", () => {
    const made = (hash: string, at: string, number: number): ControllerRevision =>
      ({ ...revision, revision: number, metadata: { ...revision.metadata, uid: hash, creationTimestamp: at, labels: { "controller-revision-hash": hash } } });
    const row = daemonSetRow(daemonSet, { ...context, revisions: [made("second", "2026-11-22T11:00:00Z", 2), made("first", "2026-11-22T10:00:00Z", 3)] });
    expect(row.revisions.map((r) => [r.letter, r.hash, r.revision])).toEqual([["A", "first", 3], ["B", "second", 2]]);
    expect(row.currentRevision).toBe("first");
  });

  test("keeps the letter of a revision when the oldest one is cleaned up", () => {
    const made = (hash: string, number: number): ControllerRevision =>
      ({ ...revision, revision: number, metadata: { ...revision.metadata, uid: hash, creationTimestamp: `2026-11-22T1${number}:00:00Z`, labels: { "controller-revision-hash": hash } } });
    const letters = new Map<string, number>();
    const lettersOf = (...revisions: ControllerRevision[]) => daemonSetRow(daemonSet, { ...context, letters, revisions }).revisions.map((r) => r.letter).join("");
    const [a, b, c, d] = [made("a", 1), made("b", 2), made("c", 3), made("d", 4)] as const;
    expect(lettersOf(a, b, c)).toBe("ABC");
    expect(lettersOf(b, c, d)).toBe("BCD");
    // Back in time, and then another way: the letters follow the revisions that are there.
    expect(lettersOf(a)).toBe("A");
    expect(lettersOf(a, made("other", 2))).toBe("AB");
  });

  test("tells who uses the budget only while a rollout is unfinished", () => {
    const older = { ...revision, revision: 0, metadata: { ...revision.metadata, uid: "older", labels: { "controller-revision-hash": "older" } } };
    const unfinished = { ...daemonSet, status: { ...daemonSet.status, updatedNumberScheduled: 1 } };
    const during = { ...context, revisions: [older, revision], shouldRunNodes: () => ["node-1"] };
    expect(daemonSetRow(unfinished, during).budget).toEqual([{ nodeName: "node-1", text: "has no pod" }]);
    expect(daemonSetRow(daemonSet, during).budget).toEqual([]);
    expect(daemonSetRow(unfinished, { ...during, revisions: [revision] }).budget).toEqual([]);
    const onDelete = { ...unfinished, spec: { ...daemonSet.spec, updateStrategy: { type: "OnDelete" as const } } };
    expect(daemonSetRow(onDelete, during)).toMatchObject({ strategy: "OnDelete", maxUnavailable: 0, budget: [] });
  });
});

describe("the row of an object nothing acts on", () => {
  test("names its kind and place", () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { ...daemonSet.metadata, name: "config", uid: "u" } };
    expect(inertRow(resourceByKey("configmaps")!, object)).toEqual({ kind: "Inert", resource: "configmaps", objectKind: "ConfigMap", namespace: "default", name: "config", uid: "u" });
  });
});
