import { wordCount } from "./command-lines.ts";
import { STEP_LIMITS, type Lesson, type LessonStep } from "./schema.ts";
import type { LessonWords, StepWords } from "./words.ts";

const MOST_WORDS = 60;
const MOST_HINTS = 3;

/** What a lesson must be besides readable, so that it teaches in a few minutes: one sentence for each thing that it is not. */
export function limitProblems(lesson: Lesson, words: LessonWords): readonly string[] {
  const { least, most } = STEP_LIMITS[lesson.kind];
  const count = lesson.steps.length;
  const isRepair = lesson.kind === "repair";
  const last = words.steps.at(-1);
  return [
    ...(count < least || count > most ? [`${count} steps; a ${lesson.kind} has ${least} to ${most}`] : []),
    ...(words.goals.length === 0 ? ["lesson.md says no goals"] : []),
    ...(lesson.refs.length === 0 ? ["no refs: where does Kubernetes say so?"] : []),
    ...(!isRepair && !lesson.steps.some((s) => s.predict) ? ["no step asks for a prediction (predict)"] : []),
    ...(!lesson.steps.some((s) => s.goal) ? ["no step has a goal"] : []),
    ...(!lesson.steps.some((s) => s.wrong.length > 0) ? ["no wrong turn is worth trying (wrong)"] : []),
    ...(last?.atWork === undefined ? ["the last step has no ### At work"] : []),
    ...lesson.steps.flatMap((step, i) => stepProblems(step, words.steps[i]!)),
  ];
}

function stepProblems(step: LessonStep, words: StepWords): readonly string[] {
  const { hints } = words;
  const texts = [
    ["the text", words.text], ["### Question", words.question], ["### Never", words.never], ["### At work", words.atWork], ["### Honestly", words.honestly],
    ...hints.map((hint, i) => [`hint ${i + 1}`, hint] as const),
    ...Object.entries(words.wrong).map(([id, text]) => [`### Wrong {#${id}}`, text] as const),
  ] as const;
  return [
    ...texts.flatMap(([what, text]) => (wordCount(text ?? "") > MOST_WORDS ? [`${what} has ${wordCount(text ?? "")} words, at most ${MOST_WORDS}`] : [])),
    ...(wordCount(words.text) === 0 ? ["the text says nothing"] : []),
    ...(step.goal && (hints.length === 0 || hints.length > MOST_HINTS) ? [`${hints.length} hints; a step with a goal has 1 to ${MOST_HINTS}`] : []),
    ...(!step.goal && hints.length > 0 ? ["hints without a goal"] : []),
    ...(step.claims.length === 0 && !step.goal ? ["nothing is claimed (claims): who checks the text?"] : []),
    ...unlitProblems(step, words),
  ].map((problem) => `step ${step.id}: ${problem}`);
}

/** Whatever is to be lit must be in the diagram. */
function unlitProblems(step: LessonStep, words: StepWords): readonly string[] {
  const ids = (step.diagram?.lights ?? []).map(({ id }) => id);
  const diagram = words.diagram ?? "";
  return ids.filter((id) => !(id.includes("->") ? hasEdge(diagram, id) : diagram.includes(id))).map((id) => `the diagram has no ${id} to light`);
}

/** `DS->Node`: an arrow of any kind that leads from one to the other. */
function hasEdge(diagram: string, id: string): boolean {
  const [from = "", to = ""] = id.split("->");
  return diagram.split("\n").some((line) => new RegExp(`^\\s*${from}\\b[^:]*>+(?:\\|[^|]*\\|)?\\s*${to}\\b`).test(line));
}
