import { clockText } from "../format.ts";
import { useClock } from "../session-context.ts";

/** In the timeline's place where time passes by itself. */
export function LiveBar() {
  const now = useClock((c) => clockText(Math.floor(c.nowMs / 1000) * 1000));
  return (
    <section className="timeline" aria-label="Timeline">
      <span><b>Live</b> <span className="muted">· this cluster runs in real time, for kubectl and for every page that shows it<span className="wide-only">: it cannot be paused or rewound</span></span></span>
      <span className="clock" style={{ marginInlineStart: "auto" }}>
        <span className="mono number" aria-label={`Time of day ${now} UTC`} role="timer">{now}</span>
        <span className="clock-state">UTC</span>
      </span>
    </section>
  );
}
