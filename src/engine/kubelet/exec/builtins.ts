import { lookAt, pathOf, type Io, type Shell } from "./shell.ts";
import { printf, unescape } from "../../../api/shell/printf.ts";
import { testHolds } from "../../../api/shell/conditions.ts";
import { toolNamed } from "./tools.ts";

/** Runs a command that is part of the shell itself; undefined: there is none of that name. */
export function runBuiltin(shell: Shell, name: string, args: readonly string[], io: Io): number | undefined {
  switch (name) {
    case ":": case "true": case "/bin/true": case "/usr/bin/true": case "trap": case "set": case "umask": case "ulimit": return 0;
    case "false": case "/bin/false": case "/usr/bin/false": return 1;
    case "echo": case "/bin/echo": case "/usr/bin/echo": return echo(args, io);
    case "printf": case "/usr/bin/printf": return print(args, io);
    case "cd": return changeDirectory(shell, args[0] ?? shell.variables.get("HOME") ?? "/", io);
    case "pwd": case "/bin/pwd": return say(io, `${shell.cwd}\n`);
    case "export": case "readonly": case "local": return declare(shell, args);
    case "unset": return forget(shell, args);
    case "exit": case "return": return halt(shell, { kind: "exit", code: Number(args[0] ?? shell.lastCode) & 255 });
    case "break": case "continue": return halt(shell, { kind: name });
    case "wait": case "read": return wait(shell, name);
    case "test": return Number(!testHolds((path) => lookAt(shell, path)?.node, args));
    case "[": case "[[": return Number(!testHolds((path) => lookAt(shell, path)?.node, args.slice(0, -1)));
    case "type": case "which": return where(args, io);
    case "command": return args[0] === "-v" ? where(args.slice(1), io) : undefined;
    default: return undefined;
  }
}

function say(io: Io, text: string): number {
  io.out(text);
  return 0;
}

function echo(args: readonly string[], io: Io): number {
  let first = 0;
  let [ends, escapes] = ["\n", false];
  for (; /^-[neE]+$/.test(args[first] ?? ""); first++) {
    if (args[first]!.includes("n")) ends = "";
    if (args[first]!.includes("e")) escapes = true;
  }
  const text = args.slice(first).join(" ");
  return say(io, (escapes ? unescape(text) : text) + ends);
}

function print(args: readonly string[], io: Io): number {
  return say(io, printf(args[0] ?? "", args.slice(1)));
}

function changeDirectory(shell: Shell, path: string, io: Io): number {
  if (lookAt(shell, path)?.node.kind !== "directory") {
    io.err(`sh: cd: can't cd to ${path}: No such file or directory\n`);
    return 1;
  }
  shell.cwd = pathOf(shell, path);
  return 0;
}

function declare(shell: Shell, args: readonly string[]): number {
  for (const arg of args) {
    const [, name = arg, value] = /^([^=]+)=(.*)$/s.exec(arg) ?? [];
    if (value !== undefined) shell.variables.set(name, value);
    shell.exported.add(name);
  }
  return 0;
}

function forget(shell: Shell, names: readonly string[]): number {
  for (const name of names) shell.variables.delete(name);
  return 0;
}

function halt(shell: Shell, why: Shell["halt"]): number {
  shell.halt ??= why;
  return why?.kind === "exit" ? why.code : 0;
}

/** Process 1 waits for children that never end; in a command there is nothing to wait for. */
function wait(shell: Shell, name: string): number {
  if (shell.mode === "log") shell.halt ??= { kind: "blocked" };
  return name === "read" ? 1 : 0;
}

function where(args: readonly string[], io: Io): number {
  const found = args.filter((name) => toolNamed(name));
  io.out(found.map((name) => `/bin/${name}\n`).join(""));
  return Number(found.length < args.length);
}
