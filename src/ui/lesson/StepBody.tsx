import { useStore } from "zustand";
import type { LessonStep } from "../../lessons/schema.ts";
import type { StepWords } from "../../lessons/words.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { loadCommands } from "../load-commands.ts";
import { LEARN } from "../messages/learn.ts";
import { useSession } from "../session-context.ts";
import { undo } from "../session/undo.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { useUi } from "../store.ts";
import { GoalPart } from "./GoalPart.tsx";
import { Markdown } from "./Markdown.tsx";
import type { Player } from "./player.ts";
import type { LineRun } from "./run-lines.ts";
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
  if (phase === "opening") return <Opening player={player} />;
  return (
    <>
      {isAsked && !isOpen ? <QuestionPart question={words.question!} isRunning={phase === "running"} /> : null}
      {isAsked && isOpen ? <GradePart player={player} question={words.question!} /> : null}
      {isAsked && !isOpen ? null : <div className="lesson-text"><Markdown text={words.text} /></div>}
      {words.diagram !== undefined && (isOpen || !isAsked) ? <StepDiagram text={words.diagram} lit={lit} named={namesOf(step)} title={words.title} /> : null}
      {step.goal ? <GoalPart player={player} words={words} onHandedOver={onHandedOver} /> : null}
      <Lines player={player} />
      {isOpen && words.atWork !== undefined ? <section className="lesson-note at-work"><h3>{LEARN.atWork}</h3><Markdown text={words.atWork} /></section> : null}
      {isOpen && words.honestly !== undefined ? <section className="lesson-note"><h3>{LEARN.honestly}</h3><Markdown text={words.honestly} /></section> : null}
      <Tools player={player} />
    </>
  );
}

/** The steps before this one take a moment, and nothing of them is drawn. */
function Opening({ player }: { readonly player: Player }) {
  const { index, passed } = useStore(player.state);
  return (
    <>
      <p className="muted">{LEARN.opening}</p>
      {index > 0 ? <progress className="opening-progress" max={index} value={passed} aria-label={LEARN.opening} /> : null}
    </>
  );
}

function namesOf(step: LessonStep): readonly string[] {
  return step.diagram?.lights.map(({ id }) => id) ?? [];
}

/** What the step does, as one would type it; then each line with what it printed. */
function Lines({ player }: { readonly player: Player }) {
  const { phase, printed } = useStore(player.state);
  const session = useSession();
  const { do: lines, action, goal } = player.step();
  const hasRun = printed.length > 0;
  if (lines.length === 0) return null;
  const title = hasRun ? LEARN.printed : goal ? LEARN.hasRun : LEARN.willRun;
  return (
    <section className="lesson-lines">
      <h3>{title}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It may scroll, so it must be reached by key. */}
      <div className="lines" tabIndex={0} role="region" aria-label={title}>
        {hasRun ? printed.map((run, i) => <Printed key={`${i} ${run.line}`} run={run} />) : lines.map((line) => <pre key={line} className="typed">$ {line}</pre>)}
      </div>
      {phase === "ready" && action !== undefined ? (
        <p className="muted or-do"><button type="button" className="link-button" onClick={() => void loadCommands().then((m) => m.startCommandById(session, action, useUi.getState().selection))}>{LEARN.orYourself}</button> {LEARN.orTerminal}</p>
      ) : null}
    </section>
  );
}

/** Tables keep their columns, whatever the width; sentences are wrapped. */
function Printed({ run: { line, printed, isFailed } }: { readonly run: LineRun }) {
  const text = printed.trimEnd();
  return (
    <>
      <pre className="typed">$ {line}</pre>
      {text === "" ? null : <pre className={[isTable(text) ? "columns-kept" : "", isFailed ? "failed" : ""].join(" ").trim()}>{text}</pre>}
    </>
  );
}

/** Two lines or more with columns in them, or what is indented like YAML. */
function isTable(text: string): boolean {
  return text.split("\n").filter((line) => /\S\s{2,}\S|^\s+\S/.test(line)).length > 1;
}

/** Nothing is lost: back, again, or off into the sandbox. */
function Tools({ player }: { readonly player: Player }) {
  const session = useSession();
  const { phase } = useStore(player.state);
  if (phase === "running") return null;
  return (
    <div className="lesson-tools">
      <button type="button" className="link-button" onClick={() => void undo(session)}>{LEARN.undo}</button>
      <button type="button" className="link-button" onClick={() => player.restart()}>{LEARN.restart}</button>
      <button type="button" className="link-button" title={LEARN.sandboxTitle} onClick={() => useLearn.setState({ isLessonOpen: false })}>{LEARN.sandbox}</button>
      <CopyButton text={location.href} label={LEARN.link} />
    </div>
  );
}
