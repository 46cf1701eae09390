import { clockText } from "../format.ts";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";
import { Scrubber } from "./Scrubber.tsx";
import { SpeedMenu } from "./SpeedMenu.tsx";
import { Icon } from "../shell/Icon.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const PastStrip = onDemand(() => import("./PastStrip.tsx").then((m) => m.PastStrip));

/** Time in the hand: from the start, run, one decision further, any moment. */
export function TimelineBar() {
  const session = useSession();
  const isPlaying = useUi((s) => s.isPlaying);
  const isAtRest = useClock((c) => c.isAtRest);
  const runs = isPlaying && !isAtRest;
  const isPast = useClock((c) => c.nowMs < c.endMs);
  const Live = session.scenario.live?.Bar;
  if (Live) return <Live />;
  return (
    <>
      {isPast ? <PastStrip /> : null}
      <section className="timeline" aria-label="Timeline">
        <button type="button" className="button plain icon" aria-label="From the start" title="From the start" onClick={() => session.restart()}>
          <Icon name="restart" size={15} />
        </button>
        <button type="button" className="button icon play" aria-label={runs ? "Pause" : "Play"} title={`${runs ? "Pause" : "Play"} (Space)`}
          onClick={() => session.togglePlaying()}>
          {runs ? <Icon name="pause" size={15} /> : <Icon name="play" size={15} />}
        </button>
        <button type="button" className="button plain step" aria-label="Step: one decision" title="One decision by one actor (.)" onClick={() => session.step()}>
          <span className="wide-only">Step</span> <Icon name="step" size={15} />
        </button>
        <Scrubber />
        <Clock />
        <SpeedMenu />
      </section>
    </>
  );
}

function Clock() {
  const now = useClock((c) => clockText(c.nowMs));
  const isStopped = useUi((s) => !s.isPlaying);
  const state = useClock((c) => (c.isAtRest ? (c.next ? "quiet" : "at rest") : isStopped ? "paused" : c.isBehind ? "catching up" : ""));
  return (
    <span className="clock">
      <span className="mono number" aria-label={`Virtual time ${now}`} role="timer">{now}</span>
      {state ? <span className="clock-state">{state}</span> : null}
    </span>
  );
}
