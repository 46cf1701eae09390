import type { Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";

/**
 * What the page does next. `tell`: say the next `count` of the waiting decisions together. `hold`: ask nothing for at
 * most `leftMs` real ms. `rest`: nothing will happen by itself.
 */
export type Ask =
  | { readonly kind: "advance"; readonly toMs: number; readonly untilDecision: boolean }
  | { readonly kind: "tell"; readonly count: number }
  | { readonly kind: "hold"; readonly leftMs: number }
  | { readonly kind: "rest" };

/** The part of a frame that decides the pace. */
export type PaceFrame = Pick<Frame, "nowMs" | "nextAtMs" | "nextNotableAtMs" | "behind">;

/** A decision as far as it decides the pace. */
export type Heard = Pick<Decision, "atMs" | "actor" | "object" | "subject">;

/** What story pace remembers between two calls. A plain value. */
export interface PaceState {
  /** What was told of the last virtual second. */
  readonly recent: readonly Heard[];
  /** Real ms for which the present sentence still stays. */
  readonly holdMs: number;
  /** The quiet stretch that is being crossed. */
  readonly gap?: Gap;
}

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  /** Real ms that the crossing takes, and has taken so far. */
  readonly realMs: number;
  readonly passedMs: number;
}

export const PACE_START: PaceState = { recent: [], holdMs: 0 };

/** Real ms for which a sentence stays: alone, about what somebody just did, and in the densest burst. */
const HOLD_MS = 900;
const OWN_HOLD_MS = 600;
const SHORTEST_HOLD_MS = 150;
/** Decisions about so many objects within one virtual second are still told one by one at full length. */
const CALM = 6;
/** A longer queue is told together: the picture must not run far ahead of its sentence. */
const LONG_QUEUE = 8;
/** From here on time goes by slices, not by decisions: a hundred pods must not take minutes. */
const CROWD = 9;
const SLICE_MS = 220;

/** Real ms for a quiet gap of virtual ms; straight lines between the points. */
const GAPS: readonly (readonly [gapMs: number, realMs: number])[] = [
  [3_000, 1_200], [10_000, 1_650], [50_000, 2_500], [300_000, 4_000], [3_600_000, 7_500],
];

/**
 * Story pace: every decision is told in its order and stays long enough to be read, waiting is shortened but visible.
 * Call it once an animation frame while no request is under way; it may be given the same frame many times.
 * @param waiting decisions that were not told yet, oldest first
 * @param elapsedMs real ms since the last call
 */
export function storyPace(state: PaceState, frame: PaceFrame, waiting: readonly Heard[], elapsedMs: number): { readonly state: PaceState; readonly ask: Ask } {
  const holdMs = Math.max(state.holdMs - elapsedMs, 0);
  if (holdMs > 0) return { state: { ...state, holdMs }, ask: { kind: "hold", leftMs: holdMs } };
  const ready: PaceState = { ...state, holdMs: 0 };
  if (waiting.length > 0) return tell(ready, waiting);
  if (frame.nextNotableAtMs === undefined) return { state: withoutGap(ready), ask: { kind: "rest" } };
  if (isCrowd(ready, frame) && frame.nextNotableAtMs <= frame.nowMs + SLICE_MS) {
    return { state: withoutGap(ready), ask: { kind: "advance", toMs: frame.nowMs + SLICE_MS, untilDecision: false } };
  }
  return crossGap(ready, frame, frame.nextNotableAtMs, elapsedMs);
}

/** Plain speed: virtual ms pass `speed` times as fast as real ones, at least 1 a call. Rests only when nothing is due, ever. */
export function steadyPace(frame: PaceFrame, elapsedMs: number, speed: number): Ask {
  if (frame.nextAtMs === undefined) return { kind: "rest" };
  return { kind: "advance", toMs: frame.nowMs + Math.max(Math.round(elapsedMs * speed), 1), untilDecision: false };
}

/** Real ms for which a sentence stays in a virtual second with decisions about `n` objects. */
export function holdFor(n: number): number {
  if (n <= CALM) return HOLD_MS;
  return Math.max(Math.round((HOLD_MS * CALM * CALM) / (n * n)), SHORTEST_HOLD_MS);
}

/** Real ms in which a quiet gap of so many virtual ms is crossed. */
export function realMsForGap(gapMs: number): number {
  const [first] = GAPS;
  if (gapMs <= first![0]) return Math.min(gapMs, first![1]);
  for (let i = 1; i < GAPS.length; i++) {
    const [lowGap, lowReal] = GAPS[i - 1]!;
    const [highGap, highReal] = GAPS[i]!;
    if (gapMs <= highGap) return lowReal + ((gapMs - lowGap) / (highGap - lowGap)) * (highReal - lowReal);
  }
  return GAPS[GAPS.length - 1]![1];
}

/** What somebody did is told by itself; in a burst, all that waits up to there is told together. */
function tell(state: PaceState, waiting: readonly Heard[]): { readonly state: PaceState; readonly ask: Ask } {
  const [first] = waiting;
  const known = lastSecond([...state.recent, ...waiting], waiting[waiting.length - 1]!.atMs);
  const busy = objectsOf(known);
  const isBurst = busy > CALM || waiting.length > LONG_QUEUE;
  const own = waiting.findIndex((d) => d.actor === "user");
  const count = own === 0 || !isBurst ? 1 : own > 0 ? own : waiting.length;
  const holdMs = first!.actor === "user" ? OWN_HOLD_MS : holdFor(busy);
  const recent = lastSecond([...state.recent, ...waiting.slice(0, count)], waiting[count - 1]!.atMs);
  return { state: { ...state, recent, holdMs }, ask: { kind: "tell", count } };
}

function lastSecond(heard: readonly Heard[], untilMs: number): readonly Heard[] {
  return heard.filter((d) => d.atMs > untilMs - 1000 && d.atMs <= untilMs);
}

/** One pod's way through an instant is a story, however many steps it has; the same step of many pods is a crowd. */
function objectsOf(heard: readonly Heard[]): number {
  return new Set(heard.map((d) => (d.object.kind === "Pod" ? d.object : (d.subject ?? d.object)).name)).size;
}

function isCrowd(state: PaceState, frame: PaceFrame): boolean {
  return objectsOf(lastSecond(state.recent, frame.nowMs)) > CROWD;
}

/** Moves on through a stretch without decisions: never slower than real time, faster the longer it is. */
function crossGap(state: PaceState, frame: PaceFrame, nextMs: number, elapsedMs: number): { state: PaceState; ask: Ask } {
  const known = state.gap;
  const goesOn = known !== undefined && known.toMs === nextMs && frame.nowMs >= known.fromMs && frame.nowMs <= known.toMs;
  const before = goesOn ? known : { fromMs: frame.nowMs, toMs: nextMs, realMs: realMsForGap(nextMs - frame.nowMs), passedMs: 0 };
  // While the engine is behind, real time does not count: the clock would jump once it has caught up.
  const gap = frame.behind ? before : { ...before, passedMs: before.passedMs + elapsedMs };
  const part = gap.realMs > 0 ? Math.min(gap.passedMs / gap.realMs, 1) : 1;
  const isLong = gap.toMs - gap.fromMs > GAPS[0]![0];
  const eased = isLong ? part * part * (3 - 2 * part) : part;
  const planned = Math.round(gap.fromMs + eased * (gap.toMs - gap.fromMs));
  const toMs = Math.max(planned, Math.round(frame.nowMs + elapsedMs));
  return { state: { ...state, gap }, ask: { kind: "advance", toMs, untilDecision: true } };
}

function withoutGap(state: PaceState): PaceState {
  return { recent: state.recent, holdMs: state.holdMs };
}
