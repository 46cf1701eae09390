import { useRef } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { clockText } from "../format.ts";
import { useClock, useSession } from "../session-context.ts";
import { useMarks } from "./use-marks.ts";

/** Room to the right of the last thing that happened, so that the knob is never stuck at the edge. */
const MIN_SPAN_MS = 20_000;

/** The run from its start to as far as it went, a tick for each decision. Drag, click or arrow keys go to any moment. */
export function Scrubber() {
  const session = useSession();
  const track = useRef<HTMLDivElement>(null);
  const nowMs = useClock((c) => c.nowMs);
  const endMs = useClock((c) => c.endMs);
  const spanMs = Math.max(MIN_SPAN_MS, endMs, nowMs);
  const share = (ms: number) => `${(100 * ms) / spanMs}%`;

  function seekTo(event: PointerEvent) {
    const box = track.current!.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    // Beyond the end lies what has not happened yet: that is reached by playing.
    session.seek(Math.min(Math.round(part * spanMs), Math.max(endMs, nowMs)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowLeft: -1000, ArrowRight: 1000, PageUp: 10_000, PageDown: -10_000 }[event.key];
    if (event.key === "Home") session.seek(0);
    else if (event.key === "End") session.seek(endMs);
    else if (by !== undefined) session.seek(Math.min(Math.max(0, nowMs + by), Math.max(endMs, nowMs)));
    else return;
    event.preventDefault();
  }

  return (
    <div className="scrubber" role="slider" tabIndex={0} aria-label="Moment" aria-valuemin={0} aria-valuemax={Math.round(endMs)}
      aria-valuenow={Math.min(Math.round(nowMs), Math.round(endMs))} aria-valuetext={`${clockText(nowMs)} of ${clockText(endMs)}`}
      onKeyDown={onKeyDown}
      onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); seekTo(e); }}
      onPointerMove={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId)) seekTo(e); }}>
      <div className="track" ref={track}>
        <div className="known" style={{ width: share(endMs) }} />
        <div className="done" style={{ transform: `scaleX(${Math.min(1, nowMs / spanMs)})` }} />
        <Ticks spanMs={spanMs} />
        <div className="knob" style={{ left: share(nowMs) }} />
      </div>
    </div>
  );
}

function Ticks({ spanMs }: { readonly spanMs: number }) {
  const marks = useMarks(spanMs);
  return (
    <svg className="ticks" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
      <path d={marks.map((m) => `M${((1000 * m.atMs) / spanMs).toFixed(1)} 1v12`).join("")} />
    </svg>
  );
}
