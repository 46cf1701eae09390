import type { ExecResult } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { ask, fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { complain, print, readLine, type Steps } from "../process.ts";
import { allObjects, gathered } from "./objects.ts";
import { containerOf, podsOf } from "./workload-pods.ts";

/** `kubectl exec POD -- COMMAND`. Source: kubectl pkg/cmd/exec/exec.go (1.36) */
export const exec: Verb = {
  name: "exec",
  flags: [
    { name: "container", short: "c", type: "string" },
    { name: "stdin", short: "i", type: "bool" },
    { name: "tty", short: "t", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  places: ["type/name"],
  run,
};

const POD_TIMEOUT_MS = 60_000;

/**
 * Departure: `-it` runs the command once, without input: this terminal hands programs lines, it is not a terminal for
 * them. kubectl says the same where its input is no terminal.
 */
function* run(args: Arguments, context: KubectlContext): Process {
  const [name, ...others] = args.words;
  const command = args.rest ?? [];
  if (name === undefined) fail("pod, type/name or --filename must be specified");
  if (others.length > 0 && !args.rest) fail("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
  if (command.length === 0) fail("you must specify at least one command for the container");
  const { found, failures } = yield* allObjects({ words: name.includes("/") ? [name] : [PODS.plural, name] }, args, context);
  const [target] = found;
  if (!target) throw gathered(failures);
  const [pod] = yield* podsOf(target, { preference: "attaching", refusal: "cannot attach to", timeoutMs: args.number("pod-running-timeout") ?? POD_TIMEOUT_MS });
  const { phase } = pod.status;
  if (phase === "Succeeded" || phase === "Failed") fail(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const container = yield* containerOf(pod, args.text("container"), { isQuiet: args.is("quiet") });
  const isTerminal = args.is("stdin") && args.is("tty");
  if (isTerminal && !args.is("quiet")) yield* complain("Unable to use a TTY - input is not a terminal or the right kind of file\n");
  const stdin = args.is("stdin") && !isTerminal ? yield* wholeInput() : "";
  const { namespace } = pod.metadata;
  const result = yield* ask<ExecResult>({
    verb: "create", resource: PODS.key, name: pod.metadata.name, subresource: "exec", body: { command, container, stdin },
    ...(namespace ? { namespace } : {}),
  });
  if (result.stdout) yield* print(result.stdout);
  if (result.stderr) yield* complain(result.stderr);
  if (result.exitCode !== 0) yield* complain(`command terminated with exit code ${result.exitCode}\n`);
  return result.exitCode;
}

function* wholeInput(): Steps<string> {
  let text = "";
  for (let line = yield* readLine(); line !== undefined; line = yield* readLine()) text += `${line}\n`;
  return text;
}
