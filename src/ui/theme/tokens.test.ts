import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrast, difference } from "./color-math.ts";
import type { Vision } from "./color-math.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

const STATES = ["ready", "pending", "failed", "leaving"];
const VISIONS: readonly Vision[] = ["normal", "protan", "deutan", "tritan"];

function tokens(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b/g)].map((m) => [m[1]!, m[2]!]));
}

const split = css.indexOf('[data-theme="dark"]');
const THEMES = [
  { name: "light", colors: tokens(css.slice(0, split)) },
  { name: "dark", colors: tokens(css.slice(split)) },
];

test("measures contrast as WCAG defines it", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("measures difference as CIEDE2000 defines it", () => {
  expect(difference("#123456", "#123456", "deutan")).toBe(0);
  expect(difference("#ffffff", "#000000", "normal")).toBeCloseTo(100, 3);
  // The pair of a common green and red palette that deuteranopes confuse.
  expect(difference("#22c55e", "#ef4444", "deutan")).toBeCloseTo(7.7, 1);
});

describe.each(THEMES)("the $name theme", ({ colors }) => {
  const of = (name: string) => colors.get(name) ?? expect.fail(`no token --${name}`);

  test.each(VISIONS)("keeps the four state colours far apart for %s vision", (vision) => {
    const pairs = STATES.flatMap((a, i) => STATES.slice(i + 1).map((b) => ({ a, b, d: difference(of(a), of(b), vision) })));
    expect(pairs.filter((p) => p.d < 20)).toEqual([]);
  });

  test.each(VISIONS)("keeps the hues of owners apart for %s vision, and legible as words", (vision) => {
    const owners = ["accent", "owner-deployment", "owner-statefulset"];
    const pairs = owners.flatMap((a, i) => owners.slice(i + 1).map((b) => ({ a, b, d: difference(of(a), of(b), vision) })));
    expect(pairs.filter((p) => p.d < 15)).toEqual([]);
    const weak = owners.flatMap((o) => ["bg", "surface", "canvas"].map((b) => ({ o, b, ratio: contrast(of(o), of(b)) })));
    expect(weak.filter((w) => w.ratio < 4.5)).toEqual([]);
  });

  test("draws every state colour with a contrast of at least 3 on background and surface", () => {
    const weak = STATES.flatMap((s) => ["bg", "surface"].map((b) => ({ s, b, ratio: contrast(of(s), of(b)) })));
    expect(weak.filter((w) => w.ratio < 3)).toEqual([]);
  });

  test("sets every word with a contrast of at least 4.5", () => {
    const words: readonly (readonly [string, string])[] = [
      ...["ink", "ink-2", "ink-3", "accent", "failed-ink"].flatMap((ink) => ["bg", "surface", "canvas"].map((b) => [ink, b] as const)),
      ["ink-2", "chip"], ["ink-3", "chip"], ["ink-3", "accent-soft"], ["accent", "accent-soft"], ["ink", "ready-soft"], ["ink", "pending-soft"],
      ["ink", "failed-soft"], ["ink-2", "leaving-soft"], ["ready-ink", "bg"], ["pending-ink", "pending-soft"],
      ["ready-ink", "ready-soft"], ["failed-ink", "failed-soft"], ["accent-ink", "accent"], ["strong-ink", "strong"],
    ];
    const weak = words.map(([a, b]) => ({ a, b, ratio: contrast(of(a), of(b)) }));
    expect(weak.filter((w) => w.ratio < 4.5)).toEqual([]);
  });
});
