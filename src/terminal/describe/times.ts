import { clockOf } from "../../api/calendar.ts";
import { humanDuration } from "../../api/duration.ts";
import { parseTime } from "../../api/time.ts";

/** What a Go time prints that was never set. */
const ZERO_TIME = "Mon, 01 Jan 0001 00:00:00 +0000";

/** `Sun, 22 Nov 2026 09:17:09 +0000` of an API time. Source: Go time.RFC1123Z */
export function longTime(time: string | null | undefined): string {
  const ms = parseTime(time);
  if (ms === undefined) return ZERO_TIME;
  const { weekday, day, month, year, time: clock } = clockOf(ms);
  return `${weekday}, ${String(day).padStart(2, "0")} ${month} ${year} ${clock} +0000`;
}

/** How long ago an API time was, as in the column AGE. Source: kubectl pkg/describe translateTimestampSince (1.36) */
export function since(time: string | null | undefined, nowMs: number): string {
  const ms = parseTime(time);
  return ms === undefined ? "<unknown>" : humanDuration(nowMs - ms);
}

/** `2026-11-22 09:17:09 +0000 UTC` of an API time. Source: Go time.Time String */
export function goTime(time: string | null | undefined): string {
  return (time ?? "0001-01-01T00:00:00Z").replace("T", " ").replace(/Z$/, " +0000 UTC");
}
