import type { CowMap } from "../sim/cow-map.ts";
import type { Wake } from "../sim/actor.ts";

const BASE_MS = 5;
const MAX_MS = 1_000_000;
/** From here on a failure repeats itself: story pace need not wait for the next. */
const ROUTINE_AFTER = 12;

/**
 * When a failed sync comes back: after 5 ms, doubling with each failure in a row.
 * @param retries failures in a row by key; a sync that succeeds deletes its entry
 * @param wakeKey key of the wake-up
 * Source: client-go util/workqueue DefaultTypedControllerRateLimiter.
 */
export function retryWake(retries: CowMap<string, number>, key: string, wakeKey: string): Wake {
  const failures = retries.get(key) ?? 0;
  retries.set(key, failures + 1);
  const afterMs = Math.min(MAX_MS, BASE_MS * (1 << Math.min(failures, 20)));
  return { key: wakeKey, afterMs, ...(failures > ROUTINE_AFTER ? { routine: true } : {}) };
}
