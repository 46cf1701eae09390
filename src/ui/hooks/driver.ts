import type { Frame } from "../../api/frame.ts";
import { PACE_START, steadyPace, storyPace } from "../../view/pace.ts";
import type { Ask, PaceState } from "../../view/pace.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";

/** A frame that took longer (a hidden page, a busy machine) counts as this many real ms. */
const LONGEST_FRAME_MS = 100;

export interface Driver {
  /** Time may have to run. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** What runs the cluster's time, once it is woken, for as long as there is something to run to. */
export function createDriver(session: Session): Driver {
  let handle = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs: number | undefined;
  let pace: PaceState = PACE_START;

  function nextFrame(): void {
    if (handle === 0) handle = requestAnimationFrame(tick);
  }

  function tick(realMs: number): void {
    handle = 0;
    const frame = session.lastFrame();
    const { isAtRest, crash } = session.clock.getState();
    if (!useUi.getState().isPlaying || isAtRest || crash || !frame) {
      lastMs = undefined;
      return;
    }
    if (session.isBusy()) return nextFrame();
    const elapsed = lastMs === undefined ? 0 : Math.min(LONGEST_FRAME_MS, realMs - lastMs);
    lastMs = realMs;
    follow(askFor(frame, elapsed));
  }

  function askFor(frame: Frame, elapsed: number): Ask {
    const speed = useUi.getState().pace;
    const notableMs = session.notableAtMs();
    if (speed !== "story") return steadyPace(frame.nextAtMs === undefined && notableMs !== undefined ? { ...frame, nextAtMs: notableMs } : frame, elapsed, speed);
    const shown = notableMs === undefined ? frame : { ...frame, nextNotableAtMs: notableMs };
    const told = storyPace(pace, shown, session.mirror.telling.waiting, elapsed);
    pace = told.state;
    return told.ask;
  }

  function follow(ask: Ask): void {
    switch (ask.kind) {
      case "rest":
        lastMs = undefined;
        return;
      case "tell":
        session.tell(ask.count);
        nextFrame();
        return;
      case "hold":
        // Nothing moves while a sentence is being read: the driver sleeps until it has been.
        timer = setTimeout(() => {
          pace = { ...pace, holdMs: 0 };
          lastMs = undefined;
          nextFrame();
        }, ask.leftMs);
        return;
      case "advance":
        void session.advance({ toMs: Math.round(ask.toMs), untilDecision: ask.untilDecision }).then(nextFrame);
    }
  }

  return {
    wake() {
      clearTimeout(timer);
      nextFrame();
    },
    stop() {
      clearTimeout(timer);
      cancelAnimationFrame(handle);
      handle = 0;
    },
  };
}
