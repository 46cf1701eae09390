import { describe, expect, test } from "vitest";
import { budgetUse, type BudgetInput } from "./budget.ts";
import { testPod } from "./testing.ts";

function use(part: Partial<BudgetInput>) {
  return budgetUse({ pods: [], shouldRunNodes: [], hash: "new", templateGeneration: undefined, minReadySeconds: 0, nowMs: 60_000, isSurging: false, ...part });
}
const updated = (name: string, ready = true) => testPod({ name, ready, hash: "new" });
const old = (name: string, ready = true) => testPod({ name, ready, hash: "old" });
const leaving = (name: string) => testPod({ name, deletedAt: "2026-01-01T00:01:20Z" });

describe("who uses the budget without surge", () => {
  test.each([
    ["nothing at all", [], "has no pod"],
    ["a pod that is terminating", [leaving("a")], "its pod is terminating"],
    ["one updated and available", [updated("a")], undefined],
    ["one updated, not ready", [updated("a", false)], "its new pod is not ready"],
    ["one old and available", [old("a")], undefined],
    ["one old, not available", [old("a", false)], "its old pod is not available and is replaced at once"],
    ["one of each", [old("a"), updated("b")], "has an old and a new pod side by side"],
    ["two updated", [updated("a"), updated("b")], "has more pods than one"],
    ["two old", [old("a"), old("b")], "has more pods than one"],
    ["an updated one beside one that is terminating", [leaving("a"), updated("b")], undefined],
  ])("a node with %s", (_, pods, text) => {
    expect(use({ pods, shouldRunNodes: ["node-1"] })).toEqual(text === undefined ? [] : [{ nodeName: "node-1", text }]);
  });

  test("counts a new pod until minReadySeconds are over", () => {
    const pods = [testPod({ readySince: "2026-01-01T00:00:50Z" })];
    expect(use({ pods, minReadySeconds: 30 })).toEqual([{ nodeName: "node-1", text: "its new pod is ready, but not for 30 s yet" }]);
    expect(use({ pods, minReadySeconds: 30, nowMs: 80_000 })).toEqual([]);
  });

  test("knows an updated pod by its template generation too", () => {
    const pod = old("a", false);
    const labelled = { ...pod, metadata: { ...pod.metadata, labels: { "pod-template-generation": "3", "controller-revision-hash": "old" } } };
    expect(use({ pods: [labelled], templateGeneration: "3" })).toEqual([{ nodeName: "node-1", text: "its new pod is not ready" }]);
  });

  test("counts nodes where it should not run as long as pods are there", () => {
    expect(use({ pods: [leaving("a")], shouldRunNodes: [] })).toHaveLength(1);
  });

  test("leaves out pods that have finished and are being deleted", () => {
    const done = testPod({ deletedAt: "2026-01-01T00:01:20Z", status: { phase: "Failed" } });
    expect(use({ pods: [done] })).toEqual([]);
    expect(use({ pods: [done], shouldRunNodes: ["node-1"] })).toEqual([{ nodeName: "node-1", text: "has no pod" }]);
  });

  test("puts an unbound pod on the node it is pinned to", () => {
    expect(use({ pods: [testPod({ pinnedTo: "node-7" })], shouldRunNodes: ["node-7"] })).toEqual([{ nodeName: "node-7", text: "its new pod is not ready" }]);
  });

  test("lists nodes as people count", () => {
    expect(use({ shouldRunNodes: ["node-10", "node-9", "node-1"] }).map((u) => u.nodeName)).toEqual(["node-1", "node-9", "node-10"]);
  });
});

describe("who uses the budget with surge", () => {
  test.each([
    ["nothing at all", [], undefined],
    ["an old pod only", [old("a", false)], undefined],
    ["a new pod only", [updated("a", false)], undefined],
    ["both, the new one not available", [old("a"), updated("b", false)], "its second pod is not available yet"],
    ["both, the new one available", [old("a"), updated("b")], undefined],
    ["two of a kind", [old("a"), old("b")], "has more pods of one revision than one"],
  ])("a node with %s", (_, pods, text) => {
    expect(use({ pods, shouldRunNodes: ["node-1"], isSurging: true })).toEqual(text === undefined ? [] : [{ nodeName: "node-1", text }]);
  });
});
