import { patch } from "../../api/request.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type KubectlContext, type Process, type Verb } from "../kubectl/verb.ts";
import { editLabels, parseLabelArguments, type LabelEdits, type LabelOutcome } from "../labels.ts";
import { FILE_FLAGS, hasFiles } from "../manifest-files.ts";
import { print, type Steps } from "../process.ts";
import { allObjects, attempt, gathered, type Found } from "./objects.ts";
import { changeOptions, outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";
import { pairWords } from "./pair-words.ts";

const MANAGER = "kubectl-label";

/** Flags of `label` and `annotate`. */
export const METADATA_FLAGS: Verb["flags"] = [
  ...OUTCOME_FLAGS, ...FILE_FLAGS,
  COMMON_FLAGS.all, COMMON_FLAGS.allNamespaces, COMMON_FLAGS.selector, COMMON_FLAGS.fieldSelector,
  { name: "list", type: "bool" },
  { name: "overwrite", type: "bool" },
  { name: "resource-version", type: "string" },
];

/** `kubectl label TYPE NAME KEY=VALUE KEY-`. Source: kubectl pkg/cmd/label/label.go (1.36) */
export const label: Verb = { name: "label", flags: METADATA_FLAGS, places: ["type", "name"], run };

function* run(args: Arguments, context: KubectlContext): Process {
  const { resources, pairs } = pairWords(args.words, "label");
  const edits = pairs.length > 0 ? parseLabelArguments(pairs) : NO_EDITS;
  if ("error" in edits) fail(edits.error);
  const outcome = yield* outcomeOf(args);
  checkMetadataFlags(args, resources);
  if (pairs.length === 0 && !args.is("list")) fail("at least one label update is required");
  yield* eachWithMetadata(args, context, resources, (found, isOnly) => labelOne(found, { edits, args, outcome, isOnly }));
  return 0;
}

const NO_EDITS: LabelEdits = { set: {}, remove: [] };

interface Wanted {
  readonly edits: LabelEdits;
  readonly args: Arguments;
  readonly outcome: Outcome;
  readonly isOnly: boolean;
}

function* labelOne(found: Found, { edits, args, outcome, isOnly }: Wanted): Steps<void> {
  const { metadata } = found.object;
  const isTold = outcome.dryRun !== "client" && !args.is("list");
  const edited = editLabels(metadata.labels ?? {}, edits, { overwrite: args.is("overwrite") });
  const absent = edits.remove.filter((key) => !(key in (metadata.labels ?? {})));
  if (isTold) for (const key of absent) yield* print(`label ${JSON.stringify(key)} not found.\n`);
  if ("error" in edited) throw overwriteError(edited.error);
  if (args.is("list")) return yield* listMetadata(found, "labels", edited.labels, isOnly);
  if (isTold) yield* send(found, edited, args, outcome);
  // kubectl tells of the object that it has labelled itself, not of the answer.
  yield* tell({ ...found, object: { ...found.object, metadata: { ...metadata, labels: edited.labels } } }, edited.word, outcome);
}

/** Nothing is sent where nothing changes. */
function* send(found: Found, { patch: labels }: LabelOutcome, args: Arguments, outcome: Outcome): Steps<Found> {
  if (Object.keys(labels).length === 0) return found;
  return yield* patchMetadata(found, { labels }, args, outcome, MANAGER);
}

/** Sends a merge patch of the metadata, with `--resource-version` in it. */
export function* patchMetadata(found: Found, change: Readonly<Record<string, unknown>>, args: Arguments, outcome: Outcome, manager: string): Steps<Found> {
  const resourceVersion = args.text("resource-version");
  const metadata = { ...change, ...(resourceVersion ? { resourceVersion } : {}) };
  const body = Object.keys(metadata).length > 0 ? { metadata } : {};
  const fieldManager = args.text("field-manager") ?? manager;
  return { ...found, object: yield* ask(patch(found.resource, found.object.metadata, body, changeOptions(outcome, { patchType: "merge", fieldManager }))) };
}

/** What the flags of `label` and `annotate` may not be together. */
export function checkMetadataFlags(args: Arguments, resources: readonly string[]): void {
  if (args.is("all") && args.text("selector")) fail("cannot set --all and --selector at the same time");
  if (args.is("all") && args.text("field-selector")) fail("cannot set --all and --field-selector at the same time");
  if (resources.length === 0 && !hasFiles(args)) fail("one or more resources must be specified as <resource> <name> or <resource>/<name>");
}

/** Goes through the objects; `isOnly`: the words can mean no second one. */
export function* eachWithMetadata(args: Arguments, context: KubectlContext, words: readonly string[], each: (found: Found, isOnly: boolean) => Steps<void>): Steps<void> {
  const { found, failures: early, isSingle } = yield* allObjects({ words }, args, context);
  if (!isSingle && args.text("resource-version")) fail("--resource-version may only be used with a single resource");
  const failures = [...early];
  for (const one of found) yield* attempt(each(one, isSingle), failures);
  if (failures.length > 0) throw gathered(failures);
}

/** `--list`: keys and values, by key. Departure: kubectl prints them in the order of a Go map, which is none. */
export function* listMetadata({ resource, object }: Found, what: "labels" | "annotations", entries: Readonly<Record<string, string>>, isOnly: boolean): Steps<void> {
  if (!isOnly) yield* print(`Listing ${what} for ${resource.kind}.${resource.group}/${object.metadata.name}:\n`);
  for (const key of Object.keys(entries).sort()) yield* print(`${isOnly ? "" : " "}${key}=${entries[key]}\n`);
}

function overwriteError(text: string): KubectlError {
  return new KubectlError(text.includes("\n") ? text : `error: ${text}`);
}
