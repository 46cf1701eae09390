import { describe, expect, test } from "vitest";
import type { Decision, RuleStep } from "../api/decision.ts";
import { eligibilityRow } from "./eligibility.ts";

const NODE = { kind: "Node", name: "node-2" };

function decision(steps: readonly RuleStep[]): Decision {
  return {
    id: 1, atMs: 0, actor: "daemonset-controller", object: { kind: "DaemonSet", name: "agent", uid: "u" }, subject: NODE, verdict: "v",
    rule: "daemonset/eligibility", evidence: [], steps, text: "found that `node-2` should run a pod of `agent`: every rule passes.", source: "s",
  };
}
const refused = (rule: string, text: string, taint?: unknown): RuleStep => ({
  rule, verdict: "fail", text, evidence: taint === undefined ? [] : [{ object: NODE, path: "spec.taints[1]", value: taint }],
});

describe("eligibility of a node", () => {
  test("is given when every rule passes", () => {
    expect(eligibilityRow("node-2", decision([{ rule: "taints", verdict: "pass", text: "t", evidence: [] }]))).toEqual({
      nodeName: "node-2", shouldRun: true, shouldContinueRunning: true, rule: "all",
      text: "found that `node-2` should run a pod of `agent`: every rule passes.",
    });
  });

  test.each([
    ["node-selector", refused("node-selector", "the label is missing"), false],
    ["an untolerated NoSchedule taint", refused("taints", "no toleration", "dedicated=db:NoSchedule"), true],
    ["an untolerated NoExecute taint", refused("taints", "no toleration", "dedicated=db:NoExecute"), false],
    ["a NoSchedule taint told as an object", refused("taints", "no toleration", { key: "a", effect: "NoSchedule" }), true],
  ])("refused by %s", (_, step, shouldContinueRunning) => {
    expect(eligibilityRow("node-2", decision([step]))).toEqual({ nodeName: "node-2", shouldRun: false, shouldContinueRunning, rule: step.rule, text: step.text });
  });
});
