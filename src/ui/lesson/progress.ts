import { create } from "zustand";

/** What somebody has done of one lesson. */
export interface LessonProgress {
  /** Ids of steps. */
  readonly done: readonly string[];
  /** Whether all steps are done. */
  readonly isFinished: boolean;
  /** How the first prediction of a step turned out; later ones do not change it. */
  readonly firstTries: Readonly<Record<string, boolean>>;
  /** How the last one turned out where there were several. */
  readonly again: Readonly<Record<string, boolean>>;
}

export type Progress = Readonly<Record<string, LessonProgress>>;

const KEY = "cluster-playground.lessons";
/** Begins a text of progress, so that no other text is taken for one. */
const MARK = "cluster-playground-progress-1";
const NOTHING: LessonProgress = { done: [], isFinished: false, firstTries: {}, again: {} };

/** Progress of all lessons by their ids, kept in this browser where it lets us. */
export const useProgress = create<{ readonly lessons: Progress }>()(() => ({ lessons: readProgress(stored() ?? "") ?? {} }));

useProgress.subscribe(({ lessons }) => keep(progressText(lessons)));

export function noteStep(lessonId: string, stepId: string, allSteps: readonly string[]): void {
  change(lessonId, (known) => {
    const done = known.done.includes(stepId) ? known.done : [...known.done, stepId];
    return { ...known, done, isFinished: known.isFinished || allSteps.every((id) => done.includes(id)) };
  });
}

export function notePrediction(lessonId: string, stepId: string, isRight: boolean): void {
  change(lessonId, (known) => (Object.hasOwn(known.firstTries, stepId) ? { ...known, again: { ...known.again, [stepId]: isRight } } : { ...known, firstTries: { ...known.firstTries, [stepId]: isRight } }));
}

export function forgetProgress(): void {
  useProgress.setState({ lessons: {} });
}

/** Adds what another browser knew; nothing that is known here is lost. @returns false if the text is none of ours */
export function takeInProgress(text: string): boolean {
  const other = readProgress(text);
  if (!other) return false;
  useProgress.setState(({ lessons }) => ({ lessons: { ...lessons, ...Object.fromEntries(Object.entries(other).map(([id, theirs]) => [id, together(lessons[id] ?? NOTHING, theirs)])) } }));
  return true;
}

/** One line a lesson: `basics/nobody-set-the-number done: hook delete-a-pod=wrong/right`, the first try and the last. */
export function progressText(lessons: Progress): string {
  const lines = Object.entries(lessons).map(([id, { done, isFinished, firstTries, again }]) => {
    const tries = (step: string) => [firstTries, again].flatMap((known) => (Object.hasOwn(known, step) ? [known[step] ? "right" : "wrong"] : [])).join("/");
    const steps = [...new Set([...done, ...Object.keys(firstTries)])];
    const words = steps.map((step) => `${done.includes(step) ? "" : "-"}${step}${Object.hasOwn(firstTries, step) ? `=${tries(step)}` : ""}`);
    return `${id}${isFinished ? " done" : ""}: ${words.join(" ")}`;
  });
  return [MARK, ...lines].join("\n");
}

/** undefined: not a text of `progressText`. */
export function readProgress(text: string): Progress | undefined {
  const [mark, ...lines] = text.trim().split(/\s*\n\s*/);
  if (mark !== MARK) return undefined;
  const lessons: Record<string, LessonProgress> = {};
  for (const line of lines) {
    const [, id, finished, rest = ""] = /^([a-z0-9-]+\/[a-z0-9-]+)( done)?:(.*)$/.exec(line) ?? [];
    if (id === undefined) return undefined;
    const steps = [...rest.matchAll(/(-?)([a-z0-9]+(?:-[a-z0-9]+)*)(?:=(right|wrong)(?:\/(right|wrong))?)?/g)];
    lessons[id] = {
      done: steps.flatMap(([, isOpen, step]) => (isOpen || step === undefined ? [] : [step])),
      isFinished: finished !== undefined,
      again: Object.fromEntries(steps.flatMap(([, , step, , last]) => (step !== undefined && last !== undefined ? [[step, last === "right"]] : []))),
      firstTries: Object.fromEntries(steps.flatMap(([, , step, how]) => (step !== undefined && how !== undefined ? [[step, how === "right"]] : []))),
    };
  }
  return lessons;
}

function together(ours: LessonProgress, theirs: LessonProgress): LessonProgress {
  return { done: [...new Set([...ours.done, ...theirs.done])], isFinished: ours.isFinished || theirs.isFinished, firstTries: { ...theirs.firstTries, ...ours.firstTries }, again: { ...theirs.again, ...ours.again } };
}

function change(lessonId: string, next: (known: LessonProgress) => LessonProgress): void {
  const { lessons } = useProgress.getState();
  const known = lessons[lessonId] ?? NOTHING;
  const changed = next(known);
  if (changed !== known) useProgress.setState({ lessons: { ...lessons, [lessonId]: changed } });
}

function stored(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    // A sandboxed frame has no storage: progress then holds for this visit only.
    return undefined;
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // As above, or the storage is full.
  }
}
