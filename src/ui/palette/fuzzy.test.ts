import { expect, test } from "vitest";
import { fuzzyScore } from "./fuzzy.ts";

const TITLES = ["Add node", "Taint", "Remove taint", "Uncordon", "Cordon", "Recover node", "Update image", "Roll back", "Restart rollout"];

function best(query: string): string | undefined {
  return TITLES.map((title) => ({ title, score: fuzzyScore(query, title) })).filter((t) => t.score > 0).sort((a, b) => b.score - a.score)[0]?.title;
}

test.each([
  ["cord", "Cordon"],
  ["unc", "Uncordon"],
  ["taint", "Taint"],
  ["rt", "Remove taint"],
  ["up im", "Update image"],
  ["rb", "Roll back"],
  ["NODE", "Add node"],
  ["xyz", undefined],
  ["tnaidd", undefined],
])("%s means %s", (query, title) => {
  expect(best(query)).toBe(title);
});
