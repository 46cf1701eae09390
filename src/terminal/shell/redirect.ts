import { resolvePath } from "../files.ts";
import { stop, type Process } from "../process.ts";
import type { Shell } from "./shell.ts";

/** A redirect whose target is known. */
export interface Target {
  readonly fd: 0 | 1 | 2;
  readonly operator: "<" | "<<" | ">" | ">>" | ">&";
  readonly text: string;
}

/** Where a command reads from and writes to; `stdin` absent: as around it. */
export interface Streams {
  readonly stdin?: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

type Sink = { readonly to: "stdout" | "stderr" | "nowhere" } | { readonly to: "file"; readonly append: (text: string) => void };

/** Opens the targets from left to right, which is what `2>&1 >file` and `>file 2>&1` differ in; or why one cannot be. */
export function targetsOf(shell: Shell, targets: readonly Target[]): Streams | { readonly error: string } {
  let stdin: string | undefined;
  const sinks: Record<1 | 2, Sink> = { 1: { to: "stdout" }, 2: { to: "stderr" } };
  for (const { fd, operator, text } of targets) {
    if (operator === "<<") stdin = text;
    else if (operator === "<") {
      const path = resolvePath(shell.cwd, text);
      stdin = path === "/dev/null" ? "" : shell.files.read(path);
      if (stdin === undefined) return { error: `can't open ${text}: ${shell.files.list(path) ? "Is a directory" : "no such file"}` };
    } else {
      const sink = operator === ">&" ? sinks[text === "2" ? 2 : 1] : sinkTo(shell, text, operator === ">>");
      if ("error" in sink) return sink;
      sinks[fd === 2 ? 2 : 1] = sink;
    }
  }
  return { ...(stdin === undefined ? {} : { stdin }), stdout: sinks[1], stderr: sinks[2] };
}

function sinkTo({ files, cwd }: Shell, name: string, isAppended: boolean): Sink | { readonly error: string } {
  const path = resolvePath(cwd, name);
  if (path === "/dev/null") return { to: "nowhere" };
  if (path === "/dev/stdout" || path === "/dev/stderr") return { to: path === "/dev/stdout" ? "stdout" : "stderr" };
  if (name === "" || name.endsWith("/") || files.list(path)) return { error: `can't create ${name}: Is a directory` };
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  if (files.read(folder) !== undefined) return { error: `can't create ${name}: Not a directory` };
  files.write(path, isAppended ? (files.read(path) ?? "") : "");
  return { to: "file", append: (text) => files.write(path, (files.read(path) ?? "") + text) };
}

/** The process with its streams put elsewhere. */
export function* redirected(process: Process, { stdin, stdout, stderr }: Streams): Process {
  if (stdin === undefined && stdout.to === "stdout" && stderr.to === "stderr") return yield* process;
  let at = 0;
  let reply: unknown;
  let isStopped = true;
  try {
    for (;;) {
      isStopped = false;
      const step = process.next(reply);
      if (step.done) return step.value;
      isStopped = true;
      reply = undefined;
      const effect = step.value;
      if (effect.kind === "write") {
        const sink = effect.to === "stdout" ? stdout : stderr;
        if (sink.to === "file") sink.append(effect.text);
        else if (sink.to !== "nowhere") yield { kind: "write", to: sink.to, text: effect.text };
      } else if (effect.kind === "is-terminal" && stdin !== undefined) {
        reply = false;
      } else if (effect.kind === "read" && stdin !== undefined) {
        const newline = stdin.indexOf("\n", at);
        const end = newline < 0 ? stdin.length : newline + 1;
        if (at < stdin.length) reply = newline < 0 || effect.keepsEnd ? stdin.slice(at, end) : stdin.slice(at, newline);
        at = end;
      } else reply = yield effect;
    }
  } finally {
    const status = stop(process);
    // oxlint-disable-next-line no-unsafe-finally -- how it was stopped is what it says
    if (isStopped) return status;
  }
}
