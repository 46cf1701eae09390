import { goDeeper, ShellSyntaxError, type Assignment, type Cursor, type Redirect, type ShellCommand, type ShellItem, type ShellList, type Word, type WordPart } from "./syntax.ts";
import { readHereDocument, readWord } from "./words.ts";

const RESERVED = ["do", "done", "then", "elif", "else", "fi", "}", "esac"];

/**
 * A script of the simple kind that container commands and lines of a terminal are made of: lists, pipes, quotes,
 * variables, `$(…)`, redirects, here-documents, `while`, `until`, `for`, `if` and groups. No functions, no `case`.
 * `isIncomplete`: what is wrong is only that the text ends too early; a terminal then asks for another line.
 * Source: POSIX Shell Command Language, 2.9 and 2.10
 */
export function parseShell(text: string): { readonly list: ShellList } | { readonly error: string; readonly isIncomplete: boolean } {
  const c: Cursor = { text, at: 0, depth: 0, parseList: (inner) => parseList(inner, []), pending: [] };
  try {
    const list = parseList(c, []);
    if (c.at < text.length) return { error: `unexpected "${text[c.at]}"`, isIncomplete: false };
    const [document] = c.pending;
    if (document) return { error: `here-document delimited by end-of-file (wanted "${document.end}")`, isIncomplete: true };
    return { list };
  } catch (error) {
    if (error instanceof ShellSyntaxError) return { error: error.message, isIncomplete: error.isIncomplete };
    throw error;
  }
}

/** The text ends where something had to stand. */
function tooEarly(c: Cursor, wanted: string): ShellSyntaxError {
  return new ShellSyntaxError(`unexpected end of file (expecting "${wanted}")`, c.at >= c.text.length);
}

/** Items up to a closing parenthesis, the end, or one of the words `until`, which is left for the caller. */
function parseList(c: Cursor, until: readonly string[]): ShellList {
  goDeeper(c);
  const items: ShellItem[] = [];
  let joined: ShellItem["joined"] = "always";
  for (;;) {
    skipSeparators(c);
    const word = peekReserved(c);
    if (word !== undefined && until.includes(word)) break;
    if (word !== undefined) throw new ShellSyntaxError(`unexpected "${word}"`);
    if (c.at >= c.text.length || c.text[c.at] === ")") break;
    items.push({ joined, ...parsePipeline(c) });
    skipBlanks(c);
    const operator = /^(?:&&|\|\||;;?|&|\n)/.exec(c.text.slice(c.at, c.at + 2))?.[0];
    if (operator === ";;") throw new ShellSyntaxError('unexpected ";;"');
    if (operator === "\n") takeNewline(c);
    else c.at += operator?.length ?? 0;
    joined = operator === "&&" ? "and" : operator === "||" ? "or" : "always";
    if (operator === undefined && c.at < c.text.length && c.text[c.at] !== ")") throw new ShellSyntaxError(`unexpected "${c.text[c.at]}"`);
  }
  if (joined !== "always") throw new ShellSyntaxError("unexpected end of file", c.at >= c.text.length);
  c.depth--;
  return items;
}

function parsePipeline(c: Cursor): Pick<ShellItem, "commands" | "isNegated"> {
  const isNegated = takeWord(c, "!");
  const commands = [parseCommand(c)];
  for (;;) {
    skipBlanks(c);
    if (c.text[c.at] !== "|" || c.text[c.at + 1] === "|") return { commands, isNegated };
    c.at++;
    skipSeparators(c);
    commands.push(parseCommand(c));
  }
}

function parseCommand(c: Cursor): ShellCommand {
  skipBlanks(c);
  if (c.text[c.at] === "(") {
    c.at++;
    const body = parseList(c, []);
    if (c.text[c.at] !== ")") throw tooEarly(c, ")");
    c.at++;
    return { kind: "group", body };
  }
  if (takeWord(c, "{")) return { kind: "group", body: parseBody(c, "}") };
  if (takeWord(c, "while")) return parseLoop(c, false);
  if (takeWord(c, "until")) return parseLoop(c, true);
  if (takeWord(c, "for")) return parseFor(c);
  if (takeWord(c, "if")) return parseIf(c);
  if (takeWord(c, "case")) throw new ShellSyntaxError('unexpected "case"');
  return parseSimple(c);
}

/** A list and the word that ends it. */
function parseBody(c: Cursor, end: string): ShellList {
  const list = parseList(c, [end]);
  if (!takeWord(c, end)) throw tooEarly(c, end);
  return list;
}

function parseLoop(c: Cursor, isUntil: boolean): ShellCommand {
  const condition = parseBody(c, "do");
  return { kind: "loop", isUntil, condition, body: parseBody(c, "done") };
}

function parseFor(c: Cursor): ShellCommand {
  skipBlanks(c);
  const name = /^[A-Za-z_]\w*/.exec(c.text.slice(c.at, c.at + 256))?.[0];
  if (name === undefined) throw new ShellSyntaxError("bad for loop variable");
  c.at += name.length;
  const words: Word[] = [];
  if (takeWord(c, "in")) for (let word = nextWord(c); word; word = nextWord(c)) words.push(word);
  skipSeparators(c);
  if (!takeWord(c, "do")) throw tooEarly(c, "do");
  return { kind: "for", name, words, body: parseBody(c, "done") };
}

function parseIf(c: Cursor): ShellCommand {
  goDeeper(c);
  const condition = parseBody(c, "then");
  const body = parseList(c, ["elif", "else", "fi"]);
  if (takeWord(c, "elif")) return { kind: "if", condition, body, otherwise: [{ joined: "always", isNegated: false, commands: [parseIf(c)] }] };
  if (takeWord(c, "else")) return { kind: "if", condition, body, otherwise: parseBody(c, "fi") };
  if (!takeWord(c, "fi")) throw tooEarly(c, "fi");
  return { kind: "if", condition, body, otherwise: [] };
}

function parseSimple(c: Cursor): ShellCommand {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    const redirect = readRedirect(c);
    if (redirect) {
      redirects.push(redirect);
      continue;
    }
    const word = nextWord(c);
    if (!word) break;
    const assignment = words.length === 0 ? assignmentOf(word) : undefined;
    if (assignment) assignments.push(assignment);
    else words.push(word);
  }
  if (words.length + assignments.length + redirects.length === 0) throw new ShellSyntaxError(`unexpected "${c.text[c.at] ?? "end of file"}"`, c.at >= c.text.length);
  return { kind: "simple", assignments, words, redirects };
}

function readRedirect(c: Cursor): Redirect | undefined {
  skipBlanks(c);
  const found = /^([012]?)(>>|>&|>|<<-?|<)/.exec(c.text.slice(c.at, c.at + 4));
  if (!found) return undefined;
  const operator = found[2]!;
  c.at += found[0].length;
  if (operator.startsWith("<<")) return readHereDocumentStart(c, operator === "<<-");
  const target = nextWord(c);
  if (!target) throw new ShellSyntaxError("unexpected newline");
  const fd = found[1] === "" ? (operator === "<" ? 0 : 1) : (Number(found[1]) as 0 | 1 | 2);
  return { fd, operator: operator as Redirect["operator"], target };
}

/** `<<EOF`: the text itself is read at the end of the line. */
function readHereDocumentStart(c: Cursor, dropsTabs: boolean): Redirect {
  const word = nextWord(c);
  if (!word) throw new ShellSyntaxError("unexpected newline");
  const pieces = word.flatMap((part) => (part.kind === "quoted" ? part.parts : [part]));
  const end = pieces.map((part) => (part.kind === "text" ? part.text : "")).join("");
  const isLiteral = word.some((part) => part.kind === "quoted" || (part.kind === "text" && part.isQuoted));
  const parts: WordPart[] = [];
  c.pending.push({ end, isLiteral, dropsTabs, parts });
  return { fd: 0, operator: "<<", target: parts };
}

function assignmentOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== "text" || first.isQuoted) return undefined;
  const [whole, name] = /^([A-Za-z_]\w*)=/.exec(first.text) ?? [];
  if (name === undefined) return undefined;
  return { name, value: [{ ...first, text: first.text.slice(whole!.length) }, ...rest] };
}

function nextWord(c: Cursor): Word | undefined {
  skipBlanks(c);
  return readWord(c);
}

/** Takes the word if exactly that stands next. */
function takeWord(c: Cursor, word: string): boolean {
  skipBlanks(c);
  if (!c.text.startsWith(word, c.at)) return false;
  const after = c.text[c.at + word.length];
  if (after !== undefined && !/[\s;&|()<>]/.test(after)) return false;
  c.at += word.length;
  return true;
}

function peekReserved(c: Cursor): string | undefined {
  const at = c.at;
  const word = RESERVED.find((reserved) => takeWord(c, reserved));
  c.at = at;
  return word;
}

/** Blanks, continued lines, and a comment where a word could begin. */
function skipBlanks(c: Cursor): void {
  const { text } = c;
  for (;;) {
    if (/[ \t\r]/.test(text[c.at] ?? "")) c.at++;
    else if (text.startsWith("\\\n", c.at)) c.at += 2;
    else break;
  }
  if (text[c.at] !== "#" || !/[\s;&|()]/.test(text[c.at - 1] ?? " ")) return;
  const end = text.indexOf("\n", c.at);
  c.at = end < 0 ? text.length : end;
}

/** Blanks, comments, newlines, and single semicolons. */
function skipSeparators(c: Cursor): void {
  for (;;) {
    skipBlanks(c);
    const char = c.text[c.at];
    if (char !== "\n" && (char !== ";" || c.text[c.at + 1] === ";")) return;
    if (char === "\n") takeNewline(c);
    else c.at++;
  }
}

/** The end of a line, and the here-documents that begin after it. */
function takeNewline(c: Cursor): void {
  c.at++;
  for (const document of c.pending.splice(0)) readHereDocument(c, document);
}
