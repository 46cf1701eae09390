import type { PodState } from "../api/frame.ts";

export type Hue = "ready" | "pending" | "failed" | "leaving";

/** Which of the four state colours a pod is drawn in outside the page: in diagrams and exported pictures. */
export function stateHue(state: PodState): Hue {
  switch (state) {
    case "available":
    case "ready":
      return "ready";
    case "failing":
      return "failed";
    case "terminating":
    case "succeeded":
    case "unknown":
      return "leaving";
    case "pending":
    case "creating":
    case "not-ready":
      return "pending";
  }
}
