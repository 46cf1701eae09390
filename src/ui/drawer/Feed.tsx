import "../theme/feed.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { Decision } from "../../api/decision.ts";
import type { ObjectReference } from "../../api/types/meta.ts";
import { sentenceOf } from "../../view/sentence.ts";
import { clockText } from "../format.ts";
import { useIsLineLit } from "../graph/use-line-look.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useSession } from "../session-context.ts";
import { ActorMark } from "../shell/ActorMark.tsx";
import { SentenceText } from "../shell/SentenceText.tsx";

/** So many of the newest are listed; older ones are on the timeline. */
const SHOWN = 120;
/** All rows laid out anew in every frame would cost more than the picture. */
const REDRAW_MS = 150;

/** Who decided what, newest at the end. A click goes to that moment; arrows go through the rows. */
export function Feed() {
  const session = useSession();
  const told = useThrottled(useMirror("telling", (m) => m.telling.told), REDRAW_MS);
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<number>();
  const isLit = useIsLineLit();
  const shown = useMemo(() => toldUntil(session.mirror.decisions, told), [session, told]);
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

  /** The rows are one stop for Tab, the newest unless the arrows went to another one. */
  const stop = shown.some((d) => d.id === current) ? current : newest;

  function onKeyDown(event: KeyboardEvent) {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".feed-row") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !rows[to]) return;
    event.preventDefault();
    rows[to].focus();
  }

  if (isEmpty) return <p className="empty">Nothing has been decided yet.</p>;
  return (
    <ol className="feed" ref={list}>
      {shown.map((d) => (
        <li key={d.id}><FeedRow decision={d} isDim={isLit?.(referencesOf(d), sentenceOf(d).plain) === false} isStop={d.id === stop} onKeyDown={onKeyDown} onFocus={() => setCurrent(d.id)} onGo={() => session.seek(d.atMs)} /></li>
      ))}
    </ol>
  );
}

/** The newest of what has been told; what the picture shows already and nobody has said yet comes when it is said. */
function toldUntil(decisions: readonly Decision[], told: Decision | undefined): readonly Decision[] {
  return told ? decisions.filter((d) => !d.quiet && d.id <= told.id).slice(-SHOWN) : [];
}

function referencesOf(decision: Decision): readonly ObjectReference[] {
  return decision.subject ? [decision.object, decision.subject] : [decision.object];
}

interface FeedRowProps {
  readonly isDim: boolean;
  readonly decision: Decision;
  readonly isStop: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onGo: () => void;
}

function FeedRow({ decision, isDim, isStop, onKeyDown, onFocus, onGo }: FeedRowProps) {
  return (
    <button type="button" className={isDim ? "feed-row dim" : "feed-row"} tabIndex={isStop ? 0 : -1} onKeyDown={onKeyDown} onFocus={onFocus} onClick={onGo} title="Go to this moment">
      <span className="mono number muted">{clockText(decision.atMs)}</span>
      <ActorMark actor={decision.actor} />
      <span className="feed-text"><SentenceText decision={decision} /></span>
    </button>
  );
}
