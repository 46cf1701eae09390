import { expect, test } from "vitest";
import { goDuration, humanDuration, parseGoDuration } from "./duration.ts";
import ages from "./testdata/human-duration.json";

test.each(ages.cases)("an age of $in seconds prints $out", ({ in: seconds, out }) => {
  expect(humanDuration(seconds * 1000)).toBe(out);
});

test("parts of a second are cut off", () => {
  expect([humanDuration(999), humanDuration(1999), humanDuration(-1500)]).toEqual(["0s", "1s", "0s"]);
});

// Pairs from Go's own documentation and test table of time.Duration.
const GO: [number, string][] = [
  [0, "0s"], [1, "1ms"], [850, "850ms"], [1000, "1s"], [1100, "1.1s"], [1001, "1.001s"], [1234, "1.234s"], [2001, "2.001s"], [80_000, "1m20s"],
  [150_000, "2m30s"], [3_600_000, "1h0m0s"], [5_410_500, "1h30m10.5s"], [-1500, "-1.5s"],
];
test.each(GO)("%i ms is %s in Go", (ms, text) => {
  expect([goDuration(ms), parseGoDuration(text)]).toEqual([text, ms]);
});

test("other spellings are read, nonsense is not", () => {
  expect(["0", "1.5h", "1m30s", "+5s", ".5s"].map(parseGoDuration)).toEqual([0, 5_400_000, 90_000, 5000, 500]);
  expect(["", "5", "s", "1d", "1 s", "-"].map(parseGoDuration)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
});
