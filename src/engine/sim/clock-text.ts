import { formatTime } from "../../api/time.ts";

/** The time of day on the cluster's clock, `hh:mm:ss`: what the clock of the page and the times of objects show. */
export function clockText(ms: number): string {
  return formatTime(ms).slice(11, 19);
}
