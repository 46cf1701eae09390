import type { Session } from "../session.ts";

/**
 * Moves time for a step that is played: moment by moment, so that it ends exactly where it should, whatever the pace.
 * Between its calls time stands. All of them end early if the keeper is stopped or the engine dies.
 */
export interface TimeKeeper {
  goTo(toMs: number): Promise<void>;
  /** Until nothing more happens, and all of it has been told. */
  rest(): Promise<void>;
  /** To the first moment at which something holds, and all has been told. */
  until(wait: Wait): Promise<void>;
  /** From now on without waiting or telling. */
  hurry(): void;
  /** Lets go of time. */
  end(): void;
}

export interface Wait {
  /** Asked whenever an object has changed. */
  readonly holds: () => Promise<boolean>;
  /** Longer nobody waits. */
  readonly endMs: number;
  /** Then it is asked every second as well. */
  readonly looksAtClock: boolean;
}

/** @param isFast from the start without waiting or telling */
export function keepTime(session: Session, stop: AbortSignal, { isFast: startsFast }: { readonly isFast: boolean }): TimeKeeper {
  let isFast = startsFast;
  let wake: () => void = () => undefined;
  const nowMs = () => session.clock.getState().nowMs;
  const isDead = () => stop.aborted || session.clock.getState().crash !== undefined;
  const standing = { stopMs: nowMs, look: () => Promise.resolve() };
  let moving = standing;
  stop.addEventListener("abort", () => wake(), { once: true });
  const letGo = session.guard({ stopMs: () => moving.stopMs(), look: () => moving.look() });

  /** Moves time towards a moment until it is over. @param wishMs where somebody waits for time to come to */
  async function move(guard: typeof standing, wishMs: () => number, isOver: () => boolean): Promise<void> {
    moving = guard;
    const release = isFast ? () => undefined : session.runTo(wishMs());
    while (!isOver() && !isDead()) {
      if (isFast) await session.advance({ toMs: wishMs(), untilDecision: false });
      else await nextChange();
    }
    moving = standing;
    release();
  }

  /** The last sentences still have to be read. */
  async function told(): Promise<void> {
    while (!isFast && !isDead() && session.mirror.telling.waiting.length > 0) await nextChange();
  }

  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const leave = session.clock.subscribe(() => wake());
      wake = () => {
        leave();
        resolve();
      };
    });
  }

  return {
    async goTo(toMs) {
      await session.advance({ toMs: nowMs(), untilDecision: false });
      await move({ ...standing, stopMs: () => toMs }, () => toMs, () => nowMs() >= toMs);
    },
    async rest() {
      const notableMs = () => session.lastFrame()?.nextNotableAtMs;
      await move({ ...standing, stopMs: () => notableMs() ?? nowMs() }, () => notableMs() ?? nowMs(), () => notableMs() === undefined && !session.isInThePast());
      await told();
    },
    async until({ holds, endMs, looksAtClock }) {
      let isOver = await holds();
      const nextMoment = () => {
        const next = Math.max(session.lastFrame()?.nextAtMs ?? endMs, nowMs() + 1);
        return Math.min(next, endMs, looksAtClock ? Math.floor(nowMs() / 1000) * 1000 + 1000 : endMs);
      };
      let stopMs = nextMoment();
      let seen = session.lastFrame()?.resourceVersion;
      let looking: Promise<void> | undefined;
      const look = async () => {
        const { resourceVersion } = session.lastFrame() ?? {};
        const isSame = resourceVersion === seen && !looksAtClock;
        seen = resourceVersion;
        if (!isSame && await holds()) isOver = true;
        else stopMs = nextMoment();
      };
      const once = () => (looking ??= look().finally(() => { looking = undefined; }));
      await move({ stopMs: () => (isOver ? nowMs() : stopMs), look: once }, () => endMs, () => isOver || nowMs() >= endMs);
      await told();
    },
    hurry() {
      isFast = true;
      wake();
    },
    end() {
      letGo();
      if (isFast) session.tell(session.mirror.telling.waiting.length);
    },
  };
}
