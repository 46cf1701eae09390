import { describe, expect, test } from "vitest";
import { keysOf, newLine, press, type Line } from "./line-editor.ts";
import { cellOf, commonStart, drawLine, inColumns, type Prompt } from "./line-view.ts";

const HISTORY = ["kubectl get nodes", "kubectl get pods", "ls"];

/** Types into a line; `|` marks the cursor, actions stand in brackets. */
function typed(data: string, line: Line = newLine(HISTORY)): string {
  const actions: string[] = [];
  let now = line;
  for (const key of keysOf(data)) {
    const pressed = press(now, key);
    now = pressed.line;
    if (pressed.action) actions.push(`[${pressed.action}]`);
  }
  return `${now.text.slice(0, now.cursor)}|${now.text.slice(now.cursor)}${actions.join("")}`;
}

const [UP, DOWN, LEFT, RIGHT, HOME, END, DELETE] = ["\u001b[A", "\u001b[B", "\u001b[D", "\u001b[C", "\u001b[H", "\u001b[F", "\u001b[3~"];
const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 64);
const alt = (letter: string) => `\u001b${letter}`;

test.each<[string, string, string]>([
  ["letters", "abc", "abc|"],
  ["in the middle", `ac${LEFT}b`, "ab|c"],
  ["Home, End, Delete", `abc${HOME}${DELETE}${END}d`, "bcd|"],
  ["Ctrl-A, Ctrl-E, Backspace", `abc${ctrl("A")}x${ctrl("E")}\u007f`, "xab|"],
  ["Ctrl-U takes all before", `get pods${LEFT}${ctrl("U")}`, "|s"],
  ["Ctrl-K takes all after, Ctrl-Y brings it back", `get pods${ctrl("A")}${RIGHT}${ctrl("K")}${ctrl("Y")}${ctrl("Y")}`, "get podset pods|"],
  ["Ctrl-W takes a word with its signs", `get spec.nodeName=x${ctrl("W")}`, "get |"],
  ["Alt-B and Alt-F go by words", `one two${alt("b")}${alt("b")}${alt("f")}-`, "one-| two"],
  ["Ctrl-Left", `one two\u001b[1;5Dx`, "one x|two"],
  ["an emoji is one character", `a😀${LEFT}${DELETE}b`, "ab|"],
  ["up goes through the history, down comes back", `new${UP}${UP}${DOWN}${DOWN}`, "new|"],
  ["the oldest line stays", `${UP}${UP}${UP}${UP}`, "kubectl get nodes|"],
  ["Ctrl-R finds, again finds an older one", `${ctrl("R")}get${ctrl("R")}`, "kubectl |get nodes"],
  ["Ctrl-R and Enter run what is found", `${ctrl("R")}pods\r`, "kubectl get |pods[submit]"],
  ["Esc ends the search with the line as it was", `new${ctrl("R")}get\u001b`, "new|"],
  ["Ctrl-D deletes, at an empty line it ends", `a${HOME}${ctrl("D")}${ctrl("D")}`, "|[end]"],
  ["Tab, Ctrl-L, Ctrl-C, Esc", `a\t${ctrl("L")}${ctrl("C")}\u001b`, "a|[complete][clear][interrupt][leave]"],
  ["other control characters are no text", `a${ctrl("G")}\u001b[15~b`, "ab|"],
])("%s", (_, data, expected) => {
  expect(typed(data)).toBe(expected);
});

describe("drawing", () => {
  const PROMPT: Prompt = { text: "~ $ ", styled: "~ $ ", more: "> " };
  const line = (text: string, cursor = text.length): Line => ({ ...newLine([]), text, cursor });

  test("a line that is too long goes on in the next row", () => {
    expect(cellOf("abcdefgh", 5, PROMPT, 10)).toEqual({ row: 0, column: 9 });
    expect(cellOf("abcdefgh", 6, PROMPT, 10)).toEqual({ row: 1, column: 0 });
    expect(cellOf("a\nbc", 4, PROMPT, 10)).toEqual({ row: 1, column: 4 });
    expect(cellOf("日本", 2, PROMPT, 80)).toEqual({ row: 0, column: 8 });
  });

  test("begins where the last one was, and puts the cursor back", () => {
    expect(drawLine(line("abcdefghij", 2), PROMPT, 10, { row: 1, column: 3 }).out).toBe("\u001b[1A\r\u001b[J~ $ abcdefghij\u001b[1A\r\u001b[6C");
    expect(drawLine(line("abcdef"), PROMPT, 10, { row: 0, column: 0 })).toEqual({ out: "\r\u001b[J~ $ abcdef\r\n\r", cell: { row: 1, column: 0 } });
  });

  test("words stand in columns, the rest is counted", () => {
    expect(inColumns(["pods", "podtemplates", "nodes"], 30)).toBe("pods          podtemplates\nnodes\n");
    expect(inColumns(["a", "b", "c"], 3, 2)).toBe("a\nb\n… and 1 more\n");
    expect(commonStart(["node-1", "node-2"])).toBe("node-");
  });
});
