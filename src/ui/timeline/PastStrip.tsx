import { clockText } from "../format.ts";
import { useClock, useSession } from "../session-context.ts";

/** In the past: where one is, what a command costs here, and the way back. */
export function PastStrip() {
  const session = useSession();
  const now = useClock((c) => clockText(Math.floor(c.nowMs / 1000) * 1000));
  const endMs = useClock((c) => c.endMs);
  return (
    <div className="past-place"><p className="past-strip">
      <span>You look at <b className="number">{short(now)}</b> of <b className="number">{short(clockText(endMs))}</b>. <span className="wide-only">A command here replaces what came after.</span></span>
      <button type="button" className="button" onClick={() => session.seek(endMs)}>Back to now</button>
    </p></div>
  );
}

/** Without tenths: the clock beside it has them. */
function short(time: string): string {
  return time.replace(/\.\d$/, "");
}
