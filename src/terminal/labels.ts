import type { StringMap } from "../api/types/meta.ts";
import { labelValueErrors } from "../api/label-syntax.ts";

/** What one argument of `kubectl label` asks for. */
export type LabelArgument =
  | { readonly set: { readonly key: string; readonly value: string } }
  | { readonly remove: string }
  | { readonly error: string };

export interface LabelEdits {
  readonly set: StringMap;
  readonly remove: readonly string[];
}

export interface LabelOutcome {
  readonly labels: StringMap;
  /** A JSON merge patch of `metadata.labels`: `null` removes. Empty: nothing to send. */
  readonly patch: Readonly<Record<string, string | null>>;
  /** kubectl's word for it: `node/n labeled`. */
  readonly word: "labeled" | "unlabeled" | "modified" | "not labeled";
  /** Keys to remove that were not there; kubectl prints `label "k" not found.` for each. */
  readonly absent: readonly string[];
}

/**
 * Reads `key=value` or `key-`. Like kubectl it checks the value, and leaves the key to the API server.
 * @returns what to set or remove, or kubectl's error without `error: ` in front
 * Source: kubectl pkg/cmd/label/label.go parseLabels (1.36)
 */
export function parseLabelArgument(argument: string): LabelArgument {
  if (argument.includes("=")) {
    const [key = "", value = "", ...more] = argument.split("=");
    if (more.length > 0) return { error: `invalid label spec: ${argument}` };
    const errors = labelValueErrors(value);
    if (errors.length > 0) return { error: `invalid label value: ${JSON.stringify(argument)}: ${errors.join(";")}` };
    return { set: { key, value } };
  }
  if (argument.endsWith("-")) return { remove: argument.slice(0, -1) };
  return { error: `unknown label spec: ${argument}` };
}

/** All arguments of one `kubectl label`. Source: kubectl pkg/cmd/label/label.go (1.36) */
export function parseLabelArguments(args: readonly string[]): LabelEdits | { readonly error: string } {
  // A word with neither `=` nor a final `-` is taken for the name of an object.
  const specs = args.filter((argument) => argument.includes("=") || argument.endsWith("-"));
  if (specs.length === 0 || specs.length < args.length) return { error: "at least one label update is required" };
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const argument of specs) {
    const parsed = parseLabelArgument(argument);
    if ("error" in parsed) return parsed;
    if ("remove" in parsed) remove.push(parsed.remove);
    else set[parsed.set.key] = parsed.set.value;
  }
  if (remove.some((key) => key in set)) return { error: "can not both modify and remove a label in the same command" };
  return { set, remove };
}

/**
 * The labels of an object after `kubectl label`.
 * @returns labels and patch, or kubectl's error without `error: ` in front, a line for each label that has a value
 * Source: kubectl pkg/cmd/label/label.go labelFunc, updateDataChangeMsg (1.36)
 */
export function editLabels(labels: StringMap, edits: LabelEdits, options: { overwrite?: boolean } = {}): LabelOutcome | { readonly error: string } {
  const patch: Record<string, string | null> = {};
  const changed = Object.entries(edits.set).filter(([key, value]) => labels[key] !== value);
  const clashes = options.overwrite ? [] : changed.filter(([key]) => labels[key] !== undefined);
  if (clashes.length > 0) return { error: clashes.map(([key]) => `'${key}' already has a value (${labels[key]}), and --overwrite is false`).join("\n") };
  for (const [key, value] of changed) patch[key] = value;
  for (const key of edits.remove) if (key in labels) patch[key] = null;
  const absent = edits.remove.filter((key) => !(key in labels));
  return { labels: withPatch(labels, patch), patch, word: wordFor(patch), absent };
}

function withPatch(labels: StringMap, patch: LabelOutcome["patch"]): StringMap {
  const merged: Record<string, string> = { ...labels };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}

function wordFor(patch: LabelOutcome["patch"]): LabelOutcome["word"] {
  const values = Object.values(patch);
  const removes = values.includes(null);
  const sets = values.some((value) => value !== null);
  if (removes && sets) return "modified";
  return sets ? "labeled" : removes ? "unlabeled" : "not labeled";
}
