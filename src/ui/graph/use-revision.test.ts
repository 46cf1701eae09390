import { expect, test } from "vitest";
import type { DaemonSetRow, PodRow } from "../../api/frame.ts";
import { revisionOf } from "./use-revision.ts";

const set: DaemonSetRow = {
  kind: "DaemonSet", namespace: "default", name: "agent", uid: "ds", deleting: false, desired: 3, current: 3, ready: 3, upToDate: 1, available: 3,
  misscheduled: 0, generation: 2, observedGeneration: 2, strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1,
  maxSurgeNodes: 0, minReadySeconds: 0, image: "i:2", currentRevision: "h2", nodeSelector: {}, budget: [],
  revisions: [{ hash: "h1", revision: 1, image: "i:1", letter: "A" }, { hash: "h2", revision: 2, image: "i:2", letter: "B" }],
};
const pod: PodRow = {
  kind: "Pod", namespace: "default", name: "agent-x", uid: "p", ownerUid: "ds", workload: { kind: "DaemonSet", name: "agent", uid: "ds" }, revision: "h2", state: "available", status: "Running", restarts: 0,
  image: "i:2", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
};

test("marks pods of the new template only while the rollout is under way", () => {
  expect(revisionOf([set], pod)).toEqual({ letter: "B", isNew: true });
  expect(revisionOf([set], { ...pod, revision: "h1" })).toEqual({ letter: "A", isNew: false });
  expect(revisionOf([{ ...set, upToDate: 3 }], pod)).toEqual({ letter: "B", isNew: false });
  // The controller has not looked yet: its numbers are of the old template.
  expect(revisionOf([{ ...set, upToDate: 3, observedGeneration: 1 }], pod)?.isNew).toBe(true);
});
