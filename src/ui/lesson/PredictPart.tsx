import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { useStore } from "zustand";
import { toggleMark, useMarks, type Outcome } from "../graph/mark-store.ts";
import { LEARN } from "../messages/learn.ts";
import { SentenceText } from "../shell/SentenceText.tsx";
import { Markdown } from "./Markdown.tsx";
import type { Player } from "./player.ts";

/** The question, and its answer sheet once more as buttons, for whoever cannot or will not click the picture. */
export function QuestionPart({ question, isRunning }: { readonly question: string; readonly isRunning: boolean }) {
  const marking = useMarks((s) => s.marking);
  return (
    <section className="lesson-question">
      <h3>{LEARN.question}</h3>
      <Markdown text={question} />
      {marking ? (
        <>
          {isRunning ? null : <p className="muted">{LEARN.mark[marking.kind]}</p>}
          <div className="mark-list" role="group" aria-label={LEARN.markable[marking.kind]}>
            {marking.names.map((name) => (
              <button key={name} type="button" className="mark-name mono" aria-pressed={marking.marked.has(name)} aria-disabled={isRunning} onClick={() => { if (!isRunning) toggleMark(marking.kind, name); }}>{name}</button>
            ))}
          </div>
          {marking.marked.size === 0 && !isRunning ? <p className="muted small">{LEARN.markNone}</p> : null}
        </>
      ) : null}
      {isRunning ? <p className="muted">{LEARN.running}</p> : null}
    </section>
  );
}

const ICONS = { right: CircleCheck, extra: CircleX, missed: CircleDashed } as const satisfies Record<Outcome, unknown>;

/** How the prediction turned out, name by name, with what the engine decided about each. */
export function GradePart({ player, question }: { readonly player: Player; readonly question: string }) {
  const { grade } = useStore(player.state);
  if (!grade) return null;
  const count = (results: typeof grade.results) => results.reduce((sum, { names }) => sum + names.length, 0);
  const right = count(grade.results.filter((r) => r.outcome === "right"));
  const words = grade.results.length === 0 ? LEARN.noneExpected : grade.isRight ? LEARN.allRight : LEARN.notAll(right, count(grade.results) - right);
  return (
    <section className={grade.isRight ? "lesson-grade good" : "lesson-grade"}>
      <details className="asked"><summary>{LEARN.theQuestion}</summary><Markdown text={question} /></details>
      <p className="strong" role="status">{words}</p>
      <ul>
        {grade.results.map(({ names, outcome, reason }) => {
          const Icon = ICONS[outcome];
          return (
            <li key={`${outcome} ${names[0]}`} className={`outcome-${outcome}`}>
              <Icon size={15} aria-hidden /> <b className="mono">{names.join(", ")}</b> <span className="muted">{LEARN.outcome[outcome]}</span>
              {reason && outcome !== "right" ? <p className="reason">{names.length > 1 ? `${LEARN.alike(names[0]!)} ` : ""}<SentenceText decision={reason} /></p> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
