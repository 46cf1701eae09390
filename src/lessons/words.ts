import { FRONT_MATTER, type ContentError } from "./schema.ts";
import { readFields } from "./yaml-fields.ts";

/** What a lesson says, in one language. */
export interface LessonWords {
  readonly title: string;
  readonly goals: readonly string[];
  readonly steps: readonly StepWords[];
}

export interface StepWords {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** Mermaid. */
  readonly diagram?: string;
  /** What is to be predicted. */
  readonly question?: string;
  /** One after the other, from a nudge to nearly the answer. */
  readonly hints: readonly string[];
  /** The reply to a wrong turn, by its id. */
  readonly wrong: Readonly<Record<string, string>>;
  /** What a goal's `never` says, as something that happened. */
  readonly never?: string;
  /** For the day when it is a real cluster: what to run, what to look for. */
  readonly atWork?: string;
  /** What is simplified here. */
  readonly honestly?: string;
}

/** A file of words; a translation may lack a title, goals or whole steps. */
export interface WordsFile {
  readonly title?: string;
  readonly goals: readonly string[];
  readonly steps: readonly StepWords[];
  /** Of a translation: which English it was made from, `hook 1a2b3c4d` (see translation.ts). */
  readonly from: readonly string[];
  /** Line of a step's heading, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

export type ReadWords = WordsFile | { readonly errors: readonly ContentError[] };

/**
 * Reads lesson.md: front matter between `---` lines, then `## Title {#id}` for each step. Below it text, at most one
 * ```mermaid block, and the parts `### Question`, `### Hint`, `### Wrong {#id}`, `### Never`, `### At work`, `### Honestly`.
 * @param file name for errors
 */
export function readWords(markdown: string, file = "lesson.md"): ReadWords {
  const lines = markdown.split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) return failed(file, 1, "the file must begin with front matter between --- lines");
  const front = readFields(lines.slice(1, end).join("\n"), FRONT_MATTER, file, 2);
  if ("errors" in front) return front;
  const { title, goals, from } = front.value;
  const sections = sectionsOf(lines, end + 1, "## ");
  const steps: StepWords[] = [];
  const errors: ContentError[] = [];
  const lineOfStep = new Map<string, number>();
  for (const section of sections.parts) {
    const step = readStep(section, file);
    if ("errors" in step) errors.push(...step.errors);
    else if (lineOfStep.has(step.id)) errors.push({ file, line: section.line, message: `two steps have the id ${step.id}` });
    else {
      steps.push(step);
      lineOfStep.set(step.id, section.line);
    }
  }
  if (steps.length === 0 && errors.length === 0) return failed(file, 0, "the lesson has no steps (## Title {#id})");
  return errors.length > 0 ? { errors } : { ...(title === undefined ? {} : { title }), goals, from, steps, lines: lineOfStep };
}

/** A heading and what follows it. `line` is that of the heading, from 1. */
interface Section { readonly heading: string; readonly line: number; readonly body: readonly string[] }

/** The sections that begin with a mark, outside of code; `head` is what stands before the first. */
function sectionsOf(lines: readonly string[], from: number, mark: string, offset = 0): { head: readonly string[]; parts: readonly Section[] } {
  const starts: number[] = [];
  let isFenced = false;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.startsWith("```")) isFenced = !isFenced;
    else if (!isFenced && line.startsWith(mark)) starts.push(i);
  }
  const parts = starts.map((start, i) => ({ heading: lines[start]!.slice(mark.length), line: offset + start + 1, body: lines.slice(start + 1, starts[i + 1] ?? lines.length) }));
  return { head: lines.slice(from, starts[0] ?? lines.length), parts };
}

type Parts = Omit<{ -readonly [K in keyof StepWords]: StepWords[K] }, "hints" | "wrong"> & { hints: string[]; wrong: Record<string, string> };

function readStep(section: Section, file: string): StepWords | { errors: readonly ContentError[] } {
  const [, title, id] = HEADING.exec(section.heading) ?? [];
  if (!title || !id) return failed(file, section.line, "a heading must end with its id: ## Title {#id}");
  const { head, parts } = sectionsOf(section.body, 0, "### ", section.line);
  const { text, diagrams } = withoutDiagrams(head);
  if (diagrams.length > 1) return failed(file, section.line, `step ${id} has ${diagrams.length} mermaid blocks, at most 1`);
  const step: Parts = { id, title, text, hints: [], wrong: {} };
  if (diagrams[0] !== undefined) step.diagram = diagrams[0];
  for (const part of parts) {
    const problem = addPart(step, part);
    if (problem) return failed(file, part.line, problem);
  }
  return step;
}

const HEADING = /^(.*?)\s*\{#([a-z0-9-]+)\}\s*$/;

/** @returns what is wrong with it */
function addPart(step: Parts, part: Section): string | undefined {
  const text = part.body.join("\n").trim();
  const [, named = part.heading.trim(), id] = HEADING.exec(part.heading) ?? [];
  if (text === "") return `### ${named} says nothing`;
  if (named === "Wrong") {
    if (id === undefined) return "a reply must name its wrong turn: ### Wrong {#id}";
    if (Object.hasOwn(step.wrong, id)) return `two replies to ${id}`;
    step.wrong[id] = text;
    return undefined;
  }
  if (named === "Hint") return void step.hints.push(text);
  const key = PARTS[named];
  if (!key) return `### ${named}: unknown; known are Question, Hint, Wrong {#id}, Never, At work, Honestly`;
  if (step[key] !== undefined) return `two parts ### ${named} in one step`;
  step[key] = text;
  return undefined;
}

/** Headings are English in every language: they say what a part is, the page says it to the reader. */
const PARTS: Readonly<Record<string, "question" | "never" | "atWork" | "honestly">> = { Question: "question", Never: "never", "At work": "atWork", Honestly: "honestly" };

function withoutDiagrams(lines: readonly string[]): { text: string; diagrams: readonly string[] } {
  const diagrams: string[] = [];
  const text = lines.join("\n").replace(/^```mermaid\n([\s\S]*?)^```[ \t]*$/gm, (_, body: string) => {
    diagrams.push(body.trimEnd());
    return "";
  });
  return { text: text.replace(/\n{3,}/g, "\n\n").trim(), diagrams };
}

function failed(file: string, line: number, message: string): { errors: readonly ContentError[] } {
  return { errors: [{ file, line, message }] };
}
