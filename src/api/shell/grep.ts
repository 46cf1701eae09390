import { lineMatcher, type Match, type PatternOptions } from "./line-pattern.ts";
import { chomp, err, out, sourcesOf, splitOptions, type Options, type ReadFile, type Source, type TextSteps } from "./text-tool.ts";

const LONG = {
  "invert-match": "v", "ignore-case": "i", "extended-regexp": "E", "fixed-strings": "F", "only-matching": "o", count: "c", "line-number": "n", quiet: "q", silent: "q", "word-regexp": "w",
  "line-regexp": "x", "files-with-matches": "l", "no-filename": "h", "with-filename": "H", "after-context": "A", "before-context": "B", context: "C", "max-count": "m", regexp: "e",
};

/** `grep [-vinocqlhHwxEF] [-A N] [-B N] [-C N] [-m N] PATTERN [FILE]…`. */
export function* grep(args: readonly string[], readFile: ReadFile): TextSteps {
  const options = splitOptions(args, "eABCm", LONG);
  const { values, rest } = options;
  const [pattern, ...names] = values["e"] === undefined ? rest : [values["e"], ...rest];
  if (pattern === undefined) {
    yield* err("Usage: grep [-cilnoqvwxEFhH] [-A N] [-B N] [-C N] [-m N] [-e] PATTERN [FILE]...\n");
    return 2;
  }
  const find = finder(pattern, options);
  const { sources, isFailed } = yield* sourcesOf("grep", names, readFile);
  let isFound = false;
  for (const source of sources) {
    isFound = (yield* grepIn(source, { ...options, find, isNamed: options.flags.has("H") || (names.length > 1 && !options.flags.has("h")) })) || isFound;
    if (isFound && options.flags.has("q")) return 0;
  }
  return isFailed ? 2 : Number(!isFound);
}

type Find = (line: string, from: number) => Match | undefined;

function finder(pattern: string, { flags }: Options): Find {
  const options: PatternOptions = {
    isExtended: flags.has("E"), isFixed: flags.has("F"), ignoresCase: flags.has("i"),
    ...(flags.has("x") ? { within: "line" } : flags.has("w") ? { within: "word" } : {}),
  };
  // Each line of the pattern is one of its own.
  const finds = pattern.split("\n").map((one) => lineMatcher(one, options));
  return (line, from) => {
    let best: Match | undefined;
    for (const find of finds) {
      const match = find(line, from);
      if (match && (!best || match.start < best.start || (match.start === best.start && match.end > best.end))) best = match;
    }
    return best;
  };
}

interface Search extends Options { readonly find: Find; readonly isNamed: boolean }

function* grepIn({ name, next }: Source, search: Search): TextSteps<boolean> {
  const { flags, values } = search;
  const most = values["m"] === undefined ? Infinity : Number(values["m"]);
  const [before, after] = [Number(values["B"] ?? values["C"] ?? 0), Number(values["A"] ?? values["C"] ?? 0)];
  const context: string[] = [];
  let [count, number, lastShown, left] = [0, 0, 0, 0];
  const isSilent = flags.has("q") || flags.has("c") || flags.has("l");
  const label = (n: number, mark: string) => `${search.isNamed ? `${name}${mark}` : ""}${flags.has("n") ? `${n}${mark}` : ""}`;
  for (let raw = yield* next(); raw !== undefined && (count < most || left > 0); raw = yield* next()) {
    const line = chomp(raw);
    number++;
    const isHit = count < most && (search.find(line, 0) !== undefined) !== flags.has("v");
    if (isHit) {
      count++;
      if (flags.has("q") || flags.has("l")) break;
      if (isSilent) continue;
      const first = number - context.length;
      if (before + after > 0 && lastShown > 0 && first > lastShown + 1) yield* out("--\n");
      for (const [i, earlier] of context.entries()) yield* out(`${label(first + i, "-")}${earlier}\n`);
      context.length = 0;
      yield* out(flags.has("o") ? matchesOf(search, line, label(number, ":")) : `${label(number, ":")}${line}\n`);
      lastShown = number;
      left = after;
    } else if (left > 0 && !isSilent) {
      yield* out(`${label(number, "-")}${line}\n`);
      lastShown = number;
      left--;
    } else if (before > 0) {
      context.push(line);
      if (context.length > before) context.shift();
    }
  }
  if (flags.has("c") && !flags.has("q")) yield* out(`${search.isNamed ? `${name}:` : ""}${count}\n`);
  if (flags.has("l") && !flags.has("q") && count > 0) yield* out(`${name || "(standard input)"}\n`);
  return count > 0;
}

/** Each match on a line of its own. */
function matchesOf({ find, flags }: Search, line: string, label: string): string {
  if (flags.has("v")) return "";
  let text = "";
  for (let at = 0; at <= line.length; ) {
    const match = find(line, at);
    if (!match) break;
    if (match.end > match.start) text += `${label}${line.slice(match.start, match.end)}\n`;
    at = Math.max(match.end, match.start + 1);
  }
  return text;
}
