import type { Frame } from "../api/frame.ts";

/** What the page does next. `hold`: ask nothing for at most `leftMs` real ms. `rest`: nothing will happen by itself. */
export type Ask =
  | { readonly kind: "advance"; readonly toMs: number; readonly untilDecision: boolean }
  | { readonly kind: "hold"; readonly leftMs: number }
  | { readonly kind: "rest" };

/** The part of a frame that decides the pace. */
export type PaceFrame = Pick<Frame, "nowMs" | "nextAtMs" | "nextNotableAtMs" | "decisions" | "behind" | "reset">;

/** What story pace remembers between two calls. A plain value. */
export interface PaceState {
  readonly lastDecisionId: number;
  /** Virtual times of the decisions of the last virtual second. */
  readonly recent: readonly number[];
  /** Real ms for which the present decision still stays. */
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

export const PACE_START: PaceState = { lastDecisionId: 0, recent: [], holdMs: 0 };

/** Real ms for which a decision stays, alone and in the densest burst. */
const HOLD_MS = 900;
const SHORTEST_HOLD_MS = 120;
/** So many decisions within one virtual second are still told one by one at full length. */
const CALM = 6;
/** From here on they are told by slices of time, not one by one: a hundred pods must not take minutes. */
const CROWD = 24;
const SLICE_MS = 40;

/** Real ms for a quiet gap of virtual ms; straight lines between the points. */
const GAPS: readonly (readonly [gapMs: number, realMs: number])[] = [
  [3_000, 1_200], [10_000, 1_650], [50_000, 2_500], [300_000, 4_000], [3_600_000, 7_500],
];

/**
 * Story pace: every decision stays long enough to be read, waiting is shortened but visible. Call it once an animation
 * frame while no request is under way; it may be given the same frame many times.
 * @param elapsedMs real ms since the last call
 */
export function storyPace(state: PaceState, frame: PaceFrame, elapsedMs: number): { readonly state: PaceState; readonly ask: Ask } {
  const seen = takeDecisions(state, frame);
  const isNew = seen.recent !== state.recent;
  const holdMs = isNew ? seen.holdMs : Math.max(seen.holdMs - elapsedMs, 0);
  if (holdMs > 0) return { state: { ...seen, holdMs }, ask: { kind: "hold", leftMs: holdMs } };
  const settled: PaceState = { ...seen, holdMs: 0 };
  if (frame.nextNotableAtMs === undefined) return { state: withoutGap(settled), ask: { kind: "rest" } };
  if (isCrowd(settled, frame) && frame.nextNotableAtMs <= frame.nowMs + SLICE_MS) {
    return { state: { ...withoutGap(settled), holdMs: SHORTEST_HOLD_MS }, ask: { kind: "advance", toMs: frame.nowMs + SLICE_MS, untilDecision: false } };
  }
  return crossGap(settled, frame, frame.nextNotableAtMs, elapsedMs);
}

/** Plain speed: virtual ms pass `speed` times as fast as real ones, at least 1 a call. Rests only when nothing is due, ever. */
export function steadyPace(frame: PaceFrame, elapsedMs: number, speed: number): Ask {
  if (frame.nextAtMs === undefined) return { kind: "rest" };
  return { kind: "advance", toMs: frame.nowMs + Math.max(Math.round(elapsedMs * speed), 1), untilDecision: false };
}

/** Real ms for which a decision stays that is the n-th of the last virtual second. */
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

/**
 * Counts the decisions of a frame that was not seen before and says how long the newest stays. Only what is told
 * counts: a quiet decision is not, and of their own action people know already.
 */
function takeDecisions(state: PaceState, frame: PaceFrame): PaceState {
  const newest = frame.decisions[frame.decisions.length - 1];
  const newestId = newest?.id ?? 0;
  if (frame.reset) {
    // After a jump the decisions of the frame are the past: nothing is told, and the numbers may have gone back.
    return state.lastDecisionId === newestId ? state : { lastDecisionId: newestId, recent: [], holdMs: 0 };
  }
  if (!newest || newestId <= state.lastDecisionId) return state;
  const fresh = frame.decisions.filter((d) => d.id > state.lastDecisionId && !d.quiet && d.actor !== "user").map((d) => d.atMs);
  if (fresh.length === 0) return { ...state, lastDecisionId: newestId };
  const recent = [...state.recent, ...fresh].filter((at) => at > newest.atMs - 1000 && at <= newest.atMs);
  return { lastDecisionId: newestId, recent, holdMs: holdFor(recent.length) };
}

function isCrowd(state: PaceState, frame: PaceFrame): boolean {
  let n = 0;
  for (const at of state.recent) if (at > frame.nowMs - 1000) n++;
  return n > CROWD;
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
  return { lastDecisionId: state.lastDecisionId, recent: state.recent, holdMs: state.holdMs };
}
