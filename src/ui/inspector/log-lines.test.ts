import { describe, expect, test } from "vitest";
import { appendLines, newLines, readLog, splitMatches } from "./log-lines.ts";

const FIRST = readLog("2026-01-01T00:00:05.100000001Z a b\n2026-01-01T00:00:05.100000002Z \n");

describe("following a log", () => {
  test("reads lines with their times; an empty line is one too", () => {
    expect(FIRST).toEqual([{ time: "2026-01-01T00:00:05.100000001Z", text: "a b" }, { time: "2026-01-01T00:00:05.100000002Z", text: "" }]);
    expect(readLog("")).toEqual([]);
  });

  test("takes only what is new of an answer that begins before its end", () => {
    const later = readLog("2026-01-01T00:00:05.100000001Z a b\n2026-01-01T00:00:05.100000002Z \n2026-01-01T00:00:06.000000000Z c\n");
    expect(newLines(later, FIRST.at(-1)?.time).map((l) => l.text)).toEqual(["c"]);
    expect(newLines(later, undefined)).toHaveLength(3);
  });

  test("puts several pods in the order of time and keeps the newest", () => {
    const all = appendLines([], [["p", FIRST], ["q", readLog("2026-01-01T00:00:05.100000001Z first\n2026-01-01T00:00:07.000000000Z last\n")]], 3);
    expect(all.map((l) => `${l.source} ${l.text}`)).toEqual(["q first", "p ", "q last"]);
    expect(appendLines(all, [["p", []]], 3)).toBe(all);
    expect(appendLines(all, [["r", readLog("2026-01-01T00:00:06.000000000Z between\n")]], 9).map((l) => l.text)).toEqual(["first", "", "between", "last"]);
    expect(appendLines(all, [["p", readLog("2026-01-01T00:00:08.000000000Z x\n")]], 3).map((l) => l.id)).toEqual([3, 4, 5]);
  });

  test("finds words in any case", () => {
    expect(splitMatches("An error is an ERROR", "error")).toEqual(["An ", "error", " is an ", "ERROR", ""]);
    expect(splitMatches("none", "x")).toEqual(["none"]);
  });
});
