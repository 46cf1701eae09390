import { ArrowLeft, ArrowRight, FastForward } from "lucide-react";
import { useStore } from "zustand";
import { useMarks } from "../graph/mark-store.ts";
import { EN } from "../messages/en.ts";
import { Icon } from "../shell/Icon.tsx";
import { useUi } from "../store.ts";
import type { Player } from "./player.ts";
import { useProgress } from "./progress.ts";

/** Where one is, and the two ways from here. The right one is always the same button, so that it can be pressed without looking. */
export function LessonFoot({ player }: { readonly player: Player }) {
  const { index, phase, isOver } = useStore(player.state);
  return (
    <footer className="lesson-foot">
      <StepList player={player} />
      <div className="lesson-ways">
        <button type="button" className="button" aria-disabled={index === 0 && !isOver} onClick={() => player.back()} title="Page Up"><ArrowLeft size={15} aria-hidden /> {EN.back}</button>
        {isOver ? null : <NextButton player={player} />}
      </div>
      <p className="visually-hidden" role="status">{isOver ? EN.finished : STATUS[phase]}</p>
    </footer>
  );
}

const STATUS = { opening: EN.opening, ready: "", running: EN.running, done: EN.stepDone } as const;

function NextButton({ player }: { readonly player: Player }) {
  const { index, phase } = useStore(player.state);
  const hasMarks = useMarks((s) => s.marking !== undefined);
  const { steps } = player.bundle.words;
  const following = steps[index + 1];
  if (phase === "ready" && player.step().goal) {
    return <button type="button" className="button primary" aria-disabled="true" onClick={() => useUi.setState({ toast: EN.goalFirst })}>{EN.next} <ArrowRight size={15} aria-hidden /></button>;
  }
  const { words, icon } = {
    opening: { words: EN.wait, icon: null },
    ready: { words: hasMarks ? EN.playAndSee : EN.play, icon: <Icon name="play" size={14} /> },
    running: { words: EN.skip, icon: <FastForward size={15} aria-hidden /> },
    done: { words: following ? EN.next : EN.finish, icon: <ArrowRight size={15} aria-hidden /> },
  }[phase];
  const title = phase === "done" && following ? EN.nextStep(following.title) : words;
  return <button type="button" className="button primary" aria-label={title} title={`${title} (Page Down)`} onClick={() => player.next()}>{phase === "done" ? <>{words} {icon}</> : <>{icon} {words}</>}</button>;
}

/** A link for each step: it can be copied and opened anywhere. */
function StepList({ player }: { readonly player: Player }) {
  const { index, isOver } = useStore(player.state);
  const { lesson, words } = player.bundle;
  const done = useProgress((s) => s.lessons[lesson.id]?.done ?? NONE);
  return (
    <nav aria-label={EN.steps}>
      <ol className="step-dots">
        {words.steps.map(({ id, title }, i) => {
          const isDone = done.includes(id);
          return (
            <li key={id}>
              <a href={`?lesson=${lesson.id}&step=${id}`} className={isDone ? "step-dot done" : "step-dot"} aria-current={i === index && !isOver ? "step" : undefined} title={title}
                aria-label={`${i + 1}. ${title}${isDone ? `, ${EN.stepDone}` : ""}`}
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
