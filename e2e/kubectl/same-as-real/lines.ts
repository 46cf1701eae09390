import { readFileSync } from "node:fs";

/** A line of a table, as both sides run it. */
export interface CommandLine {
  /** As it stands in the table. */
  readonly text: string;
  /** What stands after `kubectl`. */
  readonly words: readonly string[];
  /** Name of the file that is its standard input. */
  readonly input?: string;
  /** What the person at the editor does: replaces a text by another. */
  readonly edit?: { readonly from: string; readonly to: string };
  /** Ctrl-C after so many virtual seconds. */
  readonly interruptAfterSeconds?: number;
}

/**
 * The lines of a table below `lines/`: a kubectl line each, `#` begins a remark. `{agent}` stands for the name of the first
 * pod of that app. `< file` is its input, `[s/a/b/]` in front of it an edit, `[20s]` the time after which it is interrupted.
 */
export function linesOf(table: string, nameOf: (app: string) => string): readonly CommandLine[] {
  const text = readFileSync(new URL(`lines/${table}.txt`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => readLine(line.replace(/\{(?!end\})(\w+)\}/g, (_, app: string) => nameOf(app))));
}

function readLine(text: string): CommandLine {
  const [, from, to, seconds, command = "", input] = /^(?:\[s\/(.*?)\/(.*?)\/\] |\[(\d+)s\] )?(.*?)(?: < (\S+))?$/.exec(text)!;
  return {
    text,
    words: wordsOf(command),
    ...(input === undefined ? {} : { input }),
    ...(from === undefined || to === undefined ? {} : { edit: { from, to } }),
    ...(seconds === undefined ? {} : { interruptAfterSeconds: Number(seconds) }),
  };
}

/** Words of a line without expansions: quotes hold together, `\n` in double quotes is a new line. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ""));
}
