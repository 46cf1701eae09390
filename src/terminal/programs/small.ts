import { dateText, formatDate } from "../../api/calendar.ts";
import { printf as formatted, unescape } from "../../api/shell/printf.ts";
import { complain, now, print, sleep as pass, type Process } from "../process.ts";
import type { Shell } from "../shell/shell.ts";

/** What a terminal takes as: cursor home, clear the screen and what has scrolled out of it. */
export const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

export function* clear(): Process {
  yield* print(CLEAR);
  return 0;
}

/** `echo [-n] [-e] WORD…`. */
export function* echo(args: readonly string[]): Process {
  let first = 0;
  let [end, escapes] = ["\n", false];
  for (; /^-[neE]+$/.test(args[first] ?? ""); first++) {
    if (args[first]!.includes("n")) end = "";
    if (args[first]!.includes("e")) escapes = true;
  }
  const text = args.slice(first).join(" ");
  yield* print((escapes ? unescape(text) : text) + end);
  return 0;
}

export function* printf([format = "", ...args]: readonly string[]): Process {
  yield* print(formatted(format, args));
  return 0;
}

/** `date [+FORMAT]`: the cluster's time. */
export function* date(args: readonly string[]): Process {
  const format = args.find((arg) => arg.startsWith("+"));
  const ms = yield* now();
  yield* print(`${format === undefined ? dateText(ms) : formatDate(ms, format.slice(1))}\n`);
  return 0;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `sleep N[smhd]`: virtual time, which may pass faster than yours. */
export function* sleep(args: readonly string[]): Process {
  let seconds = 0;
  for (const arg of args) {
    const [, number, unit = ""] = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(arg) ?? [];
    if (number === undefined) {
      yield* complain(`sleep: invalid number '${arg}'\n`);
      return 1;
    }
    seconds += Number(number) * UNIT_SECONDS[unit]!;
  }
  yield* pass(seconds * 1000);
  return 0;
}

const MOST_NUMBERS = 100_000;

/** `seq [FIRST [STEP]] LAST`. */
export function* seq(args: readonly string[]): Process {
  const numbers = args.map(Number);
  const [first, by, last] = numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : [numbers[0]!, numbers[1]!, numbers[2]!];
  if (numbers.length === 0 || numbers.some((n) => !Number.isFinite(n)) || by === 0) {
    yield* complain("Usage: seq [FIRST [STEP]] LAST\n");
    return 1;
  }
  for (let n = first, count = 0; (by > 0 ? n <= last : n >= last) && count < MOST_NUMBERS; n += by, count++) yield* print(`${n}\n`);
  return 0;
}

/** `history [N]`. */
export function* history(args: readonly string[], shell: Shell): Process {
  const from = args[0] === undefined ? 0 : Math.max(0, shell.history.length - Number(args[0]));
  yield* print(shell.history.slice(from).map((line, i) => `${String(from + i + 1).padStart(5)}  ${line}\n`).join(""));
  return 0;
}
