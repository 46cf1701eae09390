import type { Session } from "../session.ts";
import { useUi } from "../store.ts";

/** Longer than this nobody waits for a condition, virtual ms. */
const LONGEST_MS = 600_000;
const MOST_MOMENTS = 5_000;

/** Resolves when time, at its own pace or stepped by hand, has come to rest and everything has been told. */
export function settled(session: Session, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { isAtRest, crash } = session.clock.getState();
      if (!stop.aborted && !crash && !(isAtRest && !session.isInThePast())) return;
      leave();
      resolve();
    };
    const leave = session.clock.subscribe(look);
    stop.addEventListener("abort", look, { once: true });
    look();
  });
}

/** Lets time run at its own pace until a condition holds. */
export async function untilHolds(session: Session, holds: () => Promise<boolean>, stop: AbortSignal): Promise<void> {
  const endMs = session.clock.getState().nowMs + LONGEST_MS;
  const release = session.runTo(endMs);
  try {
    while (!stop.aborted && !(await holds())) {
      const { contextVersion, nowMs, crash } = session.clock.getState();
      if (crash || nowMs >= endMs) return;
      await nextChange(session, contextVersion, stop);
    }
  } finally {
    release();
  }
}

function nextChange(session: Session, version: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { contextVersion, isAtRest, crash } = session.clock.getState();
      if (contextVersion === version && !isAtRest && !crash && !stop.aborted) return;
      leave();
      resolve();
    };
    const leave = session.clock.subscribe(look);
    stop.addEventListener("abort", look, { once: true });
    look();
  });
}

/**
 * Goes from moment to moment without waiting or telling, until what runs has ended and nothing more happens, or until a
 * condition holds.
 * @param rests false: nothing is waited for but what runs
 */
export async function fastSettle(session: Session, runs: Promise<unknown>, stop: AbortSignal, { holds, rests }: { readonly holds: (() => Promise<boolean>) | undefined; readonly rests: boolean }): Promise<void> {
  let hasEnded = false;
  void runs.finally(() => { hasEnded = true; }).catch(() => undefined);
  for (let i = 0; i < MOST_MOMENTS && !stop.aborted && !session.clock.getState().crash; i++) {
    await session.advance({ toMs: session.clock.getState().nowMs, untilDecision: false });
    if (hasEnded && (holds ? await holds() : !rests)) break;
    const toMs = session.notableAtMs() ?? (holds ? session.lastFrame()?.nextAtMs : undefined);
    if (toMs !== undefined) await session.advance({ toMs, untilDecision: false });
    else if (hasEnded) break;
    // A line that runs may be waiting for the answer to a request.
    else await new Promise((resolve) => { setTimeout(resolve, 0); });
  }
  session.tell(session.mirror.telling.waiting.length);
  if (useUi.getState().isPlaying) session.poke();
}
