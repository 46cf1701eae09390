/** A regular expression in its parts. */
export type PatternNode =
  | { readonly kind: "char"; readonly holds: (char: string) => boolean }
  | { readonly kind: "assert"; readonly holds: (line: string, at: number) => boolean }
  | { readonly kind: "all"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "any"; readonly choices: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly min: number; readonly max: number };

/** Longer, deeper and more often nobody writes. */
const MAX_LENGTH = 1000;
const MAX_DEPTH = 20;
const MAX_TIMES = 50;
/** Repetitions of repetitions must not make the whole too big. */
const MAX_COPIES = 2000;

interface Reader { readonly text: string; readonly isExtended: boolean; at: number; depth: number }

/**
 * Reads a regular expression. In a basic one `\(`, `\)`, `\{`, `\}`, `\|`, `\+`, `\?` are what `(`, `)` … are in an
 * extended one. What makes no sense stands for itself. `\w`, `\s`, `\d`, `\b`, `\<`, `\>` as in GNU grep.
 */
export function parsePattern(text: string, isExtended: boolean): PatternNode {
  const r: Reader = { text: text.slice(0, MAX_LENGTH), isExtended, at: 0, depth: 0 };
  const node = readChoices(r);
  return sizeOf(node) > MAX_COPIES ? { kind: "any", choices: [] } : node;
}

function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case "char": case "assert": return 1;
    case "all": return node.parts.reduce((n, part) => n + sizeOf(part), 1);
    case "any": return node.choices.reduce((n, part) => n + sizeOf(part), 1);
    case "repeat": return sizeOf(node.part) * (node.max === Infinity ? node.min + 1 : node.max) + 1;
  }
}

/** Takes `char` as an operator: plain in an extended expression, after a backslash in a basic one. */
function takeOperator(r: Reader, char: string): boolean {
  const written = r.isExtended ? char : `\\${char}`;
  if (!r.text.startsWith(written, r.at)) return false;
  r.at += written.length;
  return true;
}

function isBefore(r: Reader, char: string): boolean {
  return r.text.startsWith(r.isExtended ? char : `\\${char}`, r.at);
}

function readChoices(r: Reader): PatternNode {
  const choices = [readSequence(r)];
  while (takeOperator(r, "|")) choices.push(readSequence(r));
  return choices.length === 1 ? choices[0]! : { kind: "any", choices };
}

function readSequence(r: Reader): PatternNode {
  const parts: PatternNode[] = [];
  while (r.at < r.text.length && !isBefore(r, "|") && !(r.depth > 0 && isBefore(r, ")"))) {
    parts.push(readRepeats(r, readAtom(r, parts.length === 0)));
  }
  return { kind: "all", parts };
}

function readRepeats(r: Reader, atom: PatternNode): PatternNode {
  let part = atom;
  for (;;) {
    if (part.kind === "assert") return part;
    if (r.text[r.at] === "*") {
      r.at++;
      part = { kind: "repeat", part, min: 0, max: Infinity };
    } else if (takeOperator(r, "+")) part = { kind: "repeat", part, min: 1, max: Infinity };
    else if (takeOperator(r, "?")) part = { kind: "repeat", part, min: 0, max: 1 };
    else {
      const times = readTimes(r);
      if (!times) return part;
      part = { kind: "repeat", part, ...times };
    }
  }
}

/** `{2}`, `{2,}`, `{,3}`, `{2,3}`. */
function readTimes(r: Reader): { readonly min: number; readonly max: number } | undefined {
  const form = r.isExtended ? /^\{(\d{0,3})(,?)(\d{0,3})\}/ : /^\\\{(\d{0,3})(,?)(\d{0,3})\\\}/;
  const [whole, min = "", comma, max = ""] = form.exec(r.text.slice(r.at, r.at + 16)) ?? [];
  if (whole === undefined || (min === "" && max === "")) return undefined;
  r.at += whole.length;
  const most = comma === "" ? Number(min) : max === "" ? Infinity : Math.min(MAX_TIMES, Number(max));
  return { min: Math.min(MAX_TIMES, Number(min)), max: most === Infinity ? most : Math.min(MAX_TIMES, most) };
}

const isWordChar = (char: string | undefined) => char !== undefined && /\w/.test(char);
const ESCAPED_CLASSES: Readonly<Record<string, RegExp>> = { w: /\w/, W: /\W/, s: /\s/, S: /\S/, d: /\d/, D: /\D/ };

function readAtom(r: Reader, isFirst: boolean): PatternNode {
  if (isBefore(r, "(") && r.depth < MAX_DEPTH) {
    takeOperator(r, "(");
    r.depth++;
    const inner = readChoices(r);
    takeOperator(r, ")");
    r.depth--;
    return inner.kind === "assert" ? { kind: "all", parts: [inner] } : inner;
  }
  const char = r.text[r.at++]!;
  if (char === "\\" && r.at < r.text.length) return readEscaped(r);
  if (char === "^" && (isFirst || r.isExtended)) return { kind: "assert", holds: (_, at) => at === 0 };
  if (char === "$" && (r.isExtended || r.at === r.text.length || isBefore(r, "|") || isBefore(r, ")"))) return { kind: "assert", holds: (line, at) => at === line.length };
  if (char === ".") return { kind: "char", holds: () => true };
  if (char === "[") return readClass(r);
  return { kind: "char", holds: (c) => c === char };
}

function readEscaped(r: Reader): PatternNode {
  const char = r.text[r.at++]!;
  const members = ESCAPED_CLASSES[char];
  if (members) return { kind: "char", holds: (c) => members.test(c) };
  switch (char) {
    case "b": return { kind: "assert", holds: (line, at) => isWordChar(line[at - 1]) !== isWordChar(line[at]) };
    case "B": return { kind: "assert", holds: (line, at) => isWordChar(line[at - 1]) === isWordChar(line[at]) };
    case "<": return { kind: "assert", holds: (line, at) => !isWordChar(line[at - 1]) && isWordChar(line[at]) };
    case ">": return { kind: "assert", holds: (line, at) => isWordChar(line[at - 1]) && !isWordChar(line[at]) };
    default: return { kind: "char", holds: (c) => c === char };
  }
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  digit: /\d/, alpha: /[a-z]/i, alnum: /[a-z\d]/i, space: /\s/, upper: /[A-Z]/, lower: /[a-z]/, punct: /[!-/:-@[-`{-~]/, blank: /[ \t]/, xdigit: /[\da-f]/i,
};

/** What stands in `[…]`; without its end it is a bracket. */
function readClass(r: Reader): PatternNode {
  const [whole, negated, inside = ""] = /^(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(r.text.slice(r.at)) ?? [];
  if (whole === undefined) return { kind: "char", holds: (c) => c === "[" };
  r.at += whole.length;
  const tests: ((char: string) => boolean)[] = [];
  for (const [piece, named, from, to] of inside.matchAll(/\[:(\w+):\]|([^])-([^\]])|[^]/g)) {
    if (named !== undefined) tests.push((c) => CLASSES[named]?.test(c) ?? false);
    else if (from !== undefined) tests.push((c) => c >= from && c <= to!);
    else tests.push((c) => c === piece);
  }
  return { kind: "char", holds: (c) => tests.some((test) => test(c)) !== (negated === "^") };
}
