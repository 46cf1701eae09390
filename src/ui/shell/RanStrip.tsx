import { Check, ChevronUp, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { KubeRequest } from "../../api/request.ts";
import { useSession } from "../session-context.ts";
import { hasChanged, undo } from "../session/undo.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import type { Ran } from "../store.ts";
import { requestLine } from "../../http/codec.ts";
import { CopyButton } from "./CopyButton.tsx";
import { Popover } from "./Popover.tsx";
import { statusLine, StatusText } from "./StatusText.tsx";

/** What was last done, as one would have typed it, or why the API refused it: one line, the rest unfolds from it. */
export function RanStrip() {
  const ran = useUi((s) => s.ran);
  const session = useSession();
  const canUndo = useCanUndo(session, ran);
  if (!ran) return null;
  const { failure } = ran;
  const line = failure ? statusLine(failure) : lineOf(ran.kubectl);
  return (
    <section className={failure ? "ran failed" : "ran"} aria-label="Last command">
      <span className="ran-mark">{failure ? <TriangleAlert size={15} aria-hidden /> : <Check size={15} aria-hidden />}</span>
      <p className={failure ? "ran-line" : "ran-line mono"} title={line} role={failure ? "alert" : undefined}>{line}</p>
      {ran.warnings.length > 0 ? <span className="ran-warning">{ran.warnings.length === 1 ? "Warning" : `${ran.warnings.length} warnings`}</span> : null}
      <Popover label="Last command in full" place="above" triggerClass="button plain icon" triggerTitle="Show all of it" trigger={<ChevronUp size={15} aria-hidden />}>
        <Whole ran={ran} />
      </Popover>
      {canUndo ? <button type="button" className="button plain" title="Undo (Ctrl+Z)" onClick={() => void undo(session)}>Undo</button> : null}
      <CopyButton text={ran.kubectl.join("\n")} label="Copy the command" />
      <button type="button" className="button plain icon" aria-label="Close" onClick={() => useUi.setState({ ran: undefined })}><X size={15} aria-hidden /></button>
    </section>
  );
}

/** Of what changed nothing there is nothing to take back: Undo would take back what was done before it. */
function useCanUndo(session: Session, ran: Ran | undefined): boolean {
  const [changing, setChanging] = useState<Ran>();
  useEffect(() => {
    if (!ran || ran.failure || ran.requests.length === 0 || session.scenario.live) return undefined;
    let isLate = false;
    // A dead engine answers nothing; its banner says so.
    void hasChanged(session).catch(() => false).then((changed) => { if (changed && !isLate) setChanging(ran); });
    return () => { isLate = true; };
  }, [session, ran]);
  return ran !== undefined && changing === ran;
}

function Whole({ ran }: { readonly ran: Ran }) {
  return (
    <div className="ran-whole">
      <p className="eyebrow">{ran.title}</p>
      <pre>{ran.kubectl.join("\n")}</pre>
      {ran.failure ? <StatusText status={ran.failure} /> : null}
      {ran.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
      {ran.requests.length > 0 ? <p className="mono muted ran-wire">{wireText(ran.requests)}</p> : null}
    </div>
  );
}

/** The first line that is no remark stands for the others; that no real cluster has it must be seen at once. */
function lineOf(kubectl: readonly string[]): string {
  const lines = kubectl.flatMap((k) => k.split("\n"));
  const line = lines.find((l) => !l.startsWith("#")) ?? lines[0] ?? "";
  const remark = lines.find((l) => l.startsWith("# Only in this playground"));
  return remark ? `${line}  ${remark}` : line;
}

/** The requests as lines on the wire; the same line many times is told once, with a number. */
function wireText(requests: readonly KubeRequest[]): string {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const line = requestLine(request);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, n]) => (n > 1 ? `${line} ×${n}` : line)).join("\n");
}
