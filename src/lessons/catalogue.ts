/// <reference types="vite/types/importMeta.d.ts" />
import type { LessonCard } from "./card.ts";
import { translationNames } from "./languages.ts";
import { idOfFolder } from "./lesson-id.ts";
import type { LessonBundle } from "./lesson.ts";
import { SECTIONS, type Section } from "./sections.ts";
import type { LessonWords } from "./words.ts";

// Read by scripts/scenario-plugin.ts. A lesson with errors is null while somebody writes it.
const CARDS = import.meta.glob<LessonCard | null>("./content/*/*/lesson.yaml", { query: "?card", import: "default", eager: true });
const LESSONS = import.meta.glob<LessonBundle | null>("./content/*/*/lesson.yaml", { query: "?lesson", import: "default" });
const WORDS = import.meta.glob<LessonWords | null>("./content/*/*/lesson.*.md", { query: "?words", import: "default" });

/** All lessons, in the order of their folders. This module is for whoever shows the list: load it on first use. */
export const LESSON_CARDS: readonly LessonCard[] = Object.entries(CARDS)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .flatMap(([, card]) => card ?? []);

/** The lessons by the section of the guide that they teach, in the guide's order; sections without any are left out. */
export function lessonsBySection(): readonly { readonly section: Section; readonly lessons: readonly LessonCard[] }[] {
  return SECTIONS.map((section) => ({ section, lessons: LESSON_CARDS.filter((card) => card.section === section) })).filter(({ lessons }) => lessons.length > 0);
}

/** The title of a lesson in the first of the languages that it is translated into. @param languages wanted, the best first */
export function titleOf({ title, titles }: LessonCard, languages: readonly string[]): string {
  const name = translationNames(languages).find((n) => Object.hasOwn(titles, n));
  return name === undefined ? title : titles[name]!;
}

/**
 * A lesson with its cluster and its words. undefined: there is none of this id.
 * @param languages wanted, the best first (`de-AT` finds `lesson.de.md`); English if it has none of them, or where a
 * translation lacks words
 */
export function loadLessonOf(id: string, languages: readonly string[] = []): Promise<LessonBundle | null> | undefined {
  const load = pathOf(LESSONS, id)?.[1];
  const translation = wordsIn(id, languages);
  if (!load || !translation) return load?.();
  return Promise.all([load(), translation.load()]).then(([bundle, words]) => (bundle && words ? { ...bundle, words, language: translation.name } : bundle));
}

/** undefined: in English, which comes with the lesson. */
function wordsIn(id: string, languages: readonly string[]): { readonly name: string; readonly load: () => Promise<LessonWords | null> } | undefined {
  for (const name of translationNames(languages)) {
    const found = Object.entries(WORDS).find(([path]) => idOf(path) === id && path.endsWith(`/lesson.${name}.md`));
    if (found) return { name, load: found[1] };
  }
  return undefined;
}

function pathOf<T>(modules: Readonly<Record<string, T>>, id: string): readonly [string, T] | undefined {
  return Object.entries(modules).find(([path]) => idOf(path) === id);
}

function idOf(path: string): string {
  return idOfFolder(path.slice(0, path.lastIndexOf("/")));
}
