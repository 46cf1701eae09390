import type { Decision } from "../../api/decision.ts";

const FRESH_MS = 2000;

/** Whether a decision is so new that the picture still points at it, on the virtual clock. */
export function isFresh(decision: Decision | undefined, nowMs: number): boolean {
  return decision !== undefined && nowMs - decision.atMs < FRESH_MS;
}
