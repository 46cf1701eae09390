import "../theme/lesson-list.css";
import { LESSON_CARDS, titleOf } from "../../lessons/catalogue.ts";
import { languages } from "../messages/language.ts";
import { LEARN } from "../messages/learn.ts";
import { lessonHref } from "./lesson-href.ts";
import { useProgress } from "./progress.ts";
import { recallOf } from "./recall.ts";

/** A few predictions from earlier lessons, to be made once more on their pictures; nothing while there are none. */
export function RecallPart() {
  const progress = useProgress((s) => s.lessons);
  const asked = recallOf(LESSON_CARDS, progress);
  if (asked.length === 0) return null;
  return (
    <section className="recall">
      <h3 className="eyebrow">{LEARN.recall}</h3>
      <p className="muted">{LEARN.recallNote}</p>
      <ul>
        {asked.map(({ card, stepId }) => (
          <li key={`${card.id} ${stepId}`}>
            <a href={lessonHref(card.id, { step: stepId })}>{card.steps.find((step) => step.id === stepId)?.title} <span className="muted">{titleOf(card, languages())}</span></a>
          </li>
        ))}
      </ul>
    </section>
  );
}
