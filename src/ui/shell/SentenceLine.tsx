import { useState } from "react";
import type { Decision } from "../../api/decision.ts";
import { count } from "../format.ts";
import { sentenceOf } from "../../view/sentence.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";
import { Popover } from "./Popover.tsx";
import { SentenceText } from "./SentenceText.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const CauseList = onDemand(() => import("./CauseList.tsx").then((m) => m.CauseList));

const SPEAK_EVERY_MS = 2000;

/** The newest decision in words. */
export function SentenceLine() {
  const decision = useMirror("decisions", (m) => m.decisions.at(-1));
  const isAtRest = useClock((c) => c.isAtRest && c.isOpen);
  return (
    <div className="sentence">
      <Spoken />
      <p>
        {decision ? <SentenceText decision={decision} /> : <span className="muted">Starting the cluster…</span>}
      </p>
      <div className="sentence-more">
        {decision ? <CauseChain key={decision.id} decision={decision} /> : null}
        {isAtRest && decision ? <span className="muted"> · nothing more happens by itself</span> : null}
      </div>
    </div>
  );
}

/** Screen readers get a sentence when they can have finished the last one, and the number of those in between. */
function Spoken() {
  const newest = useThrottled(useMirror("decisions", (m) => m.decisions.at(-1)), SPEAK_EVERY_MS);
  const [spoken, setSpoken] = useState({ text: "", id: 0 });
  if (newest && newest.id !== spoken.id) {
    const skipped = newest.id - spoken.id - 1;
    const sentence = sentenceOf(newest).plain;
    setSpoken({ id: newest.id, text: spoken.id > 0 && skipped > 0 ? `${count(skipped, "more decision")}, then: ${sentence}` : sentence });
  }
  return <p className="visually-hidden" aria-live="polite" aria-atomic="true">{spoken.text}</p>;
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
      <CauseList chain={chain ?? [decision]} />
    </Popover>
  );
}
