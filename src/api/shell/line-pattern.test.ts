import { expect, test } from "vitest";
import { lineMatcher, type PatternOptions } from "./line-pattern.ts";

const basic: PatternOptions = { isExtended: false, ignoresCase: false, isFixed: false };
const extended: PatternOptions = { ...basic, isExtended: true };

/** Found is what `grep -o` of GNU grep prints first; undefined: the line does not fit. */
test.each<[string, string, PatternOptions, string | undefined]>([
  ["bb*", "abbb", basic, "bbb"],
  ["^a.c$", "abc", basic, "abc"],
  ["^a.c$", "xabc", basic, undefined],
  ["a|b", "b", basic, undefined],
  ["a\\|b", "b", basic, "b"],
  ["\\(ab\\)\\{2\\}", "xababab", basic, "abab"],
  ["a+", "caaa+", basic, "a+"],
  ["a+", "caaa", extended, "aaa"],
  ["(Running|Pending) +[0-9]+", "a  1/1  Pending   12  3m", extended, "Pending   12"],
  ["node-[[:digit:]]$", "on node-7", extended, "node-7"],
  ["[^a-c]+", "abcdef", extended, "def"],
  ["[]x]+", "a]x", extended, "]x"],
  ["a{2,3}", "aaaa", extended, "aaa"],
  ["(a|ab)(c|bcd)", "abcd", extended, "abcd"],
  ["", "x", extended, ""],
  ["a\\.b", "a.b axb", extended, "a.b"],
  ["\\bpod\\b", "pods pod", extended, "pod"],
  ["(", "(", basic, "("],
  ["RUN", "a run", { ...extended, ignoresCase: true }, "run"],
  ["a.b", "a.b", { ...basic, isFixed: true }, "a.b"],
  ["a.b", "axb", { ...basic, isFixed: true }, undefined],
  ["pod", "pods pod", { ...basic, within: "word" }, "pod"],
  ["pod", "pods", { ...basic, within: "line" }, undefined],
  ["a|b", "b", { ...extended, within: "line" }, "b"],
])("%j in %j", (pattern, line, options, found) => {
  const match = lineMatcher(pattern, options)(line, 0);
  expect(match && line.slice(match.start, match.end)).toBe(found);
});

test("takes no long time for a pattern that is made to", () => {
  expect(lineMatcher("(a*)*(a|a)*(a+)+$", extended)(`${"a".repeat(2000)}b`, 0)).toBeUndefined();
});
