import "../theme/outcomes.css";
import { Download, RotateCcw, Undo2 } from "lucide-react";
import type { Crash } from "../../api/timeline.ts";
import { clockText } from "../format.ts";
import { useClock, useSession } from "../session-context.ts";

/** The engine died: the last picture stays, the reason is told, and there is a way on. */
export function CrashBanner() {
  const session = useSession();
  const crash = useClock((c) => c.crash);
  if (!crash) return null;
  return (
    <section className="crash notice bad" role="alert">
      <div>
        <p><b>The cluster's engine stopped</b> at {clockText(crash.atMs)}: {crash.message}</p>
        <p className="muted">The picture is the last one it sent. Seed {crash.log.seed}, {crash.log.inputs.length} inputs: the log makes it happen again, so it is all that a bug report needs.</p>
      </div>
      <div className="crash-actions">
        <button type="button" className="button primary" onClick={() => session.recover()}><Undo2 size={15} aria-hidden /> Continue from before</button>
        <button type="button" className="button" onClick={() => session.reset()}><RotateCcw size={15} aria-hidden /> Start over</button>
        <button type="button" className="button" onClick={() => download(crash)}><Download size={15} aria-hidden /> Save the log</button>
      </div>
    </section>
  );
}

function download(crash: Crash): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(crash, null, 2)], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = `crash-seed-${crash.log.seed}.json`;
  anchor.click();
  URL.revokeObjectURL(url);
}
