import type { StringMap } from "../api/types/meta.ts";
import type { Taint } from "../api/types/node.ts";
import { editLabels, parseLabelArguments } from "./labels.ts";
import { editTaints, parseTaintArguments } from "./taints.ts";

/** What a command prints and how it ends. No newline at the end. */
export interface Printed {
  readonly exit: 0 | 1;
  readonly stdout?: string;
  readonly stderr?: string;
}

/**
 * `kubectl taint nodes NODE ARGS`: what it prints, and the taints of the node afterwards (those it had when it fails).
 * Source: kubectl pkg/cmd/taint/taint.go (1.36)
 */
export function taintNode(node: string, taints: readonly Taint[], args: readonly string[]): Printed & { readonly taints: readonly Taint[] } {
  const words = readFlags(args, ["overwrite"], "taint");
  if ("error" in words) return { ...failed(words.error), taints };
  const edits = parseTaintArguments(words.args);
  const outcome = "error" in edits ? edits : editTaints(node, taints, edits, { overwrite: words.flags.has("overwrite") });
  if ("error" in outcome) return { ...failed(outcome.error), taints };
  return { exit: 0, stdout: `node/${node} ${outcome.word}`, taints: outcome.taints };
}

/**
 * `kubectl label nodes NODE ARGS`: what it prints, and the labels of the node afterwards. Keys are left to the API
 * server, which may still refuse them.
 * Source: kubectl pkg/cmd/label/label.go (1.36)
 */
export function labelNode(node: string, labels: StringMap, args: readonly string[]): Printed & { readonly labels: StringMap } {
  const words = readFlags(args, ["overwrite"], "label");
  if ("error" in words) return { ...failed(words.error), labels };
  const edits = parseLabelArguments(words.args);
  const outcome = "error" in edits ? edits : editLabels(labels, edits, { overwrite: words.flags.has("overwrite") });
  if ("error" in outcome) return { ...failed(outcome.error), labels };
  const lines = [...outcome.absent.map((key) => `label "${key}" not found.`), `node/${node} ${outcome.word}`];
  return { exit: 0, stdout: lines.join("\n"), labels: outcome.labels };
}

/** `kubectl cordon NODE` and `kubectl uncordon NODE`. Source: kubectl pkg/cmd/drain/drain.go RunCordonOrUncordon (1.36) */
export function cordonNode(node: string, isCordoned: boolean, command: "cordon" | "uncordon"): Printed & { readonly isCordoned: boolean } {
  const wanted = command === "cordon";
  const word = wanted ? "cordoned" : "uncordoned";
  return { exit: 0, stdout: `node/${node} ${wanted === isCordoned ? "already " : ""}${word}`, isCordoned: wanted };
}

type Flags = { readonly args: readonly string[]; readonly flags: ReadonlySet<string> };

/**
 * Takes switches out of the arguments: `--overwrite`, `--overwrite=false`.
 * @returns kubectl's error without `error: ` in front for a flag that the command does not have
 */
export function readFlags(args: readonly string[], known: readonly string[], command: string): Flags | { readonly error: string } {
  const flags = new Set<string>();
  const rest: string[] = [];
  for (const argument of args) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) rest.push(argument);
    else if (!known.includes(name)) return { error: `unknown flag: --${name}\nSee 'kubectl ${command} --help' for usage.` };
    else if (value === undefined || TRUE.includes(value)) flags.add(name);
    else if (FALSE.includes(value)) flags.delete(name);
    else return { error: `invalid argument "${value}" for "--${name}" flag: strconv.ParseBool: parsing "${value}": invalid syntax` };
  }
  return { args: rest, flags };
}

/** Source: Go strconv.ParseBool */
const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];

function failed(error: string): Printed {
  return { exit: 1, stderr: `error: ${error}` };
}
