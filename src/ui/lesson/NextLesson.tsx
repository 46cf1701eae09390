import { lessonsBySection } from "../../lessons/catalogue.ts";
import { EN } from "../messages/en.ts";

/** The way to the lesson that follows in the guide's order. */
export function NextLesson({ after }: { readonly after: string }) {
  const all = lessonsBySection().flatMap(({ lessons }) => lessons);
  const next = all[all.findIndex((card) => card.id === after) + 1];
  return next ? <a className="button primary" href={`?lesson=${next.id}`}>{EN.nextLesson(next.title)}</a> : null;
}
