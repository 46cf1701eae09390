import { useStore } from "zustand";
import type { StepWords } from "../../lessons/words.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { loadCommands } from "../load-commands.ts";
import { EN } from "../messages/en.ts";
import { useSession } from "../session-context.ts";
import { undo } from "../session/undo.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { useUi } from "../store.ts";
import { GoalPart } from "./GoalPart.tsx";
import { Markdown } from "./Markdown.tsx";
import type { Player } from "./player.ts";
import { GradePart, QuestionPart } from "./PredictPart.tsx";
import { useLearn } from "./learn-store.ts";

const StepDiagram = onDemand(() => import("./StepDiagram.tsx").then((m) => m.StepDiagram));

interface StepBodyProps {
  readonly player: Player;
  readonly words: StepWords;
  /** Something else needs the room now. */
  readonly onHandedOver: () => void;
}

/** What a step says, asks and answers. Its text comes after a prediction, for it says how it goes. */
export function StepBody({ player, words, onHandedOver }: StepBodyProps) {
  const { phase, lit } = useStore(player.state);
  const step = player.step();
  const isAsked = words.question !== undefined && step.predict !== undefined;
  const isOpen = phase === "done";
  if (phase === "opening") return <p className="muted">{EN.opening}</p>;
  return (
    <>
      {isAsked && !isOpen ? <QuestionPart question={words.question!} isRunning={phase === "running"} /> : null}
      {isAsked && isOpen ? <GradePart player={player} question={words.question!} /> : null}
      {isAsked && !isOpen ? null : <div className="lesson-text"><Markdown text={words.text} /></div>}
      {words.diagram !== undefined && (isOpen || !isAsked) ? <StepDiagram text={words.diagram} lit={lit} /> : null}
      {step.goal ? <GoalPart player={player} words={words} onHandedOver={onHandedOver} /> : null}
      <Lines player={player} />
      {isOpen && words.atWork !== undefined ? <section className="lesson-note at-work"><h3>{EN.atWork}</h3><Markdown text={words.atWork} /></section> : null}
      {isOpen && words.honestly !== undefined ? <section className="lesson-note"><h3>{EN.honestly}</h3><Markdown text={words.honestly} /></section> : null}
      <Tools player={player} />
    </>
  );
}

/** What the step does, as one would type it; then what that printed. */
function Lines({ player }: { readonly player: Player }) {
  const { phase, printed } = useStore(player.state);
  const session = useSession();
  const { do: lines, action } = player.step();
  if (lines.length === 0 && !printed) return null;
  return (
    <section className="lesson-lines">
      <h3>{printed ? EN.printed : EN.willRun}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It may scroll, so it must be reached by key. */}
      <pre tabIndex={0} role="region" aria-label={printed ? EN.printed : EN.willRun} className={printed?.isFailed ? "failed" : undefined}>{lines.map((line) => <span key={line} className="typed">$ {line}{"\n"}</span>)}{printed?.text.trimEnd()}</pre>
      {phase === "ready" && action !== undefined ? (
        <p className="muted or-do"><button type="button" className="link-button" onClick={() => void loadCommands().then((m) => m.startCommandById(session, action, useUi.getState().selection))}>{EN.orYourself}</button> {EN.orTerminal}</p>
      ) : null}
    </section>
  );
}

/** Nothing is lost: back, again, or off into the sandbox. */
function Tools({ player }: { readonly player: Player }) {
  const session = useSession();
  const { phase } = useStore(player.state);
  if (phase === "running") return null;
  return (
    <div className="lesson-tools">
      <button type="button" className="link-button" onClick={() => void undo(session)}>{EN.undo}</button>
      <button type="button" className="link-button" onClick={() => player.restart()}>{EN.restart}</button>
      <button type="button" className="link-button" title={EN.sandboxTitle} onClick={() => useLearn.setState({ isLessonOpen: false })}>{EN.sandbox}</button>
      <CopyButton text={location.href} label={EN.link} />
    </div>
  );
}
