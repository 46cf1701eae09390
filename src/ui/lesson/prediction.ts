import type { Conditions } from "../../lessons/conditions.ts";
import type { Facts } from "../../lessons/facts.ts";
import { graded, markable, predicted } from "../../lessons/step.ts";
import { compareNatural } from "../../view/natural.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { useMarks, type Marking, type Outcome } from "../graph/mark-store.ts";
import type { Decision } from "../../api/decision.ts";
import { notePrediction } from "./progress.ts";
import { reasonOf } from "./reason.ts";

/** How a prediction turned out: names that were marked or should have been, with what the engine decided about the first of them. */
export interface GradeView {
  readonly results: readonly { readonly names: readonly string[]; readonly outcome: Outcome; readonly reason: Decision | undefined }[];
  readonly isRight: boolean;
}

/** The question of a step as marks in the picture; undefined for a step that asks nothing. */
export function startMarking(step: LessonStep, facts: Facts): Marking | undefined {
  return step.predict && { kind: step.predict.mark, names: [...markable(step, facts)].sort(compareNatural), marked: new Set(), outcomes: undefined };
}

/** Compares the marks with what came, on the marked things themselves, and keeps how the first try went. */
export function gradeMarks(lessonId: string, step: LessonStep, conditions: Conditions, facts: Facts): GradeView | undefined {
  const { marking } = useMarks.getState();
  if (!step.predict || !marking) return undefined;
  const kind = step.predict.mark === "nodes" ? "Node" : "Pod";
  const answer = predicted(step, conditions, facts);
  const { right, extra, missed } = graded(marking.marked, answer);
  const outcomes = new Map<string, Outcome>([...right.map((n) => [n, "right"] as const), ...extra.map((n) => [n, "extra"] as const), ...missed.map((n) => [n, "missed"] as const)]);
  const isRight = extra.length + missed.length === 0;
  useMarks.setState({ marking: { ...marking, outcomes } });
  notePrediction(lessonId, step.id, isRight);
  const results = [...outcomes].sort(([a], [b]) => compareNatural(a, b))
    .map(([name, outcome]) => ({ names: [name], outcome, reason: reasonOf(step, facts, { kind, name, isInAnswer: answer.has(name) }) }));
  return { isRight, results: together(results) };
}

/** What has the same outcome for the same reason is said once. */
function together(results: GradeView["results"]): GradeView["results"] {
  const groups = new Map<string, GradeView["results"][number]>();
  for (const result of results) {
    const [name = ""] = result.names;
    const key = `${result.outcome} ${result.reason ? withoutPod(result.reason.text.replaceAll(name, "")) : ""}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, names: [...known.names, name] } : result);
  }
  return [...groups.values()];
}

/** Each pod has letters of its own at the end of its name. */
function withoutPod(text: string): string {
  return text.replaceAll(/-[a-z0-9]{5}(?=`)/g, "");
}
