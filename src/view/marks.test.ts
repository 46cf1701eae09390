import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import { mergeTicks, timelineMarks } from "./marks.ts";

function decision(id: number, atMs: number, verdict = "created"): Decision {
  return { id, atMs, actor: "daemonset-controller", object: { kind: "DaemonSet", name: "d" }, verdict, rule: "r", evidence: [], text: "t", source: "s" };
}
const ids = (ticks: readonly { readonly id: number }[]) => ticks.map((t) => t.id);

describe("ticks of a run", () => {
  const run = mergeTicks([], { decisions: [decision(1, 10), decision(2, 20), decision(3, 30)], endMs: 40 });

  test("stay when one goes back to an earlier moment", () => {
    expect(mergeTicks(run, { decisions: [decision(1, 10)], endMs: 40 })).toBe(run);
  });

  test("are told once when the same decisions come again", () => {
    expect(mergeTicks(run, { decisions: [decision(2, 20), decision(3, 30), decision(4, 35)], endMs: 40 }).map((t) => t.atMs)).toEqual([10, 20, 30, 35]);
  });

  test("of the old future go when the past was changed", () => {
    expect(ids(mergeTicks(run, { decisions: [], endMs: 25 }))).toEqual([1, 2]);
    expect(ids(mergeTicks(run, { decisions: [decision(2, 20, "deleted")], endMs: 40 }))).toEqual([1, 2]);
  });

  test("leave the ticks of the last frame as they were", () => {
    mergeTicks(run, { decisions: [decision(4, 50)], endMs: 60 });
    expect(ids(run)).toEqual([1, 2, 3]);
  });
});

describe("marks on the timeline", () => {
  const ticks = mergeTicks([], { decisions: [decision(1, 0), decision(2, 10), decision(3, 500), decision(4, 504), decision(5, 1000)], endMs: 1000 });

  test("are thinned to one for each few pixels, which counts the others", () => {
    const marks = timelineMarks(ticks, { fromMs: 0, toMs: 1000, widthPx: 200, gapPx: 5 });
    expect(marks.map((m) => [m.id, m.at, m.count])).toEqual([[1, 0, 2], [3, 0.5, 2], [5, 1, 1]]);
  });

  test("are only those inside the line", () => {
    expect(timelineMarks(ticks, { fromMs: 400, toMs: 600, widthPx: 1000 }).map((m) => m.id)).toEqual([3, 4]);
  });

  test("stay few however many decisions there are", () => {
    const many = mergeTicks([], { decisions: Array.from({ length: 5000 }, (_, i) => decision(i + 1, i)), endMs: 5000 });
    expect(timelineMarks(many, { fromMs: 0, toMs: 5000, widthPx: 300, gapPx: 6 }).length).toBeLessThanOrEqual(51);
  });
});
