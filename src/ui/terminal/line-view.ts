import type { Line } from "./line-editor.ts";

/** What stands before a line, and before those that follow in the same command. */
export interface Prompt {
  readonly text: string;
  /** The same with its colours. */
  readonly styled: string;
  readonly more: string;
}

export interface Cell { readonly row: number; readonly column: number }

/** Where a place of the text is drawn, counted from the row of the prompt. A line that is full goes on in the next row. */
export function cellOf(text: string, index: number, prompt: Prompt, columns: number): Cell {
  let [row, column] = wrap(0, widthOf(prompt.text), columns);
  for (const char of text.slice(0, index)) {
    if (char === "\n") [row, column] = [row + 1, prompt.more.length];
    else [row, column] = wrap(row, column + widthOf(char), columns);
  }
  return { row, column };
}

function wrap(row: number, column: number, columns: number): [number, number] {
  return column >= columns ? [row + Math.floor(column / columns), column % columns] : [row, column];
}

/** Characters of East Asia and emoji are two columns wide. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u.test(char) ? 2 : 1;
  return width;
}

/** What a terminal is written so that it shows the line. `shown`: the cursor's place when the line was last drawn. */
export function drawLine(line: Line, prompt: Prompt, columns: number, shown: Cell): { readonly out: string; readonly cell: Cell } {
  const used = line.search ? searchPrompt(line.search.query, line.search.isFailed) : prompt;
  const end = cellOf(line.text, line.text.length, used, columns);
  const cell = cellOf(line.text, line.cursor, used, columns);
  const isFull = end.column === 0 && !line.text.endsWith("\n") && line.text !== "";
  const up = end.row - cell.row;
  const out = [
    eraseLine(shown), used.styled, line.text.replaceAll("\n", `\r\n${used.more}`), isFull ? "\r\n" : "",
    up > 0 ? `\u001b[${up}A` : "", "\r", cell.column > 0 ? `\u001b[${cell.column}C` : "",
  ];
  return { out: out.join(""), cell };
}

/** Takes the line away, from its first row on. */
export function eraseLine(shown: Cell): string {
  return `${shown.row > 0 ? `\u001b[${shown.row}A` : ""}\r\u001b[J`;
}

function searchPrompt(query: string, isFailed: boolean): Prompt {
  const text = `(${isFailed ? "failed " : ""}reverse-i-search)\`${query}': `;
  return { text, styled: text, more: "> " };
}

/** Words in columns, as a shell lists what Tab could mean; at most so many rows, the rest is counted. */
export function inColumns(words: readonly string[], columns: number, mostRows = 12): string {
  const width = Math.max(...words.map(widthOf)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const shown = words.slice(0, perRow * mostRows);
  const rows: string[] = [];
  for (let i = 0; i < shown.length; i += perRow) rows.push(shown.slice(i, i + perRow).map((word) => word.padEnd(width)).join("").trimEnd());
  if (shown.length < words.length) rows.push(`… and ${words.length - shown.length} more`);
  return rows.map((row) => `${row}\n`).join("");
}

/** The longest beginning that all have in common. */
export function commonStart(words: readonly string[]): string {
  let start = words[0] ?? "";
  for (const word of words) while (!word.startsWith(start)) start = start.slice(0, -1);
  return start;
}
