import type { Conditions, Subject } from "./conditions.ts";
import { loadScenario, type FindFolder, type FolderFiles, type Scenario } from "./scenario.ts";
import { LESSON, type ContentError, type Lesson, type LessonStep } from "./schema.ts";
import type { Path } from "./shape.ts";
import { readWords, type LessonWords, type WordsFile } from "./words.ts";
import { readFields } from "./yaml-fields.ts";

/** A lesson as the page gets it: read and checked when the page was built. */
export interface LessonBundle {
  readonly lesson: Lesson;
  /** English; other languages are loaded beside it. */
  readonly words: LessonWords;
  /** Of the words, as browsers name it; absent: English. */
  readonly language?: string;
  readonly scenario: Scenario;
  /** Manifests that lie in the terminal's home folder, by file name. */
  readonly files: FolderFiles;
}

export type LoadedLesson = LessonBundle | { readonly errors: readonly ContentError[] };

const DATA = "lesson.yaml";
const WORDS = "lesson.md";

/**
 * Reads a lesson folder whole: lesson.yaml, lesson.md, scenario.yaml and manifests. Words and data must name the same
 * steps and wrong turns, every condition must be readable. Everything wrong is told at once, with file and line.
 * @param findFolder for a scenario that extends another lesson's
 */
export function loadLesson(files: FolderFiles, conditions: Conditions, findFolder: FindFolder = () => undefined): LoadedLesson {
  const missing = [DATA, WORDS, "scenario.yaml"].filter((name) => files[name] === undefined);
  if (missing.length > 0) return { errors: missing.map((file) => ({ file, line: 0, message: "the file is missing" })) };
  const data = readFields(files[DATA]!, LESSON, DATA);
  const words = readWords(files[WORDS]!, WORDS);
  const scenario = loadScenario(files, findFolder);
  const errors = [data, words, scenario].flatMap((read) => ("errors" in read ? read.errors : []));
  if ("errors" in data || "errors" in words || "errors" in scenario) return { errors };
  const problems = [...dataProblems(data.value, conditions, data.lineOf), ...wordsProblems(data.value, words, WORDS)];
  if (words.title === undefined) problems.push({ file: WORDS, line: 1, message: "title: is missing" });
  if (problems.length > 0) return { errors: problems };
  return { lesson: data.value, words: { title: words.title!, goals: words.goals, steps: words.steps }, scenario, files: homeFiles(files, findFolder) };
}

/** Every condition of a step and where it stands in lesson.yaml. */
function conditionsOf(step: LessonStep): readonly { readonly path: Path; readonly expression: string; readonly subject?: Subject }[] {
  const of = (path: Path, expressions: readonly string[]) => expressions.map((expression, i) => ({ path: [...path, i], expression }));
  return [
    ...(step.until === undefined ? [] : [{ path: ["until"], expression: step.until }]),
    ...(step.predict ? [{ path: ["predict", "answer"], expression: step.predict.answer, subject: subjectOf(step.predict.mark) }] : []),
    ...of(["claims"], step.claims),
    ...of(["goal", "all"], step.goal?.all ?? []),
    ...of(["goal", "never"], step.goal?.never ?? []),
    ...step.wrong.map(({ when }, i) => ({ path: ["wrong", i, "when"], expression: when })),
    ...(step.diagram?.lights ?? []).map(({ when }, i) => ({ path: ["diagram", "lights", i, "when"], expression: when })),
  ];
}

/** By which name the answer of a prediction speaks of what is marked. */
export function subjectOf(mark: "nodes" | "pods"): Subject {
  return mark === "nodes" ? "node" : "pod";
}

function dataProblems(lesson: Lesson, conditions: Conditions, lineOf: (path: Path) => number): ContentError[] {
  const problems: ContentError[] = [];
  const add = (path: Path, message: string) => void problems.push({ file: DATA, line: lineOf(path), message });
  lesson.steps.forEach((step, i) => {
    const at: Path = ["steps", i];
    if (lesson.steps.findIndex((s) => s.id === step.id) < i) add([...at, "id"], `two steps have the id ${step.id}`);
    step.wrong.forEach(({ id }, w) => { if (step.wrong.findIndex((other) => other.id === id) < w) add([...at, "wrong", w], `two wrong turns have the id ${id}`); });
    if (step.goal && step.solution.length === 0) add([...at, "goal"], `step ${step.id} has a goal but no solution`);
    if (step.goal && step.predict) add([...at, "predict"], `step ${step.id} has a goal: what is to be predicted is a step of its own`);
    if (!step.goal && step.solution.length > 0) add([...at, "solution"], `step ${step.id} has a solution but no goal`);
    for (const { path, expression, subject } of conditionsOf(step)) {
      const problem = conditions.problemOf(expression, subject);
      if (problem !== undefined) add([...at, ...path], problem);
    }
  });
  return problems;
}

/** Where the words and the data do not name the same things. Translations may say less, but nothing else. */
export function wordsProblems(lesson: Lesson, words: WordsFile, file: string): ContentError[] {
  const problems: ContentError[] = [];
  const isOriginal = file === WORDS;
  const add = (id: string, message: string) => void problems.push({ file, line: words.lines.get(id) ?? 0, message });
  const said = new Map(words.steps.map((step) => [step.id, step]));
  for (const step of lesson.steps) {
    const text = said.get(step.id);
    if (!text) {
      if (isOriginal) add(step.id, `step ${step.id} of ${DATA} has no words (## Title {#${step.id}})`);
      continue;
    }
    for (const id of Object.keys(text.wrong)) if (!step.wrong.some((w) => w.id === id)) add(step.id, `### Wrong {#${id}}: step ${step.id} of ${DATA} has no such wrong turn`);
    if (!isOriginal) continue;
    for (const { id } of step.wrong) if (text.wrong[id] === undefined) add(step.id, `step ${step.id} has no reply to its wrong turn (### Wrong {#${id}})`);
    if ((step.predict !== undefined) !== (text.question !== undefined)) add(step.id, step.predict ? `step ${step.id} asks for a prediction without words (### Question)` : `step ${step.id} has a question but no predict in ${DATA}`);
    if ((step.goal?.never.length ?? 0) > 0 !== (text.never !== undefined)) add(step.id, text.never === undefined ? `step ${step.id} has a goal with never: what it was, in words (### Never)` : `step ${step.id} says ### Never, but its goal has no never`);
    if (step.diagram && text.diagram === undefined) add(step.id, `step ${step.id} lights a diagram that ${WORDS} does not have (a mermaid block)`);
  }
  for (const { id } of words.steps) if (!lesson.steps.some((s) => s.id === id)) add(id, `step ${id} is not in ${DATA}`);
  const order = words.steps.map((s) => s.id).filter((id) => lesson.steps.some((s) => s.id === id));
  if (isOriginal && problems.length === 0 && lesson.steps.some((step, i) => step.id !== order[i])) problems.push({ file, line: 0, message: `the steps stand in another order than in ${DATA}` });
  return problems;
}

/** The manifests beside a lesson, and those of the scenario that it extends. */
function homeFiles(files: FolderFiles, findFolder: FindFolder): FolderFiles {
  const own = Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".yaml") && name !== DATA && name !== "scenario.yaml"));
  const base = /^\s*extends:\s*["']?([a-z0-9/-]+)/m.exec(files["scenario.yaml"] ?? "")?.[1];
  const folder = base === undefined ? undefined : findFolder(base);
  return { ...(folder ? homeFiles(folder, findFolder) : {}), ...own };
}
