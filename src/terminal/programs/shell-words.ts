import { testHolds } from "../../api/shell/conditions.ts";
import { HOME, resolvePath } from "../files.ts";
import { complain, print, type Process } from "../process.ts";
import { ended } from "./ended.ts";
import { programNamed, runProgram } from "../shell/run.ts";
import type { Program, Shell } from "../shell/shell.ts";

/* Words that a shell has built in: they change the shell that runs them. */

export function* cd([path = HOME]: readonly string[], shell: Shell): Process {
  const target = path === "-" ? (shell.variables.get("OLDPWD") ?? shell.cwd) : resolvePath(shell.cwd, path);
  if (target !== HOME && !shell.files.list(target)) {
    yield* complain(`sh: cd: can't cd to ${path}: ${shell.files.read(target) === undefined ? "No such file or directory" : "Not a directory"}\n`);
    return 1;
  }
  shell.variables.set("OLDPWD", shell.cwd);
  shell.cwd = target;
  if (path === "-") yield* print(`${target}\n`);
  return 0;
}

export function* pwd(_: readonly string[], shell: Shell): Process {
  yield* print(`${shell.cwd}\n`);
  return 0;
}

/** `export NAME[=VALUE]…`; alone: what is exported. */
export function* exportNames(args: readonly string[], shell: Shell): Process {
  if (args.length === 0) yield* print(exported(shell).map(([name, value]) => `export ${name}='${value}'\n`).join(""));
  for (const arg of args) {
    const [, name = arg, value] = /^([^=]+)=(.*)$/s.exec(arg) ?? [];
    if (value !== undefined) shell.variables.set(name, value);
    shell.exported.add(name);
  }
  return 0;
}

/** `alias NAME='WORDS'…`, `alias NAME`; alone: all of them. */
export function* alias(args: readonly string[], shell: Shell): Process {
  let status = 0;
  for (const arg of args.length > 0 ? args : [...shell.aliases.keys()].sort()) {
    const [, name = arg, value] = /^([^=]+)=(.*)$/s.exec(arg) ?? [];
    const known = shell.aliases.get(name);
    if (value !== undefined) shell.aliases.set(name, value);
    else if (known !== undefined) yield* print(`${name}='${known}'\n`);
    else {
      yield* complain(`sh: alias: ${name}: not found\n`);
      status = 1;
    }
  }
  return status;
}

export function unalias(names: readonly string[], shell: Shell): Process {
  for (const name of names[0] === "-a" ? [...shell.aliases.keys()] : names) shell.aliases.delete(name);
  return ended(0);
}

export function unset(names: readonly string[], shell: Shell): Process {
  for (const name of names) {
    shell.variables.delete(name);
    shell.exported.delete(name);
  }
  return ended(0);
}

/** `env [NAME=VALUE]… [COMMAND]`, `printenv [NAME]`. */
export function* printEnv(args: readonly string[], shell: Shell): Process {
  const at = args.findIndex((arg) => !arg.includes("="));
  if (at < 0) {
    yield* print(exported(shell).map(([name, value]) => `${name}=${value}\n`).join(""));
    return 0;
  }
  if (programNamed(shell, args[at]!)) return yield* runProgram(shell, args.slice(at));
  const value = shell.variables.get(args[at]!);
  if (value !== undefined) yield* print(`${value}\n`);
  return Number(value === undefined);
}

function exported(shell: Shell): (readonly [string, string])[] {
  return [...shell.exported].sort().map((name) => [name, name === "PWD" ? shell.cwd : (shell.variables.get(name) ?? "")]);
}

/** Ends the line or script that runs. */
export function exit(args: readonly string[], shell: Shell): Process {
  const status = Number(args[0] ?? shell.lastStatus) & 255;
  shell.halt = { kind: "exit", status };
  return ended(status);
}

export function loopControl(kind: "break" | "continue"): Program {
    return (_, shell) => {
    shell.halt = { kind };
    return ended(0);
  };
}

/** `test …` and `[ … ]`. */
export function test(args: readonly string[], shell: Shell): Process {
  const look = (name: string) => {
    const path = resolvePath(shell.cwd, name);
    const text = shell.files.read(path);
    if (text !== undefined) return { kind: "file", read: () => text };
    return shell.files.list(path) ? { kind: "directory" } : undefined;
  };
  return ended(Number(!testHolds(look, args.at(-1) === "]" ? args.slice(0, -1) : args)));
}

export function* which(names: readonly string[], shell: Shell): Process {
  const found = names.filter((name) => programNamed(shell, name));
  yield* print(found.map((name) => `/usr/bin/${name}\n`).join(""));
  return Number(found.length < names.length);
}
