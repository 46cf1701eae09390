import "../theme/matrix.css";
import { useEffect, useState } from "react";
import type { WorkloadRow } from "../../api/frame.ts";
import type { KubeRequest } from "../../api/request.ts";
import type { Remedy } from "../../view/doctor/diagnosis.ts";
import { nodeRowOf } from "../../view/mirror.ts";
import { useDiagnosis } from "../hooks/use-diagnosis.ts";
import { loadCommands } from "../load-commands.ts";
import { useClock, useSession } from "../session-context.ts";
import { OutcomeLine } from "../session/OutcomeLine.tsx";
import type { Session } from "../session.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { selectionOf } from "../selection.ts";
import { openDialog, type Selection } from "../store.ts";
import { Section } from "./Facts.tsx";

/** A workload that will not get on by itself: who holds it, and what would free it, each with its line and what it would do. */
export function Stuck({ row }: { readonly row: WorkloadRow }) {
  const diagnosis = useDiagnosis(row);
  const [requests, setRequests] = useState<readonly KubeRequest[]>();
  if (!diagnosis) return null;
  return (
    <Section title="Stuck">
      <p className="notice"><CodeText text={diagnosis.text} /></p>
      {diagnosis.holders.map((holder) => (
        <div key={holder.name} className="holder">
          <p><b>{holder.name}</b>: <CodeText text={holder.cause} />.</p>
          <div className="remedies">{holder.remedies.map((r) => <Fix key={r.text} row={row} remedy={r} onTry={setRequests} />)}</div>
        </div>
      ))}
      <OutcomeLine requests={requests} />
    </Section>
  );
}

interface FixProps {
  readonly row: WorkloadRow;
  readonly remedy: Remedy;
  /** Somebody thinks about it: what it would send; undefined when they no longer do. */
  readonly onTry: (requests: readonly KubeRequest[] | undefined) => void;
}

/** One thing to try: done at once, unless only a person can say how. */
function Fix({ row, remedy, onTry }: FixProps) {
  const session = useSession();
  const plan = usePlan(session, row, remedy);
  const tryIt = () => onTry(plan?.requests);
  const leave = () => onTry(undefined);
  return (
    <div className="remedy">
      <button type="button" className="button" onPointerEnter={tryIt} onFocus={tryIt} onPointerLeave={leave} onBlur={leave} onClick={() => { leave(); void run(session, row, remedy); }}>{remedy.text}{isAnswered(remedy) ? "" : "…"}</button>
      {plan ? <span className="remedy-line mono" title={plan.line}>{plan.line}</span> : null}
    </div>
  );
}

interface FixPlan {
  readonly requests: readonly KubeRequest[];
  readonly line: string;
}

/** What the remedy would send as it stands; undefined for one that asks, or cannot be done now. */
function usePlan(session: Session, row: WorkloadRow, remedy: Remedy): FixPlan | undefined {
  const version = useClock((c) => c.contextVersion);
  const [plan, setPlan] = useState<FixPlan>();
  useEffect(() => {
    let isCurrent = true;
    void loadCommands().then(({ planById }) => {
      const found = isAnswered(remedy) ? planById(session, remedy.commandId, targetOf(session, row, remedy), remedy.values) : undefined;
      const line = found?.kubectl.find((l) => !l.startsWith("#"));
      if (isCurrent) setPlan(found && { requests: found.requests, line: line ?? "" });
    });
    return () => { isCurrent = false; };
  }, [session, row, remedy, version]);
  return plan;
}

async function run(session: Session, row: WorkloadRow, remedy: Remedy): Promise<void> {
  if ("opens" in remedy) return openDialog({ kind: "object", ...remedy.opens });
  const target = targetOf(session, row, remedy);
  const { startCommandById, runAtOnce } = await loadCommands();
  if (remedy.asks) startCommandById(session, remedy.commandId, target);
  else runAtOnce(session, remedy.commandId, target, remedy.values);
}

/** Where only a person knows the answers, there is no line to show. */
function isAnswered(remedy: Remedy): remedy is Doable {
  return "commandId" in remedy && !remedy.asks;
}

type Doable = Extract<Remedy, { readonly commandId: string }>;

function targetOf(session: Session, row: WorkloadRow, remedy: Doable): Selection | undefined {
  return selectionOf(remedy.nodeName === undefined ? session.mirror.rows.get(remedy.podUid ?? row.uid) : nodeRowOf(session.mirror, remedy.nodeName));
}
