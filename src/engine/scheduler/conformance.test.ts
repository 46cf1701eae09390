import { describe, expect, test } from "vitest";
import { preferredScore } from "../../api/node-matching.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { Store } from "../apiserver/store.ts";
import { fitErrorMessage } from "./fit-error.ts";
import { nodeInfoOf } from "./node-info.ts";
import { nodeResourcesFit } from "./plugins/node-resources-fit.ts";
import type { Rejection } from "./plugins/plugin.ts";
import { pickCandidate, preempt } from "./preemption.ts";
import { queueBackoffSeconds } from "./queue.ts";
import { balancedAllocationScore } from "./scoring/balanced-allocation.ts";
import { leastAllocatedScore } from "./scoring/least-allocated.ts";
import { normalizeScores } from "./scoring/normalize.ts";
import backoffCases from "./testdata/queue-backoff.json";
import fitCases from "./testdata/resource-fit.json";
import preemptionCases from "./testdata/preemption.json";
import scoringCases from "./testdata/scoring.json";
import messageCases from "./testdata/unschedulable-message.json";

interface OnNode { readonly pod: Pod; readonly node: Node; readonly podsOnNode: readonly Partial<Pod>[] }

/** Cases write only the fields that matter. */
function complete(pod: Partial<Pod>, name = "p"): Pod {
  return { apiVersion: "v1", kind: "Pod", status: {}, ...pod, metadata: { name, namespace: "default", uid: name, resourceVersion: "1", creationTimestamp: "", ...pod.metadata } } as Pod;
}

function onNode(given: OnNode) {
  const node: Node = { ...given.node, spec: given.node.spec ?? {}, metadata: { ...given.node.metadata, uid: "n" } };
  return { pod: complete(given.pod), info: nodeInfoOf(node, given.podsOnNode.map((p, i) => complete(p, `other-${i}`))) };
}

describe("the FailedScheduling message", () => {
  test.each(messageCases.cases)("$name", ({ in: given, out }) => {
    const { numAllNodes, preFilterMsg, nodes, absentReasons, postFilterMsg } = given as {
      numAllNodes: number; preFilterMsg?: string; nodes: Record<string, string[]>; absentReasons?: string[]; postFilterMsg?: string;
    };
    const reasonsByNode = Object.values(nodes);
    const absent = absentReasons ? { count: numAllNodes - reasonsByNode.length, reasons: absentReasons } : undefined;
    expect(fitErrorMessage({ numAllNodes, preFilterMsg, reasonsByNode, absent, postFilterMsg })).toBe(out);
  });
});

describe("NodeResourcesFit", () => {
  test.each(fitCases.cases)("$name", ({ in: given, out }) => {
    const { pod, info } = onNode(given as unknown as OnNode);
    const rejection = nodeResourcesFit.filter(pod, info);
    const found = { fits: !rejection, reasons: rejection?.reasons ?? [], ...(rejection ? { resolvableByPreemption: rejection.isResolvable } : {}) };
    expect(found).toEqual(out);
  });
});

describe("scores", () => {
  // Image locality gives every node the same here: nodes do not list images.
  const known = scoringCases.cases.filter((c) => c.fn !== "score.imageLocality");
  test.each(known)("$name", ({ fn, in: given, out }) => {
    if (fn === "score.normalize") {
      const { raw, reverse } = given as { raw: number[]; reverse: boolean };
      expect(normalizeScores(raw, { reverse })).toEqual(out);
      return;
    }
    const { pod, info } = onNode(given as unknown as OnNode);
    const score = fn === "score.leastAllocated" ? leastAllocatedScore : balancedAllocationScore;
    expect(score(pod, info) ?? null).toBe(out);
  });

  test("an empty preferred term matches nothing", () => {
    const spec = { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: {} }] } } };
    expect(preferredScore(spec, { metadata: { name: "n" } })).toBe(0);
  });
});

describe("the back-off of the queue", () => {
  test.each(backoffCases.cases)("$name", ({ in: given, out }) => {
    expect(queueBackoffSeconds(given.attempts)).toBe(out);
  });
});

interface PostFilterCase {
  readonly pod: { priority: number; requests?: Record<string, string> };
  readonly nodes: Record<string, Record<string, string>>;
  readonly pods: readonly { name: string; node: string; priority: number; requests: Record<string, string> }[];
  readonly filterStatus: Record<string, string>;
}
interface PickCase { readonly candidates: Record<string, { pdbViolations: number; pods: { priority: number; startTime: string }[] }> }

describe("preemption", () => {
  const cases = preemptionCases.cases as readonly { name: string; fn: string; in: unknown; out: unknown }[];
  test.each(cases.filter((c) => c.fn === "preemption.pickNode"))("$name", ({ in: given, out }) => {
    const candidates = Object.entries((given as PickCase).candidates).map(([nodeName, c]) => ({ nodeName, pdbViolations: c.pdbViolations, victims: c.pods }));
    expect(pickCandidate(candidates).nodeName).toBe(out);
  });

  test.each(cases.filter((c) => c.fn === "preemption.postFilter"))("$name", ({ in: given, out }) => {
    const { pod, nodes, pods, filterStatus } = given as PostFilterCase;
    const store = new Store();
    for (const [name, allocatable] of Object.entries(nodes)) {
      store.put(NODES, { apiVersion: "v1", kind: "Node", metadata: { name, uid: name, resourceVersion: "1", creationTimestamp: "" }, spec: {}, status: { allocatable } } as Node);
    }
    const podOf = (p: { priority: number; requests?: Record<string, string> }, node?: string): Partial<Pod> =>
      ({ spec: { priority: p.priority, containers: [{ name: "c", image: "x", resources: { requests: p.requests ?? {} } }], ...(node ? { nodeName: node } : {}) } });
    for (const p of pods) store.put(PODS, complete(podOf(p, p.node), p.name));
    const rejected = new Map(Object.entries(filterStatus).map(([name, code]): [string, Rejection] =>
      [name, { plugin: "x", isResolvable: code === "Unschedulable", reasons: [], text: "", evidence: [] }]));
    const result = preempt(store, complete(podOf(pod), "preemptor"), { numAllNodes: Object.keys(nodes).length, rejected }, () => []);
    const found = result.kind === "victims" ? { nominatedNode: result.nodeName, message: "" } : { nominatedNode: "", message: result.message };
    expect(found).toEqual(out);
  });
});
