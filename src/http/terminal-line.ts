/** What a line of a terminal became. */
export interface TerminalStep {
  /** To be shown: the echo of what was typed. */
  readonly echo: string;
  /** Lines that were finished. */
  readonly lines: readonly string[];
  /** Ctrl+D on an empty line. */
  readonly isOver: boolean;
}

const CTRL_C = "\u0003", CTRL_D = "\u0004", BACKSPACE = "\u0008", DELETE = "\u007f", ESCAPE = "\u001b";
const MOST_LENGTH = 4_096;

/** The line that is being typed at a terminal, as the kernel's line discipline keeps it: echo, backspace, Ctrl+C, Ctrl+D. */
export class TerminalLine {
  #line = "";

  type(text: string): TerminalStep {
    let echo = "";
    const lines: string[] = [];
    for (const char of text.replace(new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z~]`, "g"), "")) {
      if (char === "\r" || char === "\n") {
        echo += "\r\n";
        lines.push(this.#line);
        this.#line = "";
      } else if (char === DELETE || char === BACKSPACE) {
        if (this.#line !== "") echo += "\b \b";
        this.#line = Array.from(this.#line).slice(0, -1).join("");
      } else if (char === CTRL_C) {
        echo += "^C\r\n";
        lines.push("");
        this.#line = "";
      } else if (char === CTRL_D) {
        if (this.#line === "") return { echo, lines, isOver: true };
      } else if (char >= " " && this.#line.length < MOST_LENGTH) {
        echo += char;
        this.#line += char;
      }
    }
    return { echo, lines, isOver: false };
  }
}
