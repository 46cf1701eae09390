import type { LiveTime, Session } from "../session.ts";
import { useUi } from "../store.ts";
import { LiveBar } from "../timeline/LiveBar.tsx";

/** Real ms between two looks at a cluster that runs by itself. */
const LOOK_EVERY_MS = 120;

/** Time that belongs to the cluster: the page only looks, as long as somebody looks at the page. */
export const liveTime: LiveTime = {
  drive(session: Session): () => void {
    // Every decision is told at once: the cluster does not wait for the reader.
    useUi.setState({ pace: 1, isPlaying: true, isPaused: false });
    const timer = setInterval(() => {
      const { crash, isOpen } = session.clock.getState();
      if (document.visibilityState === "visible" && isOpen && !crash && !session.isBusy()) void session.advance({ toMs: Number.MAX_SAFE_INTEGER, untilDecision: false });
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  },
  Bar: LiveBar,
  refusal: "This cluster runs in real time, for everybody who looks at it: its time cannot be moved from here.",
  reconnect: () => location.reload(),
};
