import { useEffect, useLayoutEffect, useRef } from "react";
import type { Decision } from "../../api/decision.ts";
import { clockText } from "../format.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useSession } from "../session-context.ts";
import { ActorMark } from "../shell/ActorMark.tsx";
import { SentenceText } from "../shell/SentenceText.tsx";

/** So many of the newest are listed; older ones are on the timeline. */
const SHOWN = 120;
/** All rows laid out anew in every frame would cost more than the picture. */
const REDRAW_MS = 150;

/** Who decided what, newest at the end. A click goes to that moment. */
export function Feed() {
  const session = useSession();
  const decisions = useThrottled(useMirror("decisions", (m) => m.decisions), REDRAW_MS);
  const list = useRef<HTMLOListElement>(null);
  const shown = decisions.slice(-SHOWN);
  const newest = shown.at(-1)?.id;
  const isEmpty = shown.length === 0;
  const isAtEnd = useRef(true);

  // Whoever scrolled back to read is not pulled away; everybody else sees the newest.
  useEffect(() => {
    const body = list.current?.closest(".drawer-body");
    if (!body) return undefined;
    const onScroll = () => { isAtEnd.current = body.scrollHeight - body.scrollTop - body.clientHeight < 40; };
    body.addEventListener("scroll", onScroll);
    return () => body.removeEventListener("scroll", onScroll);
  }, [isEmpty]);

  useLayoutEffect(() => {
    const body = list.current?.closest(".drawer-body");
    if (body && isAtEnd.current) body.scrollTop = body.scrollHeight;
  }, [newest]);

  if (isEmpty) return <p className="empty">Nothing has been decided yet.</p>;
  return (
    <ol className="feed" ref={list}>
      {shown.map((d) => <li key={d.id}><FeedRow decision={d} onGo={() => session.seek(d.atMs)} /></li>)}
    </ol>
  );
}

function FeedRow({ decision, onGo }: { readonly decision: Decision; readonly onGo: () => void }) {
  return (
    <button type="button" className="feed-row" onClick={onGo} title="Go to this moment">
      <span className="mono number muted">{clockText(decision.atMs)}</span>
      <ActorMark actor={decision.actor} />
      <span className="feed-text"><SentenceText decision={decision} /></span>
    </button>
  );
}
