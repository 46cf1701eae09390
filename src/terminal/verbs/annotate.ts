import type { StringMap } from "../../api/types/meta.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import { checkMetadataFlags, eachWithMetadata, listMetadata, METADATA_FLAGS, patchMetadata } from "./label.ts";
import type { Found } from "./objects.ts";
import { outcomeOf, tell, type Outcome } from "./outcome.ts";
import { pairWords } from "./pair-words.ts";

const MANAGER = "kubectl-annotate";
/** May be set again without `--overwrite`. */
export const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** `kubectl annotate TYPE NAME KEY=VALUE KEY-`. Source: kubectl pkg/cmd/annotate/annotate.go (1.36) */
export const annotate: Verb = { name: "annotate", flags: METADATA_FLAGS, places: ["type", "name"], run };

interface Edits { readonly set: StringMap; readonly remove: readonly string[] }

function* run(args: Arguments, context: KubectlContext): Process {
  const { resources, pairs } = pairWords(args.words, "annotation");
  const edits = editsOf(pairs);
  const outcome = yield* outcomeOf(args);
  checkMetadataFlags(args, resources);
  if (pairs.length === 0 && !args.is("list")) fail("at least one annotation update is required");
  const both = edits.remove.filter((key) => key in edits.set);
  if (both.length > 0) fail(`can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`);
  yield* eachWithMetadata(args, context, resources, (found, isOnly) => annotateOne(found, edits, { args, outcome, isOnly }));
  return 0;
}

function editsOf(pairs: readonly string[]): Edits {
  const set = pairs.filter((pair) => pair.indexOf("=") > 0).map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  return { set: Object.fromEntries(set), remove: pairs.filter((pair) => pair.indexOf("=") <= 0).map((pair) => pair.slice(0, -1)) };
}

function* annotateOne(found: Found, { set, remove }: Edits, { args, outcome, isOnly }: { readonly args: Arguments; readonly outcome: Outcome; readonly isOnly: boolean }): Steps<void> {
  const { metadata } = found.object;
  const old = metadata.annotations ?? {};
  const clashes = Object.entries(set).filter(([key, value]) => key !== CHANGE_CAUSE && key in old && old[key] !== value);
  if (clashes.length > 0 && !args.is("overwrite")) {
    fail(`--overwrite is false but found the following declared annotation(s): ${clashes.map(([key]) => `'${key}' already has a value (${old[key]})`).join("; ")}`);
  }
  const annotations = Object.fromEntries(Object.entries({ ...old, ...set }).filter(([key]) => !remove.includes(key)));
  if (args.is("list")) return yield* listMetadata(found, "annotations", annotations, isOnly);
  if (outcome.dryRun === "client") return yield* tell({ ...found, object: { ...found.object, metadata: { ...metadata, annotations } } }, "annotated", outcome);
  const changed = Object.entries(set).filter(([key, value]) => old[key] !== value);
  const removed = remove.filter((key) => key in old).map((key): [string, null] => [key, null]);
  const change = changed.length + removed.length > 0 ? { annotations: Object.fromEntries<string | null>([...changed, ...removed]) } : {};
  yield* tell(yield* patchMetadata(found, change, args, outcome, MANAGER), "annotated", outcome);
}
