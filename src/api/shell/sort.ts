import { chomp, out, readAll, sourcesOf, splitOptions, type ReadFile, type TextSteps } from "./text-tool.ts";

interface Key { readonly from: number; readonly to: number; readonly isNumeric: boolean; readonly isReverse: boolean }

/** `sort [-nruf] [-t C] [-k FROM[,TO][nr]]`. Equal keys are put in order by the whole line. */
export function* sort(args: readonly string[], readFile: ReadFile): TextSteps {
  const { flags, values, rest } = splitOptions(args, "kt", { "numeric-sort": "n", reverse: "r", unique: "u", "ignore-case": "f", key: "k", "field-separator": "t" });
  const { sources, isFailed } = yield* sourcesOf("sort", rest, readFile);
  const lines: string[] = [];
  for (const { next } of sources) {
    const text = yield* readAll(next);
    if (text !== "") lines.push(...chomp(text).split("\n"));
  }
  const key = keyOf(values["k"], flags);
  const fold = (text: string) => (flags.has("f") ? text.toUpperCase() : text);
  const keyed = lines.map((line) => ({ line, key: fold(pick(line, key, values["t"])) }));
  const sign = key.isReverse ? -1 : 1;
  const byKey = (a: { readonly key: string }, b: { readonly key: string }) => sign * (key.isNumeric ? numberOf(a.key) - numberOf(b.key) : compare(a.key, b.key));
  const sorted = keyed.sort((a, b) => byKey(a, b) || (flags.has("u") ? 0 : (flags.has("r") ? -1 : 1) * compare(a.line, b.line)));
  yield* out(sorted.filter((entry, i) => !flags.has("u") || i === 0 || byKey(sorted[i - 1]!, entry) !== 0).map(({ line }) => `${line}\n`).join(""));
  return Number(isFailed);
}

/** Fields count from 1. */
function keyOf(text: string | undefined, flags: ReadonlySet<string>): Key {
  const [, from = "1", to, letters = ""] = /^(\d+)(?:\.\d+)?[a-zA-Z]*(?:,(\d+)(?:\.\d+)?)?([a-zA-Z]*)$/.exec(text ?? "") ?? [];
  const own = letters + (/^\d+([a-zA-Z]*)/.exec(text ?? "")?.[1] ?? "");
  return { from: Number(from), to: text === undefined ? 0 : Number(to ?? Infinity), isNumeric: /[ngh]/.test(own) || flags.has("n"), isReverse: own.includes("r") || flags.has("r") };
}

function pick(line: string, { from, to }: Key, separator: string | undefined): string {
  if (to === 0) return line;
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
  return fields.slice(from - 1, to).join(separator ?? "");
}

function numberOf(text: string): number {
  return Number(/^\s*-?\d+(?:\.\d+)?/.exec(text)?.[0] ?? 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
