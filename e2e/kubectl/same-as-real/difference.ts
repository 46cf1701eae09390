import type { Ran } from "../support/kubectl.ts";

const MOST_LINES = 12;

/** What one line does differently, as a text to read: of each output the lines between the first and the last that differ. */
export function differenceText(line: string, expected: Ran, got: Ran): string {
  const parts = [partText("stdout", expected.stdout, got.stdout), partText("stderr", expected.stderr, got.stderr), partText("exit code", String(expected.exitCode), String(got.exitCode))];
  return `$ kubectl ${line}\n${parts.join("")}`;
}

/** `-`: the real one, `+`: the page's. */
export function partText(title: string, expected: string, got: string): string {
  if (expected === got) return "";
  const [theirs, ours] = [expected.split("\n"), got.split("\n")];
  let [start, end] = [0, 0];
  while (start < Math.min(theirs.length, ours.length) && theirs[start] === ours[start]) start += 1;
  while (end < Math.min(theirs.length, ours.length) - start && theirs.at(-1 - end) === ours.at(-1 - end)) end += 1;
  const marked = (mark: string, lines: readonly string[]) => shown(lines.slice(start, lines.length - end)).map((line) => `${mark}${line}\n`).join("");
  return `  ${title}, line ${start + 1}:\n${marked("-", theirs)}${marked("+", ours)}`;
}

function shown(lines: readonly string[]): readonly string[] {
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more`] : lines;
}
