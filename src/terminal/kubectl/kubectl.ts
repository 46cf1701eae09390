import type { KubeResponse } from "../../api/request.ts";
import { complain, print, type Effect, type Process, type Reply } from "../process.ts";
import { VERBS } from "../verbs/list.ts";
import { parseArguments } from "./arguments.ts";
import { findVerb, type Found } from "./find-verb.ts";
import { fail } from "./errors.ts";
import { helpAbout, helpOf, kubectlHelp } from "./help.ts";
import { KubectlError, type KubectlContext, type Verb } from "./verb.ts";

/**
 * kubectl as a program. Finds the verb, reads its flags, prints the server's warnings (each text once, before what the
 * verb says about the answer) and ends with kubectl's own text where the verb throws a KubectlError.
 * @param words what stands after `kubectl`
 * Source: kubectl pkg/cmd/cmd.go, pkg/cmd/util/helpers.go checkErr (1.36)
 */
export function* runKubectl(words: readonly string[], context: KubectlContext, verbs: readonly Verb[] = VERBS): Process {
  try {
    if (words[0] === "help") return yield* helpAbout(words.slice(1).filter((word) => !word.startsWith("-")), verbs);
    const found = findVerb(words, verbs);
    return yield* interruptible(withWarnings(runCommand(found, words, context, verbs)), found.kind === "verb" ? found.verb.interruptedStatus : undefined);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    if (error.printed !== "") yield* print(error.printed);
    yield* complain(error.message === "" || error.message.endsWith("\n") ? error.message : `${error.message}\n`);
    return error.status;
  }
}

function* runCommand(found: Found, words: readonly string[], context: KubectlContext, verbs: readonly Verb[]): Process {
  switch (found.kind) {
    case "verb": {
      const args = parseArguments(found.argv, found.verb.flags, found.verb.name);
      if (args.is("help")) return yield* helpOf(found.verb.name, verbs);
      return yield* found.verb.run(args, context);
    }
    case "group": {
      const args = parseArguments(found.argv, [], found.path);
      if (args.is("help") || args.words.length === 0) {
        yield* helpOf(found.path, verbs);
        return args.is("help") ? 0 : 1;
      }
      return fail(`unknown command ${JSON.stringify(args.words.join(" "))}\nSee 'kubectl ${found.path} -h' for help and examples`);
    }
    case "none": {
      parseArguments(words, [], "");
      return yield* kubectlHelp(verbs);
    }
    case "unknown":
      return fail(found.error);
  }
}

/** Verbs that watch catch Ctrl-C and exit by themselves. Source: kubectl pkg/util/interrupt/interrupt.go */
function* interruptible(process: Process, status: number | undefined): Process {
  let isStopped = status !== undefined;
  try {
    const ended = yield* process;
    isStopped = false;
    return ended;
  } catch (error) {
    isStopped = false;
    throw error;
  } finally {
    // oxlint-disable-next-line no-unsafe-finally -- nothing but the stop is overridden
    if (isStopped) return status!;
  }
}

/** Where a verb does not say who manages the fields that it writes, the server takes the program's name. Source: handlers/rest.go managerOrUserAgent */
function withManager(effect: Effect): Effect {
  if (effect.kind !== "send") return effect;
  const { verb, options } = effect.request;
  if (!WRITES.has(verb) || options?.fieldManager || options?.patchType === "apply") return effect;
  return { ...effect, request: { ...effect.request, options: { ...options, fieldManager: "kubectl" } } };
}

const WRITES: ReadonlySet<string> = new Set(["create", "update", "patch"]);

function* withWarnings(process: Process): Process {
  const told = new Set<string>();
  let reply: Reply;
  for (;;) {
    const step = process.next(reply);
    if (step.done) return step.value;
    reply = yield withManager(step.value);
    if (step.value.kind !== "send") continue;
    for (const warning of (reply as KubeResponse).warnings ?? []) {
      if (told.has(warning)) continue;
      told.add(warning);
      yield* complain(`Warning: ${warning}\n`);
    }
  }
}
