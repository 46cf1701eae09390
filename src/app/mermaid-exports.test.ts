import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { Row } from "../api/frame.ts";
import { RowBook } from "../bridge/row-book.ts";
import { Cluster } from "../engine/cluster.ts";
import { INSIDE } from "../engine/kubelet/inside.ts";
import { clusterFlowchart } from "../view/mermaid/flowchart.ts";
import { runSequence, sinceLastAct } from "../view/mermaid/sequence.ts";
import { applyFrame, createMirror, type Mirror } from "../view/mirror.ts";
import { nodeOfDecision } from "../view/scene/edges.ts";
import { mermaidProblem } from "./testing/parse-mermaid.ts";
import { troubleScenario } from "./trouble-scenario.ts";

test.each([1, 2, 3, 4, 5, 6])("mermaid can read what is exported of the cluster and the run of trouble %i", async (seed) => {
  const { log, at } = troubleScenario(`${seed}`);
  const cluster = Cluster.open(log, { inside: INSIDE });
  cluster.advance(at as number);
  const decisions = cluster.decisions.since(0);
  const mirror = mirrorOf(new RowBook().update(cluster, "all", "all"));
  const sequence = runSequence(decisions, { nodeOf: (d) => nodeOfDecision(mirror, d) });
  expect(sequence.text).toContain("participant API as API server");
  for (const { text } of [clusterFlowchart(mirror), sequence, runSequence(sinceLastAct(decisions))]) expect(await mermaidProblem(text)).toBeUndefined();
});

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("end", "style a:b#c;", "classDef x:#y;", "%%{init: {}}%%", "a-->b", "--- x", '"]:::x', "#35;", "A;B\nC", "<b>x</b>", "```", "box", "", "loop: wrap:"),
);

test("mermaid can read names and sentences of any characters", async () => {
  await fc.assert(fc.asyncProperty(odd, odd, async (name, text) => {
    const { text: chart } = clusterFlowchart(mirrorOf({ changed: oddRows(name, text), removed: [], eligibility: [] }));
    const { text: sequence } = runSequence(oddRun(name, text));
    expect([await mermaidProblem(chart), await mermaidProblem(sequence)]).toEqual([undefined, undefined]);
  }), { numRuns: 60, seed: 36 });
}, 30_000);

test("the empty cluster and the run in which nothing happened can be read too", async () => {
  expect(await mermaidProblem(clusterFlowchart(createMirror()).text)).toBeUndefined();
  expect(await mermaidProblem(runSequence([]).text)).toBeUndefined();
});

function mirrorOf(changes: ReturnType<RowBook["update"]>): Mirror {
  const mirror = createMirror();
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, ...changes, decisions: [], reset: true, behind: false, endMs: 0 });
  return mirror;
}

function oddRows(name: string, status: string): readonly Row[] {
  const workload = { kind: "ReplicaSet", name, uid: "rs" } as const;
  return [
    { kind: "Node", name, uid: "n", roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", readySinceMs: 0, createdMs: 0, down: false, cpuMillis: 0, memoryBytes: 0, pods: 1, requestedCpuMillis: 0, requestedMemoryBytes: 0 },
    { ...workload, namespace: "default", deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, image: "", revisions: [], replicas: 1, current: 1, ready: 1, upToDate: 1, available: 1 },
    { kind: "Pod", namespace: "default", name, uid: "p", nodeName: name, workload, state: "failing", status, restarts: 0, image: "", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false },
  ];
}

function oddRun(name: string, text: string): readonly Decision[] {
  const pod = { kind: "Pod", name, uid: "p" };
  const shared = { atMs: 0, rule: "r", evidence: [], source: "s", text };
  return [
    { ...shared, id: 1, actor: "user", object: pod, verdict: "created" },
    { ...shared, id: 2, actor: "kubelet", object: pod, subject: { kind: "Node", name }, verdict: "started", cause: 1 },
  ];
}
