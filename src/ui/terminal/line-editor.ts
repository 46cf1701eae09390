/** A line that is being typed, with the history around it. A value: keys make new ones. */
export interface Line {
  readonly text: string;
  /** In UTF-16 units. */
  readonly cursor: number;
  readonly history: readonly string[];
  /** Which line of the history is shown; its length: the line that is new. */
  readonly at: number;
  /** The new line, while one of the history is shown. */
  readonly draft: string;
  /** What Ctrl-K, Ctrl-U and Ctrl-W took away last, for Ctrl-Y. */
  readonly cut: string;
  readonly search?: Search;
}

/** Ctrl-R: the line of the history that has `query` in it. */
export interface Search {
  readonly query: string;
  readonly at: number;
  readonly isFailed: boolean;
}

/** What a key asks for beside a changed line. */
export type LineAction = "submit" | "interrupt" | "end" | "clear" | "complete" | "leave";

const ESCAPE = "\u001b";
const KEY = new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z~]|${ESCAPE}O[A-Za-z]|${ESCAPE}[^[O]|\\r\\n|[^]`, "gu");

/** Control characters and escape sequences: no text. */
function isControl(key: string): boolean {
  return key < " " || key === "\u007f";
}

export function newLine(history: readonly string[], cut = ""): Line {
  return { text: "", cursor: 0, history, at: history.length, draft: "", cut };
}

/** Cuts what a terminal sends into keys: an escape sequence is one. */
export function keysOf(data: string): string[] {
  return data.match(KEY) ?? [];
}

/** What a key does to the line. Keys are those of readline's emacs mode. */
export function press(line: Line, key: string): { readonly line: Line; readonly action?: LineAction } {
  if (line.search) {
    const searched = pressInSearch(line, line.search, key);
    if (searched) return searched;
    return press(withoutSearch(line), key);
  }
  const { text, cursor } = line;
  switch (key) {
    case "\r": case "\n": case "\r\n": return { line, action: "submit" };
    case "\u0003": return { line, action: "interrupt" };
    case "\u0004": return text === "" ? { line, action: "end" } : { line: remove(line, cursor, after(text, cursor)) };
    case "\u000c": return { line, action: "clear" };
    case "\t": return { line, action: "complete" };
    case "\u001b": return { line, action: "leave" };
    case "\u001b[D": case "\u001bOD": case "\u0002": return { line: to(line, before(text, cursor)) };
    case "\u001b[C": case "\u001bOC": case "\u0006": return { line: to(line, after(text, cursor)) };
    case "\u001b[H": case "\u001bOH": case "\u001b[1~": case "\u0001": return { line: to(line, 0) };
    case "\u001b[F": case "\u001bOF": case "\u001b[4~": case "\u0005": return { line: to(line, text.length) };
    case "\u001bb": case "\u001bB": case "\u001b[1;5D": case "\u001b[1;3D": return { line: to(line, wordStart(text, cursor)) };
    case "\u001bf": case "\u001bF": case "\u001b[1;5C": case "\u001b[1;3C": return { line: to(line, wordEnd(text, cursor)) };
    case "\u007f": case "\b": return { line: remove(line, before(text, cursor), cursor) };
    case "\u001b[3~": return { line: remove(line, cursor, after(text, cursor)) };
    case "\u0015": return { line: cutOut(line, 0, cursor) };
    case "\u000b": return { line: cutOut(line, cursor, text.length) };
    case "\u0017": return { line: cutOut(line, blankStart(text, cursor), cursor) };
    case "\u001b\u007f": return { line: cutOut(line, wordStart(text, cursor), cursor) };
    case "\u001bd": return { line: cutOut(line, cursor, wordEnd(text, cursor)) };
    case "\u0019": return { line: insert(line, line.cut) };
    case "\u001b[A": case "\u001bOA": case "\u0010": return { line: recall(line, line.at - 1) };
    case "\u001b[B": case "\u001bOB": case "\u000e": return { line: recall(line, line.at + 1) };
    case "\u0012": return { line: { ...line, search: { query: "", at: line.history.length, isFailed: false } } };
    default: return { line: isControl(key) ? line : insert(line, key) };
  }
}

/** Puts a text in at the cursor. */
export function insert(line: Line, text: string): Line {
  return { ...line, text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor), cursor: line.cursor + text.length };
}

/** Puts a text in the place of what stands between `from` and the cursor. */
export function replaceBefore(line: Line, from: number, text: string): Line {
  return { ...line, text: line.text.slice(0, from) + text + line.text.slice(line.cursor), cursor: from + text.length };
}

/** The line with this text, the cursor at its end. */
export function withText(line: Line, text: string): Line {
  return { ...line, text, cursor: text.length };
}

function pressInSearch(line: Line, search: Search, key: string): { readonly line: Line; readonly action?: LineAction } | undefined {
  switch (key) {
    case "\u0012": return { line: found(line, search.query, search.at - 1) };
    case "\u007f": case "\b": return { line: found(line, search.query.slice(0, -1), line.history.length - 1) };
    case "\u001b": case "\u0007": return { line: { ...withoutSearch(line), text: line.draft, cursor: line.draft.length, at: line.history.length } };
    case "\u0003": return { line: withoutSearch(line), action: "interrupt" };
    default: return isControl(key) ? undefined : { line: found(line, search.query + key, search.at) };
  }
}

/** Looks for the query from `from` backwards; where it is not found, the line stays. */
function found(line: Line, query: string, from: number): Line {
  const draft = line.at === line.history.length && !line.search?.query ? line.text : line.draft;
  if (query === "") return { ...line, draft, search: { query, at: line.history.length, isFailed: false } };
  for (let at = Math.min(from, line.history.length - 1); at >= 0; at--) {
    const text = line.history[at]!;
    const place = text.indexOf(query);
    if (place >= 0) return { ...line, text, cursor: place, at, draft, search: { query, at, isFailed: false } };
  }
  return { ...line, draft, search: { query, at: line.search?.at ?? line.history.length, isFailed: true } };
}

function withoutSearch(line: Line): Line {
  const { search: _, ...rest } = line;
  return rest;
}

function recall(line: Line, at: number): Line {
  if (at < 0 || at > line.history.length) return line;
  const draft = line.at === line.history.length ? line.text : line.draft;
  const text = at === line.history.length ? draft : line.history[at]!;
  return { ...line, at, draft, text, cursor: text.length };
}

function to(line: Line, cursor: number): Line {
  return { ...line, cursor };
}

function remove(line: Line, from: number, end: number): Line {
  return { ...line, text: line.text.slice(0, from) + line.text.slice(end), cursor: from };
}

function cutOut(line: Line, from: number, end: number): Line {
  return from === end ? line : { ...remove(line, from, end), cut: line.text.slice(from, end) };
}

function before(text: string, at: number): number {
  return Math.max(0, at - (/[\uDC00-\uDFFF]/.test(text[at - 1] ?? "") ? 2 : 1));
}

function after(text: string, at: number): number {
  return Math.min(text.length, at + (/[\uD800-\uDBFF]/.test(text[at] ?? "") ? 2 : 1));
}

function wordStart(text: string, at: number): number {
  return at - /\w*\W*$/.exec(text.slice(0, at))![0].length;
}

function wordEnd(text: string, at: number): number {
  return at + /^\W*\w*/.exec(text.slice(at))![0].length;
}

/** Ctrl-W knows only blanks. */
function blankStart(text: string, at: number): number {
  return at - /\S*\s*$/.exec(text.slice(0, at))![0].length;
}
