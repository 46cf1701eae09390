import type { CowMap } from "../../sim/cow-map.ts";
import type { FailedPodGate } from "./manage.ts";

/** One back-off entry: the window after the last deletion. */
export interface BackoffEntry {
  readonly windowMs: number;
  readonly lastMs: number;
  /** That a pod waits for the end of the window has been recorded. */
  readonly isTold?: boolean;
}

const INITIAL_MS = 1_000;
const MAX_MS = 15 * 60_000;

/**
 * The gate of one sync for failed daemon pods: the first is deleted at once, the next not before 1, 2, 4 … 900 s
 * after the one before, on each node. A spec change raises observedGeneration and so starts anew.
 * Source: daemon_controller.go podsShouldBeOnNode with flowcontrol.Backoff.
 */
export function failedPodGate(entries: CowMap<string, BackoffEntry>, prefix: string, nowMs: number): FailedPodGate {
  return (nodeName) => {
    const key = `${prefix}/${nodeName}`;
    const known = entries.get(key);
    const entry = known && nowMs - known.lastMs <= 2 * MAX_MS ? known : undefined;
    if (entry && nowMs - entry.lastMs < entry.windowMs) {
      if (!entry.isTold) entries.set(key, { ...entry, isTold: true });
      return { kind: "wait", windowMs: entry.windowMs, untilMs: entry.lastMs + entry.windowMs, isNews: !entry.isTold };
    }
    entries.set(key, { windowMs: entry ? Math.min(MAX_MS, entry.windowMs * 2) : INITIAL_MS, lastMs: nowMs });
    return { kind: "delete" };
  };
}
