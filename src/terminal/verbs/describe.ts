import { list, type KubeList } from "../../api/request.ts";
import type { Describing } from "../describe/describer.ts";
import { describerOf } from "../describe/describers.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { namespaceOf, resourceNamed, scopeOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext, KubectlError, Verb } from "../kubectl/verb.ts";
import { complain, now, print, type Process, type Steps } from "../process.ts";
import { allObjects, gathered, type Found } from "./objects.ts";

const SHOW_EVENTS = "show-events";

/** `kubectl describe`. Source: kubectl pkg/cmd/describe/describe.go (1.36) */
export const describe: Verb = {
  name: "describe",
  flags: [
    COMMON_FLAGS.filename, COMMON_FLAGS.kustomize, COMMON_FLAGS.recursive, COMMON_FLAGS.selector, COMMON_FLAGS.allNamespaces,
    { name: SHOW_EVENTS, type: "bool" },
    { name: "chunk-size", type: "int" },
  ],
  places: ["type", "name"],
  run,
};

function* run(args: Arguments, context: KubectlContext): Process {
  if (args.words.length === 0 && args.texts("filename").length === 0) {
    fail('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.');
  }
  const { found, failures } = yield* allObjects({ words: args.words, takesAll: true }, args, context);
  const about = yield* describing(args, { isOne: found.length === 1 && failures.length === 0 });
  if (failures[0] && failures.length === 1 && isNotFound(failures[0]) && args.words.length === 2) {
    if (yield* describeByPrefix(args, context, about)) return 0;
    throw failures[0];
  }
  for (const [i, one] of found.entries()) yield* print(`${i > 0 ? "\n\n" : ""}${yield* textOf(one, about)}`);
  if (failures.length > 0) throw gathered(failures);
  if (found.length === 0) yield* complain(nothingFound(namespaceOf(args, context)));
  return 0;
}

/** Events are told where the command names one object and finds it; of several only where it asks for them. */
function* describing(args: Arguments, { isOne }: { readonly isOne: boolean }): Steps<Describing> {
  return { nowMs: yield* now(), showEvents: args.has(SHOW_EVENTS) ? args.is(SHOW_EVENTS) : isOne };
}

function textOf({ resource, object }: Found, about: Describing): Steps<string> {
  return describerOf(resource)(object, about);
}

function isNotFound(error: KubectlError): boolean {
  return error.message.startsWith("Error from server (NotFound)");
}

/** `describe ds node` describes every DaemonSet whose name begins so; false: none does. */
function* describeByPrefix(args: Arguments, context: KubectlContext, about: Describing): Steps<boolean> {
  const [type = "", prefix = ""] = args.words;
  if (type.includes("/")) return false;
  const resource = yield* resourceNamed(type);
  const { items } = yield* ask<KubeList>(list(resource, scopeOf(resource, namespaceOf(args, context)).namespace));
  const matching = items.filter((object) => object.metadata.name.startsWith(prefix));
  for (const object of matching) yield* print(`${yield* textOf({ resource, object }, about)}\n`);
  return matching.length > 0;
}

function nothingFound(namespace: string | undefined): string {
  return namespace === undefined ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`;
}
