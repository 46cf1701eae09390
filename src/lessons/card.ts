import type { LessonBundle } from "./lesson.ts";
import type { Lesson } from "./schema.ts";

/** What a list of lessons tells of one. */
export interface LessonCard extends Pick<Lesson, "id" | "kind" | "minutes" | "section" | "prerequisites" | "misconceptions"> {
  readonly title: string;
  readonly goals: readonly string[];
  readonly steps: readonly { readonly id: string; readonly title: string }[];
  /** The title in other languages, by their names. */
  readonly titles: Readonly<Record<string, string>>;
}

/** @param titles in other languages */
export function lessonCard({ lesson, words }: LessonBundle, titles: LessonCard["titles"] = {}): LessonCard {
  const { id, kind, minutes, section, prerequisites, misconceptions } = lesson;
  const { title, goals, steps } = words;
  return { id, kind, minutes, section, prerequisites, misconceptions, title, goals, steps: steps.map((step) => ({ id: step.id, title: step.title })), titles };
}
