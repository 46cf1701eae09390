import { expect, test } from "vitest";
import type { PodRow } from "../../api/frame.ts";
import { hueOf, podWords, STATE_ORDER } from "./pod-words.ts";

const pod: PodRow = {
  kind: "Pod", namespace: "default", name: "logger-abcde", uid: "p1", nodeName: "node-4", state: "terminating", status: "Terminating", restarts: 2,
  image: "a:1", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: true, timer: { fromMs: 0, toMs: 30_000 },
};

test("says of a pod what the picture shows by shape, colour and badge", () => {
  expect(podWords(pod, "B", 12_000)).toBe(
    "pod logger-abcde on node-4: terminating (Terminating), 18s left, 2 restarts, revision B, where its DaemonSet no longer wants it",
  );
});

test("names the node that a pod is meant for while it is not bound", () => {
  const { nodeName: _, timer: __, ...unbound } = pod;
  expect(podWords({ ...unbound, targetNode: "node-7", state: "pending", status: "Pending", restarts: 0, misscheduled: false, detail: "insufficient cpu" }, undefined, 0)).toBe(
    "pod logger-abcde on node-7: waiting for its node (Pending), insufficient cpu",
  );
});

test("draws every state in one of four hues", () => {
  expect(new Set(STATE_ORDER.map(hueOf))).toEqual(new Set(["ready", "pending", "failed", "leaving"]));
  expect(STATE_ORDER).toHaveLength(9);
});
