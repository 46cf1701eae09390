import { lastAnswer } from "./last-answer.ts";

// Virtual time: whole milliseconds since the cluster's epoch, 2026-01-01T00:00:00Z.
const EPOCH_DAYS = 20454; // days from 1970-01-01 to 2026-01-01
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** The epoch in Unix time, ms: for whoever ties virtual time to a real clock. */
export const EPOCH_UNIX_MS = EPOCH_DAYS * DAY_MS;

const ZERO = 48, DASH = 45, T = 84, COLON = 58, Z = 90;

/** RFC 3339 in whole seconds, as metav1.Time prints it. Pure integer arithmetic, no Date. */
export function formatTime(ms: number): string {
  return textOf(Math.floor(ms / 1000));
}

/** Much happens within one second; all of it shares one text, or the many times in objects would fill the memory. */
const textOf = lastAnswer(secondText);

function secondText(second: number): string {
  const days = Math.floor(second / DAY_SECONDS);
  const s = second - days * DAY_SECONDS;
  const [y, m, d] = civilFromDays(days + EPOCH_DAYS);
  // Built of codes at once: pieces put together would stay in memory as pieces, and objects are full of times.
  return String.fromCharCode(
    ZERO + Math.floor(y / 1000), ZERO + (Math.floor(y / 100) % 10), ZERO + (Math.floor(y / 10) % 10), ZERO + (y % 10), DASH,
    tens(m), ones(m), DASH, tens(d), ones(d), T,
    tens(Math.floor(s / 3600)), ones(Math.floor(s / 3600)), COLON, tens(Math.floor(s / 60) % 60), ones(Math.floor(s / 60) % 60), COLON, tens(s % 60), ones(s % 60), Z,
  );
}

const tens = (n: number) => ZERO + Math.floor(n / 10);
const ones = (n: number) => ZERO + (n % 10);

/** RFC 3339 with microseconds, as metav1.MicroTime prints it. */
export function formatMicroTime(ms: number): string {
  const fraction = ms - Math.floor(ms / 1000) * 1000;
  return `${formatTime(ms).slice(0, -1)}.${String(fraction).padStart(3, "0")}000Z`;
}

/** Milliseconds since the epoch of an RFC 3339 time in UTC (fractions allowed); undefined if it is none. */
export function parseTime(text: string | null | undefined): number | undefined {
  return text ? parsed(text) : undefined;
}

/** Those who read times read the same one over and over. */
const parsed = lastAnswer(msOf);

function msOf(text: string): number | undefined {
  const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  if (!m) return undefined;
  const n = m.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const fraction = m[7] ? Math.floor(Number(`0.${m[7]}`) * 1000) : 0;
  return (daysFromCivil(n[0], n[1], n[2]) - EPOCH_DAYS) * DAY_MS + ((n[3] * 60 + n[4]) * 60 + n[5]) * 1000 + fraction;
}

// Howard Hinnant's civil calendar arithmetic, public domain algorithm.
function civilFromDays(z0: number): [number, number, number] {
  const z = z0 + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const m = mp < 10 ? mp + 3 : mp - 9;
  return [yoe + era * 400 + (m <= 2 ? 1 : 0), m, doy - Math.floor((153 * mp + 2) / 5) + 1];
}

function daysFromCivil(y0: number, m: number, d: number): number {
  const y = m <= 2 ? y0 - 1 : y0;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}
