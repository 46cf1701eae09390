import type { Taint } from "../api/types/node.ts";
import type { TaintEffect } from "../api/types/pod.ts";
import { labelValueErrors, qualifiedNameErrors } from "../api/label-syntax.ts";

/** What one argument of `kubectl taint` asks for. A removal without effect means all effects of the key. */
export type TaintArgument =
  | { readonly add: Taint }
  | { readonly remove: { readonly key: string; readonly effect?: TaintEffect } }
  | { readonly error: string };

export interface TaintEdits {
  readonly add: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect?: TaintEffect }[];
}

export interface TaintOutcome {
  readonly taints: readonly Taint[];
  /** kubectl's word for it: `node/n tainted`. */
  readonly word: "tainted" | "untainted" | "modified";
}

export const TAINT_EFFECTS: readonly TaintEffect[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** kubectl's second line under errors of its arguments. */
const HINT = "See 'kubectl taint -h' for help and examples";

/**
 * Reads `key=value:Effect`, `key:Effect`, `key:Effect-`, `key-` or `key=value:Effect-` (the value is then ignored).
 * @returns what to add or remove, or kubectl's error without `error: ` in front
 * Source: kubectl pkg/cmd/taint/utils.go parseTaint (1.36)
 */
export function parseTaintArgument(argument: string): TaintArgument {
  const isRemoval = argument.endsWith("-");
  const parsed = parseSpec(isRemoval ? argument.slice(0, -1) : argument);
  if ("error" in parsed) return { error: `${parsed.error}\n${HINT}` };
  const { key, value, effect } = parsed;
  if (isRemoval) return { remove: { key, ...(effect ? { effect } : {}) } };
  if (!effect) return { error: `invalid taint spec: ${argument}\n${HINT}` };
  return { add: { key, ...(value ? { value } : {}), effect } };
}

/**
 * The words of `kubectl taint`: a type and names, then what to change.
 * @returns kubectl's error without `error: ` in front where a name stands behind a change
 * Source: kubectl pkg/cmd/taint/taint.go parseTaintArgs (1.36)
 */
export function splitTaintWords(words: readonly string[]): { readonly resources: readonly string[]; readonly specs: readonly string[] } | { readonly error: string } {
  const isSpec = (word: string) => /[=:]|-$/.test(word);
  const first = words.findIndex(isSpec);
  if (first < 0) return { resources: words, specs: [] };
  const late = words.slice(first).find((word) => !isSpec(word));
  if (late !== undefined) return { error: `all resources must be specified before taint changes: ${late}` };
  return { resources: words.slice(0, first), specs: words.slice(first) };
}

/**
 * All arguments of one `kubectl taint`, checked against each other.
 * Source: kubectl pkg/cmd/taint/{taint,utils}.go (1.36)
 */
export function parseTaintArguments(args: readonly string[]): TaintEdits | { readonly error: string } {
  // A word with neither `=`, `:` nor `-` is taken for the name of a node.
  const specs = args.filter((argument) => /[=:]|-$/.test(argument));
  if (specs.length === 0 || specs.length < args.length) return { error: "at least one taint update is required" };
  const add: Taint[] = [];
  const remove: { key: string; effect?: TaintEffect }[] = [];
  for (const argument of specs) {
    const parsed = parseTaintArgument(argument);
    if ("error" in parsed) return parsed;
    if ("remove" in parsed) remove.push(parsed.remove);
    else if (add.some((t) => isSame(t, parsed.add))) return { error: duplicateText(parsed.add) };
    else add.push(parsed.add);
  }
  const clash = remove.find((r) => add.some((t) => covers(r, t)));
  if (clash) {
    return { error: `can not both modify and remove the following taint(s) in the same command: ${clash.key}=${clash.effect ?? ""}` };
  }
  return { add, remove };
}

/**
 * The taints of a node after `kubectl taint`: new ones stand before the old ones.
 * @returns the new list, or kubectl's error without `error: ` in front
 * Source: kubectl pkg/cmd/taint/utils.go reorganizeTaints, deleteTaints (1.36)
 */
export function editTaints(node: string, taints: readonly Taint[], edits: TaintEdits, options: { overwrite?: boolean } = {}): TaintOutcome | { readonly error: string } {
  const existing = edits.add.filter((t) => taints.some((old) => isSame(old, t)));
  if (existing.length > 0 && !options.overwrite) {
    const keys = [...new Set(existing.map((t) => t.key))].join(",");
    return { error: `node ${node} already has ${keys} taint(s) with same effect(s) and --overwrite is false` };
  }
  const absent = edits.remove.filter((r) => !taints.some((t) => covers(r, t)));
  if (absent.length > 0) return { error: absentText(absent) };
  const kept = taints.filter((t) => !edits.remove.some((r) => covers(r, t)) && !edits.add.some((a) => isSame(a, t)));
  return { taints: [...edits.add, ...kept], word: wordFor(edits, options.overwrite === true) };
}

/** `key=value:Effect`, or `key:Effect` without a value: the argument that would add the taint. */
export function taintArgument(taint: Taint): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
}

interface Spec { readonly key: string; readonly value?: string; readonly effect?: TaintEffect }

function parseSpec(spec: string): Spec | { readonly error: string } {
  const [pair = "", effectText, ...more] = spec.split(":");
  if (more.length > 0) return { error: `invalid taint spec: ${spec}` };
  // Without an effect the whole text is the key, so `x=1` is refused as a bad key.
  if (effectText === undefined) return checkedKey(spec, { key: pair });
  const effect = TAINT_EFFECTS.find((e) => e === effectText);
  if (!effect) return { error: `invalid taint effect: ${effectText}, unsupported taint effect` };
  const [key = "", value, ...rest] = pair.split("=");
  if (rest.length > 0) return { error: `invalid taint spec: ${spec}` };
  const valueErrors = value === undefined ? [] : labelValueErrors(value);
  if (valueErrors.length > 0) return { error: `invalid taint spec: ${spec}, ${valueErrors.join("; ")}` };
  return checkedKey(spec, { key, effect, ...(value ? { value } : {}) });
}

function checkedKey(spec: string, parsed: Spec): Spec | { readonly error: string } {
  const errors = qualifiedNameErrors(parsed.key);
  return errors.length > 0 ? { error: `invalid taint spec: ${spec}, ${errors.join("; ")}` } : parsed;
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function covers(removal: { readonly key: string; readonly effect?: TaintEffect }, taint: Taint): boolean {
  return removal.key === taint.key && (removal.effect === undefined || removal.effect === taint.effect);
}

/** Go prints the struct. */
function duplicateText(t: Taint): string {
  return `duplicated taints with the same key and effect: {${t.key} ${t.value ?? ""} ${t.effect} <nil>}\n${HINT}`;
}

function absentText(absent: TaintEdits["remove"]): string {
  const texts = absent.map((r) => `taint "${r.key}${r.effect ? `:${r.effect}` : ""}" not found`);
  return texts.length === 1 ? texts[0]! : `[${texts.join(", ")}]`;
}

function wordFor(edits: TaintEdits, isOverwrite: boolean): TaintOutcome["word"] {
  if (isOverwrite || (edits.add.length > 0 && edits.remove.length > 0)) return "modified";
  return edits.add.length > 0 ? "tainted" : "untainted";
}
