import "../theme/matrix.css";
import { useEffect, useState } from "react";
import type { DaemonSetRow } from "../../api/frame.ts";
import type { KubeRequest } from "../../api/request.ts";
import type { Remedy } from "../../view/doctor.ts";
import { nodeRowOf } from "../../view/mirror.ts";
import { useDiagnosis } from "../hooks/use-diagnosis.ts";
import { loadCommands } from "../load-commands.ts";
import { useClock, useSession } from "../session-context.ts";
import { OutcomeLine } from "../session/OutcomeLine.tsx";
import type { Session } from "../session.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { selectionOf } from "../selection.ts";
import type { Selection } from "../store.ts";
import { Section } from "./Facts.tsx";

/** A rollout that will not go on by itself: who holds it, and what would free it, each with its line and what it would do. */
export function Stuck({ set }: { readonly set: DaemonSetRow }) {
  const diagnosis = useDiagnosis(set);
  const [requests, setRequests] = useState<readonly KubeRequest[]>();
  if (!diagnosis) return null;
  return (
    <Section title="Stuck">
      <p className="notice"><CodeText text={diagnosis.text} /></p>
      {diagnosis.holders.map((holder) => (
        <div key={holder.nodeName} className="holder">
          <p><b>{holder.nodeName}</b>: <CodeText text={holder.cause} />.</p>
          <div className="remedies">{holder.remedies.map((r) => <Fix key={r.text} set={set} remedy={r} onTry={setRequests} />)}</div>
        </div>
      ))}
      <OutcomeLine requests={requests} />
    </Section>
  );
}

interface FixProps {
  readonly set: DaemonSetRow;
  readonly remedy: Remedy;
  /** Somebody thinks about it: what it would send; undefined when they no longer do. */
  readonly onTry: (requests: readonly KubeRequest[] | undefined) => void;
}

/** One thing to try: done at once, unless only a person can say how. */
function Fix({ set, remedy, onTry }: FixProps) {
  const session = useSession();
  const plan = usePlan(session, set, remedy);
  const tryIt = () => onTry(plan?.requests);
  const leave = () => onTry(undefined);
  return (
    <div className="remedy">
      <button type="button" className="button" onPointerEnter={tryIt} onFocus={tryIt} onPointerLeave={leave} onBlur={leave} onClick={() => { leave(); void run(session, set, remedy); }}>{remedy.text}{remedy.asks ? "…" : ""}</button>
      {plan ? <span className="remedy-line mono" title={plan.line}>{plan.line}</span> : null}
    </div>
  );
}

interface FixPlan {
  readonly requests: readonly KubeRequest[];
  readonly line: string;
}

/** What the remedy would send as it stands; undefined for one that asks, or cannot be done now. */
function usePlan(session: Session, set: DaemonSetRow, remedy: Remedy): FixPlan | undefined {
  const version = useClock((c) => c.contextVersion);
  const [plan, setPlan] = useState<FixPlan>();
  useEffect(() => {
    let isCurrent = true;
    void loadCommands().then(({ planById }) => {
      const found = remedy.asks ? undefined : planById(session, remedy.commandId, targetOf(session, set, remedy), remedy.values);
      const line = found?.kubectl.find((l) => !l.startsWith("#"));
      if (isCurrent) setPlan(found && { requests: found.requests, line: line ?? "" });
    });
    return () => { isCurrent = false; };
  }, [session, set, remedy, version]);
  return plan;
}

async function run(session: Session, set: DaemonSetRow, remedy: Remedy): Promise<void> {
  const target = targetOf(session, set, remedy);
  const { startCommandById, runAtOnce } = await loadCommands();
  if (remedy.asks) startCommandById(session, remedy.commandId, target);
  else runAtOnce(session, remedy.commandId, target, remedy.values);
}

function targetOf(session: Session, set: DaemonSetRow, remedy: Remedy): Selection | undefined {
  return selectionOf(remedy.nodeName === undefined ? session.mirror.rows.get(set.uid) : nodeRowOf(session.mirror, remedy.nodeName));
}
