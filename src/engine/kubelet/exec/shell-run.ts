import { runBuiltin } from "./builtins.ts";
import { hasCurl } from "./image-kind.ts";
import { fieldsOf, textOf } from "./shell-expand.ts";
import { parseShell } from "../../../api/shell/parse.ts";
import { bounded, lookAt, pathOf, readText, takeStep, type Io, type Shell } from "./shell.ts";
import type { Redirect, ShellCommand, ShellItem, ShellList } from "../../../api/shell/syntax.ts";
import type { ToolResult } from "./tool.ts";
import { isNotSimulated } from "./tools-quiet.ts";
import { toolNamed } from "./tools.ts";

const NOT_FOUND = 127;
const SYNTAX = 2;
const MAX_SHELLS = 8;
const SHELLS = ["sh", "bash", "ash", "dash"];

/** Runs a script from its text; returns its exit code. */
function runScript(shell: Shell, script: string, io: Io): number {
  const parsed = parseShell(script);
  if ("error" in parsed) {
    io.err(`sh: syntax error: ${parsed.error}\n`);
    return SYNTAX;
  }
  return runList(shell, parsed.list, io);
}

export function runList(shell: Shell, list: ShellList, io: Io): number {
  for (const item of list) runItem(shell, item, io);
  return shell.halt?.kind === "exit" ? shell.halt.code : shell.lastCode;
}

/** One pipeline, unless what came before forbids it. */
export function runItem(shell: Shell, item: ShellItem, io: Io): void {
  if (!takeStep(shell) || !isDue(shell, item)) return;
  const code = runPipeline(shell, item.commands, io);
  shell.lastCode = item.isNegated ? Number(code === 0) : code;
}

/** Whether what came before lets it run. */
export function isDue(shell: Shell, { joined }: ShellItem): boolean {
  return joined === "always" || (joined === "and") === (shell.lastCode === 0);
}

function runPipeline(shell: Shell, commands: readonly ShellCommand[], io: Io): number {
  let { stdin } = io;
  let code = 0;
  for (const [i, command] of commands.entries()) {
    const isLast = i === commands.length - 1;
    let piped = "";
    code = runCommand(shell, command, { stdin, out: isLast ? io.out : (text) => void (piped += text), err: io.err });
    stdin = piped;
  }
  return code;
}

function runCommand(shell: Shell, command: ShellCommand, io: Io): number {
  switch (command.kind) {
    case "simple": return runSimple(shell, command, io);
    case "group": return runList(shell, command.body, io);
    case "if": return runList(shell, command.condition, io) === 0 ? runBody(shell, command.body, io) : runBody(shell, command.otherwise, io);
    case "loop": {
      let code = 0;
      while ((runList(shell, command.condition, io) === 0) !== command.isUntil && takeStep(shell)) {
        code = runBody(shell, command.body, io);
        if (endsLoop(shell)) break;
      }
      return code;
    }
    case "for": {
      let code = 0;
      for (const word of fieldsOf(shell, command.words, substitute)) {
        if (!takeStep(shell)) break;
        shell.variables.set(command.name, word);
        code = runBody(shell, command.body, io);
        if (endsLoop(shell)) break;
      }
      return code;
    }
  }
}

/** The code of a list that may be empty. */
function runBody(shell: Shell, body: ShellList, io: Io): number {
  shell.lastCode = 0;
  return runList(shell, body, io);
}

/** Takes a `break` or `continue` as meant for this loop. */
export function endsLoop(shell: Shell): boolean {
  if (shell.halt?.kind === "continue") shell.halt = undefined;
  if (shell.halt?.kind !== "break") return shell.halt !== undefined;
  shell.halt = undefined;
  return true;
}

/** What a command substitution prints. It has its own copy of nothing: a variable set in it stays set. */
function substitute(shell: Shell, list: ShellList): string {
  let text = "";
  runList(shell, list, { stdin: "", out: (more) => void (text += more), err: () => {} });
  // In passing, a program that is not known prints nothing, and is not what the script has come to.
  if (shell.halt?.kind === "unknown") shell.halt = undefined;
  return text;
}

function runSimple(shell: Shell, command: Extract<ShellCommand, { kind: "simple" }>, outer: Io): number {
  const argv = fieldsOf(shell, command.words, substitute);
  const values = command.assignments.map(({ name, value }) => [name, textOf(shell, value, substitute)] as const);
  const redirected = redirect(shell, command.redirects, outer);
  if ("error" in redirected) {
    outer.err(`sh: ${redirected.error}\n`);
    return 1;
  }
  const before = values.map(([name]) => [name, shell.variables.get(name)] as const);
  for (const [name, value] of values) shell.variables.set(name, value);
  if (argv.length === 0) return shell.lastCode === 0 || values.length > 0 ? 0 : shell.lastCode;
  const code = runProgram(shell, argv, redirected.io);
  // Before a command an assignment holds for that command only.
  for (const [name, value] of before) {
    if (value === undefined) shell.variables.delete(name);
    else shell.variables.set(name, value);
  }
  redirected.close();
  return code;
}

interface Redirected { readonly io: Io; readonly close: () => void }

function redirect(shell: Shell, redirects: readonly Redirect[], outer: Io): Redirected | { readonly error: string } {
  let { stdin, out, err }: { stdin: string; out: (text: string) => void; err: (text: string) => void } = outer;
  const closers: (() => void)[] = [];
  for (const { fd, operator, target } of redirects) {
    const name = textOf(shell, target, substitute);
    if (operator === "<<") {
      stdin = name;
      continue;
    }
    if (operator === "<") {
      const read = readText(shell, name);
      if ("error" in read) return { error: `can't open ${name}: ${read.error === "Is a directory" ? read.error : "no such file"}` };
      stdin = read.text;
      continue;
    }
    const write = operator === ">&" ? (name === "2" ? err : out) : writerTo(shell, name, { operator, outer, closers });
    if (write === undefined) return { error: `can't create ${name}: ${lookAt(shell, name) ? "Is a directory" : "nonexistent directory"}` };
    if (fd === 2) err = write;
    else out = write;
  }
  return { io: { stdin, out, err }, close: () => closers.forEach((close) => close()) };
}

function writerTo(shell: Shell, name: string, { operator, outer, closers }: { readonly operator: ">" | ">>"; readonly outer: Io; readonly closers: (() => void)[] }): ((text: string) => void) | undefined {
  const path = pathOf(shell, name);
  if (path === "/dev/null") return () => {};
  if (/^\/dev\/stdout$|^\/proc\/(?:1|self)\/fd\/1$/.test(path)) return outer.out;
  if (/^\/dev\/stderr$|^\/proc\/(?:1|self)\/fd\/2$/.test(path)) return outer.err;
  if (lookAt(shell, path)?.node.kind === "directory" || lookAt(shell, path.slice(0, path.lastIndexOf("/")) || "/")?.node.kind !== "directory") return undefined;
  const old = operator === ">>" ? readText(shell, path) : { text: "" };
  let text = "text" in old ? old.text : "";
  closers.push(() => shell.written.set(path, bounded(shell, text)));
  return (more) => void (text += more);
}

/** One program or builtin with its arguments; the exit code. In a shell a program that is not there ends with 127. */
export function runProgram(shell: Shell, argv: readonly string[], io: Io): number {
  const isReplaced = argv[0] === "exec";
  const [given = "", ...args] = argv.slice(argv.findIndex((word) => word !== "exec"));
  const bounds: Io = { stdin: io.stdin, out: (text) => io.out(counted(shell, text)), err: (text) => io.err(counted(shell, text)) };
  if (given === "exec") return 0;
  const code = runBuiltin(shell, given, args, bounds) ?? runTool(shell, given, args, bounds);
  if (isReplaced) shell.halt ??= { kind: "exit", code };
  return code;
}

function runTool(shell: Shell, given: string, args: readonly string[], io: Io): number {
  const name = programName(given);
  const nested = nestedScript(shell, [given, ...args]) ?? (SHELLS.includes(name) ? { script: io.stdin, parameters: ["sh"] } : undefined);
  if (nested) return runNested(shell, nested, io);
  const tool = name === "curl" && !hasCurl(shell.container.image) ? undefined : toolNamed(name);
  if (tool) return finish(shell, tool({ args, stdin: io.stdin, shell }), io);
  // What the image of a log really has is not known, unless it has no more than the shell.
  if (shell.mode === "log" && (shell.container.image.name !== "shell" || isNotSimulated(name))) shell.halt ??= { kind: "unknown" };
  else io.err(shell.container.image.os === "debian" ? `sh: 1: ${given}: not found\n` : `sh: ${given}: not found\n`);
  return NOT_FOUND;
}

/** The name without one of the usual directories before it; another path stays as it is. */
export function programName(given: string): string {
  return /^\/(?:usr\/)?(?:local\/)?s?bin\/([^/]+)$/.exec(given)?.[1] ?? given;
}

/** A shell in the shell, with its script or the one on standard input. */
function runNested(shell: Shell, { script, parameters }: NestedScript, io: Io): number {
  if (shell.depth >= MAX_SHELLS) {
    shell.halt ??= { kind: "exhausted" };
    return NOT_FOUND;
  }
  const inner: Shell = { ...shell, variables: new Map(shell.variables), exported: new Set(shell.exported), parameters, depth: shell.depth + 1, lastCode: 0 };
  const code = runScript(inner, script, io);
  const { nowMs, stepsLeft, charsLeft, halt } = inner;
  Object.assign(shell, { nowMs, stepsLeft, charsLeft });
  // An exit ends the inner shell only.
  if (halt?.kind === "blocked" || halt?.kind === "unknown" || halt?.kind === "exhausted") shell.halt = halt;
  return code;
}

/**
 * The script that a shell is given with `-c` or as a file, or that is started itself, with what follows as `$0`, `$1` …;
 * undefined: this is no such call.
 */
export function nestedScript(shell: Pick<Shell, "container" | "written" | "cwd">, argv: readonly string[]): NestedScript | undefined {
  const [program = ""] = argv;
  if (!SHELLS.includes(programName(program))) {
    const own = program.includes("/") ? scriptFile(shell, program) : undefined;
    return own?.startsWith("#!") ? { script: own, parameters: argv } : undefined;
  }
  const at = argv.findIndex((arg, i) => i > 0 && /^-[a-z]*c[a-z]*$/.test(arg));
  if (at > 0) return argv[at + 1] === undefined ? undefined : { script: argv[at + 1]!, parameters: argv.length > at + 2 ? argv.slice(at + 2) : ["sh"] };
  const file = argv.findIndex((arg, i) => i > 0 && !arg.startsWith("-"));
  const script = file < 0 ? undefined : scriptFile(shell, argv[file]!);
  return script === undefined ? undefined : { script, parameters: argv.slice(file) };
}

interface NestedScript { readonly script: string; readonly parameters: readonly string[] }

function scriptFile(shell: Pick<Shell, "container" | "written" | "cwd">, path: string): string | undefined {
  const read = readText(shell, path);
  return "text" in read ? read.text : undefined;
}

function finish(shell: Shell, { out = "", err = "", code = 0, sleepMs = 0, blocks = false }: ToolResult, io: Io): number {
  if (out !== "") io.out(out);
  if (err !== "") io.err(err);
  if (sleepMs > 0) shell.onPause?.(shell);
  shell.nowMs += sleepMs;
  if (blocks && shell.mode === "log") shell.halt ??= { kind: "blocked" };
  return code;
}

function counted(shell: Shell, text: string): string {
  if (text.length <= shell.charsLeft) {
    shell.charsLeft -= text.length;
    return text;
  }
  const cut = text.slice(0, shell.charsLeft);
  shell.charsLeft = 0;
  shell.halt ??= { kind: "exhausted" };
  return cut;
}
