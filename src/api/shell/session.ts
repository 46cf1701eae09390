import type { ExecResult } from "../request.ts";
import { parseShell } from "./parse.ts";

/**
 * What a shell in a container remembers from line to line. The API's exec runs a command and forgets it; so what earlier
 * lines may have changed is done again, silently, before the next one. The page's kubectl and the server both do it so.
 */
export interface ShellSession {
  /** Lines to do again. */
  readonly kept: readonly string[];
  /** `$?` */
  readonly status: number;
  /** Absent: where the container's processes begin. */
  readonly cwd?: string;
}

export const NEW_SESSION: ShellSession = { kept: [], status: 0 };

export interface LineAnswer {
  readonly output: string;
  /** Only what was written to stderr; a terminal has it in `output`. */
  readonly errors: string;
  readonly session: ShellSession;
  /** How long the line would have taken: the container answers at once. */
  readonly tookMs: number;
  /** The shell has ended, with this status. */
  readonly exitCode?: number;
  /** It never ends and was cut off. */
  readonly isEndless?: true;
}

/** Stands around what is asked beside the line; no program prints it. */
const MARK = "\u0001";
/** Ends what lines that are done again write to stderr. */
const ERRORS_BEGIN = "\u0002";
const INTERRUPTED = 130;
/** Lines that may change what later ones find: variables, files, the directory. */
const LEAVES_TRACES = /[=>]|\b(?:cd|export|unset|set|alias|readonly|touch|mkdir|rm|cp|mv|tee|sed|ln|chmod|umask|eval|source)\b|^\s*\./;
const ENDS_SHELL = /\b(?:exit|exec|return)\b/;

/** Whether a text is a whole command, wants another line (an open quote, a here-document, a loop), or is wrong. */
export function completeness(text: string): "complete" | "incomplete" | { readonly error: string } {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return "incomplete";
  const parsed = parseShell(text);
  if (!("error" in parsed)) return "complete";
  return parsed.isIncomplete ? "incomplete" : { error: parsed.error };
}

/** What is to be run in the container for a line. @param program the shell, as it is called there */
export function lineCommand(program: string, text: string, { kept, status }: ShellSession): readonly string[] {
  // What cannot be read as a script is said to be so, and must not take the lines around it with it.
  if (completeness(text) !== "complete") return [program, "-c", text];
  const before = [...kept, `printf '${ERRORS_BEGIN}' >&2`, `printf '${MARK}%s${MARK}' "$(date +%s)"`, `sh -c 'exit ${status}'`];
  const after = `printf '${MARK}%s${MARK}%s${MARK}%s' "$?" "$(pwd)" "$(date +%s)"`;
  return [program, "-c", [...before, text, after].join("\n")];
}

/** What came of it. @param result of the command that `lineCommand` made of the same line and session */
export function lineAnswer(result: ExecResult, text: string, session: ShellSession): LineAnswer {
  const { stdout, exitCode } = result;
  const errors = result.stderr.slice(result.stderr.indexOf(ERRORS_BEGIN) + 1);
  if (completeness(text) !== "complete") return { output: stdout, errors, tookMs: 0, session: { ...session, status: exitCode } };
  const [, beganAt, output = "", status, cwd, endedAt] = stdout.split(MARK);
  const about = { output, errors, tookMs: endedAt === undefined ? 0 : (Number(endedAt) - Number(beganAt)) * 1000 };
  if (status === undefined) {
    return ENDS_SHELL.test(text) ? { ...about, session, exitCode } : { ...about, session: { ...session, status: INTERRUPTED }, isEndless: true };
  }
  const kept = LEAVES_TRACES.test(text) ? [...session.kept, text] : session.kept;
  return { ...about, session: { kept, status: Number(status), cwd: cwd ?? "/" } };
}

/** A command whose output says how the shell of this container begins a line. */
export function promptQuestion(program: string): readonly string[] {
  return [program, "-c", `printf '%s${MARK}%s${MARK}%s${MARK}' "$(id -u)" "$HOME" "$(pwd)"; cat /etc/os-release`];
}

/**
 * How the shell begins a line, from what `promptQuestion` has answered.
 * Source: PS1 of busybox (`\w \$ `), dash, bash in Debian's images
 */
export function promptOf(answer: string, program: string, hostname: string): (session: ShellSession) => string {
  const [user, home = "/root", start = "/", system = ""] = answer.split(MARK);
  const end = user === "0" ? "#" : "$";
  const isDebian = /^ID(?:_LIKE)?=.*(?:debian|ubuntu)/m.test(system);
  const shownPath = ({ cwd = start }: ShellSession) => (cwd === home ? "~" : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd);
  if (program.endsWith("bash")) return (session) => `${user === "0" ? "root" : "I have no name!"}@${hostname}:${shownPath(session)}${end} `;
  return isDebian ? () => `${end} ` : (session) => `${shownPath(session)} ${end} `;
}
