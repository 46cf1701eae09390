import { describe, expect, test } from "vitest";
import { compareNatural } from "./natural.ts";

describe("names in natural order", () => {
  test.each([
    [["node-10", "node-2", "node-1"], ["node-1", "node-2", "node-10"]],
    [["b", "a-2", "a-10", "a"], ["a", "a-2", "a-10", "b"]],
    [["ip-10-0-12-3", "ip-10-0-2-40"], ["ip-10-0-2-40", "ip-10-0-12-3"]],
    [["n-007", "n-7", "n-8"], ["n-007", "n-7", "n-8"]],
    [["n9007199254740993", "n9007199254740992"], ["n9007199254740992", "n9007199254740993"]],
  ])("sorts %j to %j", (names, sorted) => {
    expect([...names].sort(compareNatural)).toEqual(sorted);
  });

  test("calls only the same string equal", () => {
    expect(compareNatural("n-7", "n-7")).toBe(0);
    expect(compareNatural("n-07", "n-7")).not.toBe(0);
    expect(Math.sign(compareNatural("n-07", "n-7"))).toBe(-Math.sign(compareNatural("n-7", "n-07")));
  });
});
