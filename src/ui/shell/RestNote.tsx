import { durationText } from "../format.ts";
import { useClock } from "../session-context.ts";
import type { ClockState } from "../session.ts";
import { useUi } from "../store.ts";

/** Why nothing moves: nothing is left, only a repetition is, or the person paused. Nothing while time runs. */
export function RestNote() {
  const rest = useClock(restWords);
  const isPaused = useUi((s) => s.isPaused && !s.isPlaying);
  const words = rest ?? (isPaused ? "Paused: Play or Step shows what follows" : undefined);
  return words === undefined ? null : <span className="muted"> · {words}</span>;
}

/** Who repeats what, by the engine's names of its actors. A kubelet that looks again need not pull or start again. */
const REPEATS: Readonly<Record<string, string>> = {
  kubelets: "the kubelet looks again",
  "default-scheduler": "the scheduler tries again",
  daemonset: "the DaemonSet controller tries again",
  deployment: "the Deployment controller looks again",
  replicaset: "the ReplicaSet controller tries again",
  statefulset: "the StatefulSet controller tries again",
  "pod-gc": "the pod garbage collector looks again",
};

function restWords(clock: ClockState): string | undefined {
  if (!clock.isAtRest || !clock.isOpen) return undefined;
  if (!clock.next) return "nothing more happens by itself";
  return `quiet: ${REPEATS[clock.next.by ?? ""] ?? "somebody looks again"} in ${durationText(clock.next.atMs - clock.nowMs + 999)}`;
}
