import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import { allObjects, gathered } from "./objects.ts";
import { podsOf } from "./workload-pods.ts";

/** Flags of the verbs that go into a container. Source: kubectl pkg/cmd/exec/exec.go, pkg/cmd/attach/attach.go (1.36) */
export const CONTAINER_FLAGS: readonly Flag[] = [
  { name: "container", short: "c", type: "string" },
  { name: "stdin", short: "i", type: "bool" },
  { name: "tty", short: "t", type: "bool" },
  { name: "quiet", short: "q", type: "bool" },
  { name: "pod-running-timeout", type: "duration" },
];

export const NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file\n";
const POD_TIMEOUT_MS = 60_000;

/**
 * The pod that the words mean: a pod by its name, or one of an object's pods. It has not ended.
 * @param doing as kubectl says what it cannot do: `exec into`, `attach`
 */
export function* targetPod(words: readonly string[], doing: string, args: Arguments, context: KubectlContext): Steps<Pod> {
  const { found, failures } = yield* allObjects({ words: words.length > 1 || words[0]!.includes("/") ? words : [PODS.plural, words[0]!] }, args, context);
  const [target] = found;
  if (!target) throw gathered(failures);
  const [pod] = yield* podsOf(target, { preference: "attaching", refusal: "cannot attach to", timeoutMs: args.number("pod-running-timeout") ?? POD_TIMEOUT_MS });
  const { phase } = pod.status;
  if (phase === "Succeeded" || phase === "Failed") fail(`cannot ${doing} a container in a completed pod; current phase is ${phase}`);
  return pod;
}
