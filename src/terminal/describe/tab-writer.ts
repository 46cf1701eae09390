export interface TabOptions {
  /** Blanks after the widest cell of a column. */
  readonly padding: number;
  /** A column is at least as wide as this, blanks included. */
  readonly minWidth?: number;
}

/**
 * Text with tabs as Go's tabwriter lays it out. A cell ends with a tab; what follows the last tab of a line belongs to no
 * column. A column is a run of lines that follow one another and have a cell there: a line without ends it, and the
 * next run has a width of its own.
 * Source: Go text/tabwriter Writer.format, without flags, filled with blanks
 */
export function alignTabs(text: string, { padding, minWidth = 0 }: TabOptions): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const written: string[] = [];
  const widths: number[] = [];

  const writeLines = (from: number, to: number) => {
    for (const cells of lines.slice(from, to)) written.push(cells.map((cell, i) => pad(cell, widths[i] ?? 0)).join(""));
  };
  const format = (from: number, to: number) => {
    const column = widths.length;
    const has = (at: number) => at < to && lines[at]!.length - 1 > column;
    let [start, at] = [from, from];
    while (at < to) {
      if (!has(at)) {
        at += 1;
        continue;
      }
      writeLines(start, at);
      start = at;
      while (has(at)) at += 1;
      widths.push(Math.max(minWidth, ...lines.slice(start, at).map((cells) => lengthOf(cells[column]!) + padding)));
      format(start, at);
      widths.pop();
      start = at;
    }
    writeLines(start, to);
  };
  format(0, lines.length);
  return written.join("\n");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - lengthOf(cell)));
}

/** Characters as Go counts them: a pair of surrogates is one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
