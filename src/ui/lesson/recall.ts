import type { LessonCard } from "../../lessons/card.ts";
import type { Progress } from "./progress.ts";

/** A prediction to make once more. */
export interface Recall {
  readonly card: LessonCard;
  readonly stepId: string;
}

/** A question comes back when so many other lessons have been done since. */
const LESSONS_BETWEEN = 2;
const MOST = 3;

/**
 * Questions from earlier lessons: what was wrong at last comes first, then what was never asked again, oldest first.
 * What was answered right the second time is known.
 * @param cards in the order of the lessons
 */
export function recallOf(cards: readonly LessonCard[], progress: Progress): readonly Recall[] {
  // Progress keeps lessons in the order in which they were begun.
  const done = Object.keys(progress).filter((id) => progress[id]?.isFinished);
  const old = done.slice(0, Math.max(0, done.length - LESSONS_BETWEEN));
  const asked = old.flatMap((id) => {
    const card = cards.find((c) => c.id === id);
    const { firstTries = {}, again = {} } = progress[id] ?? {};
    return Object.entries(firstTries).flatMap(([stepId, isRight]) => {
      if (!card?.steps.some((step) => step.id === stepId) || again[stepId] === true) return [];
      return [{ card, stepId, isWrong: !(again[stepId] ?? isRight) }];
    });
  });
  return [...asked.filter((a) => a.isWrong), ...asked.filter((a) => !a.isWrong)].slice(0, MOST).map(({ card, stepId }) => ({ card, stepId }));
}
