import type { RunLog } from "../../api/timeline.ts";

export interface AdvanceLimits {
  /** Asked every few entries; true ends the call early. Never changes what happens, only when. */
  readonly shouldStop?: () => boolean;
  /** End at the first new decision that is worth a stop. */
  readonly untilDecision?: boolean;
}

/** `reached`: the clock stands at the wanted time. Otherwise it stands at the last thing that happened. */
export type AdvanceResult = "reached" | "stopped" | "decision";

/** When two runs begin to differ: the time of the first input that only one of them has. */
export function partingMs(a: RunLog["inputs"], b: RunLog["inputs"]): number {
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i]);
  return at === undefined ? Infinity : Math.min(a[at]?.atMs ?? Infinity, b[at]?.atMs ?? Infinity);
}

/** The earlier of two times, either of which may be none. */
export function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
