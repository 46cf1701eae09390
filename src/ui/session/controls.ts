import type { StoreApi } from "zustand/vanilla";
import type { ClusterLink } from "../../api/timeline.ts";
import type { Mirror } from "../../view/mirror.ts";
import type { ClockState, LiveTime } from "../session.ts";
import { useUi } from "../store.ts";
import type { Frames } from "./frames.ts";

/** What the timeline's buttons do. */
export interface Controls {
  step(): void;
  togglePlaying(): void;
  seek(toMs: number): void;
}

interface ControlsParts {
  readonly link: ClusterLink;
  readonly mirror: Mirror;
  readonly clock: StoreApi<ClockState>;
  readonly frames: Frames;
  readonly advance: (options: { readonly toMs: number; readonly untilDecision: boolean }) => Promise<void>;
}

/** So many moments without a decision end a step: somebody is busy with nothing. */
const MOST_STEP_TRIES = 500;
const NOTHING_LEFT = "Nothing is left to happen by itself. Change something.";

export function createControls({ link, mirror, clock, frames, advance }: ControlsParts): Controls {
  let wantedSeek: number | undefined;

  /** Goes from one notable moment to the next until something is told; a repetition is one moment, whatever it brings. */
  async function stepOnce(): Promise<void> {
    const { told } = mirror.telling;
    for (let tries = 0; tries < MOST_STEP_TRIES; tries++) {
      const notableMs = frames.notableAtMs();
      const toMs = notableMs ?? (tries === 0 ? frames.last()?.nextAtMs : undefined);
      if (toMs === undefined || clock.getState().crash) return;
      await advance({ toMs, untilDecision: true });
      if (mirror.telling.told !== told) return;
    }
  }

  return {
    step() {
      useUi.setState({ isPlaying: false });
      if (mirror.telling.waiting.length > 0) frames.tell(1);
      else if (isOver(frames)) useUi.setState({ toast: NOTHING_LEFT });
      else if (!frames.isBusy()) void stepOnce();
    },
    togglePlaying() {
      const { isAtRest } = clock.getState();
      const runs = useUi.getState().isPlaying && !isAtRest;
      useUi.setState({ isPlaying: !runs, isPaused: runs });
      if (isAtRest && isOver(frames)) useUi.setState({ toast: NOTHING_LEFT });
      else if (isAtRest) frames.chase();
      frames.wake();
    },
    seek(toMs) {
      // The command that was last run belongs to another moment.
      useUi.setState({ isPlaying: false, ran: undefined });
      const isQueued = wantedSeek !== undefined;
      wantedSeek = toMs;
      // While dragging only the newest wish counts.
      if (!isQueued) {
        void frames.ask(() => {
          const to = wantedSeek ?? toMs;
          wantedSeek = undefined;
          return link.seek(to);
        });
      }
    },
  };
}

/** Where time is not the page's to move. */
export function heldControls({ refusal }: LiveTime): Controls {
  const refuse = () => useUi.setState({ toast: refusal });
  return { step: refuse, togglePlaying: refuse, seek: refuse };
}

/** Nothing will ever happen again by itself, not even a repetition. */
function isOver(frames: Frames): boolean {
  return frames.last() !== undefined && frames.notableAtMs() === undefined && frames.last()?.nextAtMs === undefined;
}
