import { formatTime } from "./time.ts";

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86_400_000;
/** From 1970 to the epoch of the cluster, a Thursday. */
const EPOCH_SECONDS = 20454 * 86_400;

/** A moment in the pieces that programs print. */
export interface Clock {
  readonly year: string;
  readonly month: string;
  readonly monthNumber: string;
  readonly day: number;
  readonly weekday: string;
  /** `HH:MM:SS`. */
  readonly time: string;
  readonly milliseconds: string;
  readonly unixSeconds: number;
}

/** @param ms virtual time, as in api/time.ts */
export function clockOf(ms: number): Clock {
  const text = formatTime(ms);
  const monthNumber = text.slice(5, 7);
  return {
    year: text.slice(0, 4),
    month: MONTHS[Number(monthNumber) - 1]!,
    monthNumber,
    day: Number(text.slice(8, 10)),
    weekday: DAYS[((Math.floor(ms / DAY_MS) % 7) + 7) % 7]!,
    time: text.slice(11, 19),
    milliseconds: String(ms - Math.floor(ms / 1000) * 1000).padStart(3, "0"),
    unixSeconds: EPOCH_SECONDS + Math.floor(ms / 1000),
  };
}

/** As `date` prints it: `Thu Jan  1 00:00:05 UTC 2026`. */
export function dateText(ms: number): string {
  const { weekday, month, day, time, year } = clockOf(ms);
  return `${weekday} ${month} ${String(day).padStart(2)} ${time} UTC ${year}`;
}

/** `date +FORMAT`. Source: strftime(3) */
export function formatDate(ms: number, format: string): string {
  const c = clockOf(ms);
  const day = String(c.day).padStart(2, "0");
  const [hours, minutes, seconds] = c.time.split(":");
  const parts: Readonly<Record<string, string | undefined>> = {
    Y: c.year, y: c.year.slice(2), m: c.monthNumber, d: day, e: String(c.day).padStart(2), H: hours, M: minutes, S: seconds, T: c.time, R: c.time.slice(0, 5),
    F: `${c.year}-${c.monthNumber}-${day}`, D: `${c.monthNumber}/${day}/${c.year.slice(2)}`, s: String(c.unixSeconds), a: c.weekday, b: c.month, h: c.month,
    Z: "UTC", z: "+0000", N: `${c.milliseconds}000000`, n: "\n", t: "\t", "%": "%",
  };
  return format.replace(/%(.)/gs, (whole, letter: string) => parts[letter] ?? whole);
}
