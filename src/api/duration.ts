/**
 * The text of the AGE column: two units at most, cut down, never rounded up.
 * @param ms age in milliseconds; up to a second in the future reads as `0s`, more as `<invalid>`
 * Source: kubernetes apimachinery pkg/util/duration/duration.go HumanDuration (1.36)
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 60 * 2) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
  if (minutes < 60 * 3) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return pair(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return pair(days, "d", hours % 24, "h");
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 365 * 8 ? pair(years, "y", days % 365, "d") : `${years}y`;
}

/**
 * A duration as Go prints it: `0s`, `850ms`, `1.234s`, `1m20s`, `1h0m0s`.
 * @param ms whole milliseconds
 * Source: Go time.Duration.String
 */
export function goDuration(ms: number): string {
  if (ms < 0) return `-${goDuration(-ms)}`;
  if (ms > 0 && ms < 1000) return `${ms}ms`;
  const seconds = Math.floor(ms / 1000);
  const fraction = ms % 1000 === 0 ? "" : `.${String(ms % 1000).padStart(3, "0").replace(/0+$/, "")}`;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const last = `${seconds % 60}${fraction}s`;
  if (minutes === 0) return last;
  return hours === 0 ? `${minutes}m${last}` : `${hours}h${minutes % 60}m${last}`;
}

/**
 * Reads a Go duration such as `1m30s`, `250ms`, `1.5h` or `0`.
 * @returns milliseconds; undefined if it is none
 * Source: Go time.ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === "0") return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(rest)) return undefined;
  let ms = 0;
  for (const [, number = "", unit = ""] of rest.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) ms += Number(number) * (UNIT_MS[unit] ?? 0);
  const whole = Math.round(ms * 1e6) / 1e6; // 1.001 s is 1000.9999… ms in binary fractions
  return sign === "-" ? -whole : whole;
}

const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
