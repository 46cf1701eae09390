import "../theme/lesson-list.css";
import { CircleCheck } from "lucide-react";
import { useRef, useState } from "react";
import type { LessonCard } from "../../lessons/card.ts";
import { lessonsBySection, LESSON_CARDS } from "../../lessons/catalogue.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { EN } from "../messages/en.ts";
import { useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { useLearn } from "./learn-store.ts";
import { forgetProgress, progressText, takeInProgress, useProgress } from "./progress.ts";

/** All lessons by the section of the guide, with how far one has come. A link each: starting one is a fresh page. */
export function LessonList() {
  const progress = useProgress((s) => s.lessons);
  const done = LESSON_CARDS.filter((card) => progress[card.id]?.isFinished).length;
  const tries = Object.values(progress).flatMap((p) => Object.values(p.firstTries));
  return (
    <Modal title={EN.learn} wide onClose={() => useLearn.setState({ isListOpen: false })}>
      <p className="muted">{EN.progress(done, LESSON_CARDS.length)}{tries.length > 0 ? ` · ${EN.predictions(tries.filter(Boolean).length, tries.length)}` : ""}</p>
      {lessonsBySection().map(({ section, lessons }) => (
        <section key={section} className="lesson-section">
          <h3 className="eyebrow">{EN.sections[section]}</h3>
          <ul>{lessons.map((card) => <LessonRow key={card.id} card={card} />)}</ul>
        </section>
      ))}
      <KeepProgress />
    </Modal>
  );
}

function LessonRow({ card }: { readonly card: LessonCard }) {
  const progress = useProgress((s) => s.lessons[card.id]);
  const current = useSession().scenario.lesson?.bundle.lesson.id;
  const unmet = useProgress((s) => card.prerequisites.filter((id) => !s.lessons[id]?.isFinished).join(" "));
  const titles = unmet.split(" ").flatMap((id) => LESSON_CARDS.find((c) => c.id === id)?.title ?? []);
  // Where one stopped is where one goes on.
  const open = progress && !progress.isFinished ? card.steps.find((step) => !progress.done.includes(step.id))?.id : undefined;
  const steps = card.steps.filter((step) => progress?.done.includes(step.id)).length;
  return (
    <li>
      <a href={`?lesson=${card.id}${open === undefined ? "" : `&step=${open}`}`} aria-current={card.id === current ? "page" : undefined}>
        <b>{card.title}</b>
        <span className="muted">{[EN.minutes(card.minutes), titles.length > 0 ? EN.prerequisites(titles.join(", ")) : ""].filter(Boolean).join(" · ")}</span>
        <span className="lesson-state">{progress?.isFinished ? <><CircleCheck size={15} aria-hidden /> {EN.lessonDone}</> : steps > 0 ? EN.stepsDone(steps, card.steps.length) : ""}</span>
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
      <summary>{EN.keepProgress}</summary>
      <p className="muted">{EN.keepProgressHow}</p>
      <textarea key={text} ref={area} rows={4} defaultValue={text} spellCheck={false} aria-label={EN.keepProgress} />
      <div className="keep-tools">
        <CopyButton text={text} label={EN.keepProgress} />
        <button type="button" className="button" onClick={() => setSaid(takeInProgress(area.current?.value ?? "") ? EN.tookIn : EN.cannotTakeIn)}>{EN.takeIn}</button>
        <button type="button" className="button plain" onClick={forgetProgress}>{EN.forget}</button>
        <span role="status">{said}</span>
      </div>
    </details>
  );
}
