import type { Flag } from "./verb.ts";

/** Source: Go strconv.ParseBool */
const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];
const MAX_INT = 2 ** 53;

/**
 * A flag's value as it is kept: switches as `true` and `false`, numbers in decimals, durations in milliseconds, lists in
 * pieces; or Go's words about what is wrong with it.
 */
export function checkedValue(type: Flag["type"], text: string): { readonly values: readonly string[] } | { readonly error: string } {
  switch (type) {
    case "bool":
      if (TRUE.includes(text)) return { values: ["true"] };
      return FALSE.includes(text) ? { values: ["false"] } : { error: `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax` };
    case "int":
      return checkedInt(text);
    case "duration": {
      const ms = parseGoDuration(text);
      return typeof ms === "number" ? { values: [String(ms)] } : ms;
    }
    case "strings":
      return { values: splitList(text) };
    case "string": case "array": case "optional":
      return { values: [text] };
  }
}

function checkedInt(text: string): { readonly values: readonly string[] } | { readonly error: string } {
  const [, sign = "", digits] = /^([+-]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/.exec(text) ?? [];
  if (digits === undefined) return { error: `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax` };
  const size = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (size >= MAX_INT) return { error: `strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range` };
  return { values: [String(sign === "-" ? -size : size)] };
}

/** As encoding/csv reads one line: commas separate, and double quotes hold together. */
function splitList(text: string): string[] {
  if (text === "") return [];
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `1h2m3.5s`, or Go's words about what is wrong. Source: Go time.ParseDuration */
function parseGoDuration(text: string): number | { readonly error: string } {
  const [, sign = "", body = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === "0") return 0;
  const quoted = JSON.stringify(text);
  if (body === "") return { error: `time: invalid duration ${quoted}` };
  let [total, at] = [0, 0];
  while (at < body.length) {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(body.slice(at))?.[0];
    if (number === undefined) return { error: `time: invalid duration ${quoted}` };
    at += number.length;
    const unit = /^[^\d.]*/.exec(body.slice(at))![0];
    if (unit === "") return { error: `time: missing unit in duration ${quoted}` };
    const ms = UNIT_MS[unit];
    if (ms === undefined) return { error: `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}` };
    at += unit.length;
    total += Number(number) * ms;
  }
  return sign === "-" ? -total : total;
}
