import type { SimContainer } from "./container.ts";
import { find, put, resolvePath, type FileNode, type FileTree } from "./file-tree.ts";
import type { ShellList } from "../../../api/shell/syntax.ts";

/** A shell, or one program without one, at work in a container. The one thing in this folder that changes while it runs. */
export interface Shell {
  readonly container: SimContainer;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  /** `$0`, `$1` … */
  readonly parameters: readonly string[];
  /** Files written by this very run, null: removed; nothing outlives it. */
  readonly written: Map<string, string | null>;
  /** Called before time passes in a `sleep`. */
  readonly onPause?: (shell: Shell) => void;
  /**
   * `log`: it is process 1, time passes with `sleep`, and what never ends stops it. `exec`: everything ends at once.
   */
  readonly mode: "log" | "exec";
  /** How many shells it is inside of. */
  readonly depth: number;
  cwd: string;
  nowMs: number;
  lastCode: number;
  /** Commands and characters that it may still use: scripts come from people, and some never end. */
  stepsLeft: number;
  charsLeft: number;
  halt?: Halt | undefined;
}

/** Why no further command is run. */
export type Halt =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "break" | "continue" }
  /** It waits for something that never comes. */
  | { readonly kind: "blocked" }
  /** A program that only the real image has. */
  | { readonly kind: "unknown" }
  | { readonly kind: "exhausted" };

/** Where a command reads and writes. */
export interface Io {
  readonly stdin: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** How a command substitution is run: returns what it printed. */
export type Substitute = (shell: Shell, list: ShellList) => string;

const MAX_STEPS = 5000;
const MAX_CHARS: Readonly<Record<Shell["mode"], number>> = { log: 1 << 20, exec: 16 << 20 };
/** A word, a variable or a written file may be that long. */
const MAX_TEXT = 1 << 16;

export function newShell(container: SimContainer, given: Pick<Shell, "mode" | "nowMs"> & { readonly parameters?: readonly string[] }): Shell {
  return {
    container,
    variables: new Map(Object.entries(container.env)),
    exported: new Set(Object.keys(container.env)),
    written: new Map(),
    parameters: ["sh"],
    ...given,
    depth: 0,
    cwd: (container.spec["workingDir"] as string | undefined) ?? "/",
    lastCode: 0,
    stepsLeft: MAX_STEPS,
    charsLeft: MAX_CHARS[given.mode],
  };
}

/** Uses up one step; false: there is none left, or it has stopped already. */
export function takeStep(shell: Shell): boolean {
  if (shell.halt) return false;
  if (--shell.stepsLeft < 0) shell.halt = { kind: "exhausted" };
  return shell.halt === undefined;
}

/** The text if it is of a length that a shell can hold. */
export function bounded(shell: Shell, text: string): string {
  if (text.length <= MAX_TEXT) return text;
  shell.halt ??= { kind: "exhausted" };
  return "";
}

/** The path as the shell understands it, from its working directory. */
export function pathOf(shell: Pick<Shell, "cwd">, path: string): string {
  return resolvePath(shell.cwd, path);
}

/** What is at a path, with what this run has written. */
export function lookAt(shell: Pick<Shell, "container" | "written" | "cwd">, path: string): { readonly path: string; readonly node: FileNode } | undefined {
  const full = pathOf(shell, path);
  const text = shell.written.get(full);
  if (text === null) return undefined;
  return text === undefined ? find(shell.container.files, full) : { path: full, node: { kind: "file", read: () => text } };
}

/** All files, with what this run has written. */
export function treeOf({ container, written }: Shell): FileTree {
  if (written.size === 0) return container.files;
  const tree = new Map(container.files);
  for (const [path, text] of written) {
    if (text === null) tree.delete(path);
    else put(tree, path, { kind: "file", read: () => text });
  }
  return tree;
}

/** The text of a file, or why there is none, in the words of busybox. */
export function readText(shell: Pick<Shell, "container" | "written" | "cwd">, path: string): { readonly text: string } | { readonly error: string } {
  const found = lookAt(shell, path);
  if (!found) return { error: "No such file or directory" };
  return found.node.kind === "file" ? { text: found.node.read() } : { error: "Is a directory" };
}
