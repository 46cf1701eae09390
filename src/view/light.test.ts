import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { DaemonSetRow, EligibilityRow, Frame, NodeRow, PodRow, Row } from "../api/frame.ts";
import { decisionOfText, splitClauses } from "./clauses.ts";
import { clauseLight, countLight } from "./light.ts";
import { applyFrame, createMirror, type Mirror } from "./mirror.ts";
import { matches, parseSearch, searchLight } from "./search.ts";

const node = (name: string, part: Partial<NodeRow> = {}) => ({ kind: "Node", name, uid: `uid-${name}`, roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", ...part }) as unknown as NodeRow;
const SET = {
  kind: "DaemonSet", namespace: "default", name: "agent", uid: "uid-agent", deleting: false, desired: 2, current: 2, ready: 1, upToDate: 1, available: 1, misscheduled: 1,
  currentRevision: "b", revisions: [{ hash: "a", revision: 1, image: "i", letter: "A" }, { hash: "b", revision: 2, image: "j", letter: "B" }], budget: [],
} as unknown as DaemonSetRow;
const pod = (name: string, nodeName: string | undefined, part: Partial<PodRow> = {}) => ({
  kind: "Pod", namespace: "default", name, uid: `uid-${name}`, ...(nodeName ? { nodeName } : {}), workload: { kind: "DaemonSet", name: "agent", uid: "uid-agent" },
  state: "available", status: "Running", revision: "b", createdMs: 0, misscheduled: false, ...part,
}) as unknown as PodRow;
const verdict = (nodeName: string, shouldRun: boolean): Frame["eligibility"][number] => {
  const row: EligibilityRow = { nodeName, shouldRun, shouldContinueRunning: true, rule: shouldRun ? "all" : "taints", text: shouldRun ? "every rule passes." : "no toleration for the taint `a=b:NoSchedule`" };
  return { daemonSetUid: "uid-agent", nodeName, row };
};
function mirrorOf(changed: readonly Row[], eligibility: Frame["eligibility"] = []): Mirror {
  const mirror = createMirror();
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed, removed: [], eligibility, decisions: [], reset: false, behind: false, endMs: 0 });
  return mirror;
}

/** Two nodes that want a pod, one of them with an old pod that is not ready, and one that lets a pod stay. */
const ROLLING = mirrorOf(
  [node("n1"), node("n2"), node("n3"), SET, pod("agent-1", "n1"), pod("agent-2", "n2", { state: "not-ready", revision: "a", detail: "readiness probe failed" }), pod("agent-3", "n3", { misscheduled: true })],
  [verdict("n1", true), verdict("n2", true), verdict("n3", false)]);

describe("a number of a DaemonSet's card", () => {
  test.each([
    ["desired", ["n1", "n2"], { n3: "no toleration for the taint `a=b:NoSchedule`" }],
    ["current", ["n1", "n2"], { n3: "no toleration for the taint `a=b:NoSchedule`" }],
    ["ready", ["n1"], { n2: "its pod is not ready: readiness probe failed", n3: "no toleration for the taint `a=b:NoSchedule`" }],
    ["up-to-date", ["n1"], { n2: "its pod is of revision A", n3: "no toleration for the taint `a=b:NoSchedule`" }],
    ["misscheduled", ["n3"], {}],
  ] as const)("%s counts its nodes, and every other says why it is not counted", (count, nodes, notes) => {
    const light = countLight(ROLLING, SET, count);
    expect([...light.nodes]).toEqual(nodes);
    expect(Object.fromEntries(light.notes)).toEqual(notes);
  });

  test("says so where the status has another number than the picture", () => {
    expect(countLight(ROLLING, { ...SET, desired: 3 }, "desired").words).toContain("The status said 3 when the controller last looked.");
    expect(countLight(ROLLING, SET, "desired").words).not.toContain("status");
  });
});

const TEXT = "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.";
const CLAUSES = [{ reason: "Insufficient cpu", nodeNames: ["n2"] }, { reason: "Insufficient memory", nodeNames: ["n2"] }, { reason: "node(s) didn't satisfy plugin(s) [NodeAffinity]" }];

describe("a FailedScheduling text", () => {
  test("comes apart into its counts and what is between them, and is whole when put together", () => {
    const parts = splitClauses(TEXT, CLAUSES);
    expect(parts.map((p) => p.text).join("")).toBe(TEXT);
    expect(parts.filter((p) => p.reason).map((p) => p.text)).toEqual(["1 Insufficient cpu", "1 Insufficient memory", "2 node(s) didn't satisfy plugin(s) [NodeAffinity]"]);
  });

  test("belongs to the newest decision about the pod that has its clauses", () => {
    const decision = (id: number, reason: string) => ({ id, object: { kind: "Pod", name: "p", uid: "u" }, clauses: [{ reason, nodeNames: ["n1"] }] }) as unknown as Decision;
    const all = [decision(1, "Insufficient cpu"), decision(2, "Too many pods")];
    expect(decisionOfText(all, "u", "0/1 nodes are available: 1 Insufficient cpu.")?.id).toBe(1);
    expect(decisionOfText(all, "other", "0/1 nodes are available: 1 Insufficient cpu.")).toBeUndefined();
  });

  test("lights the nodes that a clause counts; one without names counts all that no other names", () => {
    expect([...clauseLight(ROLLING, CLAUSES, "Insufficient cpu").nodes]).toEqual(["n2"]);
    const rest = clauseLight(ROLLING, CLAUSES, CLAUSES[2]!.reason);
    expect([...rest.nodes]).toEqual(["n1", "n3"]);
    expect([...rest.notes.keys()]).toEqual(["n2"]);
  });
});

describe("a search", () => {
  const labels = (row: Row) => (row.kind === "Pod" ? { app: "agent" } : undefined);
  test.each([
    ["agent-2", ["agent-2"]],
    ["status:not-ready", ["agent-2"]],
    ["status:running node:n1", ["agent-1"]],
    ["kind:nodes", ["n1", "n2", "n3"]],
    ["kind:ds", []],
    ["namespace:kube-system", []],
    ["app=agent node:n3", ["agent-3"]],
    ["app!=agent", []],
    ["is:misscheduled", ["agent-3"]],
    ["app==agent=", []],
  ])("for %s finds %j", (text, names) => {
    const search = parseSearch(text);
    const found = [...ROLLING.rows.values()].filter((row) => matches(row, search, labels));
    expect(found.map((r) => r.name)).toEqual(names);
  });

  test("lights the nodes of the pods that it finds", () => {
    const light = searchLight(ROLLING, parseSearch("status:not-ready"), labels);
    expect([[...light.nodes], [...light.pods], light.words]).toEqual([["n2"], ["uid-agent-2"], "1 pod."]);
  });
});
