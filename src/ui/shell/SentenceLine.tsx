import { useState } from "react";
import type { Decision } from "../../api/decision.ts";
import { sentenceOf } from "../../view/sentence.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { Popover } from "./Popover.tsx";
import { RestNote } from "./RestNote.tsx";
import { SentenceText } from "./SentenceText.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const CauseList = onDemand(() => import("./CauseList.tsx").then((m) => m.CauseList));

const SPEAK_EVERY_MS = 1000;

/** The decision that is being told, in words. */
export function SentenceLine() {
  const { told: decision, more } = useMirror("telling", (m) => m.telling);
  const isOpen = useClock((c) => c.isOpen);
  return (
    <div className="sentence" data-decision={decision?.id}>
      <Spoken />
      <p>
        {decision ? <SentenceText decision={decision} /> : <span className="muted">{isOpen ? "Nothing has been decided yet." : "Starting the cluster…"}</span>}
      </p>
      <div className="sentence-more">
        {more > 0 ? <span className="muted">and {more} more · </span> : null}
        {decision ? <CauseChain decision={decision} /> : null}
        <RestNote />
      </div>
    </div>
  );
}

/** What screen readers say: the sentence that is being told, the newest at most once a second. */
function Spoken() {
  const told = useThrottled(useMirror("telling", (m) => m.telling.told), SPEAK_EVERY_MS);
  return <p className="visually-hidden" aria-live="polite" aria-atomic="true">{told ? sentenceOf(told).plain : ""}</p>;
}

function CauseChain({ decision }: { readonly decision: Decision }) {
  const session = useSession();
  // Time runs on meanwhile: what is read is the chain of the sentence that stood there when it was asked for.
  const [chain, setChain] = useState<readonly Decision[]>([]);
  const ask = () => {
    setChain([decision]);
    session.link.causes(decision.id).then(setChain, () => undefined);
  };
  return (
    <Popover label="Cause chain" place="above" triggerClass="link-button" trigger="Show the cause chain" onOpen={ask}>
      <CauseList chain={chain} />
    </Popover>
  );
}
