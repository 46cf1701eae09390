import { complain, readLine, type Process, type Steps } from "../process.ts";
import { runProgram } from "../shell/run.ts";
import type { Shell } from "../shell/shell.ts";

/** Exit status when a command ended with something but 0. */
const SOME_FAILED = 123;

interface Settings {
  /** Words for each command; all of them if absent. */
  readonly most?: number;
  /** Stands for the line that a command is run with. */
  readonly place?: string;
  readonly skipsEmpty: boolean;
  readonly command: readonly string[];
}

/** `xargs [-n N] [-I NAME] [-r] [COMMAND [WORD]…]`: words of the input as arguments. */
export function* xargs(args: readonly string[], shell: Shell): Process {
  const settings = settingsOf(args);
  if (typeof settings === "string") {
    yield* complain(`xargs: ${settings}\n`);
    return 1;
  }
  const command = settings.command.length > 0 ? settings.command : ["echo"];
  let status = 0;
  const run = function* (argv: readonly string[]): Steps<void> {
    if ((yield* runOne(shell, argv)) !== 0) status = SOME_FAILED;
  };
  if (settings.place !== undefined) {
    for (let line = yield* readLine(); line !== undefined; line = yield* readLine()) {
      const text = line.trim();
      if (text !== "") yield* run(command.map((word) => word.replaceAll(settings.place!, text)));
    }
    return status;
  }
  const most = settings.most ?? Infinity;
  let words: string[] = [];
  let runs = 0;
  for (let line = yield* readLine(); line !== undefined; line = yield* readLine()) {
    words.push(...wordsOf(line));
    while (words.length >= most) {
      yield* run([...command, ...words.slice(0, most)]);
      words = words.slice(most);
      runs++;
    }
  }
  if (words.length > 0 || (runs === 0 && !settings.skipsEmpty)) yield* run([...command, ...words]);
  return status;
}

/** What it reads is not for its commands. */
function* runOne(shell: Shell, argv: readonly string[]): Process {
  const process = runProgram(shell, argv);
  let reply: unknown;
  try {
    for (;;) {
      const step = process.next(reply);
      if (step.done) return step.value;
      reply = step.value.kind === "read" ? undefined : yield step.value;
    }
  } finally {
    process.return(1);
  }
}

function settingsOf(args: readonly string[]): Settings | string {
  let most: number | undefined;
  let place: string | undefined;
  let skipsEmpty = false;
  let at = 0;
  for (; args[at]?.startsWith("-"); at++) {
    const [, letter, glued = ""] = /^-([nLIPrt0]|-no-run-if-empty)(.*)$/s.exec(args[at]!) ?? [];
    if (letter === undefined) return `unrecognized option: ${args[at]}`;
    if (letter === "r" || letter === "-no-run-if-empty") skipsEmpty = true;
    if (!"nLIP".includes(letter)) continue;
    const value = glued || args[++at];
    if (value === undefined) return `option requires an argument: ${letter}`;
    if (letter === "I") place = value;
    else if (letter !== "P") most = Number(value);
    if (most !== undefined && !(most >= 1)) return `invalid number '${value}'`;
  }
  return { ...(most === undefined ? {} : { most }), ...(place === undefined ? {} : { place }), skipsEmpty, command: args.slice(at) };
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, (_, a: string | undefined, b: string | undefined, c: string | undefined) => a ?? b ?? c ?? ""));
}
