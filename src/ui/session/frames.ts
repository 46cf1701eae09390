import type { StoreApi } from "zustand/vanilla";
import type { Frame } from "../../api/frame.ts";
import type { ClusterLink, RunLog } from "../../api/timeline.ts";
import { applyFrame, setTelling } from "../../view/mirror.ts";
import type { Mirror } from "../../view/mirror.ts";
import { tellAll, tellNext, tellStanding } from "../../view/telling.ts";
import type { ClockState } from "../session.ts";
import { useUi } from "../store.ts";

/** The questions about time, asked one after the other so that no two frames can cross; each answer is taken in. */
export interface Frames {
  /** Queues a question; done when its frame has been taken in. */
  readonly ask: (question: () => Promise<Frame>) => Promise<void>;
  readonly isBusy: () => boolean;
  readonly last: () => Frame | undefined;
  /** The moment that time runs to next of its own; absent at rest. */
  readonly notableAtMs: () => number | undefined;
  /** Lets time run to the next repetition, which is otherwise not run after. */
  readonly chase: () => void;
  /** Lets time run to a moment for somebody who waits for it. @returns ends the waiting */
  readonly chaseTo: (toMs: number) => () => void;
  /** Tells the next `count` decisions that wait. */
  readonly tell: (count: number) => void;
  /** Time may have to run again. */
  readonly wake: () => void;
  readonly onWake: (listener: () => void) => () => void;
}

interface FramesParts {
  readonly link: ClusterLink;
  readonly mirror: Mirror;
  readonly clock: StoreApi<ClockState>;
  /** What to show if the engine is too broken to say what was done. */
  readonly log: RunLog;
  /** Called when something changed that commands look at beside the rows. */
  readonly onFacts: () => void;
}

export function createFrames({ link, mirror, clock, log, onFacts }: FramesParts): Frames {
  const wakeListeners = new Set<() => void>();
  let waiting = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let last: Frame | undefined;
  let chasedMs = 0;
  const wishes = new Set<{ readonly toMs: number }>();

  function ask(question: () => Promise<Frame>): Promise<void> {
    waiting++;
    const done = tail.then(question).then(take).catch(fail).finally(() => { waiting--; });
    tail = done;
    return done;
  }

  function take(frame: Frame): void {
    last = frame;
    const before = mirror.telling;
    applyFrame(mirror, frame);
    if (!useUi.getState().isPlaying) setTelling(mirror, tellStanding(before, mirror.telling));
    else hurry();
    const isChanged = frame.reset || frame.changed.length > 0 || frame.removed.length > 0 || frame.eligibility.length > 0 || frame.decisions.length > 0;
    clock.setState((c) => ({
      nowMs: frame.nowMs, endMs: frame.endMs, isOpen: true, isBehind: frame.behind, isAtRest: isAtRest(frame),
      next: frame.nextAtMs === undefined ? undefined : { atMs: frame.nextAtMs, by: frame.nextBy },
      contextVersion: isChanged ? c.contextVersion + 1 : c.contextVersion,
    }));
    if (frame.reset || frame.changed.some((r) => r.kind !== "Pod" && r.kind !== "Inert")) onFacts();
  }

  /** Only story pace tells one by one. */
  function hurry(): void {
    const { pace, isPlaying } = useUi.getState();
    if (isPlaying && pace !== "story") setTelling(mirror, tellAll(mirror.telling));
  }

  /** The engine's death is told by `onCrash`; anything else is a bug of the page and must be seen. */
  async function fail(error: unknown): Promise<void> {
    if (clock.getState().crash) return;
    const message = error instanceof Error ? error.message : String(error);
    // The engine may be well: then it knows what was done until now.
    const known = await link.exportLog().catch(() => log);
    if (clock.getState().crash) return;
    clock.setState((c) => ({ crash: { message, atMs: c.nowMs, log: known }, isAtRest: true }));
    useUi.setState({ isPlaying: false });
  }

  function isAtRest(frame: Frame): boolean {
    if (frame.nowMs < frame.endMs || frame.behind || mirror.telling.waiting.length > 0) return false;
    return (useUi.getState().pace === "story" || wishes.size > 0 ? notableAtMs() : frame.nextAtMs) === undefined;
  }

  /** A run that is told again goes at least as far as it went the first time, whatever waits there. */
  function notableAtMs(): number | undefined {
    if (!last) return undefined;
    const { nextNotableAtMs, nowMs, endMs } = last;
    const wanted = Math.max(chasedMs, ...[...wishes].map(({ toMs }) => toMs));
    return nextNotableAtMs ?? (nowMs < endMs ? endMs : nowMs < wanted ? wanted : undefined);
  }

  function rest(): void {
    if (last) clock.setState({ isAtRest: isAtRest(last) });
  }

  return {
    ask,
    isBusy: () => waiting > 0,
    last: () => last,
    notableAtMs,
    chase() { chasedMs = last?.nextAtMs ?? 0; },
    chaseTo(toMs) {
      const wish = { toMs };
      wishes.add(wish);
      return () => {
        wishes.delete(wish);
        rest();
      };
    },
    tell(count) {
      setTelling(mirror, tellNext(mirror.telling, count));
      rest();
    },
    wake() {
      hurry();
      rest();
      for (const listener of wakeListeners) listener();
    },
    onWake(listener) {
      wakeListeners.add(listener);
      return () => wakeListeners.delete(listener);
    },
  };
}
