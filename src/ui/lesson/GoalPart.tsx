import { useStore } from "zustand";
import type { StepWords } from "../../lessons/words.ts";
import { LEARN } from "../messages/learn.ts";
import { useSession } from "../session-context.ts";
import type { Session } from "../session.ts";
import { openDrawer } from "../store.ts";
import { Markdown } from "./Markdown.tsx";
import type { Player } from "./player.ts";

interface GoalPartProps {
  readonly player: Player;
  readonly words: StepWords;
  readonly onHandedOver: () => void;
}

/** What the learner does himself: whether it is reached, replies to wrong turns, hints one after the other, at last the solution, not run. */
export function GoalPart({ player, words, onHandedOver }: GoalPartProps) {
  const { phase, wrong, broken, hints, hasSolution, isEarly } = useStore(player.state);
  const session = useSession();
  const reply = words.wrong[wrong[0] ?? ""];
  if (phase === "done") return <p className="lesson-reply good" role="status">{isEarly ? LEARN.goalEarly : LEARN.goalReached}</p>;
  if (phase === "running") return <p className="muted">{LEARN.running}</p>;
  return (
    <section className="lesson-goal" aria-label={LEARN.goal}>
      <div role="status">
        {broken.length > 0 ? <div className="lesson-reply bad"><h3>{LEARN.neverBroken}</h3><Markdown text={words.never ?? broken.join(", ")} /><p><button type="button" className="button" onClick={() => player.restart()}>{LEARN.restart}</button></p></div> : null}
        {reply === undefined ? null : <div className="lesson-reply"><h3>{LEARN.wrongTurn}</h3><Markdown text={reply} /></div>}
      </div>
      <ol className="hints">{words.hints.slice(0, hints).map((hint, i) => <li key={hint}><h3>{LEARN.hint(i + 1, words.hints.length)}</h3><Markdown text={hint} /></li>)}</ol>
      {hasSolution ? <p className="muted" role="status">{LEARN.typed}</p> : null}
      {hints < words.hints.length ? <button type="button" className="button" onClick={() => player.hint()}>{LEARN.hint(hints + 1, words.hints.length)}</button> : (
        <button type="button" className="button" onClick={() => {
          player.solutionShown();
          onHandedOver();
          void typeInTerminal(session, player.step().solution.join(" && "));
        }}>{LEARN.typeSolution}</button>
      )}
    </section>
  );
}

/** Opens the terminal and leaves the line at its prompt. */
async function typeInTerminal(session: Session, line: string): Promise<void> {
  openDrawer("terminal");
  const [{ terminalOf }, { loadTerminalFont }] = await Promise.all([import("../terminal/terminal-screen.ts"), import("../terminal/theme.ts")]);
  await loadTerminalFont();
  terminalOf(session).put(line);
}
