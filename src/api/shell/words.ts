import { goDeeper, ShellSyntaxError, type Cursor, type HereDocument, type Word, type WordPart } from "./syntax.ts";

const ENDS_WORD = /[\s;&|<>()]/;
const ESCAPED_IN_QUOTES = /[$`"\\\n]/;
/** Quotes mean nothing in a here-document. */
const ESCAPED_IN_TEXT = /[$`\\\n]/;
const NAME = /^(?:[A-Za-z_]\w*|[0-9?$#@*!])/;

/** The word at the cursor; undefined if none begins there. Source: POSIX Shell Command Language, 2.2 and 2.6 */
export function readWord(c: Cursor): Word | undefined {
  const parts: WordPart[] = [];
  const start = c.at;
  while (c.at < c.text.length && !ENDS_WORD.test(c.text[c.at]!)) parts.push(readPart(c));
  return c.at === start ? undefined : parts;
}

function readPart(c: Cursor): WordPart {
  switch (c.text[c.at]) {
    case "'": return { kind: "text", text: readUntil(c, "'"), isQuoted: true };
    case '"': return readQuoted(c);
    case "\\": {
      const text = c.text[c.at + 1] ?? "\\";
      c.at += 2;
      return { kind: "text", text: text === "\n" ? "" : text, isQuoted: true };
    }
    case "$": return readDollar(c, false);
    case "`": return readBackquoted(c, false);
    default: return readPlain(c);
  }
}

function readPlain(c: Cursor): WordPart {
  const [text] = /^[^\s;&|<>()'"\\$`]+/.exec(c.text.slice(c.at, c.at + 4096))!;
  c.at += text.length;
  return { kind: "text", text, isQuoted: false };
}

/** The text between the quote at the cursor and the next one. */
function readUntil(c: Cursor, quote: string): string {
  const end = c.text.indexOf(quote, c.at + 1);
  if (end < 0) throw new ShellSyntaxError("unterminated quoted string", true);
  const text = c.text.slice(c.at + 1, end);
  c.at = end + 1;
  return text;
}

function readQuoted(c: Cursor): WordPart {
  c.at++;
  const parts = readInQuotes(c, '"');
  if (c.text[c.at] !== '"') throw new ShellSyntaxError("unterminated quoted string", true);
  c.at++;
  return { kind: "quoted", parts };
}

/** The text of a here-document between the cursor and the line that ends it, and moves behind that. Source: POSIX 2.7.4 */
export function readHereDocument(c: Cursor, { end, isLiteral, dropsTabs, parts }: HereDocument): void {
  const lines: string[] = [];
  for (;;) {
    if (c.at >= c.text.length) throw new ShellSyntaxError(`here-document delimited by end-of-file (wanted "${end}")`, true);
    const newline = c.text.indexOf("\n", c.at);
    const given = c.text.slice(c.at, newline < 0 ? undefined : newline);
    const line = dropsTabs ? given.replace(/^\t+/, "") : given;
    c.at = newline < 0 ? c.text.length : newline + 1;
    if (line === end) break;
    lines.push(`${line}\n`);
  }
  const text = lines.join("");
  if (isLiteral) parts.push({ kind: "text", text, isQuoted: true });
  else parts.push({ kind: "quoted", parts: readInQuotes({ ...c, text, at: 0 }, undefined) });
}

/** Parts up to an unescaped `end`, or to the end of the text. */
function readInQuotes(c: Cursor, end: string | undefined): WordPart[] {
  const parts: WordPart[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") parts.push({ kind: "text", text, isQuoted: true });
    text = "";
  };
  while (c.at < c.text.length && c.text[c.at] !== end) {
    const char = c.text[c.at]!;
    if (char === "\\" && (end === undefined ? ESCAPED_IN_TEXT : ESCAPED_IN_QUOTES).test(c.text[c.at + 1] ?? "")) {
      text += c.text[c.at + 1] === "\n" ? "" : c.text[c.at + 1]!;
      c.at += 2;
    } else if (char === "$" || char === "`") {
      flush();
      parts.push(char === "$" ? readDollar(c, true) : readBackquoted(c, true));
    } else {
      text += char;
      c.at++;
    }
  }
  flush();
  return parts;
}

function readDollar(c: Cursor, isQuoted: boolean): WordPart {
  const rest = c.text.slice(c.at + 1, c.at + 256);
  if (rest.startsWith("((")) return readArithmetic(c, isQuoted);
  if (rest.startsWith("(")) {
    c.at += 2;
    const list = c.parseList(c);
    if (c.text[c.at] !== ")") throw new ShellSyntaxError('unexpected end of file (expecting ")")', c.at >= c.text.length);
    c.at++;
    return { kind: "command", list, isQuoted };
  }
  if (rest.startsWith("{")) return readBraced(c, isQuoted);
  const name = NAME.exec(rest)?.[0];
  c.at += 1 + (name?.length ?? 0);
  return name === undefined ? { kind: "text", text: "$", isQuoted } : { kind: "variable", name, isQuoted };
}

function readArithmetic(c: Cursor, isQuoted: boolean): WordPart {
  const end = c.text.indexOf("))", c.at);
  if (end < 0) throw new ShellSyntaxError('unexpected end of file (expecting "))")', true);
  const expression = c.text.slice(c.at + 3, end);
  c.at = end + 2;
  return { kind: "arithmetic", expression, isQuoted };
}

/** `${NAME}`, `${NAME:-word}`, `${NAME-word}`. */
function readBraced(c: Cursor, isQuoted: boolean): WordPart {
  c.at += 2;
  const name = NAME.exec(c.text.slice(c.at, c.at + 256))?.[0];
  if (name === undefined) throw new ShellSyntaxError("bad substitution");
  c.at += name.length;
  const [, colon, operator] = /^(:?)([-=])/.exec(c.text.slice(c.at, c.at + 2)) ?? [];
  let fallback: Word | undefined;
  if (operator !== undefined) {
    c.at += colon!.length + 1;
    goDeeper(c);
    fallback = readInQuotes(c, "}");
    c.depth--;
  }
  if (c.text[c.at] !== "}") throw new ShellSyntaxError("bad substitution");
  c.at++;
  return { kind: "variable", name, isQuoted, ...(fallback ? { fallback, isForEmpty: colon === ":" } : {}) };
}

function readBackquoted(c: Cursor, isQuoted: boolean): WordPart {
  const inner: Cursor = { ...c, text: readUntil(c, "`"), at: 0 };
  return { kind: "command", list: c.parseList(inner), isQuoted };
}
