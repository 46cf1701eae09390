import { parsePattern, type PatternNode } from "./pattern-syntax.ts";

export interface PatternOptions {
  readonly isExtended: boolean;
  readonly ignoresCase: boolean;
  readonly isFixed: boolean;
  /** Only whole words, only whole lines. */
  readonly within?: "word" | "line";
}

/** A piece of a line: from `start` to before `end`. */
export interface Match { readonly start: number; readonly end: number }

/** One step of a match. `jump` and `split` take no character. */
type Instruction =
  | { readonly kind: "char"; readonly holds: (char: string) => boolean }
  | { readonly kind: "assert"; readonly holds: (line: string, at: number) => boolean }
  | { readonly kind: "split"; readonly to: readonly number[] }
  | { readonly kind: "done" };

/**
 * Whether a line has a match of a regular expression, basic or extended. Written by hand because it takes time in
 * proportion to the line, whatever the pattern is: patterns come from people.
 * Source: POSIX Base Definitions 9; the way of matching is Thompson's
 */
export function linePattern(pattern: string, options: PatternOptions): (line: string) => boolean {
  const find = lineMatcher(pattern, options);
  return (line) => find(line, 0) !== undefined;
}

/** Finds the first match at or after a place in a line, the longest of those that begin there. */
export function lineMatcher(pattern: string, options: PatternOptions): (line: string, from: number) => Match | undefined {
  const fold = (text: string) => (options.ignoresCase ? text.toLowerCase() : text);
  if (options.isFixed && options.within === undefined) {
    const wanted = fold(pattern);
    return (line, from) => {
      const start = fold(line).indexOf(wanted, from);
      return start < 0 ? undefined : { start, end: start + wanted.length };
    };
  }
  const parsed: PatternNode = options.isFixed ? { kind: "all", parts: fold(pattern).split("").map((char) => ({ kind: "char", holds: (c) => c === char })) } : parsePattern(fold(pattern), options.isExtended);
  const program = compile(parsed, options.within);
  return (line, from) => {
    const text = fold(line);
    const firstEnd = endOf(program, text, from, true);
    if (firstEnd === undefined) return undefined;
    for (let start = from; start <= firstEnd; start++) {
      const end = endOf(program, text, start, false);
      if (end !== undefined) return { start, end };
    }
    return undefined;
  };
}

const isWordChar = (char: string | undefined) => char !== undefined && /\w/.test(char);

function compile(pattern: PatternNode, within: PatternOptions["within"]): readonly Instruction[] {
  const program: Instruction[] = [];
  const bound = (isStart: boolean): Instruction => ({
    kind: "assert",
    holds: within === "line" ? (line, at) => at === (isStart ? 0 : line.length) : (line, at) => !isWordChar(line[isStart ? at - 1 : at]),
  });
  if (within) program.push(bound(true));
  emit(program, pattern);
  if (within) program.push(bound(false));
  program.push({ kind: "done" });
  return program;
}

function emit(program: Instruction[], node: PatternNode): void {
  switch (node.kind) {
    case "char": case "assert":
      program.push(node);
      return;
    case "all":
      for (const part of node.parts) emit(program, part);
      return;
    case "any": {
      const at = program.length;
      program.push({ kind: "split", to: [] });
      const starts: number[] = [];
      const ends: number[] = [];
      for (const choice of node.choices) {
        starts.push(program.length);
        emit(program, choice);
        ends.push(program.length);
        program.push({ kind: "split", to: [] });
      }
      program[at] = { kind: "split", to: starts };
      for (const end of ends) program[end] = { kind: "split", to: [program.length] };
      return;
    }
    case "repeat": {
      for (let i = 0; i < node.min; i++) emit(program, node.part);
      if (node.max === Infinity) {
        const at = program.length;
        program.push({ kind: "split", to: [] });
        emit(program, node.part);
        program.push({ kind: "split", to: [at] });
        program[at] = { kind: "split", to: [at + 1, program.length] };
        return;
      }
      const skips: number[] = [];
      for (let i = node.min; i < node.max; i++) {
        skips.push(program.length);
        program.push({ kind: "split", to: [] });
        emit(program, node.part);
      }
      for (const at of skips) program[at] = { kind: "split", to: [at + 1, program.length] };
    }
  }
}

/**
 * Where the longest match that begins at `from` ends. With `isAnywhere` a match may begin at any later place, and the
 * end of the first that is found is told.
 */
function endOf(program: readonly Instruction[], line: string, from: number, isAnywhere: boolean): number | undefined {
  let places = new Set<number>();
  let found: number | undefined;
  for (let at = from; at <= line.length; at++) {
    if (isAnywhere || at === from) reach(program, places, 0, line, at);
    if (places.size === 0 && !isAnywhere) break;
    if (places.has(program.length - 1)) {
      found = at;
      if (isAnywhere) return found;
    }
    const next = new Set<number>();
    for (const place of places) {
      const step = program[place]!;
      if (step.kind === "char" && at < line.length && step.holds(line[at]!)) reach(program, next, place + 1, line, at + 1);
    }
    places = next;
  }
  return found;
}

/** Adds a place and all that can be come to from it without a character. */
function reach(program: readonly Instruction[], places: Set<number>, first: number, line: string, at: number): void {
  const open = [first];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    const step = program[place]!;
    if (step.kind === "split") open.push(...step.to);
    else if (step.kind === "assert" && step.holds(line, at)) open.push(place + 1);
  }
}
