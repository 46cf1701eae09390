import "../theme/matrix.css";
import { decisionOfText, splitClauses } from "../../view/clauses.ts";
import { turnDoor, useLight } from "../graph/light-store.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { CodeText } from "../shell/SentenceText.tsx";

interface SchedulingTextProps {
  /** Of the event or condition, as the scheduler wrote it. */
  readonly text: string;
  readonly podUid: string | undefined;
}

/** A text of the scheduler in which every count is a door to the nodes that it counts. */
export function SchedulingText({ text, podUid }: SchedulingTextProps) {
  const decision = useMirror("decisions", (m) => (podUid === undefined ? undefined : decisionOfText(m.decisions, podUid, text)));
  const open = useLight((s) => s.door?.id);
  const clauses = decision?.clauses;
  if (!clauses) return <CodeText text={text} />;
  return splitClauses(text, clauses).map((part, i) => {
    const { reason } = part;
    if (reason === undefined) return <span key={i}>{part.text}</span>;
    const id = `${decision.id} ${reason}`;
    return (
      <button key={i} type="button" className="scheduling-clause" aria-pressed={open === id} title="Show these nodes" onClick={() => turnDoor({ kind: "clause", id, clauses, reason })}>{part.text}</button>
    );
  });
}
