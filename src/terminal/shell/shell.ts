import type { Files } from "../files.ts";
import { HOME } from "../files.ts";
import type { Process } from "../process.ts";

/** A shell of the terminal. What a command may change is here; a stage of a pipeline gets a copy of the variables. */
export interface Shell {
  readonly files: Files;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  /** What a command's first word stands for. */
  readonly aliases: Map<string, string>;
  readonly programs: Readonly<Record<string, Program>>;
  /** Lines typed before, oldest first. */
  readonly history: readonly string[];
  cwd: string;
  /** `$?` */
  lastStatus: number;
  /** Of the kubeconfig's context. */
  namespace: string;
  halt?: Halt | undefined;
  /** A shell that the whole is part of: what outlives a pipeline is kept there. */
  readonly parent?: Shell;
}

/** Why no further command of a list is run. */
export type Halt = { readonly kind: "exit"; readonly status: number } | { readonly kind: "break" | "continue" };

/** A program: it is given its words and the shell that runs it. */
export type Program = (args: readonly string[], shell: Shell) => Process;

export function newShell(files: Files, programs: Readonly<Record<string, Program>>, history: readonly string[] = []): Shell {
  const variables = new Map([["HOME", HOME], ["USER", "you"], ["PWD", HOME], ["SHELL", "/bin/sh"], ["TERM", "xterm-256color"], ["KUBE_EDITOR", "edit"]]);
  return { files, variables, exported: new Set(variables.keys()), aliases: new Map(), programs, history, cwd: HOME, lastStatus: 0, namespace: "default" };
}

/** A shell of its own for a part of a command: what it sets stays there. */
export function innerShell(shell: Shell): Shell {
  return { ...shell, variables: new Map(shell.variables), exported: new Set(shell.exported), aliases: new Map(shell.aliases), halt: undefined, parent: shell };
}

/** Keeps the namespace of the context: it is in a file, so every shell sees it. */
export function setNamespace(shell: Shell, namespace: string): void {
  for (let at: Shell | undefined = shell; at; at = at.parent) at.namespace = namespace;
}
