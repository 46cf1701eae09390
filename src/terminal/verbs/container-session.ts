import { get, type ExecResult } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { completeness, lineAnswer, lineCommand, NEW_SESSION, promptOf, promptQuestion, type ShellSession } from "../../api/shell/session.ts";
import type { ContainerStatus, Pod } from "../../api/types/pod.ts";
import { serverErrorText } from "../kubectl/errors.ts";
import { KubectlError } from "../kubectl/verb.ts";
import { INTERRUPTED, print, prompt, send, sleepOrInterrupt, type Steps, type Typed } from "../process.ts";

/** As the runtime reports a shell that was killed with its container. */
const KILLED = 137;
const MORE = "> ";
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash)$/;

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
 * @returns the exit status of the shell; 137 if its container was stopped under it
 * Errors: ends the verb with the server's text if nothing can be run there at all.
 */
export function* containerSession(place: SessionPlace): Steps<number> {
  let session = NEW_SESSION;
  const history: string[] = [];
  const begun = statusOf(place.pod, place.container);
  const sign = yield* promptSign(place);
  for (;;) {
    const typed = yield* typedCommand(sign(session), history);
    if (typed.kind === "end") return session.status;
    if (typed.kind === "interrupt") {
      session = { ...session, status: INTERRUPTED };
      continue;
    }
    if (typed.text.trim() === "") continue;
    if (history.at(-1) !== typed.text) history.push(typed.text);
    if (!(yield* isStillThere(place, begun))) return KILLED;
    const after = yield* runTyped(place, typed.text, session);
    if (typeof after === "number") return after;
    session = after;
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

/** @returns the status with which the shell has ended, or what it remembers now */
function* runTyped(place: SessionPlace, text: string, session: ShellSession): Steps<number | ShellSession> {
  const result = yield* execIn(place, lineCommand(place.program, text, session));
  if ("refusal" in result) return KILLED;
  const answer = lineAnswer(result, text, session);
  // The time that the line would have taken passes before its output is shown.
  if (answer.tookMs > 0 && (yield* sleepOrInterrupt(answer.tookMs))) return { ...session, status: INTERRUPTED };
  yield* print(answer.output);
  // The person would have pressed Ctrl-C.
  if (answer.isEndless) yield* print("^C\n");
  return answer.exitCode ?? answer.session;
}

function* promptSign(place: SessionPlace): Steps<(session: ShellSession) => string> {
  const asked = yield* execIn(place, promptQuestion(place.program));
  if ("refusal" in asked) throw new KubectlError(asked.refusal);
  return promptOf(asked.stdout, place.program, place.pod.metadata.name);
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
