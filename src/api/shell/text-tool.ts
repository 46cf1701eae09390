/**
 * A program that turns lines into lines. It yields what it wants: the next line of its standard input, with the newline
 * at its end unless the input stops without one, or to write. So it can pass on what comes while more is still to come.
 * It returns its exit status.
 */
export type TextSteps<Out = number> = Generator<TextEffect, Out, unknown>;

export type TextEffect =
  /** Answered with a text; undefined: the input has ended. */
  | { readonly kind: "read"; readonly keepsEnd: true }
  | { readonly kind: "write"; readonly to: "stdout" | "stderr"; readonly text: string };

export type TextTool = (args: readonly string[], readFile: ReadFile) => TextSteps;

/** The text of a file, or why there is none. */
export type ReadFile = (path: string) => { readonly text: string } | { readonly error: string };

/** Runs a tool on an input that is there as a whole. */
export function runTextTool(tool: TextTool, args: readonly string[], readFile: ReadFile, stdin: string): { readonly out: string; readonly err: string; readonly code: number } {
  const written = { stdout: "", stderr: "" };
  const steps = tool(args, readFile);
  let reply: string | undefined;
  let at = 0;
  for (;;) {
    const step = steps.next(reply);
    if (step.done) return { out: written.stdout, err: written.stderr, code: step.value };
    reply = undefined;
    if (step.value.kind === "write") {
      written[step.value.to] += step.value.text;
      continue;
    }
    if (at >= stdin.length) continue;
    const newline = stdin.indexOf("\n", at);
    const end = newline < 0 ? stdin.length : newline + 1;
    reply = stdin.slice(at, end);
    at = end;
  }
}

export function* out(text: string): TextSteps<void> {
  if (text !== "") yield { kind: "write", to: "stdout", text };
}

export function* err(text: string): TextSteps<void> {
  yield { kind: "write", to: "stderr", text };
}

/** A line as it came, or undefined at the end of the input. */
export type NextLine = () => TextSteps<string | undefined>;

export function* readRaw(): TextSteps<string | undefined> {
  return (yield { kind: "read", keepsEnd: true }) as string | undefined;
}

/** An input of a tool: a file or what is piped to it. */
export interface Source {
  /** Empty for the standard input that nobody named. */
  readonly name: string;
  readonly next: NextLine;
}

/** The named files, or standard input; those that cannot be read are complained about. */
export function* sourcesOf(tool: string, names: readonly string[], readFile: ReadFile): TextSteps<{ readonly sources: readonly Source[]; readonly isFailed: boolean }> {
  if (names.length === 0) return { sources: [{ name: "", next: readRaw }], isFailed: false };
  const sources: Source[] = [];
  let isFailed = false;
  for (const name of names) {
    if (name === "-") {
      sources.push({ name, next: readRaw });
      continue;
    }
    const read = readFile(name);
    if ("text" in read) sources.push({ name, next: linesOfText(read.text) });
    else {
      isFailed = true;
      yield* err(read.error === "Is a directory" ? `${tool}: read error: Is a directory\n` : `${tool}: ${tool === "cat" ? `can't open '${name}'` : name}: ${read.error}\n`);
    }
  }
  return { sources, isFailed };
}

function linesOfText(text: string): NextLine {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let at = 0;
  // oxlint-disable-next-line require-yield -- a file is there as a whole
  return function* () {
    return lines[at++];
  };
}

/** Everything that is still to come. */
export function* readAll(next: NextLine): TextSteps<string> {
  const pieces: string[] = [];
  for (let line = yield* next(); line !== undefined; line = yield* next()) pieces.push(line);
  return pieces.join("");
}

/** Without the newline at its end. */
export function chomp(line: string): string {
  return line.endsWith("\n") ? line.slice(0, -1) : line;
}

export interface Options {
  readonly flags: ReadonlySet<string>;
  /** By letter, for options that take a value. */
  readonly values: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/**
 * One-letter options, together or apart, and the rest. @param valued letters whose option takes a value
 * @param long names that stand for letters: `--invert-match`
 */
export function splitOptions(args: readonly string[], valued = "", long: Readonly<Record<string, string>> = {}): Options {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--") return { flags, values, rest: [...rest, ...args.slice(i + 1)] };
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) {
      const letter = long[name];
      if (letter === undefined) continue;
      if (valued.includes(letter)) values[letter] = value ?? args[++i] ?? "";
      else flags.add(letter);
    } else if (/^-[^-]/.test(arg)) i = takeLetters(args, i, valued, flags, values);
    else rest.push(arg);
  }
  return { flags, values, rest };
}

function takeLetters(args: readonly string[], i: number, valued: string, flags: Set<string>, values: Record<string, string>): number {
  const arg = args[i]!;
  for (let k = 1; k < arg.length; k++) {
    if (!valued.includes(arg[k]!)) flags.add(arg[k]!);
    else {
      values[arg[k]!] = arg.slice(k + 1) || (args[i + 1] ?? "");
      return arg.length > k + 1 ? i : i + 1;
    }
  }
  return i;
}
