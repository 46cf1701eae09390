import { alignTabs } from "./tab-writer.ts";

const PADDING = 2;

/** A description as it is written: lines of cells, aligned when all are there. */
export class Description {
  readonly #lines: string[] = [];

  /** One line, two blanks further in for each level; tabs between its cells. Without cells: an empty line. */
  line(level: number, ...cells: readonly string[]): void {
    this.#lines.push("  ".repeat(level) + cells.join("\t"));
  }
  /** A title, and values below one another beside it; `<none>` without values. */
  column(level: number, title: string, values: readonly string[]): void {
    if (values.length === 0) this.line(level, title, "<none>");
    for (const [i, value] of values.entries()) this.line(level, i === 0 ? title : "", value);
  }
  /** With tabs, where nothing lays them out: `rollout history --revision`. Lines below a title then begin with their tab. */
  tabbed(): string {
    return this.#lines.map((line) => `${line.replace(/^ +(?=\t)/, "")}\n`).join("");
  }
  /** Source: kubectl pkg/describe prefixWriter, cli-runtime printers.WriteEscaped: nothing may steer the terminal. */
  text(): string {
    const whole = this.#lines.map((line) => `${line}\n`).join("");
    return alignTabs(whole, { padding: PADDING }).replaceAll("\x1b", "^[").replaceAll("\r", "\\r");
  }
}
