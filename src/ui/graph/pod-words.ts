import type { PodRow, PodState } from "../../api/frame.ts";
import { durationText } from "../format.ts";

/** A state in one or two words, for legends and filters. */
export const STATE_WORDS: Readonly<Record<PodState, string>> = {
  pending: "waiting for its node",
  creating: "starting",
  "not-ready": "running, not ready",
  ready: "ready, not yet available",
  available: "available",
  failing: "failing",
  succeeded: "succeeded",
  terminating: "terminating",
  unknown: "unknown, node lost",
};

/** Why a card may say other numbers than the picture. */
export const STALE_WORDS = "These numbers are of the controller's last sync; a NoSchedule taint alone does not wake it.";

/** The order in which states are listed: what is well first, what is broken last. */
export const STATE_ORDER: readonly PodState[] = ["available", "ready", "not-ready", "creating", "pending", "terminating", "succeeded", "unknown", "failing"];

/** Which of the four hues a state is drawn in. */
export function hueOf(state: PodState): "ready" | "pending" | "failed" | "leaving" {
  switch (state) {
    case "available":
    case "ready":
      return "ready";
    case "pending":
    case "creating":
    case "not-ready":
      return "pending";
    case "failing":
      return "failed";
    case "succeeded":
    case "terminating":
    case "unknown":
      return "leaving";
  }
}

/** What a screen reader says of a pod: name, state, where, why, how long still. One sentence without a full stop. */
export function podWords(pod: PodRow, letter: string | undefined, nowMs: number): string {
  const where = pod.nodeName ?? pod.targetNode;
  const left = pod.timer && pod.timer.toMs > nowMs ? `, ${durationText(pod.timer.toMs - nowMs)} left` : "";
  return [
    `pod ${pod.name}`,
    where ? ` on ${where}` : "",
    `: ${STATE_WORDS[pod.state]} (${pod.status})`,
    pod.detail ? `, ${pod.detail}` : "",
    left,
    pod.restarts > 0 ? `, ${pod.restarts} restarts` : "",
    letter ? `, revision ${letter}` : "",
    pod.workload && pod.workload.kind !== "DaemonSet" ? `, of ${pod.workload.kind} ${pod.workload.name}` : "",
    pod.misscheduled ? ", where its DaemonSet no longer wants it" : "",
  ].join("");
}
