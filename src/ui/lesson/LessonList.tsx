import "../theme/lesson-list.css";
import { CircleCheck } from "lucide-react";
import { useRef, useState } from "react";
import type { LessonCard } from "../../lessons/card.ts";
import { lessonsBySection, LESSON_CARDS, titleOf } from "../../lessons/catalogue.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { languages } from "../messages/language.ts";
import { LEARN } from "../messages/learn.ts";
import { useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { openDialog } from "../store.ts";
import { lessonHref } from "./lesson-href.ts";
import { useLearn } from "./learn-store.ts";
import { RecallPart } from "./RecallPart.tsx";
import { forgetProgress, progressText, takeInProgress, useProgress } from "./progress.ts";

/** All lessons by the section of the guide, with how far one has come. A link each: starting one is a fresh page. */
export function LessonList() {
  const progress = useProgress((s) => s.lessons);
  const done = LESSON_CARDS.filter((card) => progress[card.id]?.isFinished).length;
  const tries = Object.values(progress).flatMap((p) => Object.values(p.firstTries));
  return (
    <Modal title={LEARN.learn} wide onClose={() => useLearn.setState({ isListOpen: false })}>
      <p className="muted lesson-progress"><progress max={LESSON_CARDS.length} value={done} aria-hidden="true" /> {LEARN.progress(done, LESSON_CARDS.length)}{tries.length > 0 ? ` · ${LEARN.predictions(tries.filter(Boolean).length, tries.length)}` : ""}</p>
      <RecallPart />
      {lessonsBySection().map(({ section, lessons }) => (
        <section key={section} className="lesson-section">
          <h3 className="eyebrow">{LEARN.sections[section]}</h3>
          <ul>{lessons.map((card) => <LessonRow key={card.id} card={card} />)}</ul>
        </section>
      ))}
      <More />
      <KeepProgress />
    </Modal>
  );
}

/** What else there is to learn with. */
function More() {
  const [seed] = useState(() => 1 + Math.floor(Math.random() * 9999));
  const open = (kind: "gallery" | "calculator") => () => {
    useLearn.setState({ isListOpen: false });
    openDialog({ kind });
  };
  return (
    <section className="lesson-section">
      <h3 className="eyebrow">{LEARN.more}</h3>
      <ul>
        <li><button type="button" className="more-link" onClick={open("gallery")}><b>{LEARN.gallery}</b><span className="muted">{LEARN.galleryNote}</span></button></li>
        <li><button type="button" className="more-link" onClick={open("calculator")}><b>{LEARN.calculator}</b><span className="muted">{LEARN.calculatorNote}</span></button></li>
        <li><a href={`?trouble=${seed}`}><b>{LEARN.trouble}</b><span className="muted">{LEARN.troubleNote}</span></a></li>
      </ul>
    </section>
  );
}

function LessonRow({ card }: { readonly card: LessonCard }) {
  const progress = useProgress((s) => s.lessons[card.id]);
  const current = useSession().scenario.lesson?.bundle.lesson.id;
  const unmet = useProgress((s) => card.prerequisites.filter((id) => !s.lessons[id]?.isFinished).join(" "));
  const titles = unmet.split(" ").flatMap((id) => LESSON_CARDS.filter((c) => c.id === id).map((c) => titleOf(c, languages())));
  // Where one stopped is where one goes on.
  const open = progress && !progress.isFinished ? card.steps.find((step) => !progress.done.includes(step.id))?.id : undefined;
  const steps = card.steps.filter((step) => progress?.done.includes(step.id)).length;
  return (
    <li>
      <a href={lessonHref(card.id, { step: open })} aria-current={card.id === current ? "page" : undefined}>
        <b>{titleOf(card, languages())}</b>
        <span className="muted">{[LEARN.minutes(card.minutes), titles.length > 0 ? LEARN.prerequisites(titles.join(", ")) : ""].filter(Boolean).join(" · ")}</span>
        <span className="lesson-state">{progress?.isFinished ? <><CircleCheck size={15} aria-hidden /> {LEARN.lessonDone}</> : steps > 0 ? LEARN.stepsDone(steps, card.steps.length) : ""}</span>
      </a>
    </li>
  );
}

/** Progress is a short text: it goes where a person takes it. */
function KeepProgress() {
  const text = useProgress((s) => progressText(s.lessons));
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState("");
  return (
    <details className="keep-progress">
      <summary>{LEARN.keepProgress}</summary>
      <p className="muted">{LEARN.keepProgressHow}</p>
      <textarea key={text} ref={area} rows={4} defaultValue={text} spellCheck={false} aria-label={LEARN.keepProgress} />
      <div className="keep-tools">
        <CopyButton text={text} label={LEARN.keepProgress} />
        <button type="button" className="button" onClick={() => setSaid(takeInProgress(area.current?.value ?? "") ? LEARN.tookIn : LEARN.cannotTakeIn)}>{LEARN.takeIn}</button>
        <button type="button" className="button plain" onClick={forgetProgress}>{LEARN.forget}</button>
        <span role="status">{said}</span>
      </div>
    </details>
  );
}
