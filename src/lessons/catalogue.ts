/// <reference types="vite/types/importMeta.d.ts" />
import type { LessonCard } from "./card.ts";
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

/** A lesson with its cluster and its English words. undefined: there is none of this id. */
export function loadLessonOf(id: string): Promise<LessonBundle | null> | undefined {
  return pathOf(LESSONS, id)?.[1]();
}

/** Languages that a lesson has besides English: `de`. */
export function languagesOf(id: string): readonly string[] {
  return Object.keys(WORDS).flatMap((path) => (idOf(path) === id ? (/lesson\.([\w-]+)\.md$/.exec(path)?.[1] ?? []) : []));
}

/** The words of a lesson in another language; what is not translated is English. undefined: there are none. */
export function loadWordsOf(id: string, language: string): Promise<LessonWords | null> | undefined {
  return Object.entries(WORDS).find(([path]) => idOf(path) === id && path.endsWith(`/lesson.${language}.md`))?.[1]();
}

function pathOf<T>(modules: Readonly<Record<string, T>>, id: string): readonly [string, T] | undefined {
  return Object.entries(modules).find(([path]) => idOf(path) === id);
}

function idOf(path: string): string {
  return idOfFolder(path.slice(0, path.lastIndexOf("/")));
}
