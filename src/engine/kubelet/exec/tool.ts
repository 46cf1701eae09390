import type { Shell } from "./shell.ts";

/** A program: arguments and standard input in, what it prints and its exit code out. */
export type Tool = (call: ToolCall) => ToolResult;

export interface ToolCall {
  readonly args: readonly string[];
  readonly stdin: string;
  readonly shell: Shell;
}

export interface ToolResult {
  readonly out?: string;
  readonly err?: string;
  /** Absent: 0. */
  readonly code?: number;
  /** It takes that long. */
  readonly sleepMs?: number;
  /** It never ends by itself. */
  readonly blocks?: boolean;
}

export function textOfLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
