import { evaluate } from "./arithmetic.ts";
import { linePattern } from "./line-pattern.ts";
import type { ShellList, Word, WordPart } from "./syntax.ts";

/**
 * What words are expanded with. `Y` is what the shell waits for while a command substitution runs; a shell whose
 * commands end at once has `never` there and takes results by `expanded`.
 */
export interface Expansion<Y> {
  valueOf(name: string): string | undefined;
  /** What `$((…))` reads and counts on. */
  readonly variables: Map<string, string>;
  /** What the commands of `$(…)` print. */
  substitute(list: ShellList): Expanding<Y, string>;
  /** Absolute, for `*` and `?`. */
  paths(): Iterable<string>;
  readonly cwd: string;
  absolute(path: string): string;
  /** The text, if it is of a length that the shell can hold. */
  bounded(text: string): string;
}

export type Expanding<Y, Out> = Generator<Y, Out, unknown>;

/** The result of an expansion that never waits. */
export function expanded<Out>(steps: Expanding<never, Out>): Out {
  return steps.next().value;
}

/** Words as the arguments of a command: what is not quoted falls apart at blanks, and vanishes when it is empty. */
export function* fieldsOf<Y>(e: Expansion<Y>, words: readonly Word[]): Expanding<Y, string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(yield* fieldsOfWord(e, word)));
  return fields;
}

/** A word as one text, as on the right of an assignment. */
export function* textOf<Y>(e: Expansion<Y>, word: Word): Expanding<Y, string> {
  let text = "";
  for (const part of word) text += yield* textOfPart(e, part);
  return e.bounded(text);
}

/** A field that is being put together; a `*` or `?` that is not quoted makes it a pattern of paths. */
interface Field { text: string; isPattern: boolean }

function* fieldsOfWord<Y>(e: Expansion<Y>, word: Word): Expanding<Y, string[]> {
  const fields: Field[] = [];
  let current: Field | undefined;
  const append = (text: string, isPattern: boolean) => {
    current ??= { text: "", isPattern: false };
    current.text += text;
    current.isPattern ||= isPattern;
  };
  for (const part of word) {
    const text = yield* textOfPart(e, part);
    if (part.kind === "text" || part.kind === "quoted" || part.isQuoted) {
      append(text, part.kind === "text" && !part.isQuoted && /[*?]/.test(text));
      continue;
    }
    for (const [i, piece] of text.split(/[ \t\n]+/).entries()) {
      if (i > 0 && current) {
        fields.push(current);
        current = undefined;
      }
      if (piece !== "") append(piece, false);
    }
  }
  if (current) fields.push(current);
  return fields.flatMap(({ text, isPattern }) => (isPattern ? pathsLike(e, e.bounded(text)) : [e.bounded(text)]));
}

/** The paths that fit a pattern, sorted; the pattern itself if none does. */
function pathsLike<Y>(e: Expansion<Y>, pattern: string): string[] {
  const full = e.absolute(pattern);
  const segments = full.split("/").length;
  const expression = `^${full.replace(/[\\.[\]^$]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".")}$`;
  const fits = linePattern(expression, { isExtended: false, ignoresCase: false, isFixed: false });
  const paths = [...e.paths()].filter((path) => path !== "/" && path.split("/").length === segments && fits(path)).sort();
  if (paths.length === 0) return [pattern];
  if (pattern.startsWith("/")) return paths;
  const prefix = e.cwd === "/" ? 1 : e.cwd.length + 1;
  return paths.map((path) => path.slice(prefix));
}

function* textOfPart<Y>(e: Expansion<Y>, part: WordPart): Expanding<Y, string> {
  switch (part.kind) {
    case "text": return part.text;
    case "quoted": return yield* textOf(e, part.parts);
    case "command": return e.bounded((yield* e.substitute(part.list)).replace(/\n+$/, ""));
    case "arithmetic": return String(evaluate(part.expression, e.variables));
    case "variable": {
      const value = e.valueOf(part.name);
      const isMissing = value === undefined || (part.isForEmpty === true && value === "");
      return isMissing && part.fallback ? yield* textOf(e, part.fallback) : (value ?? "");
    }
  }
}
