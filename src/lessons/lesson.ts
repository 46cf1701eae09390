import { readManifests } from "../api/manifest.ts";
import { checkLessonHeader, checkStep, type ContentError, type Lesson, type LessonStep } from "./schema.ts";

export type LoadedLesson = Lesson | { readonly errors: readonly ContentError[] };

const NO_CONTENT: Pick<LessonStep, "kubectl" | "expect"> = { kubectl: [], expect: [] };

/**
 * Reads a lesson: front matter between `---` lines, then one step for each `## Title {#id}`, with at most one
 * ```step block of YAML (action, kubectl, expect) that does not belong to the text.
 * @param file name for errors
 */
export function parseLesson(markdown: string, file = "lesson.md"): LoadedLesson {
  const lines = markdown.split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) return failed(file, 1, "the file must begin with front matter between --- lines");
  const header = readYaml(lines.slice(1, end));
  if ("message" in header) return failed(file, header.line + 1, header.message);
  const checked = checkLessonHeader(header.value);
  if ("problem" in checked) return failed(file, 1, checked.problem);
  const steps: LessonStep[] = [];
  for (const section of sectionsOf(lines, end + 1)) {
    const step = readStep(section, file);
    if ("errors" in step) return step;
    if (steps.some((s) => s.id === step.id)) return failed(file, section.line, `two steps have the id ${step.id}`);
    steps.push(step);
  }
  return steps.length > 0 ? { ...checked.value, steps } : failed(file, 0, "the lesson has no steps (## Title {#id})");
}

/** `line` is that of the heading, from 1. */
interface Section { readonly heading: string; readonly line: number; readonly body: readonly string[] }

function sectionsOf(lines: readonly string[], from: number): readonly Section[] {
  const starts: number[] = [];
  let isFenced = false;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.startsWith("```")) isFenced = !isFenced;
    else if (!isFenced && line.startsWith("## ")) starts.push(i);
  }
  return starts.map((start, i) => ({ heading: lines[start]!.slice(3), line: start + 1, body: lines.slice(start + 1, starts[i + 1] ?? lines.length) }));
}

function readStep(section: Section, file: string): LessonStep | { errors: readonly ContentError[] } {
  const [, title, id] = /^(.*?)\s*\{#([a-z0-9-]+)\}\s*$/.exec(section.heading) ?? [];
  if (!title || !id) return failed(file, section.line, "a heading must end with its id: ## Title {#id}");
  const start = section.body.indexOf("```step");
  if (start < 0) return { id, title, text: section.body.join("\n").trim(), ...NO_CONTENT };
  const blockLine = section.line + start + 1;
  const end = section.body.indexOf("```", start + 1);
  if (end < 0) return failed(file, blockLine, "the step block does not end");
  const block = readYaml(section.body.slice(start + 1, end));
  if ("message" in block) return failed(file, blockLine + block.line, block.message);
  const checked = checkStep(block.value);
  if ("problem" in checked) return failed(file, blockLine, checked.problem);
  const text = [...section.body.slice(0, start), ...section.body.slice(end + 1)].join("\n").trim();
  return { id, title, text, ...checked.value };
}

/** The reader of manifests takes only whole objects, so the YAML is dressed as one. */
const DRESS = ["apiVersion: lessons.playground.local/v1", "kind: Content", "metadata: { name: content }", "content:"];

/** `line` of an error counts within `lines`, from 1. */
function readYaml(lines: readonly string[]): { value: unknown } | { line: number; message: string } {
  const { documents, errors } = readManifests([...DRESS, ...lines.map((line) => `  ${line}`)].join("\n"));
  const error = errors[0];
  if (error) return { line: Math.max(1, error.line - DRESS.length), message: error.message };
  return { value: documents[0]?.object["content"] };
}

function failed(file: string, line: number, message: string): { errors: readonly ContentError[] } {
  return { errors: [{ file, line, message }] };
}
