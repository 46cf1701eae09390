import { lineMatcher } from "../../api/shell/line-pattern.ts";
import { chomp, err, out, splitOptions, sourcesOf, type TextSteps } from "../../api/shell/text-tool.ts";
import { resolvePath } from "../files.ts";
import type { Process } from "../process.ts";
import type { Shell } from "../shell/shell.ts";
import { readFileIn } from "./read-file.ts";

type Find = ReturnType<typeof lineMatcher>;

/** Which lines a command is for. */
type Address = { readonly kind: "number"; readonly number: number } | { readonly kind: "last" } | { readonly kind: "pattern"; readonly find: Find };

interface Substitution {
  readonly kind: "s";
  readonly find: Find;
  readonly by: string;
  readonly isGlobal: boolean;
  readonly prints: boolean;
}

interface Command {
  readonly from?: Address;
  readonly to?: Address;
  readonly isNegated: boolean;
  readonly does: Substitution | { readonly kind: "d" } | { readonly kind: "p" } | { readonly kind: "q" };
  isInRange: boolean;
}

const USAGE = "Usage: sed [-i] [-n] [-E] [-e SCRIPT] SCRIPT [FILE]...\n";

/** `sed`, as far as people type it at kubectl: `s`, `d`, `p`, `q`, for lines, ranges and patterns. Departure: no groups (`\1`). */
export function* sed(args: readonly string[], shell: Shell): Process {
  const { flags, values, rest } = splitOptions(args.map((arg) => (arg === "-r" ? "-E" : arg)), "e", { expression: "e", quiet: "n", "in-place": "i", "regexp-extended": "E" });
  const [script, names] = values["e"] === undefined ? [rest[0], rest.slice(1)] : [values["e"], rest];
  if (script === undefined) {
    yield* err(USAGE);
    return 1;
  }
  const commands = parse(script, flags.has("E"));
  if (typeof commands === "string") {
    yield* err(`sed: ${commands}\n`);
    return 1;
  }
  const isQuiet = flags.has("n");
  if (flags.has("i")) return yield* inPlace(commands, isQuiet, names, shell);
  const { sources, isFailed } = yield* sourcesOf("sed", names, readFileIn(shell));
  const edit = new Edit(commands, isQuiet);
  // Only `$` has to know whether another line comes: without it each one is shown when it is there, as of a watch.
  const looksAhead = commands.some(({ from, to }) => from?.kind === "last" || to?.kind === "last");
  for (const { next } of sources) {
    let line = yield* next();
    while (line !== undefined && !edit.isOver) {
      const following: string | undefined = looksAhead ? yield* next() : undefined;
      yield* out(edit.line(line, looksAhead && following === undefined));
      line = looksAhead || edit.isOver ? following : yield* next();
    }
  }
  return Number(isFailed);
}

function* inPlace(commands: readonly Command[], isQuiet: boolean, names: readonly string[], shell: Shell): TextSteps {
  for (const name of names) {
    const path = resolvePath(shell.cwd, name);
    const text = shell.files.read(path);
    if (text === undefined) {
      yield* err(`sed: ${name}: No such file or directory\n`);
      return 1;
    }
    const edit = new Edit(commands, isQuiet);
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    shell.files.write(path, lines.map((line, i) => (edit.isOver ? line : edit.line(line, i === lines.length - 1))).join(""));
  }
  return 0;
}

/** One run through a text. */
class Edit {
  isOver = false;
  #number = 0;
  readonly #commands: readonly Command[];
  readonly #isQuiet: boolean;

  constructor(commands: readonly Command[], isQuiet: boolean) {
    this.#commands = commands.map((command) => ({ ...command }));
    this.#isQuiet = isQuiet;
  }

  /** What is written for a line. */
  line(raw: string, isLast: boolean): string {
    this.#number += 1;
    const end = raw.endsWith("\n") ? "\n" : "";
    let text = chomp(raw);
    let written = "";
    for (const command of this.#commands) {
      if (this.#isFor(command, text, isLast) === command.isNegated) continue;
      const { does } = command;
      if (does.kind === "d") return written;
      if (does.kind === "p") written += `${text}\n`;
      if (does.kind === "q") this.isOver = true;
      if (does.kind === "s") {
        const changed = substituted(text, does);
        if (changed !== undefined && does.prints) written += `${changed}\n`;
        text = changed ?? text;
      }
      if (this.isOver) break;
    }
    return written + (this.#isQuiet ? "" : text + end);
  }

  #isFor(command: Command, text: string, isLast: boolean): boolean {
    const { from, to } = command;
    const fits = (address: Address) => (address.kind === "number" ? address.number === this.#number : address.kind === "last" ? isLast : address.find(text, 0) !== undefined);
    if (!from || !to) return !from || fits(from);
    if (command.isInRange) {
      command.isInRange = to.kind === "number" ? this.#number < to.number : !fits(to);
      return true;
    }
    if (!fits(from)) return false;
    command.isInRange = to.kind !== "number" || to.number > this.#number;
    return true;
  }
}

function substituted(text: string, { find, by, isGlobal }: Substitution): string | undefined {
  let result = "";
  let at = 0;
  for (let match = find(text, 0); match; match = find(text, at)) {
    const { start, end } = match;
    result += text.slice(at, start) + by.replace(/\\([^])|&/g, (_, escaped?: string) => (escaped === undefined ? text.slice(start, end) : escaped === "n" ? "\n" : escaped));
    // An empty match must not be found again.
    if (end === start) result += text.slice(start, start + 1);
    at = end === start ? end + 1 : end;
    if (!isGlobal || at > text.length) return result + text.slice(at);
  }
  return at === 0 ? undefined : result + text.slice(at);
}

/** @returns what is wrong with the script, as a text */
function parse(script: string, isExtended: boolean): readonly Command[] | string {
  const commands: Command[] = [];
  let rest = script;
  const pattern = (text: string, ignoresCase = false) => lineMatcher(text, { isExtended, ignoresCase, isFixed: false });
  const address = (): Address | undefined => {
    const [all, number, last, text] = /^(?:(\d+)|(\$)|\/((?:[^\\/]|\\[^])*)\/)/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    rest = rest.slice(all.length);
    return number !== undefined ? { kind: "number", number: Number(number) } : last !== undefined ? { kind: "last" } : { kind: "pattern", find: pattern((text ?? "").replaceAll("\\/", "/")) };
  };
  for (rest = rest.replace(/^[\s;]+/, ""); rest !== ""; rest = rest.replace(/^[\s;]+/, "")) {
    const from = address();
    const hasRange = from !== undefined && rest.startsWith(",");
    if (hasRange) rest = rest.slice(1);
    const to = hasRange ? address() : undefined;
    if (hasRange && !to) return "unexpected `,'";
    const [head = "", negation, letter = ""] = /^\s*(!?)\s*(.?)/.exec(rest) ?? [];
    rest = rest.slice(head.length);
    const place = { ...(from ? { from } : {}), ...(to ? { to } : {}), isNegated: negation === "!", isInRange: false };
    if (letter === "d" || letter === "p" || letter === "q") commands.push({ ...place, does: { kind: letter } });
    else if (letter !== "s") return letter === "" ? "missing command" : `unsupported command ${letter}`;
    else {
      const mark = rest[0] ?? "/";
      const parts = partsOf(rest.slice(1), mark);
      if (!parts) return "unterminated `s' command";
      const [what, by, left] = parts;
      const [options = ""] = /^[gpiI]*/.exec(left) ?? [];
      rest = left.slice(options.length);
      if (/\\[1-9]/.test(by)) return "groups (\\1) are not part of this page";
      commands.push({ ...place, does: { kind: "s", find: pattern(what, /i/i.test(options)), by, isGlobal: options.includes("g"), prints: options.includes("p") } });
    }
    if (!/^\s*(?:[;\n]|$)/.test(rest)) return "unknown option to `s'";
  }
  return commands;
}

/** The two texts of `s`, and what comes behind them. An escaped mark stands for itself. */
function partsOf(text: string, mark: string): readonly [string, string, string] | undefined {
  const parts = [""];
  let i = 0;
  for (; i < text.length && parts.length < 3; i++) {
    if (text[i] === mark) parts.push("");
    else if (text[i] === "\\" && text[i + 1] === mark) parts[parts.length - 1] += text[++i]!;
    else if (text[i] === "\\" && i + 1 < text.length) parts[parts.length - 1] += text[i]! + text[++i]!;
    else parts[parts.length - 1] += text[i]!;
  }
  return parts.length < 3 ? undefined : [parts[0]!, parts[1]!, text.slice(i)];
}
