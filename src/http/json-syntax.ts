/** What is wrong with a JSON text, in Go's words, or the fields that stand in it twice. */
export interface JsonFindings {
  readonly error?: string;
  /** API paths: `data.a`, `spec.containers[0].name`. */
  readonly duplicates: readonly string[];
}

interface Level {
  readonly close: "}" | "]";
  readonly path: string;
  readonly keys: Set<string>;
  index: number;
}

/** Deeper nesting is refused, as by Go's decoder. */
const MAX_DEPTH = 10_000;
const MAX_DUPLICATES = 20;
const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\p{Cc}]+|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/**
 * Reads a JSON text once, without building it. Its errors are those that the API server gives.
 * Source: Go encoding/json scanner.go
 */
export function readJsonSyntax(text: string): JsonFindings {
  const duplicates: string[] = [];
  const levels: Level[] = [];
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const hit = pattern.exec(text);
    if (!hit) return undefined;
    at = pattern.lastIndex;
    return hit[0];
  };
  const fail = (where: string, index = at): JsonFindings => ({ duplicates: [], error: index >= text.length ? "unexpected end of JSON input" : `invalid character ${quoted(text, index)} ${where}` });

  let path = "";
  let expects: "value" | "value-or-close" | "key" | "key-or-close" | "next" = "value";
  for (;;) {
    match(SPACE);
    const level = levels.at(-1);
    const char = text[at];
    if ((expects === "value-or-close" || expects === "key-or-close") && char === level?.close) {
      at++;
      levels.pop();
      expects = "next";
    } else if (expects === "value" || expects === "value-or-close") {
      if (char === "{" || char === "[") {
        if (levels.length >= MAX_DEPTH) return { duplicates: [], error: "exceeded max depth" };
        at++;
        levels.push({ close: char === "{" ? "}" : "]", path, keys: new Set(), index: 0 });
        path = char === "[" ? `${path}[0]` : path;
        expects = char === "{" ? "key-or-close" : "value-or-close";
      } else if (match(STRING) ?? match(NUMBER) ?? match(LITERAL)) expects = "next";
      else return scalarError(text, at, fail);
    } else if (expects === "key" || expects === "key-or-close") {
      const raw = match(STRING);
      if (raw === undefined) return char === '"' ? scalarError(text, at, fail) : fail("looking for beginning of object key string");
      const key = JSON.parse(raw) as string;
      path = level!.path === "" ? key : `${level!.path}.${key}`;
      if (level!.keys.has(key) && duplicates.length < MAX_DUPLICATES) duplicates.push(path);
      level!.keys.add(key);
      match(SPACE);
      if (text[at] !== ":") return fail("after object key");
      at++;
      expects = "value";
    } else if (!level) {
      return at >= text.length ? { duplicates } : fail("after top-level value");
    } else if (char === ",") {
      at++;
      path = level.close === "]" ? `${level.path}[${++level.index}]` : level.path;
      expects = level.close === "]" ? "value" : "key";
    } else if (char === level.close) {
      at++;
      levels.pop();
    } else return fail(level.close === "]" ? "after array element" : "after object key:value pair");
  }
}

/** Where exactly a string, number or word breaks. */
function scalarError(text: string, at: number, fail: (where: string, index?: number) => JsonFindings): JsonFindings {
  const char = text[at];
  if (char === '"') return stringError(text, at + 1, fail);
  if (char === "-") return fail("in numeric literal", at + 1);
  for (const word of ["true", "false", "null"]) {
    if (char !== word[0]) continue;
    const wrong = word.split("").findIndex((letter, i) => text[at + i] !== letter);
    return fail(`in literal ${word} (expecting '${word[wrong]}')`, at + wrong);
  }
  return fail("looking for beginning of value", at);
}

function stringError(text: string, start: number, fail: (where: string, index?: number) => JsonFindings): JsonFindings {
  for (let i = start; i < text.length; i++) {
    if (text[i]! < " ") return fail("in string literal", i);
    if (text[i] !== "\\") continue;
    const escape = text[++i];
    if (escape === undefined) return fail("", text.length);
    if (escape !== "u") {
      if (!'"\\/bfnrt'.includes(escape)) return fail("in string escape code", i);
      continue;
    }
    for (let digits = 0; digits < 4; digits++) if (!/[0-9a-fA-F]/.test(text[++i] ?? "")) return fail("in \\u hexadecimal character escape", i);
  }
  return fail("", text.length);
}

function quoted(text: string, index: number): string {
  const char = String.fromCodePoint(text.codePointAt(index)!);
  if (char === "'") return `'\\''`;
  if (char === '"') return `'"'`;
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}
