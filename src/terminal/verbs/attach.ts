import type { AttachRequest, AttachResult, ExecRequest, ExecResult, KubeResponse } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { complain, isTerminal, print, send, wholeInput, type Steps } from "../process.ts";
import { containerSession, execIn, isInteractiveShell } from "./container-session.ts";
import { followLogs } from "./log-streams.ts";
import { CONTAINER_FLAGS, NO_TERMINAL, targetPod } from "./target-pod.ts";
import { containerOf } from "./workload-pods.ts";

/** `kubectl attach POD`. Source: kubectl pkg/cmd/attach/attach.go (1.36) */
export const attach: Verb = {
  name: "attach",
  interruptedStatus: 1,
  flags: CONTAINER_FLAGS,
  places: ["type/name"],
  run,
};

const GREETING = "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";

function* run(args: Arguments, context: KubectlContext): Process {
  const { words } = args;
  if (words.length === 0) fail("at least 1 argument is required for attach");
  if (words.length > 2) fail(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${words.length}: [${words.join(" ")}]`);
  const pod = yield* targetPod(words, "attach", args, context);
  const isQuiet = args.is("quiet");
  const container = yield* containerOf(pod, args.text("container"), { isQuiet, refusal: "cannot attach to the container: " });
  const tty = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(({ name }) => name === container)?.["tty"] === true;
  if (args.is("tty") && !tty && !isQuiet) yield* complain(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
  const stdin = args.is("stdin");
  yield* attachTo(pod, container, { stdin, tty: stdin && tty, isQuiet });
  return 0;
}

export interface Attachment {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly isQuiet: boolean;
  /** Shows what was printed before as well. */
  readonly fromStart?: boolean;
}

/**
 * Joins the first process of a container: a person at a terminal types to its shell; otherwise what it prints is shown
 * until it ends. At a terminal it says at the end how to come back.
 * @returns the status with which the shell was left; undefined: there was none
 */
export function* attachTo(pod: Pod, container: string, { stdin, tty, isQuiet, fromStart = false }: Attachment): Steps<number | undefined> {
  const hasTerminal = stdin && tty && (yield* isTerminal());
  if (stdin && tty && !hasTerminal && !isQuiet) yield* complain(NO_TERMINAL);
  if (!isQuiet) yield* complain(GREETING);
  const program = hasTerminal ? yield* firstShell(pod, container) : undefined;
  let exitCode: number | undefined;
  if (program) {
    exitCode = yield* containerSession({ pod, container, program });
    yield* leave(pod, container, exitCode);
  } else if (stdin && !hasTerminal && (exitCode = yield* fedProcess(pod, container)) !== undefined) {
    yield* leave(pod, container, exitCode);
  } else yield* followLogs([{ pod, container }], { options: fromStart ? {} : { tailLines: 0 }, withPrefix: false, ignoresErrors: false });
  if (hasTerminal && !isQuiet) yield* print(sessionEnded(pod, container));
  return exitCode;
}

/** A first process that waits for input gets what is piped in. @returns its status; undefined: it reads nothing */
function* fedProcess(pod: Pod, container: string): Steps<number | undefined> {
  const asked = yield* toPod<AttachResult>(pod, "attach", { container });
  if (!asked.ok || !asked.body.readsInput) return undefined;
  const ran = yield* toPod<ExecResult>(pod, "exec", { command: asked.body.command, container, stdin: yield* wholeInput() });
  if (!ran.ok) return undefined;
  const { stdout, stderr, exitCode } = ran.body;
  if (stdout !== "") yield* print(stdout);
  if (stderr !== "") yield* complain(stderr);
  return exitCode;
}

/** The process was the container's first one: its end is the container's. A container that is gone already is none of our business. */
function* leave(pod: Pod, container: string, exitCode: number): Steps<void> {
  yield* toPod(pod, "attach", { container, exitCode });
}

function toPod<Out>({ metadata: { name, namespace } }: Pod, subresource: "attach" | "exec", body: AttachRequest | ExecRequest): Steps<KubeResponse<Out>> {
  return send<Out>({ verb: "create", resource: PODS.key, name, subresource, body, ...(namespace ? { namespace } : {}) });
}

/** Source: attach.go reattachMessage */
function sessionEnded({ metadata: { name, namespace = "default" } }: Pod, container: string): string {
  return `Session ended, resume using 'kubectl attach ${name} -c ${container} -n ${namespace} -i -t' command\n`;
}

/** The shell that is the first process of the container, if it is one that waits for what is typed. */
function* firstShell(pod: Pod, container: string): Steps<string | undefined> {
  const listed = yield* execIn({ pod, container, program: "ps" }, ["ps"]);
  const command = "refusal" in listed ? undefined : /^ *1 +\S+ +\S+ +(.*)$/m.exec(listed.stdout)?.[1]?.split(" ");
  return command && isInteractiveShell(command) ? command[0] : undefined;
}
