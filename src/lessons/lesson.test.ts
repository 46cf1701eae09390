import { describe, expect, test } from "vitest";
import { lessonCard } from "./card.ts";
import { Conditions } from "./conditions.ts";
import { kubectlLines, wordCount } from "./command-lines.ts";
import { loadLesson } from "./lesson.ts";
import { fromLine, staleSteps, surplus, translated } from "./translation.ts";
import { readWords } from "./words.ts";

const SCENARIO = "apiVersion: lessons.playground.local/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {title: X, seed: 1}\n";
const HEAD = "id: t/x\nminutes: 3\nsection: what-is\nsteps:\n";
const WORDS = "---\ntitle: X\n---\n\n## One {#one}\n\nText.\n";

const conditions = new Conditions();
const errorsOf = (data: string, words = WORDS) => {
  const loaded = loadLesson({ "scenario.yaml": SCENARIO, "lesson.yaml": data, "lesson.md": words }, conditions);
  return "errors" in loaded ? loaded.errors.map((e) => `${e.file}:${e.line}: ${e.message}`) : [];
};

test("a lesson is data and words of the same steps; what is left out of the data has its default", () => {
  const loaded = loadLesson({ "scenario.yaml": SCENARIO, "lesson.yaml": `${HEAD}  - id: one\n`, "lesson.md": WORDS, "pod.yaml": "x" }, conditions);
  expect(loaded).toMatchObject({
    lesson: { id: "t/x", kind: "lesson", refs: [], steps: [{ id: "one", focus: [], do: [], settle: true, claims: [], wrong: [], solution: [] }] },
    words: { title: "X", goals: [], steps: [{ id: "one", title: "One", text: "Text.", hints: [], wrong: {} }] },
    files: { "pod.yaml": "x" },
  });
  expect(Object.keys("files" in loaded ? loaded.files : {})).toEqual(["pod.yaml"]);
});

test("its card tells what a list needs, and nothing that gives it away", () => {
  const loaded = loadLesson({ "scenario.yaml": SCENARIO, "lesson.yaml": `${HEAD}  - id: one\n`, "lesson.md": WORDS }, conditions);
  expect("errors" in loaded ? undefined : lessonCard(loaded)).toEqual({
    id: "t/x", kind: "lesson", minutes: 3, section: "what-is", prerequisites: [], misconceptions: [], title: "X", goals: [], steps: [{ id: "one", title: "One" }], titles: {},
  });
});

describe("an error names file, line and field", () => {
  test.each<[string, string, string | undefined, string]>([
    ["an unknown member", `${HEAD}  - id: one\n    clams: []\n`, undefined, "lesson.yaml:6: steps[0].clams: unknown; known are id, focus, do, action, settle, until, predict, claims, goal, wrong, solution, refused, diagram"],
    ["a missing one", `${HEAD}  - focus: []\n`, undefined, "lesson.yaml:5: steps[0].id: is missing"],
    ["too much in focus", `${HEAD}  - id: one\n    focus: [node/a, node/b, node/c, node/d]\n`, undefined, "lesson.yaml:6: steps[0].focus: must have at most 3 entries"],
    ["no such section", "id: t/x\nminutes: 3\nsection: intro\nsteps: [{ id: one }]\n", undefined, "lesson.yaml:3: section: must be one of what-is, comparison,"],
    ["broken YAML", `${HEAD}  - id: [one\n`, undefined, "lesson.yaml:6: did not find expected ',' or ']'"],
    ["broken CEL", `${HEAD}  - id: one\n    claims:\n      - nodes.size() == 3\n      - nodes.size() ==\n`, undefined, "lesson.yaml:8: `nodes.size() ==`, character 16: Unexpected token: EOF"],
    ["an unknown name in CEL", `${HEAD}  - id: one\n    claims: [noodles.size() == 3]\n`, undefined, "lesson.yaml:6: `noodles.size() == 3`, character 1: Unknown variable: noodles"],
    ["no condition", `${HEAD}  - id: one\n    claims: [nodes.size()]\n`, undefined, "lesson.yaml:6: `nodes.size()` is no condition: it is of type int"],
    ["a goal without solution", `${HEAD}  - id: one\n    goal: { all: ["true"] }\n`, undefined, "lesson.yaml:6: step one has a goal but no solution"],
    ["a step without words", `${HEAD}  - id: one\n  - id: two\n`, undefined, "lesson.md:0: step two of lesson.yaml has no words (## Title {#two})"],
    ["words without a step", `${HEAD}  - id: one\n`, `${WORDS}\n## Two {#two}\n\nText.\n`, "lesson.md:9: step two is not in lesson.yaml"],
    ["a prediction without question", `${HEAD}  - id: one\n    predict: { mark: nodes, of: pods, answer: ready(node) }\n`, undefined, "lesson.md:5: step one asks for a prediction without words (### Question)"],
    ["a wrong turn without reply", `${HEAD}  - id: one\n    wrong: [{ id: w, when: "true", by: [ls] }]\n`, undefined, "lesson.md:5: step one has no reply to its wrong turn (### Wrong {#w})"],
    ["a heading without id", `${HEAD}  - id: one\n`, "---\ntitle: X\n---\n## One\n", "lesson.md:4: a heading must end with its id: ## Title {#id}"],
    ["an unknown part", `${HEAD}  - id: one\n`, `${WORDS}\n### Tip\n\nNo.\n`, "lesson.md:9: ### Tip: unknown; known are Question, Hint, Wrong {#id}, Never, At work, Honestly"],
    ["no front matter", `${HEAD}  - id: one\n`, "# X\n", "lesson.md:1: the file must begin with front matter between --- lines"],
  ])("%s", (_, data, words, error) => {
    expect(errorsOf(data, words)).toEqual([expect.stringContaining(error)]);
  });
});

describe("the words of a step", () => {
  const read = readWords("---\ntitle: X\n---\n## One {#one}\n\nText.\n\n```mermaid\nflowchart TB\n  A --> B\n```\n\n```yaml\n## no heading {#x}\n```\n\n### Question\n\nWhich?\n\n### Hint\n\nA.\n\n### Hint\n\nB.\n\n### Wrong {#w}\n\nNo.\n");

  test("are text, diagram, question, hints in order and replies", () => {
    expect("steps" in read ? read.steps : []).toEqual([{
      id: "one", title: "One", text: "Text.\n\n```yaml\n## no heading {#x}\n```", diagram: "flowchart TB\n  A --> B", question: "Which?", hints: ["A.", "B."], wrong: { w: "No." },
    }]);
  });

  test("stay English where a translation lacks them, which is told", () => {
    const german = readWords("---\ntitle: Ix\n---\n## Eins {#one}\n\n### Question\n\nWelche?\n\n### Hint\n\nEh.\n", "lesson.de.md");
    if ("errors" in read || "errors" in german) throw new Error("both can be read");
    const { words, missing } = translated({ title: "X", goals: ["G"], steps: read.steps }, german);
    expect(words).toMatchObject({ title: "Ix", goals: ["G"], steps: [{ title: "Eins", text: expect.stringContaining("Text.") as string, question: "Welche?", hints: ["Eh.", "B."], wrong: { w: "No." } }] });
    expect(missing).toEqual(["goals[0]", "one.text", "one.diagram", "one.hints[1]", "one.wrong.w"]);
  });

  test("of a translation must not be more than the English, and are stale when that has changed", () => {
    if ("errors" in read) throw new Error("it can be read");
    const english = { title: "X", goals: ["G"], steps: read.steps };
    const german = (from: string) => {
      const file = readWords(`---\ntitle: Ix\n${from}\n---\n## Eins {#one}\n\n### Hint\n\nEh.\n\n### Hint\n\nBe.\n\n### Hint\n\nTse.\n\n### At work\n\nNichts.\n`, "lesson.de.md");
      if ("errors" in file) throw new Error("it can be read");
      return file;
    };
    expect(surplus(english, german(""), "lesson.de.md").map((e) => `${e.line}: ${e.message}`)).toEqual(["5: step one: 3 hints, the English has 2", "5: step one: the English has no ### At work"]);
    const current = german(fromLine(english));
    expect(staleSteps(english, current)).toEqual([]);
    expect(staleSteps({ ...english, steps: english.steps.map((step) => ({ ...step, text: "Other." })) }, current)).toEqual(["one"]);
    expect(staleSteps(english, german(""))).toEqual(["one"]);
  });
});

test("kubectl lines are found in a text; a command that is only named is told apart", () => {
  const markdown = "Run `kubectl get ds` or `kubectl rollout undo`; `ls` is none.\n\n```sh\n$ kubectl get pods \\\n    -o wide\nNAME READY\n```\n";
  expect(kubectlLines(markdown)).toEqual([
    { line: "kubectl get pods -o wide", isName: false },
    { line: "kubectl get ds", isName: false },
    { line: "kubectl rollout undo", isName: true },
  ]);
});

test("words are counted as a reader counts them", () => {
  expect(wordCount("Three `short` words - and [a link](https://x.y/z).\n\n```sh\nkubectl get pods\n```\n")).toBe(6);
});
