import { lessonsBySection, titleOf } from "../../lessons/catalogue.ts";
import { languages } from "../messages/language.ts";
import { LEARN } from "../messages/learn.ts";
import { lessonHref } from "./lesson-href.ts";

/** The way to the lesson that follows in the guide's order. */
export function NextLesson({ after }: { readonly after: string }) {
  const all = lessonsBySection().flatMap(({ lessons }) => lessons);
  const next = all[all.findIndex((card) => card.id === after) + 1];
  return next ? <a className="button primary" href={lessonHref(next.id)}>{LEARN.nextLesson(titleOf(next, languages()))}</a> : null;
}
