import { get, type ExecResult } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { ContainerStatus, Pod } from "../../api/types/pod.ts";
import { serverErrorText } from "../kubectl/errors.ts";
import { KubectlError } from "../kubectl/verb.ts";
import { INTERRUPTED, print, prompt, send, sleepOrInterrupt, type Steps, type Typed } from "../process.ts";
import { completeness } from "../shell/run.ts";

/** As the runtime reports a shell that was killed with its container. */
const KILLED = 137;
/** Stands around what the page wants to know of a shell; no program prints it. */
const MARK = "\u0001";
const MORE = "> ";
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash)$/;
/** Lines that may change what later ones find: variables, files, the directory. */
const LEAVES_TRACES = /[=>]|\b(?:cd|export|unset|set|alias|readonly|touch|mkdir|rm|cp|mv|tee|sed|ln|chmod|umask|eval|source)\b|^\s*\./;

export interface SessionPlace {
  readonly pod: Pod;
  readonly container: string;
  /** The shell, as it is called in the container. */
  readonly program: string;
}

/** Whether a command is a shell that waits for what is typed: `sh`, `bash -l`, not `sh -c …`. */
export function isInteractiveShell([program = "", ...args]: readonly string[]): boolean {
  return SHELL.test(program) && args.every((arg) => /^-(?!.*c)|^--/.test(arg));
}

/**
 * A person at a shell in a container: prompt, line, answer, until `exit` or Ctrl-D.
 * The API's exec runs a command and forgets it, so the shell's memory is here: what earlier lines may have changed is done
 * again, silently, before the next one.
 * @returns the exit status of the shell; 137 if its container was stopped under it
 * Errors: ends the verb with the server's text if nothing can be run there at all.
 */
export function* containerSession(place: SessionPlace): Steps<number> {
  const memory: Memory = { kept: [], status: 0 };
  const history: string[] = [];
  const begun = statusOf(place.pod, place.container);
  const sign = yield* promptSign(place);
  for (;;) {
    const typed = yield* typedCommand(sign(memory), history);
    if (typed.kind === "end") return memory.status;
    if (typed.kind === "interrupt") {
      memory.status = INTERRUPTED;
      continue;
    }
    if (typed.text.trim() === "") continue;
    if (history.at(-1) !== typed.text) history.push(typed.text);
    if (!(yield* isStillThere(place, begun))) return KILLED;
    const exitStatus = yield* runTyped(place, typed.text, memory);
    if (exitStatus !== undefined) return exitStatus;
  }
}

/** Runs a command in a container; undefined: it cannot be reached any more. */
export function* execIn({ pod, container }: SessionPlace, command: readonly string[]): Steps<ExecResult | { readonly refusal: string }> {
  const { name, namespace } = pod.metadata;
  const response = yield* send<ExecResult>({
    verb: "create", resource: PODS.key, name, subresource: "exec", body: { command, container, tty: true }, ...(namespace ? { namespace } : {}),
  });
  return response.ok ? response.body : { refusal: serverErrorText(response.status) };
}

interface Memory {
  /** Lines to do again. */
  readonly kept: string[];
  /** `$?` */
  status: number;
  cwd?: string;
}

/** A command, over as many lines as it takes. */
function* typedCommand(sign: string, history: readonly string[]): Steps<Typed> {
  let text = "";
  for (;;) {
    const typed = yield* prompt(text === "" ? sign : MORE, history);
    if (typed.kind !== "line") return typed;
    text += typed.text;
    if (completeness(text) !== "incomplete") return { kind: "line", text };
    text += "\n";
  }
}

/** @returns the status with which the shell has ended; undefined: it goes on */
function* runTyped(place: SessionPlace, text: string, memory: Memory): Steps<number | undefined> {
  const before = [...memory.kept, `printf '${MARK}%s${MARK}' "$(date +%s)"`, `sh -c 'exit ${memory.status}'`];
  const after = `printf '${MARK}%s${MARK}%s${MARK}%s' "$?" "$(pwd)" "$(date +%s)"`;
  // What cannot be read as a script is said to be so, and must not take the lines around it with it.
  const isReadable = completeness(text) === "complete";
  const result = yield* execIn(place, [place.program, "-c", isReadable ? [...before, text, after].join("\n") : text]);
  if ("refusal" in result) return KILLED;
  if (!isReadable) {
    yield* print(result.stdout);
    memory.status = result.exitCode;
    return undefined;
  }
  const [, beganAt, output = "", status, cwd, endedAt] = result.stdout.split(MARK);
  // The container answers at once; the time that the line would have taken passes before it is shown.
  const isInterrupted = endedAt !== undefined && (yield* sleepOrInterrupt((Number(endedAt) - Number(beganAt)) * 1000));
  if (isInterrupted) {
    memory.status = INTERRUPTED;
    return undefined;
  }
  yield* print(output);
  if (status === undefined) return /\b(?:exit|exec|return)\b/.test(text) ? result.exitCode : yield* stoppedForGood(memory);
  if (LEAVES_TRACES.test(text)) memory.kept.push(text);
  memory.status = Number(status);
  memory.cwd = cwd ?? "/";
  return undefined;
}

/** A line that never ends has been cut off: the person would have pressed Ctrl-C. */
function* stoppedForGood(memory: Memory): Steps<undefined> {
  yield* print("^C\n");
  memory.status = INTERRUPTED;
  return undefined;
}

/** How the shell of this image begins a line. Source: PS1 of busybox (`\w \$ `), dash, bash in Debian's images */
function* promptSign(place: SessionPlace): Steps<(memory: Memory) => string> {
  const asked = yield* execIn(place, [place.program, "-c", `printf '%s${MARK}%s${MARK}%s${MARK}' "$(id -u)" "$HOME" "$(pwd)"; cat /etc/os-release`]);
  if ("refusal" in asked) throw new KubectlError(asked.refusal);
  const [user, home = "/root", start = "/", system = ""] = asked.stdout.split(MARK);
  const end = user === "0" ? "#" : "$";
  const isDebian = /^ID(?:_LIKE)?=.*(?:debian|ubuntu)/m.test(system);
  const shownPath = ({ cwd = start }: Memory) => (cwd === home ? "~" : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd);
  if (place.program.endsWith("bash")) return (memory) => `${user === "0" ? "root" : "I have no name!"}@${place.pod.metadata.name}:${shownPath(memory)}${end} `;
  return isDebian ? () => `${end} ` : (memory) => `${shownPath(memory)} ${end} `;
}

function* isStillThere({ pod, container }: SessionPlace, begun: ContainerStatus | undefined): Steps<boolean> {
  const response = yield* send<Pod>(get(PODS, pod.metadata));
  if (!response.ok || response.body.metadata.uid !== pod.metadata.uid) return false;
  const now = statusOf(response.body, container);
  return now?.restartCount === begun?.restartCount && now?.state.running !== undefined;
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  return status.containerStatuses?.find(({ name }) => name === container);
}
