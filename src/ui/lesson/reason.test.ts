import { expect, test } from "vitest";
import type { Decision } from "../../api/decision.ts";
import type { Pod } from "../../api/types/pod.ts";
import { factsOf } from "../../lessons/facts.ts";
import { reasonOf } from "./reason.ts";

const DS = { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "default", name: "agent" };
const NODE = (name: string) => ({ apiVersion: "v1", kind: "Node", name });
const POD = (name: string) => ({ apiVersion: "v1", kind: "Pod", namespace: "default", name });

function pod(name: string, nodeName: string): Pod {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { nodeName, containers: [] } } as unknown as Pod;
}

function decision(id: number, rest: Pick<Decision, "actor" | "object" | "verdict" | "rule"> & Partial<Decision>): Decision {
  return { id, atMs: id, evidence: [], text: rest.rule, source: "", ...rest };
}

const before = [
  decision(1, { actor: "daemonset-controller", object: DS, subject: NODE("web-1"), verdict: "should-run", rule: "daemonset/eligibility" }),
  decision(2, { actor: "daemonset-controller", object: DS, subject: NODE("web-2"), verdict: "should-not-run", rule: "daemonset/eligibility" }),
];
const since = [
  decision(3, { actor: "daemonset-controller", object: POD("agent-old"), subject: NODE("web-1"), verdict: "deleted", rule: "daemonset/rolling-update" }),
  decision(4, { actor: "daemonset-controller", object: DS, subject: NODE("web-1"), verdict: "should-run", rule: "daemonset/eligibility" }),
  decision(5, { actor: "daemonset-controller", object: DS, subject: POD("agent-new"), verdict: "created", rule: "daemonset/missing-pod" }),
];
const facts = factsOf({ nowMs: 9, objects: [pod("agent-new", "web-1"), pod("shop-1", "web-1")], decisions: [...before, ...since] }, { nowMs: 2, objects: [pod("agent-old", "web-1")], decisions: before });

test.each([
  ["where there is a pod: whether the node counts", "podsOf('agent', node.metadata.name).size() == 1", "web-1", true, "should-run"],
  ["that a node counts explains no pod that is missing", "!podsOf('agent', node.metadata.name).exists(p, ready(p))", "web-1", true, undefined],
  ["what became of pods: what was decided about them first", "start.pods.exists(p, p.spec.nodeName == node.metadata.name)", "web-1", true, "deleted"],
  ["what became of nothing: why the node does not count", "start.pods.exists(p, p.spec.nodeName == node.metadata.name)", "web-2", false, "should-not-run"],
  ["another workload: nothing that was decided about this one", "podsOn(node.metadata.name).exists(p, p.metadata.labels.app == \"shop\")", "web-1", true, undefined],
])("the reason for an answer about %s", (_, answer, name, isInAnswer, verdict) => {
  const step = { focus: ["ds/agent"], predict: { mark: "nodes" as const, of: "it", answer } };
  expect(reasonOf(step, facts, { kind: "Node", name, isInAnswer })?.verdict).toBe(verdict);
});
