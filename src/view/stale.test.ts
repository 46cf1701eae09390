import { expect, test } from "vitest";
import type { DaemonSetRow, NodeRow, PodRow } from "../api/frame.ts";
import { applyFrame, createMirror } from "./mirror.ts";
import { isStatusStale } from "./stale.ts";

const set = { kind: "DaemonSet", namespace: "default", name: "logger", uid: "ds", deleting: false, desired: 1, misscheduled: 0, revisions: [], budget: [] } as unknown as DaemonSetRow;
const node = { kind: "Node", name: "node-1", uid: "n1", roles: [], labels: {}, taints: [], ready: "True" } as unknown as NodeRow;
const pod = { kind: "Pod", namespace: "default", name: "logger-a", uid: "p1", nodeName: "node-1", ownerKind: "DaemonSet", ownerUid: "ds", workload: { kind: "DaemonSet", name: "logger", uid: "ds" }, state: "available", misscheduled: false } as unknown as PodRow;

function isStale(shouldRun: boolean, more: Partial<PodRow>, row: DaemonSetRow = set): boolean {
  const mirror = createMirror();
  const eligibility = [{ daemonSetUid: "ds", nodeName: "node-1", row: { nodeName: "node-1", shouldRun, shouldContinueRunning: true, rule: "taints", text: "" } }];
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed: [row, node, { ...pod, ...more }], removed: [], eligibility, decisions: [], reset: true, behind: false, endMs: 0 });
  return isStatusStale(mirror, row);
}

test("a status is stale where it counts another number of nodes than the verdicts say", () => {
  expect(isStale(true, {})).toBe(false);
  expect(isStale(false, { misscheduled: true })).toBe(true);
  expect(isStale(false, { misscheduled: true }, { ...set, desired: 0, misscheduled: 1 })).toBe(false);
});
