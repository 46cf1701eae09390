import { useState } from "react";
import type { Decision } from "../../api/decision.ts";
import { clockText } from "../format.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";
import { Popover } from "./Popover.tsx";
import { SentenceText } from "./SentenceText.tsx";

/** The newest decision in words. Spoken by screen readers, one sentence at a time. */
export function SentenceLine() {
  const decision = useMirror("decisions", (m) => m.decisions.at(-1));
  const isAtRest = useClock((c) => c.isAtRest && c.isOpen);
  return (
    <div className="sentence">
      <p aria-live="polite" aria-atomic="true">
        {decision ? <SentenceText decision={decision} /> : <span className="muted">Starting the cluster…</span>}
      </p>
      <div className="sentence-more">
        {decision ? <CauseChain key={decision.id} decision={decision} /> : null}
        {isAtRest && decision ? <span className="muted"> · nothing more happens by itself</span> : null}
      </div>
    </div>
  );
}

function CauseChain({ decision }: { readonly decision: Decision }) {
  const session = useSession();
  const [chain, setChain] = useState<readonly Decision[]>();
  const ask = () => {
    // What the reader asks about must not run away meanwhile.
    useUi.setState({ isPlaying: false });
    session.link.causes(decision.id).then(setChain, () => setChain([decision]));
  };
  return (
    <Popover label="Cause chain" place="above" triggerClass="link-button" trigger="Show the cause chain" onOpen={ask}>
      <p className="eyebrow">Why, step by step back</p>
      <ol className="causes">
        {(chain ?? [decision]).map((d) => (
          <li key={d.id}>
            <span className="mono muted number">{clockText(d.atMs)}</span>
            <span><SentenceText decision={d} /></span>
          </li>
        ))}
      </ol>
      <p className="muted source">Modelled on <code>{decision.source}</code></p>
    </Popover>
  );
}
