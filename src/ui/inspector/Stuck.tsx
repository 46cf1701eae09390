import type { DaemonSetRow } from "../../api/frame.ts";
import type { Remedy } from "../../view/doctor.ts";
import { nodeRowOf } from "../../view/mirror.ts";
import { useDiagnosis } from "../hooks/use-diagnosis.ts";
import { loadCommands } from "../load-commands.ts";
import { useSession } from "../session-context.ts";
import type { Session } from "../session.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { selectionOf } from "../selection.ts";
import { Section } from "./Facts.tsx";

/** A rollout that will not go on by itself: who holds it, and what would free it. */
export function Stuck({ set }: { readonly set: DaemonSetRow }) {
  const session = useSession();
  const diagnosis = useDiagnosis(set);
  if (!diagnosis) return null;
  return (
    <Section title="Stuck">
      <p className="notice"><CodeText text={diagnosis.text} /></p>
      {diagnosis.holders.map((holder) => (
        <div key={holder.nodeName} className="holder">
          <p><b>{holder.nodeName}</b>: <CodeText text={holder.cause} />.</p>
          <p className="remedies">
            {holder.remedies.map((r) => <button key={r.text} type="button" className="button" onClick={() => void run(session, set, r)}>{r.text}</button>)}
          </p>
        </div>
      ))}
    </Section>
  );
}

async function run(session: Session, set: DaemonSetRow, remedy: Remedy): Promise<void> {
  const target = remedy.nodeName === undefined ? session.mirror.rows.get(set.uid) : nodeRowOf(session.mirror, remedy.nodeName);
  const { startCommandById } = await loadCommands();
  startCommandById(session, remedy.commandId, selectionOf(target));
}
