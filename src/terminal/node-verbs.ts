import type { StringMap } from "../api/types/meta.ts";
import type { Taint } from "../api/types/node.ts";
import type { DrainOptions } from "./drain.ts";
import { parseArguments } from "./kubectl/arguments.ts";
import { KubectlError, type Arguments, type Verb } from "./kubectl/verb.ts";
import { editLabels, parseLabelArguments } from "./labels.ts";
import { editTaints, parseTaintArguments } from "./taints.ts";
import { cordonWord } from "./verbs/cordon.ts";
import { drain, drainOptions } from "./verbs/drain.ts";
import { label } from "./verbs/label.ts";
import { taint } from "./verbs/taint.ts";

/** What a command prints and how it ends. No newline at the end. */
export interface Printed {
  readonly exit: 0 | 1;
  readonly stdout?: string;
  readonly stderr?: string;
}

/**
 * `kubectl taint nodes NODE ARGS` without a cluster, for conformance cases: what it prints, and the taints of the node
 * afterwards (those it had when it fails).
 */
export function taintNode(node: string, taints: readonly Taint[], argv: readonly string[]): Printed & { readonly taints: readonly Taint[] } {
  const args = argumentsOf(taint, argv);
  if ("error" in args) return { ...failed(args.error), taints };
  const edits = parseTaintArguments(args.words);
  const outcome = "error" in edits ? edits : editTaints(node, taints, edits, { overwrite: args.is("overwrite") });
  if ("error" in outcome) return { ...failed(outcome.error), taints };
  return { exit: 0, stdout: `node/${node} ${outcome.word}`, taints: outcome.taints };
}

/** The same for `kubectl label nodes NODE ARGS`. Keys are left to the API server, which may still refuse them. */
export function labelNode(node: string, labels: StringMap, argv: readonly string[]): Printed & { readonly labels: StringMap } {
  const args = argumentsOf(label, argv);
  if ("error" in args) return { ...failed(args.error), labels };
  const edits = parseLabelArguments(args.words);
  const outcome = "error" in edits ? edits : editLabels(labels, edits, { overwrite: args.is("overwrite") });
  if ("error" in outcome) return { ...failed(outcome.error), labels };
  const lines = [...outcome.absent.map((key) => `label "${key}" not found.`), `node/${node} ${outcome.word}`];
  return { exit: 0, stdout: lines.join("\n"), labels: outcome.labels };
}

/** The same for `kubectl cordon NODE` and `kubectl uncordon NODE`. */
export function cordonNode(node: string, isCordoned: boolean, command: "cordon" | "uncordon"): Printed & { readonly isCordoned: boolean } {
  return { exit: 0, stdout: `node/${node} ${cordonWord(isCordoned, command)}`, isCordoned: command === "cordon" };
}

/** The flags of `kubectl drain` that decide what is evicted, or kubectl's error without `error: ` in front. */
export function parseDrainFlags(argv: readonly string[]): DrainOptions | { readonly error: string } {
  const args = argumentsOf(drain, argv);
  return "error" in args ? args : drainOptions(args);
}

function argumentsOf(verb: Verb, argv: readonly string[]): Arguments | { readonly error: string } {
  try {
    return parseArguments(argv, verb.flags, verb.name);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return { error: error.message.replace(/^error: /, "") };
  }
}

function failed(error: string): Printed {
  return { exit: 1, stderr: `error: ${error}` };
}
