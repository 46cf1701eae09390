import { GLOBAL_FLAGS, valueAlone } from "./arguments.ts";
import { COMMANDS } from "./commands.ts";
import type { Flag, Verb } from "./verb.ts";

/** What a command line of kubectl asks for. `argv` is what the verb or group is given: the line without its name. */
export type Found =
  | { readonly kind: "verb"; readonly verb: Verb; readonly argv: readonly string[] }
  /** A verb of several words, of which the last is missing or unknown: `rollout`. */
  | { readonly kind: "group"; readonly path: string; readonly argv: readonly string[] }
  /** Nothing but flags. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly error: string };

/**
 * The verb that a line names, the longest name first: `create deployment` before `create`. Flags may stand between.
 * Source: spf13/cobra command.go Find, SuggestionsFor
 */
export function findVerb(words: readonly string[], verbs: readonly Verb[]): Found {
  let path: string[] = [];
  let argv = words;
  for (;;) {
    const at = firstWord(argv, verbOf(path.join(" "), verbs)?.flags ?? []);
    if (at === undefined) break;
    const longer = [...path, argv[at]!];
    if (!verbs.some((verb) => namesOf(verb).some((name) => startsWith(name, longer)))) break;
    path = longer;
    argv = argv.filter((_, i) => i !== at);
  }
  const verb = verbOf(path.join(" "), verbs);
  if (verb) return { kind: "verb", verb, argv };
  if (path.length > 0) return { kind: "group", path: path.join(" "), argv };
  const at = firstWord(argv, []);
  return at === undefined ? { kind: "none" } : { kind: "unknown", error: unknownCommand(argv[at]!) };
}

function verbOf(name: string, verbs: readonly Verb[]): Verb | undefined {
  return verbs.find((verb) => namesOf(verb).includes(name));
}

function namesOf(verb: Verb): readonly string[] {
  return [verb.name, ...(verb.aliases ?? [])];
}

function startsWith(name: string, words: readonly string[]): boolean {
  const parts = name.split(" ");
  return words.every((word, i) => parts[i] === word);
}

/** Where the first word stands that is neither a flag nor the value of one. */
function firstWord(argv: readonly string[], flags: readonly Flag[]): number | undefined {
  const known = [...flags, ...GLOBAL_FLAGS];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === "--") return undefined;
    if (!word.startsWith("-") || word === "-") return i;
    if (word.includes("=")) continue;
    const flag = word.startsWith("--") ? known.find((f) => f.name === word.slice(2)) : word.length === 2 ? known.find((f) => f.short === word[1]) : undefined;
    const takesNext = flag ? valueAlone(flag) === undefined : word.startsWith("--") || word.length === 2;
    if (takesNext) i++;
  }
  return undefined;
}

const MAX_DISTANCE = 2;

function unknownCommand(word: string): string {
  if (COMMANDS.some((command) => command.name === word)) {
    return `kubectl ${word} is not part of this page. Type kubectl for the commands that are`;
  }
  const near = COMMANDS.filter(({ name }) => distance(word.toLowerCase(), name) <= MAX_DISTANCE || name.startsWith(word.toLowerCase()));
  const suggestions = near.length > 0 ? `\n\nDid you mean this?\n${near.map(({ name }) => `\t${name}`).join("\n")}` : "";
  return `unknown command ${JSON.stringify(word)} for "kubectl"${suggestions}`;
}

/** Levenshtein's: letters to put in, take out or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length]!;
}
