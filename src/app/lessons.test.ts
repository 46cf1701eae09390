import { describe, expect, test } from "vitest";
import type { FolderFiles } from "../lessons/scenario.ts";
import { checkLesson } from "./testing/check-lesson.ts";
import { checkLessons } from "./testing/lesson-folders.ts";
import { mermaidProblem } from "./testing/parse-mermaid.ts";

const CONTENT = import.meta.glob<string>("../lessons/content/*/*/*.{yaml,md}", { query: "?raw", import: "default", eager: true });
const TEMPLATE = import.meta.glob<string>("../lessons/template/*.{yaml,md}", { query: "?raw", import: "default", eager: true });

/** Folders with a lesson, by path from the project's root. */
function lessonFolders(): Readonly<Record<string, FolderFiles>> {
  const folders: Record<string, Record<string, string>> = {};
  for (const [path, text] of Object.entries(CONTENT)) {
    const [, folder = "", file = ""] = /^\.\.\/(.*)\/([^/]+)$/.exec(path) ?? [];
    (folders[`src/${folder}`] ??= {})[file] = text;
  }
  return Object.fromEntries(Object.entries(folders).filter(([, files]) => files["lesson.yaml"] !== undefined || files["lesson.md"] !== undefined));
}

const folders = lessonFolders();

describe("every lesson", () => {
  test.each(Object.keys(folders))("%s can be read, is short, is true at each step, and its goals are reached by its solutions", (path) => {
    const [report] = checkLessons(folders, [path]);
    expect(report?.problems).toEqual([]);
    // Some lessons are half an hour of a busy cluster, several times over.
  }, 30_000);

  test("has diagrams that Mermaid can read", async () => {
    const problems: string[] = [];
    for (const { id, diagrams } of checkDiagrams()) {
      for (const { stepId, text } of diagrams) {
        const problem = await mermaidProblem(text);
        if (problem !== undefined) problems.push(`${id}, step ${stepId}: ${problem}`);
      }
    }
    expect(problems).toEqual([]);
  });
});

/** The mermaid blocks of all words, in all languages. */
function checkDiagrams() {
  return Object.entries(folders).map(([path, files]) => ({
    id: path,
    diagrams: Object.entries(files).flatMap(([file, text]) =>
      file.endsWith(".md") ? [...text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map(([, diagram = ""], i) => ({ stepId: `${file}, block ${i + 1}`, text: diagram })) : []),
  }));
}

const template: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(TEMPLATE).map(([path, text]) => [path.slice(path.lastIndexOf("/") + 1), text]));
const checked = (change: (files: Record<string, string>) => void) => {
  const files = { ...template };
  change(files);
  return checkLesson("01-track/01-name", files, { "track/name": files }).problems.map((problem) => problem.replace("01-track/01-name: ", ""));
};
const edited = (file: string, from: string, to: string) => checked((files) => {
  expect(files[file]).toContain(from);
  files[file] = files[file]!.replace(from, to);
});

test("the folder that lesson:new makes passes as it is", () => {
  expect(checked(() => undefined)).toEqual([]);
});

describe("the check catches", () => {
  test.each<[string, string, string, string, string]>([
    ["a claim that is not true", "lesson.yaml", "nodes.size() == 3 &&", "nodes.size() == 4 &&", "step hook: not true: nodes.size() == 4 &&"],
    ["a claim about nothing", "lesson.yaml", 'ds["agent"].status.desiredNumberScheduled == 1', 'ds["gone"].status.desiredNumberScheduled == 1', "(No such key: gone)"],
    ["a line that kubectl does not know", "lesson.yaml", "kubectl get daemonset agent]", "kubectl fetch daemonset agent]", 'step end: do: kubectl fetch daemonset agent: ends with 1: error: unknown command "fetch" for "kubectl"'],
    ["such a line in the words", "lesson.md", "`kubectl get daemonset DAEMONSET`", "`kubectl get daemonsets DAEMONSET --wide`", "step end: the line kubectl get daemonsets DAEMONSET --wide of the words: ends with 1: error: unknown flag: --wide"],
    ["a goal that is reached from the start", "lesson.yaml", '        - podsOf("agent", "web-1").exists(p, ready(p)) && podsOf("agent", "web-2").exists(p, ready(p))\n', "", "step your-turn: the goal is reached before anybody does anything"],
    ["a solution that is none", "lesson.yaml", '"value":[{"key":"team"', '"value":[{"key":"crew"', "step your-turn: not reached by the solution:"],
    ["a solution that does what must never be", "lesson.yaml", 'available("agent") < 1', 'podsOf("agent").exists(p, has(p.metadata.deletionTimestamp))', "step your-turn: the solution does what must never be: podsOf"],
    ["a wrong turn that its lines do not take", "lesson.yaml", '[{"operator":"Exists"}]', '[{"key":"x","operator":"Exists"}]', "step your-turn: wrong turn everything-tolerated is not reached by its lines:"],
    ["a wrong turn that reaches the goal", "lesson.yaml", '        - podsOf("agent", "cp-1").size() == 0\n', "", "step your-turn: wrong turn everything-tolerated reaches the goal, so it is none"],
    ["a goal with never and no words for it", "lesson.md", "### Never\n\nFor a moment no pod of `agent` was available.\n\n", "", "step your-turn has a goal with never: what it was, in words (### Never)"],
    ["too many words", "lesson.md", "Delete that pod", "word ".repeat(60), "step gone: the text has"],
    ["a focus on nothing", "lesson.yaml", "focus: [node/web-1]", "focus: [node/web-9]", "step predict: focus node/web-9: there is no such thing"],
    ["a button that is not there", "lesson.yaml", "action: taint-node", "action: paint-node", "step predict: action paint-node: there is no such command of the page"],
    ["another lesson's id", "lesson.yaml", "id: track/name", "id: track/other", "lesson.yaml says id track/other, but the folder is that of track/name"],
  ])("%s", (_, file, from, to, problem) => {
    expect(edited(file, from, to).join("\n")).toContain(problem);
  });

  test("translations that say something else, and tells what they lack", () => {
    const files = { ...template, "lesson.de.md": "---\ntitle: Titel\n---\n\n## Haken {#hook}\n\nDrei Knoten.\n\n## Zuviel {#extra}\n\nNichts.\n" };
    const report = checkLesson("01-track/01-name", files, { "track/name": files });
    expect(report.problems).toEqual(["01-track/01-name: lesson.de.md:9: step extra is not in lesson.yaml"]);
    expect(report.notes).toEqual([expect.stringMatching(/^lesson\.de\.md lacks goals\[0\], predict\.title, predict\.text, predict\.question/), expect.stringMatching(/^lesson\.de\.md: the English has changed since hook was translated/)]);
  });
});
