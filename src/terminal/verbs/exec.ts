import type { ExecResult } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import { fail, serverErrorText } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type KubectlContext, type Process, type Verb } from "../kubectl/verb.ts";
import { complain, isTerminal, print, send, wholeInput } from "../process.ts";
import { containerSession, isInteractiveShell } from "./container-session.ts";
import { CONTAINER_FLAGS, NO_TERMINAL, targetPod } from "./target-pod.ts";
import { containerOf } from "./workload-pods.ts";

/** `kubectl exec POD -- COMMAND`. Source: kubectl pkg/cmd/exec/exec.go (1.36) */
export const exec: Verb = {
  name: "exec",
  flags: CONTAINER_FLAGS,
  places: ["type/name"],
  run,
};

/** A shell with a terminal is a session (container-session.ts); everything else runs once, with its whole input. */
function* run(args: Arguments, context: KubectlContext): Process {
  const [name, ...others] = args.words;
  const command = args.rest ?? [];
  if (name === undefined) fail("pod, type/name or --filename must be specified");
  if (others.length > 0 && !args.rest) fail("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
  if (command.length === 0) fail("you must specify at least one command for the container");
  const pod = yield* targetPod([name], "exec into", args, context);
  const container = yield* containerOf(pod, args.text("container"), { isQuiet: args.is("quiet") });
  const wantsTerminal = args.is("stdin") && args.is("tty");
  const hasTerminal = wantsTerminal && (yield* isTerminal());
  if (wantsTerminal && !hasTerminal && !args.is("quiet")) yield* complain(NO_TERMINAL);
  const { namespace } = pod.metadata;
  const isSession = hasTerminal && isInteractiveShell(command);
  const response = yield* send<ExecResult>({
    verb: "create", resource: PODS.key, name: pod.metadata.name, subresource: "exec",
    body: { command, container, stdin: args.is("stdin") && !wantsTerminal ? yield* wholeInput() : "", ...(hasTerminal ? { tty: true } : {}) },
    ...(namespace ? { namespace } : {}),
  });
  if (!response.ok) throw new KubectlError(refusalText(response.status));
  const result = response.body;
  if (result.stdout) yield* print(result.stdout);
  if (result.stderr) yield* complain(result.stderr);
  // Given no input, a shell that is there ends at once.
  const exitCode = isSession && result.exitCode === 0 ? yield* containerSession({ pod, container, program: command[0]! }) : result.exitCode;
  if (exitCode !== 0) yield* complain(`command terminated with exit code ${exitCode}\n`);
  return exitCode;
}

/** What cannot be started fails when the connection stands: kubectl then prints the text alone. */
function refusalText(status: Status): string {
  return status.message?.includes("failed to start exec") ? `error: ${status.message}` : serverErrorText(status);
}
