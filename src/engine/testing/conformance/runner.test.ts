import { describe, expect, test } from "vitest";
import { hasFailures, reportText } from "./report.ts";
import { runFiles } from "./runner.ts";

const CMP = { name: "1 is 1000m", topic: "quantity-arith", fn: "quantity.cmp", in: ["1", "1000m"], out: 0 };

function reportsOf(content: unknown, only: readonly string[] = []) {
  return runFiles([{ path: "cases.json", text: typeof content === "string" ? content : JSON.stringify(content) }], { only });
}

function resultsOf(content: unknown) {
  return reportsOf(content).map((r) => r.result);
}

describe("the conformance runner", () => {
  test("knows a format by the shape of a case, in a list or alone", () => {
    const daemonSet = { name: "placement/none", topic: "placement", controllers: ["daemonset"], given: [], steps: [], expect: {} };
    const rows = { id: "durations", type: "pure", function: "humanDuration", rows: [{ in: 60, out: "60s" }] };
    expect(reportsOf([CMP, daemonSet]).map((r) => r.format)).toEqual(["cluster", "daemonset"]);
    expect(reportsOf(rows)).toEqual([{ format: "workloads", topic: "humanDuration", name: "durations#0", path: "cases.json", result: { outcome: "passed" } }]);
  });

  test("a case that it does not understand fails", () => {
    expect(resultsOf("{")).toMatchObject([{ outcome: "failed" }]);
    expect(resultsOf([{ title: "what?" }])).toEqual([{ outcome: "failed", failures: ["the case is of no known format"] }]);
    expect(resultsOf({ ...CMP, fn: "quantity.guess" })).toEqual([{ outcome: "failed", failures: ["function quantity.guess is not understood"] }]);
    expect(resultsOf({ name: "s", topic: "scheduling", given: [], steps: [{ do: "dance" }], expect: {} })).toEqual([{ outcome: "failed", failures: ['step "dance" is not understood'] }]);
    expect(resultsOf({ id: "x", type: "cluster", steps: [{ dance: true }] })).toEqual([{ outcome: "failed", failures: ['step 1: step {"dance":true} is not understood'] }]);
    expect(resultsOf({ name: "s", topic: "taint-eviction", given: [], steps: [], expect: { mood: "good" } })).toEqual([{ outcome: "failed", failures: ["expect.mood is not understood"] }]);
  });

  test("a need that it cannot meet is a skip with its name", () => {
    expect(resultsOf({ ...CMP, requires: ["a moon"] })).toEqual([{ outcome: "skipped", why: "requires a moon" }]);
    expect(resultsOf({ id: "x", type: "pure", function: "kubectl.rolloutStatus.deployment", rows: [{ in: {}, out: {} }] })).toEqual([{ outcome: "skipped", why: "requires kubectl's functions, which the terminal hands in" }]);
  });

  test("runs only the topics asked for", () => {
    expect(reportsOf([CMP, { ...CMP, topic: "other" }], ["other"]).map((r) => r.topic)).toEqual(["other"]);
  });

  test("reports a table, each failure with what was expected and what came, and the sums last", () => {
    const reports = reportsOf([CMP, { ...CMP, name: "wrong", out: 1 }, { ...CMP, name: "later", requires: ["a moon"] }]);
    expect(hasFailures(reports)).toBe(true);
    expect(reportText(reports)).toBe([
      "format   topic           passed  failed  skipped",
      "cluster  quantity-arith       1       1        1",
      "",
      "FAILED quantity-arith: wrong (cases.json)",
      "  quantity.cmp: expected 1, came 0",
      "",
      "skipped: requires a moon",
      "  quantity-arith: later",
      "",
      "1 passed, 1 failed, 1 skipped",
    ].join("\n"));
  });
});
