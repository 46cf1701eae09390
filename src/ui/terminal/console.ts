import { completeness } from "../../api/shell/session.ts";
import { hintFor, type Hint } from "../../terminal/hints.ts";
import { HOME } from "../../terminal/files.ts";
import { PROGRAMS } from "../../terminal/programs/list.ts";
import { complete } from "../../terminal/shell/complete.ts";
import { runScript } from "../../terminal/shell/run.ts";
import { newShell, type Shell } from "../../terminal/shell/shell.ts";
import type { Files } from "../../terminal/files.ts";
import type { Typed } from "../../terminal/process.ts";
import { drive, type World } from "./drive.ts";
import type { ClusterWorld } from "./session-world.ts";
import { insert, keysOf, newLine, press, replaceBefore, withText, type Line } from "./line-editor.ts";
import { commonStart, drawLine, eraseLine, inColumns, type Cell, type Prompt } from "./line-view.ts";

/** What a console needs around it: a screen, the cluster, an editor. */
export interface ConsoleParts {
  readonly files: Files;
  readonly history: readonly string[];
  /** Text with the escape sequences of a terminal; `\n` is a new line. */
  screen(text: string): void;
  columns(): number;
  /** @param line the command that asks, as an undo names it */
  cluster(stop: AbortSignal, line?: string): ClusterWorld;
  /** Names of the nodes that are there. */
  nodes(): readonly string[];
  edit(name: string, text: string): Promise<string | undefined>;
  /** After each command: files and history may have changed. */
  onDone(history: readonly string[]): void;
  onHint(hint: Hint | undefined): void;
  onLeave(): void;
}

const MORE = "> ";
const MOST_HISTORY = 300;
/** Of what a command says on stderr, enough to know what went wrong. */
const MOST_STDERR = 4000;
const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

/** What the console is doing: one thing at a time, keys for later wait. */
type Work =
  | { readonly kind: "prompt" }
  /** A command runs; `reading` is there while it waits for a line, `onInterrupt` while Ctrl-C is its own affair. */
  | { readonly kind: "run"; readonly stop: AbortController; reading?: Reading; onInterrupt?: () => void }
  | { readonly kind: "complete" };

/** A line for the command that runs. */
interface Reading {
  readonly sign: Prompt;
  /** At a prompt of its own Ctrl-C drops the line; elsewhere it stops the command. */
  readonly isPrompt: boolean;
  readonly answer: (typed: Typed) => void;
}

const NO_SIGN: Prompt = { text: "", styled: "", more: "" };

/** A shell at a screen: prompt, line editing, history, completion, and the command that runs. It draws nothing by itself. */
export class Console {
  readonly #parts: ConsoleParts;
  readonly #shell: Shell;
  #history: string[];
  #line: Line;
  #shown: Cell = { row: 0, column: 0 };
  #work: Work = { kind: "prompt" };
  #waiting: string[] = [];
  #isAtLineStart = true;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
    this.#history = [...parts.history];
    this.#shell = newShell(parts.files, PROGRAMS, this.#history);
    this.#line = newLine(this.#history);
  }

  /** Greets and shows the first prompt. */
  begin(): void {
    this.#parts.screen("\u001b[2mkubectl for this page's cluster. Type \u001b[22mhelp\u001b[2m, or try: kubectl get pods -o wide\u001b[0m\n");
    this.#draw();
  }

  /** What was typed or pasted. */
  type(data: string): void {
    const keys = keysOf(data);
    if (keys.includes("\u0003") && this.#work.kind === "run" && !this.#work.reading?.isPrompt) {
      this.#waiting = [];
      this.#interrupt();
      return;
    }
    this.#waiting.push(...keys);
    this.#takeKeys();
  }

  /** Puts a line at the prompt, in the place of what stands there, and leaves it to be run. */
  put(line: string): void {
    if (this.#work.kind !== "prompt") return;
    this.#line = withText(this.#line, line);
    this.#draw();
  }

  /** Runs a line as if it had been typed, in the place of what stands at the prompt. */
  run(line: string): void {
    if (this.#work.kind !== "prompt") return;
    this.put(line);
    this.#submit();
  }

  /** Shows a command that was done elsewhere in the page, and keeps it in the history. */
  tell(command: string): void {
    if (this.#isTyping) this.#parts.screen(eraseLine(this.#shown));
    else this.#freshLine();
    const text = command.split("\n").map((line, i) => `${i === 0 ? "$ " : MORE}${line}`).join("\n");
    this.#parts.screen(`\u001b[2m${text}   \u001b[3m# from the page\u001b[0m\n`);
    this.#remember(command);
    this.#shown = { row: 0, column: 0 };
    if (this.#work.kind === "prompt") this.#line = { ...this.#line, history: this.#history, at: this.#history.length };
    if (this.#isTyping) this.#draw();
  }

  /** The screen has another width. */
  resized(): void {
    if (this.#isTyping) this.#draw();
  }

  get #isTyping(): boolean {
    return this.#work.kind === "prompt" || (this.#work.kind === "run" && this.#work.reading !== undefined);
  }

  #takeKeys(): void {
    let isChanged = false;
    while (this.#waiting.length > 0) {
      if (this.#work.kind === "complete" || (this.#work.kind === "run" && !this.#work.reading)) break;
      const { line, action } = press(this.#line, this.#waiting.shift()!);
      this.#line = line;
      isChanged = true;
      if (action === undefined) continue;
      this.#draw();
      isChanged = false;
      this.#act(action);
    }
    if (isChanged) this.#draw();
  }

  #act(action: NonNullable<ReturnType<typeof press>["action"]>): void {
    const { reading } = this.#work.kind === "run" ? this.#work : {};
    switch (action) {
      case "submit":
        if (reading) this.#answer({ kind: "line", text: this.#line.text });
        else this.#submit();
        return;
      case "end":
        if (reading) this.#answer({ kind: "end" });
        return;
      case "interrupt":
        this.#line = withText(this.#line, this.#line.text);
        this.#draw();
        if (reading) return this.#answer({ kind: "interrupt" });
        this.#parts.screen("^C\n");
        this.#prompt();
        return;
      case "clear":
        this.#parts.screen(CLEAR);
        this.#shown = { row: 0, column: 0 };
        this.#draw();
        return;
      case "complete":
        if (!reading) void this.#complete();
        return;
      case "leave":
        this.#parts.onLeave();
    }
  }

  #submit(): void {
    const { text } = this.#line;
    this.#line = withText(this.#line, text);
    this.#draw();
    if (completeness(text) === "incomplete") {
      this.#line = insert(this.#line, "\n");
      this.#draw();
      return;
    }
    this.#parts.screen("\n");
    this.#isAtLineStart = true;
    if (text.trim() === "") return this.#prompt();
    this.#remember(text);
    this.#parts.onHint(undefined);
    void this.#execute(text);
  }

  async #execute(text: string): Promise<void> {
    const stop = new AbortController();
    const work: Work = { kind: "run", stop };
    this.#work = work;
    let stderr = "";
    const world: World = {
      ...this.#parts.cluster(stop.signal, text.trim().split("\n")[0]),
      edit: (name, draft) => this.#parts.edit(name, draft),
      write: (to, written) => {
        if (to === "stderr" && stderr.length < MOST_STDERR) stderr += written;
        this.#parts.screen(written);
        if (written !== "") this.#isAtLineStart = written.endsWith("\n") || written.endsWith("\u001b[3J");
      },
      isTerminal: () => true,
      read: () => this.#read(work, { sign: NO_SIGN, isPrompt: false, history: [] }).then((typed) => (typed.kind === "line" ? `${typed.text}\n` : undefined)),
      prompt: (sign, history) => this.#read(work, { sign: { text: sign, styled: sign, more: MORE }, isPrompt: true, history }),
      catchInterrupt(listener) {
        work.onInterrupt = listener;
        return () => void delete work.onInterrupt;
      },
    };
    const status = await drive(runScript(this.#shell, text), world, stop.signal).catch((error: unknown) => this.#broken(error));
    if (stop.signal.aborted) this.#parts.screen("^C\n");
    else this.#freshLine();
    this.#shell.lastStatus = status;
    this.#parts.onDone(this.#history);
    this.#parts.onHint(hintFor(text, stderr, this.#parts.nodes()));
    this.#prompt();
    this.#takeKeys();
  }

  /** A mistake of the page must not take the terminal with it. */
  #broken(error: unknown): number {
    this.#freshLine();
    this.#parts.screen(`terminal: ${error instanceof Error ? error.message : String(error)}\n`);
    this.#isAtLineStart = true;
    return 1;
  }

  #read(work: Extract<Work, { kind: "run" }>, { history, ...given }: Pick<Reading, "sign" | "isPrompt"> & { readonly history: readonly string[] }): Promise<Typed> {
    return new Promise((answer) => {
      work.reading = { ...given, answer };
      this.#line = newLine(history, this.#line.cut);
      this.#shown = { row: 0, column: 0 };
      if (given.isPrompt) {
        this.#freshLine();
        this.#draw();
      }
      this.#takeKeys();
    });
  }

  #answer(typed: Typed): void {
    if (this.#work.kind !== "run" || !this.#work.reading) return;
    const { answer } = this.#work.reading;
    delete this.#work.reading;
    this.#parts.screen(typed.kind === "interrupt" ? "^C\n" : "\n");
    this.#isAtLineStart = true;
    this.#line = newLine([], this.#line.cut);
    answer(typed);
  }

  #interrupt(): void {
    if (this.#work.kind !== "run") return;
    const { onInterrupt, stop } = this.#work;
    if (!onInterrupt) return stop.abort();
    this.#parts.screen("^C\n");
    this.#isAtLineStart = true;
    onInterrupt();
  }

  async #complete(): Promise<void> {
    const { text, cursor } = this.#line;
    this.#work = { kind: "complete" };
    const stop = new AbortController();
    const steps = complete(text.slice(0, cursor), this.#shell);
    const cluster = this.#parts.cluster(stop.signal);
    let reply: unknown;
    for (let step = steps.next(); ; step = steps.next(reply)) {
      if (step.done) {
        this.#offer(step.value);
        break;
      }
      reply = step.value.kind === "send" ? await cluster.send(step.value.request).catch(() => undefined) : undefined;
      if (reply === undefined) break;
    }
    this.#work = { kind: "prompt" };
    this.#takeKeys();
  }

  #offer({ from, candidates }: { readonly from: number; readonly candidates: readonly string[] }): void {
    if (candidates.length === 0) return;
    const typed = this.#line.text.slice(from, this.#line.cursor);
    const start = commonStart(candidates);
    const goesOn = /[/=,]$/.test(start);
    if (candidates.length === 1) this.#line = replaceBefore(this.#line, from, quoted(start) + (goesOn ? "" : " "));
    else if (start.length > typed.length) this.#line = replaceBefore(this.#line, from, quoted(start));
    else {
      // Of a path only what is new to the eye.
      this.#parts.screen(`\n${inColumns(candidates.map((candidate) => candidate.slice(typed.lastIndexOf("/") + 1)), this.#parts.columns())}`);
      this.#shown = { row: 0, column: 0 };
    }
    this.#draw();
  }

  #prompt(): void {
    this.#work = { kind: "prompt" };
    this.#line = newLine(this.#history, this.#line.cut);
    this.#shown = { row: 0, column: 0 };
    this.#draw();
  }

  #draw(): void {
    const sign = this.#work.kind === "run" ? (this.#work.reading?.sign ?? NO_SIGN) : promptOf(this.#shell);
    const { out, cell } = drawLine(this.#line, sign, this.#parts.columns(), this.#shown);
    this.#shown = cell;
    this.#parts.screen(out);
  }

  #freshLine(): void {
    if (!this.#isAtLineStart) this.#parts.screen("\n");
    this.#isAtLineStart = true;
  }

  #remember(text: string): void {
    if (this.#history.at(-1) !== text) this.#history.push(text);
    if (this.#history.length > MOST_HISTORY) this.#history.splice(0, this.#history.length - MOST_HISTORY);
  }
}

function promptOf({ cwd, namespace }: Shell): Prompt {
  const place = cwd === HOME ? "~" : cwd.startsWith(`${HOME}/`) ? `~${cwd.slice(HOME.length)}` : cwd;
  const where = namespace === "default" ? "" : ` (${namespace})`;
  return { text: `${place}${where} $ `, styled: `\u001b[34m${place}${where}\u001b[0m \u001b[1m$\u001b[0m `, more: MORE };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]*$/.test(word) ? word : `'${word}'`;
}
