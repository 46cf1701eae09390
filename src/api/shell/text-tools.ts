import { base64OfText, textOfBase64 } from "../base64.ts";
import { byteLength } from "../byte-length.ts";
import { grep } from "./grep.ts";
import { sort } from "./sort.ts";
import { chomp, err, out, readAll, readRaw, sourcesOf, splitOptions, type ReadFile, type TextSteps, type TextTool } from "./text-tool.ts";

/** The programs that turn text into text, in containers and in the terminal. Their words are those of busybox. */
export const TEXT_TOOLS: Readonly<Record<string, TextTool>> = { base64, cat, cut, grep, head, sort, tac, tail, tr, uniq, wc };

function* cat(args: readonly string[], readFile: ReadFile): TextSteps {
  const { flags, rest } = splitOptions(args);
  const { sources, isFailed } = yield* sourcesOf("cat", rest, readFile);
  let number = 0;
  for (const { next } of sources) {
    for (let line = yield* next(); line !== undefined; line = yield* next()) yield* out(flags.has("n") ? `${String(++number).padStart(6)}\t${line}` : line);
  }
  return Number(isFailed);
}

/** `head [-n N] [-c N]`; a negative N: all but the last. It stops reading when it has what it wants. */
function* head(args: readonly string[], readFile: ReadFile): TextSteps {
  const { values, rest } = splitOptions(withNumber(args), "nc", { lines: "n", bytes: "c" });
  const { sources, isFailed } = yield* sourcesOf("head", rest, readFile);
  const n = Number(values["n"] ?? 10) || 0;
  for (const [i, { name, next }] of sources.entries()) {
    if (sources.length > 1) yield* out(`${i > 0 ? "\n" : ""}==> ${name} <==\n`);
    if (values["c"] !== undefined) yield* out((yield* readAll(next)).slice(0, Number(values["c"]) || 0));
    else if (n < 0) yield* out(linesOf(yield* readAll(next)).slice(0, n).join(""));
    else {
      for (let left = n; left > 0; left--) {
        const line = yield* next();
        if (line === undefined) break;
        yield* out(line);
      }
    }
  }
  return Number(isFailed);
}

/** `tail [-n N]`; `-n +N`: from line N on. With `-f` it ends with what there is: nothing grows here. */
function* tail(args: readonly string[], readFile: ReadFile): TextSteps {
  const { values, rest } = splitOptions(withNumber(args), "nc", { lines: "n", bytes: "c" });
  const { sources, isFailed } = yield* sourcesOf("tail", rest, readFile);
  const given = values["n"] ?? "10";
  const n = Math.abs(Number(given)) || 0;
  for (const [i, { name, next }] of sources.entries()) {
    if (sources.length > 1) yield* out(`${i > 0 ? "\n" : ""}==> ${name} <==\n`);
    const text = yield* readAll(next);
    if (values["c"] !== undefined) yield* out(text.slice(-Number(values["c"])));
    else yield* out((given.startsWith("+") ? linesOf(text).slice(Math.max(0, n - 1)) : n === 0 ? [] : linesOf(text).slice(-n)).join(""));
  }
  return Number(isFailed);
}

/** `-5` as `-n5`. */
function withNumber(args: readonly string[]): string[] {
  return args.map((arg, i) => (/^-\d+$/.test(arg) && !/^-[nc]$/.test(args[i - 1] ?? "") ? `-n${arg.slice(1)}` : arg));
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function* wc(args: readonly string[], readFile: ReadFile): TextSteps {
  const { flags, rest } = splitOptions(args, "", { lines: "l", words: "w", bytes: "c" });
  const { sources, isFailed } = yield* sourcesOf("wc", rest, readFile);
  const kinds = ["l", "w", "c"] as const;
  const total = { l: 0, w: 0, c: 0 };
  const wanted = kinds.filter((kind) => flags.has(kind));
  const show = (counts: typeof total, name: string) => {
    const numbers = (wanted.length > 0 ? wanted : kinds).map((kind) => String(counts[kind]));
    return `${numbers.length === 1 ? numbers[0]! : numbers.map((n) => n.padStart(9)).join(" ")}${name === "" ? "" : ` ${name}`}\n`;
  };
  for (const { name, next } of sources) {
    const text = yield* readAll(next);
    const counts = { l: text.split("\n").length - 1, w: text.split(/\s+/).filter((word) => word !== "").length, c: byteLength(text) };
    for (const kind of kinds) total[kind] += counts[kind];
    yield* out(show(counts, name));
  }
  if (sources.length > 1) yield* out(show(total, "total"));
  return Number(isFailed);
}

/** `uniq [-c] [-d] [-u]`. */
function* uniq(args: readonly string[], readFile: ReadFile): TextSteps {
  const { flags, rest } = splitOptions(args);
  const { sources, isFailed } = yield* sourcesOf("uniq", rest.slice(0, 1), readFile);
  const show = (line: string, count: number) => {
    if ((flags.has("d") && count === 1) || (flags.has("u") && count > 1)) return "";
    return `${flags.has("c") ? `${String(count).padStart(7)} ` : ""}${line}\n`;
  };
  let last: { line: string; count: number } | undefined;
  for (const { next } of sources) {
    for (let raw = yield* next(); raw !== undefined; raw = yield* next()) {
      const line = chomp(raw);
      if (last?.line === line) {
        last.count++;
        continue;
      }
      if (last) yield* out(show(last.line, last.count));
      last = { line, count: 1 };
    }
  }
  if (last) yield* out(show(last.line, last.count));
  return Number(isFailed);
}

/** `cut -d C -f LIST`, `cut -c LIST`. */
function* cut(args: readonly string[], readFile: ReadFile): TextSteps {
  const { values, flags, rest } = splitOptions(args, "dfcb", { delimiter: "d", fields: "f", characters: "c" });
  const list = values["f"] ?? values["c"] ?? values["b"];
  if (list === undefined) {
    yield* err("cut: expected a list of bytes, characters, or fields\n");
    return 1;
  }
  const { sources, isFailed } = yield* sourcesOf("cut", rest, readFile);
  const delimiter = values["f"] === undefined ? "" : (values["d"]?.[0] ?? "\t");
  const ranges = list.split(",").map((range) => {
    const [, from = "", dash, to = ""] = /^(\d*)(-?)(\d*)$/.exec(range) ?? [];
    return { from: Number(from) || 1, to: dash === "-" ? Number(to) || Infinity : Number(from) || 1 };
  });
  for (const { next } of sources) {
    for (let raw = yield* next(); raw !== undefined; raw = yield* next()) {
      const line = chomp(raw);
      if (delimiter !== "" && !line.includes(delimiter)) {
        if (!flags.has("s")) yield* out(`${line}\n`);
      } else yield* out(`${line.split(delimiter).filter((_, i) => ranges.some(({ from, to }) => i + 1 >= from && i + 1 <= to)).join(delimiter)}\n`);
    }
  }
  return Number(isFailed);
}

/** `tr [-d] [-s] SET [SET]`. */
function* tr(args: readonly string[]): TextSteps {
  const { flags, rest } = splitOptions(args);
  const [from, to = []] = rest.map(setOf);
  if (!from) {
    yield* err("Usage: tr [-ds] STRING1 [STRING2]\n");
    return 1;
  }
  let last = "";
  for (let line = yield* readRaw(); line !== undefined; line = yield* readRaw()) {
    let text = "";
    for (const char of line) {
      const i = from.indexOf(char);
      const next = i < 0 ? char : flags.has("d") ? "" : to.length === 0 ? char : to[Math.min(i, to.length - 1)]!;
      if (flags.has("s") && i >= 0 && next === last) continue;
      text += next;
      last = next;
    }
    yield* out(text);
  }
  return 0;
}

const NAMED_SETS: Readonly<Record<string, string>> = { "[:upper:]": "A-Z", "[:lower:]": "a-z", "[:digit:]": "0-9", "[:space:]": " \t\n\r\f\v", "[:blank:]": " \t" };

function setOf(text: string): string[] {
  const plain = text.replace(/\[:\w+:\]/g, (name) => NAMED_SETS[name] ?? name).replace(/\\(.)/g, (_, c: string) => ({ n: "\n", t: "\t", r: "\r" })[c] ?? c);
  return [...plain.matchAll(/([^])-([^])|[^]/g)].flatMap(([char, from, to]) => {
    if (from === undefined || to === undefined) return [char];
    const length = Math.max(0, to.charCodeAt(0) - from.charCodeAt(0) + 1);
    return Array.from({ length }, (_, i) => String.fromCharCode(from.charCodeAt(0) + i));
  });
}

/** `base64 [-d]`, in one line unless `-w` says otherwise. */
function* base64(args: readonly string[], readFile: ReadFile): TextSteps {
  const { flags, values, rest } = splitOptions(args.map((arg) => (arg === "-D" ? "-d" : arg)), "w", { decode: "d", wrap: "w" });
  const { sources, isFailed } = yield* sourcesOf("base64", rest, readFile);
  const width = Number(values["w"] ?? 76);
  for (const { next } of sources) {
    const text = yield* readAll(next);
    if (flags.has("d")) yield* out(textOfBase64(text));
    else if (width === 0) yield* out(base64OfText(text));
    else yield* out((base64OfText(text).match(new RegExp(`.{1,${width}}`, "g")) ?? []).map((line) => `${line}\n`).join(""));
  }
  return Number(isFailed);
}

function* tac(args: readonly string[], readFile: ReadFile): TextSteps {
  const { sources, isFailed } = yield* sourcesOf("tac", splitOptions(args).rest, readFile);
  for (const { next } of sources) yield* out(linesOf(yield* readAll(next)).reverse().map((line) => `${chomp(line)}\n`).join(""));
  return Number(isFailed);
}
