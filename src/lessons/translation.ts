import type { ContentError } from "./schema.ts";
import type { LessonWords, StepWords, WordsFile } from "./words.ts";

/**
 * A translation over the English words: what it lacks stays English.
 * @returns the keys that it lacks: `title`, `hook.text`, `try.hints[1]`
 */
export function translated(english: LessonWords, file: WordsFile): { readonly words: LessonWords; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const either = <T>(key: string, original: T, translation: T | undefined): T => {
    if (translation === undefined && original !== undefined) missing.push(key);
    return translation ?? original;
  };
  const goals = english.goals.map((goal, i) => either(`goals[${i}]`, goal, file.goals[i]));
  const steps = english.steps.map((step): StepWords => {
    const other = file.steps.find((s) => s.id === step.id);
    const part = <K extends "text" | "diagram" | "question" | "never" | "atWork" | "honestly">(key: K): Pick<StepWords, K> | object => {
      const value = either(`${step.id}.${key}`, step[key], other?.[key] === "" ? undefined : other?.[key]);
      return value === undefined ? {} : { [key]: value };
    };
    return {
      id: step.id,
      title: either(`${step.id}.title`, step.title, other?.title),
      text: step.text,
      ...part("text"), ...part("diagram"), ...part("question"), ...part("never"), ...part("atWork"), ...part("honestly"),
      hints: step.hints.map((hint, i) => either(`${step.id}.hints[${i}]`, hint, other?.hints[i])),
      wrong: Object.fromEntries(Object.entries(step.wrong).map(([id, text]) => [id, either(`${step.id}.wrong.${id}`, text, other?.wrong[id])])),
    };
  });
  return { words: { title: either("title", english.title, file.title), goals, steps }, missing };
}

/** What a translation says that the English does not: nobody would see it. */
export function surplus(english: LessonWords, file: WordsFile, name: string): readonly ContentError[] {
  const errors: ContentError[] = [];
  if (file.goals.length > english.goals.length) errors.push({ file: name, line: 1, message: `${file.goals.length} goals, the English has ${english.goals.length}` });
  for (const step of file.steps) {
    const original = english.steps.find((s) => s.id === step.id);
    if (!original) continue;
    const add = (message: string) => void errors.push({ file: name, line: file.lines.get(step.id) ?? 0, message: `step ${step.id}: ${message}` });
    if (step.hints.length > original.hints.length) add(`${step.hints.length} hints, the English has ${original.hints.length}`);
    for (const [key, heading] of PARTS) if (step[key] !== undefined && original[key] === undefined) add(`the English has no ${heading}`);
  }
  return errors;
}

const PARTS = [["question", "### Question"], ["never", "### Never"], ["atWork", "### At work"], ["honestly", "### Honestly"], ["diagram", "mermaid block"]] as const;

/** The line of the front matter that says which English a translation was made from. */
export function fromLine(english: LessonWords): string {
  return `from: [${english.steps.map(stampOf).join(", ")}]`;
}

/** Ids of the steps whose English has changed since they were translated, or of which the translation does not say. */
export function staleSteps(english: LessonWords, file: WordsFile): readonly string[] {
  return english.steps.filter((step) => file.steps.some((s) => s.id === step.id) && !file.from.includes(stampOf(step))).map((step) => step.id);
}

function stampOf(step: StepWords): string {
  return `${step.id} ${checksum(JSON.stringify([step.title, step.text, step.diagram, step.question, step.hints, step.wrong, step.atWork, step.honestly, ...(step.never === undefined ? [] : [step.never])]))}`;
}

/** FNV-1a, eight hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
