import { useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";

const STEP = 24;
const LEAST = 160;
/** The picture keeps at least this part of the window. */
const MOST_OF_WINDOW = 0.75;

/** The upper edge of the terminal, to be dragged, or moved with the arrow keys. */
export function ResizeHandle() {
  const handle = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number>();

  function resize(wanted: number): void {
    const next = Math.round(Math.max(LEAST, Math.min(wanted, innerHeight * MOST_OF_WINDOW)));
    handle.current?.closest<HTMLElement>(".drawer")?.style.setProperty("--terminal-height", `${next}px`);
    setHeight(next);
  }
  function heightNow(): number {
    return handle.current?.closest(".drawer")?.getBoundingClientRect().height ?? LEAST;
  }
  function onKeyDown(event: KeyboardEvent): void {
    const by = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: 4 * STEP, PageDown: -4 * STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(heightNow() + by);
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const bottom = handle.current?.closest(".drawer")?.getBoundingClientRect().bottom;
    if (event.currentTarget.hasPointerCapture(event.pointerId) && bottom !== undefined) resize(bottom - event.clientY);
  }
  return (
    <div ref={handle} className="terminal-edge" role="separator" aria-orientation="horizontal" aria-label="Height of the terminal" tabIndex={0} aria-valuemin={LEAST} aria-valuenow={height ?? LEAST}
      onKeyDown={onKeyDown} onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)} onPointerMove={onPointerMove} />
  );
}
