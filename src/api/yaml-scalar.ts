/** Where a text stands: `indent` of its parent, `column` at which it begins; a key is never folded. */
export interface ScalarPlace { readonly indent: number; readonly column: number; readonly isKey: boolean }

const WIDTH = 80;

/**
 * A text in the style that go-yaml chooses: plain if it can be read back as text; double quotes if it would be read
 * as something else; single quotes if it holds YAML's own characters; a literal block for several lines.
 * Source: sigs.k8s.io/yaml goyaml.v2 encode.go stringv, emitterc.go yaml_emitter_analyze_scalar
 */
export function yamlScalar(text: string, place: ScalarPlace): string {
  if (/[^\t\n\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text) || /[\ufeff\t]/.test(text)) return doubleQuoted(text, place);
  if (text.includes("\n")) return place.isKey || / (\n|$)/.test(text) ? doubleQuoted(text, place) : literal(text, place);
  if (isOtherType(text)) return doubleQuoted(text, place);
  return isPlain(text) ? folded(text, place) : `'${folded(text.replaceAll("'", "''"), { ...place, column: place.column + 1 }, { quoted: true })}'`;
}

/** Letters after all else, numbers by their value. Source: goyaml.v2 sorter.go keyList.Less */
export function yamlKeyOrder(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  const [x, y] = [a[i], b[i]];
  if (x === undefined || y === undefined) return a.length - b.length;
  const [isLetterX, isLetterY] = [LETTER.test(x), LETTER.test(y)];
  if (isLetterX !== isLetterY) return isLetterY ? -1 : 1;
  const [m, n] = isLetterX ? ["", ""] : [digitsAt(a, i), digitsAt(b, i)];
  if (Number(m) !== Number(n)) return Number(m) - Number(n);
  if (m.length !== n.length) return m.length - n.length;
  return x < y ? -1 : 1;
}

const LETTER = /\p{L}/u;

function digitsAt(text: string, from: number): string {
  return /^\d*/.exec(text.slice(from))?.[0] ?? "";
}

const WORDS = /^(~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|<<)$/;
const SPECIAL_NUMBERS = /^(\.nan|\.NaN|\.NAN|[-+]?(\.inf|\.Inf|\.INF))$/;
const INTEGER = /^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$/;
const FLOAT = /^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$|^[-+]?[0-9]+\.$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/;
const TIME = /^\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Would be read back as null, a boolean, a number or a time. */
function isOtherType(text: string): boolean {
  return text === "" || [WORDS, SPECIAL_NUMBERS, INTEGER, FLOAT, BASE_60, TIME].some((shape) => shape.test(text));
}

function isPlain(text: string): boolean {
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:]( |$)/.test(text)) return false;
  return !/^(---|\.\.\.)|: |:$| #|^ | $/.test(text);
}

/** Lines are broken at the first single space beyond the width. */
function folded(text: string, { indent, column, isKey }: ScalarPlace, options = { quoted: false }): string {
  if (isKey || column + text.length <= WIDTH) return text;
  let out = "";
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const isBreak = text[i] === " " && at > WIDTH && text[i - 1] !== " " && text[i + 1] !== " " && (!options.quoted || (i > 0 && i < text.length - 1));
    out += isBreak ? `\n${" ".repeat(indent + 2)}` : text[i];
    at = isBreak ? indent + 2 : at + 1;
  }
  return out;
}

function literal(text: string, { indent }: ScalarPlace): string {
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const chomp = !text.endsWith("\n") ? "-" : text.endsWith("\n\n") || text === "\n" ? "+" : "";
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return [`|${hint}${chomp}`, ...lines.map((line) => (line === "" ? "" : " ".repeat(indent + 2) + line))].join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0", "\u0007": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r", "\u001b": "\\e",
  '"': '\\"', "\\": "\\\\", "\u0085": "\\N", "\ufeff": "\\uFEFF",
};

function doubleQuoted(text: string, { indent, column, isKey }: ScalarPlace): string {
  let out = '"';
  let at = column + 1;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const isBreak = !isKey && char === " " && at > WIDTH && text[i - 1] !== " " && i > 0 && i < text.length - 1;
    const written = isBreak ? `\n${" ".repeat(indent + 2)}${text[i + 1] === " " ? "\\" : ""}` : escaped(char);
    out += written;
    at = isBreak ? indent + 2 : at + written.length;
  }
  return `${out}"`;
}

function escaped(char: string): string {
  const short = ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.charCodeAt(0);
  if (code >= 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0)) return char;
  return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}
