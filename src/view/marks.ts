import type { Actor, Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";

/** One decision on the timeline, reduced to what its tick needs. */
export interface Tick {
  readonly id: number;
  readonly atMs: number;
  readonly actor: Actor;
  readonly verdict: string;
}

/** A tick that is drawn: the first decision of those that fall on the same few pixels. */
export interface Mark {
  readonly id: number;
  readonly atMs: number;
  /** Place on the line, 0 to 1. */
  readonly at: number;
  readonly actor: Actor;
  /** How many decisions it stands for. */
  readonly count: number;
}

/**
 * Ticks of the run after a frame. Decisions are numbered alike in every replay, so going back keeps the ticks of the
 * future that the log still reaches, and a write in the past cuts them off there. A decision that differs under a
 * known number means another future: what came after it is forgotten.
 * @returns `ticks` itself if nothing changed; sorted by id
 */
export function mergeTicks(ticks: readonly Tick[], frame: Pick<Frame, "decisions" | "endMs">): readonly Tick[] {
  let out = ticks;
  if (out.length > 0 && out[out.length - 1]!.atMs > frame.endMs) out = out.filter((t) => t.atMs <= frame.endMs);
  for (const decision of frame.decisions) out = addTick(out, decision, ticks);
  return out;
}

/**
 * Marks for a line of `widthPx` from `fromMs` to `toMs`, thinned so that two are at least `gapPx` apart.
 * @returns in order of time; at most widthPx / gapPx + 1
 */
export function timelineMarks(
  ticks: readonly Tick[],
  line: { readonly fromMs: number; readonly toMs: number; readonly widthPx: number; readonly gapPx?: number },
): Mark[] {
  const span = Math.max(line.toMs - line.fromMs, 1);
  const gap = (line.gapPx ?? 6) / Math.max(line.widthPx, 1);
  const marks: { id: number; atMs: number; at: number; actor: Actor; count: number }[] = [];
  for (const tick of ticks) {
    if (tick.atMs < line.fromMs || tick.atMs > line.toMs) continue;
    const at = (tick.atMs - line.fromMs) / span;
    const last = marks[marks.length - 1];
    if (last && at - last.at < gap) last.count++;
    else marks.push({ id: tick.id, atMs: tick.atMs, at, actor: tick.actor, count: 1 });
  }
  return marks;
}

/** Appends in place to a copy made once a frame: `shared` is the array that must not change. */
function addTick(ticks: readonly Tick[], decision: Decision, shared: readonly Tick[]): readonly Tick[] {
  const { id, atMs, actor, verdict } = decision;
  const last = ticks[ticks.length - 1];
  let out = ticks;
  if (last && id <= last.id) {
    const place = firstAtLeast(ticks, id);
    const known = ticks[place]!;
    if (known.id === id && known.atMs === atMs && known.actor === actor && known.verdict === verdict) return ticks;
    out = ticks.slice(0, place);
  }
  const own = out === shared ? [...out] : (out as Tick[]);
  own.push({ id, atMs, actor, verdict });
  return own;
}

function firstAtLeast(ticks: readonly Tick[], id: number): number {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ticks[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
