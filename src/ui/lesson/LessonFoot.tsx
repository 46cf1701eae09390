import { ArrowLeft, ArrowRight, FastForward } from "lucide-react";
import { useStore } from "zustand";
import { useMarks } from "../graph/mark-store.ts";
import { LEARN } from "../messages/learn.ts";
import { isPlayable } from "../../lessons/step.ts";
import { Icon } from "../shell/Icon.tsx";
import { useUi } from "../store.ts";
import { lessonHref } from "./lesson-href.ts";
import type { Player } from "./player.ts";
import { useProgress } from "./progress.ts";

/** Where one is, and the two ways from here. The right one is always the same button, so that it can be pressed without looking. */
export function LessonFoot({ player }: { readonly player: Player }) {
  const { index, isOver } = useStore(player.state);
  return (
    <footer className="lesson-foot">
      <StepList player={player} />
      <div className="lesson-ways">
        <button type="button" className="button" aria-disabled={index === 0 && !isOver} onClick={() => player.back()} title="Page Up"><ArrowLeft size={15} aria-hidden /> {LEARN.back}</button>
        {isOver ? null : <NextButton player={player} />}
      </div>
      <p className="visually-hidden" role="status">{isOver ? LEARN.finished : statusOf(player)}</p>
    </footer>
  );
}

/** Said when it changes, wherever the focus is: which step this is, then how it goes. */
function statusOf(player: Player): string {
  const { index, phase } = player.state.getState();
  const { steps } = player.bundle.words;
  const here = `${LEARN.stepOf(index + 1, steps.length)}: ${steps[index]?.title ?? ""}`;
  if (phase === "done") return isPlayable(player.step()) ? LEARN.stepDone : here;
  return { opening: LEARN.opening, ready: here, running: LEARN.running }[phase];
}

function NextButton({ player }: { readonly player: Player }) {
  const { index, phase } = useStore(player.state);
  const hasMarks = useMarks((s) => s.marking !== undefined);
  const { steps } = player.bundle.words;
  const following = steps[index + 1];
  if (phase === "ready" && player.step().goal) {
    return <button type="button" className="button primary" aria-disabled="true" onClick={() => useUi.setState({ toast: LEARN.goalFirst })}>{LEARN.next} <ArrowRight size={15} aria-hidden /></button>;
  }
  const { words, icon } = {
    opening: { words: LEARN.wait, icon: null },
    ready: { words: hasMarks ? LEARN.playAndSee : LEARN.play, icon: <Icon name="play" size={14} /> },
    running: { words: LEARN.skip, icon: <FastForward size={15} aria-hidden /> },
    done: { words: following ? LEARN.next : LEARN.finish, icon: <ArrowRight size={15} aria-hidden /> },
  }[phase];
  const title = phase === "done" && following ? LEARN.nextStep(following.title) : words;
  return <button type="button" className="button primary" aria-label={title} title={`${title} (Page Down)`} onClick={() => player.next()}>{phase === "done" ? <>{words} {icon}</> : <>{icon} {words}</>}</button>;
}

/** A link for each step: it can be copied and opened anywhere. */
function StepList({ player }: { readonly player: Player }) {
  const { index, isOver } = useStore(player.state);
  const { lesson, words } = player.bundle;
  const done = useProgress((s) => s.lessons[lesson.id]?.done ?? NONE);
  return (
    <nav aria-label={LEARN.steps}>
      <ol className="step-dots">
        {words.steps.map(({ id, title }, i) => {
          const isDone = done.includes(id);
          return (
            <li key={id}>
              <a href={lessonHref(lesson.id, { step: id })} className={isDone ? "step-dot done" : "step-dot"} aria-current={i === index && !isOver ? "step" : undefined} title={title}
                aria-label={`${i + 1}. ${title}${isDone ? `, ${LEARN.stepDone}` : ""}`}
                onClick={(e) => {
                  if (e.ctrlKey || e.metaKey || e.shiftKey) return;
                  e.preventDefault();
                  player.goTo(i);
                }}>{i + 1}</a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const NONE: readonly string[] = [];
