import type { ObjectMeta } from "../../api/types/meta.ts";

/** meta.k8s.io/v1 Table, as far as a printer needs it. `priority` above 0: only with `-o wide`. */
export interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority?: number; readonly format?: string }[];
  readonly rows: readonly TableRow[];
}

type Cell = string | number | boolean | null;

export interface TableRow {
  readonly cells: readonly Cell[];
  readonly object?: { readonly metadata?: Partial<ObjectMeta> };
  /** Of a watch: what has happened to it. */
  readonly event?: string;
}

export interface TableOptions {
  readonly wide?: boolean;
  readonly noHeaders?: boolean;
  /** A first column NAMESPACE (`-A`). */
  readonly withNamespace?: boolean;
  /** In front of names: `daemonset.apps`. */
  readonly kind?: string;
  /** A first column EVENT (`--output-watch-events`). */
  readonly withEvent?: boolean;
  /** A last column LABELS. */
  readonly showLabels?: boolean;
  /** Keys of `-L`, one column each. */
  readonly labelColumns?: readonly string[];
}

const PADDING = 3;
const MIN_WIDTH = 6;

/**
 * A Table as `kubectl get` prints it.
 * @returns lines that end with a newline; nothing if the table has no rows (kubectl then says so on stderr)
 * Source: cli-runtime pkg/printers/tableprinter.go, Go text/tabwriter (1.36)
 */
export function printTable(table: Table, options: TableOptions = {}): string {
  return new TablePrinter(options).print(table);
}

/** Prints Tables of one kind one after the other, as `kubectl get -w` does: one header, and widths never shrink. */
export class TablePrinter {
  readonly #options: TableOptions;
  readonly #widths: number[] = [];
  #hasHeader = false;

  constructor(options: TableOptions = {}) {
    this.#options = options;
  }

  /** @returns lines that end with a newline; nothing if the table has no rows */
  print(table: Table): string {
    if (table.rows.length === 0) return "";
    const rows = table.rows.map((row) => rowCells(table, row, this.#options));
    const needsHeader = !this.#hasHeader && !this.#options.noHeaders;
    this.#hasHeader = true;
    return alignedLines(needsHeader ? [headerCells(table, this.#options), ...rows] : rows, this.#widths);
  }
}

/**
 * Cells in columns: each column as wide as its widest cell and three blanks, at least six. The last cell of a line
 * ends it, so it is not padded.
 * @param widths of what was printed before; grow here
 * @returns lines that end with a newline
 */
export function alignedLines(lines: readonly (readonly string[])[], widths: number[] = []): string {
  for (const cells of lines) {
    for (const [i, cell] of cells.slice(0, -1).entries()) {
      widths[i] = Math.max(widths[i] ?? MIN_WIDTH, lengthOf(cell) + PADDING);
    }
  }
  return lines.map((cells) => `${cells.map((cell, i) => (i === cells.length - 1 ? cell : pad(cell, widths[i] ?? 0))).join("")}\n`).join("");
}

function headerCells(table: Table, options: TableOptions): readonly string[] {
  const names = table.columnDefinitions.filter((c) => isShown(c, options)).map((c) => c.name.toUpperCase());
  const labels = (options.labelColumns ?? []).map((key) => lastPart(key).toUpperCase());
  return [...(options.withEvent ? ["EVENT"] : []), ...(options.withNamespace ? ["NAMESPACE"] : []), ...names, ...labels, ...(options.showLabels ? ["LABELS"] : [])];
}

/** Events are as wide as the longest of them, so that they do not move what follows. */
const EVENT_WIDTH = "MODIFIED".length;

function rowCells(table: Table, row: TableRow, options: TableOptions): readonly string[] {
  const named = options.kind === undefined ? row.cells : row.cells.map((cell, i) => (table.columnDefinitions[i]?.format === "name" ? `${options.kind}/${String(cell)}` : cell));
  const shown = named.filter((_, i) => isShown(table.columnDefinitions[i], options)).map(cellText);
  const metadata = row.object?.metadata;
  const labels = (options.labelColumns ?? []).map((key) => metadata?.labels?.[key] ?? "");
  return [
    ...(options.withEvent ? [(row.event ?? "").padEnd(EVENT_WIDTH)] : []),
    ...(options.withNamespace ? [metadata?.namespace ?? ""] : []),
    ...shown,
    ...labels,
    ...(options.showLabels ? [labelsText(metadata?.labels ?? {})] : []),
  ];
}

function isShown(column: { readonly priority?: number } | undefined, options: TableOptions): boolean {
  return column !== undefined && (options.wide === true || (column.priority ?? 0) === 0);
}

/** A cell is one line: the rest of a longer text is cut. */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const keys = Object.keys(labels).sort();
  return keys.length === 0 ? "<none>" : keys.map((key) => `${key}=${labels[key] ?? ""}`).join(",");
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - lengthOf(cell)));
}

/** Characters as Go counts them: a pair of surrogates is one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
