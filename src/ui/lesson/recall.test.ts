import { expect, test } from "vitest";
import type { LessonCard } from "../../lessons/card.ts";
import type { LessonProgress, Progress } from "./progress.ts";
import { recallOf } from "./recall.ts";

const card = (id: string): LessonCard => ({
  id, kind: "lesson", minutes: 5, section: "what-is", prerequisites: [], misconceptions: [], title: id, goals: [], titles: {}, steps: [{ id: "guess", title: "Guess" }, { id: "more", title: "More" }],
});
const cards = ["t/one", "t/two", "t/three", "t/four"].map(card);
const done = (firstTries: LessonProgress["firstTries"], again: LessonProgress["again"] = {}): LessonProgress => ({ done: [], isFinished: true, firstTries, again });
const asked = (progress: Progress) => recallOf(cards, progress).map(({ card: { id }, stepId }) => `${id} ${stepId}`);

test("a question comes back after two other lessons, wrong answers first", () => {
  const progress = { "t/one": done({ guess: true }), "t/two": done({ guess: false }) };
  expect(asked(progress)).toEqual([]);
  expect(asked({ ...progress, "t/three": done({}) })).toEqual(["t/one guess"]);
  expect(asked({ ...progress, "t/three": done({}), "t/four": done({ guess: true }) })).toEqual(["t/two guess", "t/one guess"]);
});

test("what was right the second time is not asked again, what was wrong is", () => {
  const rest = { "t/three": done({}), "t/four": done({}) };
  expect(asked({ "t/one": done({ guess: false, more: true }, { guess: true, more: false }), ...rest })).toEqual(["t/one more"]);
});

test("a step that is no longer there is not asked", () => {
  expect(asked({ "t/one": done({ gone: false }), "t/two": done({}), "t/three": done({}) })).toEqual([]);
});
