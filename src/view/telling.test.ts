import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import { hear, NOTHING_TOLD, tellAll, tellNext, tellStanding, type Telling } from "./telling.ts";

function decision(id: number, extra: Partial<Decision> = {}): Decision {
  return { id, atMs: 0, actor: "kubelet", object: { kind: "Pod", name: "p" }, verdict: "started", rule: "kubelet/started", evidence: [], text: "started.", source: "", ...extra };
}

function heard(...decisions: Decision[]): Telling {
  return hear(NOTHING_TOLD, { decisions, reset: false });
}

const ids = (telling: Telling) => [telling.told?.id, telling.more, telling.waiting.map((d) => d.id)];

describe("what is told", () => {
  test("goes through the decisions of one instant one after the other, without the quiet ones", () => {
    const telling = heard(decision(1), decision(2, { quiet: true }), decision(3));
    expect(ids(telling)).toEqual([undefined, 0, [1, 3]]);
    expect(ids(tellNext(telling, 1))).toEqual([1, 0, [3]]);
    expect(ids(tellNext(tellNext(telling, 1), 1))).toEqual([3, 0, []]);
  });

  test("may tell several together, by the last of them", () => {
    expect(ids(tellNext(heard(decision(1), decision(2), decision(3)), 2))).toEqual([2, 1, [3]]);
    expect(ids(tellAll(heard(decision(1), decision(2))))).toEqual([2, 0, []]);
    expect(tellNext(NOTHING_TOLD, 1)).toBe(NOTHING_TOLD);
  });

  test("is the newest after a jump in time", () => {
    expect(ids(hear(heard(decision(7)), { decisions: [decision(1), decision(2), decision(3, { quiet: true })], reset: true }))).toEqual([2, 0, []]);
  });

  test("while time stands, is what somebody just did, whatever waited", () => {
    const before = tellNext(heard(decision(1), decision(2)), 1);
    const now = hear(before, { decisions: [decision(3, { actor: "user" }), decision(4)], reset: false });
    expect(ids(tellStanding(before, now))).toEqual([3, 0, [4]]);
    expect(ids(tellStanding(before, hear(before, { decisions: [decision(3)], reset: false })))).toEqual([1, 0, [2, 3]]);
    expect(ids(tellStanding(NOTHING_TOLD, heard(decision(1), decision(2))))).toEqual([1, 0, [2]]);
  });
});
