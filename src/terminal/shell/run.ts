import { expanded, fieldsOf, textOf, type Expansion } from "../../api/shell/expand.ts";
import { parseShell } from "../../api/shell/parse.ts";
import type { ShellCommand, ShellItem, ShellList } from "../../api/shell/syntax.ts";
import { resolvePath } from "../files.ts";
import { complain, type Effect, type Process, type Steps } from "../process.ts";
import { pipeline } from "./pipeline.ts";
import { redirected, targetsOf, type Target } from "./redirect.ts";
import { innerShell, type Program, type Shell } from "./shell.ts";

const NOT_FOUND = 127;
const SYNTAX = 2;
/** What a shell's word or variable holds at most. */
const MAX_TEXT = 1 << 20;

/** Runs a script, as typed or pasted: its exit status, which is also the shell's `$?`. */
export function* runScript(shell: Shell, text: string): Process {
  const parsed = parseShell(text);
  if ("error" in parsed) {
    yield* complain(`sh: syntax error: ${parsed.error}\n`);
    shell.lastStatus = SYNTAX;
    return SYNTAX;
  }
  shell.halt = undefined;
  const status = yield* runList(shell, parsed.list);
  shell.halt = undefined;
  return status;
}

/** Runs a program by its name, as xargs and watch do. */
export function* runProgram(shell: Shell, argv: readonly string[]): Process {
  const [name = "", ...args] = argv;
  const program = programNamed(shell, name);
  if (program) return yield* program(args, shell);
  yield* complain(`sh: ${name}: not found\n`);
  return NOT_FOUND;
}

export function programNamed(shell: Shell, name: string): Program | undefined {
  const plain = /^\/(?:usr\/)?(?:local\/)?bin\/([^/]+)$/.exec(name)?.[1] ?? name;
  return Object.hasOwn(shell.programs, plain) ? shell.programs[plain] : undefined;
}

function* runList(shell: Shell, list: ShellList): Process {
  for (const item of list) {
    if (shell.halt) break;
    if (isDue(shell, item)) yield* runItem(shell, item);
  }
  return shell.halt?.kind === "exit" ? shell.halt.status : shell.lastStatus;
}

function isDue(shell: Shell, { joined }: ShellItem): boolean {
  return joined === "always" || (joined === "and") === (shell.lastStatus === 0);
}

function* runItem(shell: Shell, { commands, isNegated }: ShellItem): Process {
  const status = commands.length === 1
    ? yield* runCommand(shell, commands[0]!)
    : yield* pipeline(commands.map((command) => runCommand(innerShell(shell), command)));
  shell.lastStatus = isNegated ? Number(status === 0) : status;
  return shell.lastStatus;
}

function* runCommand(shell: Shell, command: ShellCommand): Process {
  switch (command.kind) {
    case "simple":
      return yield* runSimple(shell, command);
    case "group":
      return yield* runList(shell, command.body);
    case "if":
      return yield* runBody(shell, (yield* runList(shell, command.condition)) === 0 ? command.body : command.otherwise);
    case "loop": {
      let status = 0;
      while (((yield* runList(shell, command.condition)) === 0) !== command.isUntil && !endsLoop(shell)) {
        status = yield* runBody(shell, command.body);
        if (endsLoop(shell)) break;
        // A loop that never waits for anything must still let the page live.
        yield { kind: "sleep", ms: 0 };
      }
      return status;
    }
    case "for": {
      let status = 0;
      for (const word of yield* fieldsOf(expansionOf(shell), command.words)) {
        shell.variables.set(command.name, word);
        status = yield* runBody(shell, command.body);
        if (endsLoop(shell)) break;
      }
      return status;
    }
  }
}

function* runBody(shell: Shell, body: ShellList): Process {
  shell.lastStatus = 0;
  return yield* runList(shell, body);
}

/** Takes a `break` or `continue` as meant for this loop. */
function endsLoop(shell: Shell): boolean {
  if (shell.halt?.kind === "continue") shell.halt = undefined;
  if (shell.halt?.kind !== "break") return shell.halt !== undefined;
  shell.halt = undefined;
  return true;
}

function* runSimple(shell: Shell, command: Extract<ShellCommand, { kind: "simple" }>): Process {
  const e = expansionOf(shell);
  const argv = aliased(shell, yield* fieldsOf(e, command.words));
  const values: (readonly [string, string])[] = [];
  for (const { name, value } of command.assignments) values.push([name, yield* textOf(e, value)]);
  const redirects: Target[] = [];
  for (const { fd, operator, target } of command.redirects) redirects.push({ fd, operator, text: yield* textOf(e, target) });
  const opened = targetsOf(shell, redirects);
  if ("error" in opened) {
    yield* complain(`sh: ${opened.error}\n`);
    return 1;
  }
  if (argv.length === 0) {
    for (const [name, value] of values) shell.variables.set(name, value);
    return values.length > 0 ? 0 : shell.lastStatus;
  }
  const before = values.map(([name]) => [name, shell.variables.get(name)] as const);
  for (const [name, value] of values) shell.variables.set(name, value);
  const status = yield* redirected(runProgram(shell, argv), opened);
  // Before a command an assignment holds for that command only.
  for (const [name, value] of before) {
    if (value === undefined) shell.variables.delete(name);
    else shell.variables.set(name, value);
  }
  return status;
}

/** The words of a command whose first one is an alias. An alias may begin with another one, or with its own name. */
function aliased(shell: Shell, argv: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (let words = argv; ; ) {
    const [name = "", ...others] = words;
    const text = seen.has(name) ? undefined : shell.aliases.get(name);
    const meant = text === undefined ? undefined : plainWords(text);
    if (!meant) return words;
    seen.add(name);
    words = [...meant, ...others];
  }
}

function expansionOf(shell: Shell): Expansion<Effect> {
  return {
    valueOf: (name) => valueOf(shell, name),
    variables: shell.variables,
    substitute: (list) => capture(runList(innerShell(shell), list)),
    paths: () => [...shell.files.entries()].map(([path]) => path),
    cwd: shell.cwd,
    absolute: (path) => resolvePath(shell.cwd, path),
    bounded: (text) => text.slice(0, MAX_TEXT),
  };
}

/** What a process writes to its standard output. */
export function* capture(process: Process): Steps<string> {
  let text = "";
  let reply: unknown;
  try {
    for (;;) {
      const step = process.next(reply);
      if (step.done) return text;
      reply = undefined;
      if (step.value.kind === "write" && step.value.to === "stdout") text += step.value.text;
      else reply = yield step.value;
    }
  } finally {
    process.return(1);
  }
}

function valueOf(shell: Shell, name: string): string | undefined {
  switch (name) {
    case "?": return String(shell.lastStatus);
    case "$": return "1";
    case "#": return "0";
    case "0": return "sh";
    case "PWD": return shell.cwd;
    case "@": case "*": case "!": return "";
    default: return /^\d$/.test(name) ? undefined : shell.variables.get(name);
  }
}

/** Words of a command line as they stand, for hints and completion; undefined where it is no simple command. */
export function plainWords(text: string): readonly string[] | undefined {
  const parsed = parseShell(text);
  const command = "error" in parsed || parsed.list.length !== 1 ? undefined : parsed.list[0]!.commands[0];
  if (command?.kind !== "simple") return undefined;
  const e: Expansion<never> = {
    valueOf: (name) => `$${name}`, variables: new Map(), paths: () => [], cwd: "/", absolute: (path) => path, bounded: (long) => long,
    // oxlint-disable-next-line require-yield -- nothing is run
    *substitute() { return ""; },
  };
  return expanded(fieldsOf(e, command.words));
}
