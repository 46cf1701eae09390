import type { SimContainer } from "../exec/container.ts";
import { parseShell } from "../../../api/shell/parse.ts";
import { endsLoop, isDue, nestedScript, runItem, runList, runProgram } from "../exec/shell-run.ts";
import type { ShellItem, ShellList, Word } from "../../../api/shell/syntax.ts";
import { newShell, type Halt, type Io, type Shell } from "../exec/shell.ts";
import { SILENT, type LogLine, type LogLoop, type LogScript } from "./log-script.ts";

/** Times are since the start of the container. */
export interface ShellLog {
  readonly script: LogScript;
  readonly outcome: ShellEnd;
}

/** What a command comes to. */
export type ShellEnd =
  | { readonly kind: "ends"; readonly atMs: number; readonly code: number }
  /** It starts a program that only the image has. */
  | { readonly kind: "leaves"; readonly atMs: number }
  /** `polls`: it asks the world again and again, so that another world may end it. */
  | { readonly kind: "runs"; readonly polls: boolean };

/** A loop that never sleeps prints as fast as it can; once a second is enough to see. */
const BUSY_MS = 1000;
const SHORTEST_MS = 10;
/** Between two lines of one moment. */
const LINE_MS = 0.01;

/**
 * What the command of a container prints when it is a shell script or one of the small programs of every image: it is
 * run, with `sleep` as the time that passes. A `while true` at its top level becomes a loop of which each turn can be
 * had by its number: a variable that counts is counted on, others stay as the second turn leaves them.
 * Departure: files and variables are those of now, also for lines of the past.
 */
export function shellLog(container: SimContainer, startMs: number): ShellLog {
  const { argv } = container;
  if (argv.length === 0) return { script: SILENT, outcome: { kind: "runs", polls: false } };
  const plain = newShell(container, { mode: "log", nowMs: startMs });
  const nested = nestedScript(plain, argv);
  const shell: Shell = { ...plain, ...(nested ? { parameters: nested.parameters } : {}) };
  const sink = newSink(shell, startMs);
  if (!nested) return done(shell, sink, startMs, runProgram(shell, argv, sink.io));
  const parsed = parseShell(nested.script);
  if ("error" in parsed) return { script: { opening: [{ atMs: 0, text: `sh: syntax error: ${parsed.error}` }], loops: [] }, outcome: { kind: "ends", atMs: 0, code: SYNTAX } };
  for (const item of parsed.list) {
    const body = shell.halt ? undefined : endlessBody(item);
    if (body && isDue(shell, item) && !runToEnd(shell, item, sink)) return withLoop(shell, sink, startMs, body);
    if (!body) runItem(shell, item, sink.io);
  }
  return done(shell, sink, startMs, shell.halt?.kind === "exit" ? shell.halt.code : shell.lastCode);
}

/** A syntax error. */
const SYNTAX = 2;

function done(shell: Shell, sink: Sink, startMs: number, code: number): ShellLog {
  return { script: { opening: sink.lines(), loops: [] }, outcome: endOf(shell, shell.nowMs - startMs, code) };
}

function endOf({ halt }: Pick<Shell, "halt">, atMs: number, code: number): ShellEnd {
  switch (halt?.kind) {
    case "blocked": return { kind: "runs", polls: false };
    case "exhausted": return { kind: "runs", polls: true };
    case "unknown": return { kind: "leaves", atMs };
    default: return { kind: "ends", atMs, code };
  }
}

/**
 * Runs a `while true` that has a way out, turn after turn; false, with nothing done, if it has none, or does not take it
 * in the steps that a shell has.
 */
function runToEnd(shell: Shell, item: ShellItem, sink: Sink): boolean {
  if (!hasWayOut([item])) return false;
  const trial: Shell = { ...shell, variables: new Map(shell.variables), exported: new Set(shell.exported), written: new Map(shell.written) };
  runItem(trial, item, { stdin: "", out: () => {}, err: () => {} });
  if (trial.halt?.kind === "exhausted") return false;
  runItem(shell, item, sink.io);
  return true;
}

/** Whether a command in it may end the loop around it, or all. */
function hasWayOut(list: ShellList): boolean {
  return list.some(({ commands }) => commands.some((command) => {
    switch (command.kind) {
      case "simple": return /^(?:break|exit|return|exec|\$)/.test(command.words[0] ? literal(command.words[0]) : "");
      case "if": return hasWayOut(command.condition) || hasWayOut(command.body) || hasWayOut(command.otherwise);
      case "loop": return hasWayOut(command.condition) || hasWayOut(command.body);
      case "for": case "group": return hasWayOut(command.body);
    }
  }));
}

function withLoop(shell: Shell, sink: Sink, startMs: number, body: ShellList): ShellLog {
  const opening = sink.lines();
  const fromMs = shell.nowMs - startMs;
  const first = playTurn(shell, body, shell.variables, shell.nowMs);
  if (first.halt) {
    const script = { opening: [...opening, ...first.lines.map((line) => ({ ...line, atMs: line.atMs + fromMs }))], loops: [] };
    return { script, outcome: endOf(first, fromMs + first.tookMs, first.halt.kind === "exit" ? first.halt.code : 0) };
  }
  const everyMs = first.tookMs === 0 ? BUSY_MS : Math.max(SHORTEST_MS, first.tookMs);
  const beginMs = (n: number) => shell.nowMs + n * everyMs;
  const second = playTurn(shell, body, first.variables, beginMs(1));
  const loop: LogLoop = {
    fromMs,
    everyMs,
    turn(n) {
      if (n === 0) return first.lines;
      return n === 1 ? second.lines : playTurn(shell, body, variablesOf(n, first.variables, second.variables), beginMs(n)).lines;
    },
  };
  return { script: { opening, loops: [loop] }, outcome: { kind: "runs", polls: hasWayOut(body) } };
}

/** The body of a `while true` that stands alone. */
function endlessBody({ commands, isNegated }: ShellItem): ShellList | undefined {
  const [command] = commands;
  if (commands.length > 1 || isNegated || command?.kind !== "loop" || command.condition.length !== 1) return undefined;
  const [test] = command.condition[0]!.commands;
  if (command.condition[0]!.commands.length > 1 || test?.kind !== "simple") return undefined;
  const words = test.words.map(literal).join(" ");
  const isEndless = command.isUntil ? /^(?:\/bin\/)?false$/.test(words) : /^(?:(?:\/bin\/)?true|:|\[ (?:1|true) \]|test 1)$/.test(words);
  return isEndless ? command.body : undefined;
}

function literal(word: Word): string {
  return word.map((part) => (part.kind === "text" ? part.text : "$")).join("");
}

interface Turn {
  readonly lines: readonly LogLine[];
  readonly tookMs: number;
  readonly variables: Map<string, string>;
  /** Why there is no next turn. */
  readonly halt?: Halt;
}

function playTurn(outer: Shell, body: ShellList, variables: ReadonlyMap<string, string>, nowMs: number): Turn {
  const fresh = newShell(outer.container, { mode: "log", nowMs, parameters: outer.parameters });
  const shell: Shell = { ...fresh, variables: new Map(variables), exported: new Set(outer.exported), written: new Map(outer.written), cwd: outer.cwd };
  const sink = newSink(shell, nowMs);
  runList(shell, body, sink.io);
  const halt = endsLoop(shell) ? (shell.halt ?? ({ kind: "break" } as const)) : undefined;
  return { lines: sink.lines(), tookMs: shell.nowMs - nowMs, variables: shell.variables, ...(halt ? { halt } : {}) };
}

/** What the variables are when turn `n` begins: `one` is how turn 1 found them, `two` turn 2. */
function variablesOf(n: number, one: ReadonlyMap<string, string>, two: ReadonlyMap<string, string>): Map<string, string> {
  const variables = new Map(two);
  for (const [name, text] of two) {
    const [a, b] = [Number(one.get(name) ?? Number.NaN), Number(text)];
    if (a !== b && Number.isSafeInteger(a) && Number.isSafeInteger(b)) variables.set(name, String(a + (n - 1) * (b - a)));
  }
  return variables;
}

interface Sink { readonly io: Io; readonly lines: () => LogLine[] }

/** Cuts what is printed into lines, each with the time of its beginning. */
function newSink(shell: Shell, startMs: number): Sink {
  const lines: LogLine[] = [];
  let open = "";
  const add = (text: string) => lines.push({ atMs: shell.nowMs - startMs + lines.length * LINE_MS, text });
  const write = (text: string) => {
    const pieces = (open + text).split("\n");
    open = pieces.pop()!;
    for (const piece of pieces) add(piece);
  };
  return {
    io: { stdin: "", out: write, err: write },
    lines() {
      if (open !== "") add(open);
      open = "";
      return lines;
    },
  };
}
