import { describe, expect, test } from "vitest";
import { densityOf, phoneDensity } from "./density.ts";

/** A window of 1440 by 900 with a lesson beside the picture. */
const BESIDE_LESSON = { width: 1072, height: 463 };
const full = { isCompact: false, isBrief: false };
const compact = { isCompact: true, isBrief: false };
const brief = { isCompact: true, isBrief: true };

describe("how much of trays and cards is drawn", () => {
  test.each([
    ["one DaemonSet on twelve nodes", { nodes: 12, cards: 1, isMixed: false }, full],
    ["four DaemonSets, in one row", { nodes: 4, cards: 4, isMixed: false }, full],
    ["four workloads of two kinds, in one row", { nodes: 4, cards: 4, isMixed: true }, full],
    ["a fifth, in a second row: trays give way before the numbers do", { nodes: 4, cards: 5, isMixed: true }, compact],
    ["many nodes", { nodes: 13, cards: 3, isMixed: true }, brief],
  ])("beside a lesson: %s", (_, cluster, density) => {
    expect(densityOf({ ...cluster, ...BESIDE_LESSON })).toEqual(density);
  });

  test("becomes less as the window gets lower, never more", () => {
    const heights = [700, 500, 400, 300, 200];
    const ways = heights.map((height) => densityOf({ nodes: 3, cards: 3, isMixed: true, width: 1200, height }));
    const amounts = ways.map((d) => Number(d.isCompact) + Number(d.isBrief));
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    expect([amounts[0], amounts.at(-1)]).toEqual([0, 2]);
  });

  test("on a phone is less where the place is low, for there it scrolls", () => {
    expect(phoneDensity({ nodes: 4, isMixed: false, height: 480 })).toEqual(full);
    expect(phoneDensity({ nodes: 4, isMixed: false, height: 267 })).toEqual(compact);
  });
});
