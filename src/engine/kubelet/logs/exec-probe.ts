import { parseShell } from "../../../api/shell/parse.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";
import { simContainer, type SimContainer } from "../exec/container.ts";
import type { InsideContext } from "../exec/inside-context.ts";
import { nestedScript, programName, runList, runProgram } from "../exec/shell-run.ts";
import { newShell, type Io, type Shell } from "../exec/shell.ts";
import type { ProbeSpan } from "../state.ts";
import { hasOwnCommand } from "./own-end.ts";

type Written = ReadonlyMap<string, string | null>;

/** A script that writes at every turn of a loop is followed so far. */
const MOST_STATES = 64;
/** Probes that look at files. */
const LOOKS = /^(?:cat|test|\[|ls|grep|head|tail|true|false|sh|ash|bash)$/;
/** What is found in another way than by looking at files. */
const ELSEWHERE = /\b(?:wget|curl|nc|nslookup|ping|pgrep|pidof|ps|top|kill|netstat|ss)\b/;
const NOT_FOUND = 127;

/**
 * What an exec probe finds in the course of a container's life, whose own command writes and removes files while it
 * sleeps; undefined: it always passes, or cannot be known here (it looks at more than files, or at files of a volume).
 */
export function execProbe(ctx: InsideContext, pod: Pod, spec: Container, command: readonly string[]): readonly ProbeSpan[] | undefined {
  const text = command.join(" ");
  const mounts = (spec.volumeMounts as readonly { readonly mountPath: string }[] | undefined) ?? [];
  if (!LOOKS.test(programName(command[0] ?? "")) || ELSEWHERE.test(text) || mounts.some(({ mountPath }) => text.includes(mountPath))) return undefined;
  const container = simContainer(ctx, pod, spec);
  if (!hasOwnCommand(container)) return undefined;
  const spans: ProbeSpan[] = [];
  for (const { fromMs, written } of statesOf(container, ctx.nowMs)) {
    const output = failure(container, ctx.nowMs, written, command);
    if (spans.length === 0 || spans.at(-1)!.output !== output) spans.push({ fromMs, ...(output === undefined ? {} : { output }) });
  }
  return spans.some(({ output }) => output !== undefined) ? spans : undefined;
}

/** The files that the container's command has written, each time that it sleeps. */
function statesOf(container: SimContainer, startMs: number): readonly { readonly fromMs: number; readonly written: Written }[] {
  const states: { readonly fromMs: number; readonly written: Written }[] = [];
  const note = (at: Shell) => {
    states.push({ fromMs: at.nowMs - startMs, written: new Map(at.written) });
    if (states.length === MOST_STATES) at.halt ??= { kind: "exhausted" };
  };
  const shell: Shell = { ...newShell(container, { mode: "log", nowMs: startMs }), onPause: note };
  const nested = nestedScript(shell, container.argv);
  const parsed = nested ? parseShell(nested.script) : undefined;
  const silent: Io = { stdin: "", out: () => {}, err: () => {} };
  if (nested && parsed && "list" in parsed) runList(Object.assign(shell, { parameters: nested.parameters }), parsed.list, silent);
  note(shell);
  return states;
}

function failure(container: SimContainer, nowMs: number, written: Written, command: readonly string[]): string | undefined {
  const shell: Shell = { ...newShell(container, { mode: "exec", nowMs }), written: new Map(written) };
  let output = "";
  const say = (text: string) => void (output += text);
  const code = runProgram(shell, [programName(command[0]!), ...command.slice(1)], { stdin: "", out: say, err: say });
  const isKnown = code !== NOT_FOUND && shell.halt?.kind !== "unknown" && shell.halt?.kind !== "exhausted";
  return code !== 0 && isKnown ? output.trim() : undefined;
}
