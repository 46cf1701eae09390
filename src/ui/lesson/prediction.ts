import type { Conditions } from "../../lessons/conditions.ts";
import { conditionStatus, podsOn } from "../../lessons/facts.ts";
import type { Facts } from "../../lessons/facts.ts";
import { graded, markable, predicted, reasonFor } from "../../lessons/step.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { useMarks, type Marking, type Outcome } from "../graph/mark-store.ts";
import type { Decision } from "../../api/decision.ts";
import { notePrediction } from "./progress.ts";

/** How a prediction turned out: each name that was marked or should have been, with what the engine decided about it. */
export interface GradeView {
  readonly results: readonly { readonly name: string; readonly outcome: Outcome; readonly reason: Decision | undefined }[];
  readonly isRight: boolean;
}

/** The question of a step as marks in the picture; undefined for a step that asks nothing. */
export function startMarking(step: LessonStep, facts: Facts): Marking | undefined {
  return step.predict && { kind: step.predict.mark, names: markable(step, facts), marked: new Set(), outcomes: undefined };
}

/** Compares the marks with what came, on the marked things themselves, and keeps how the first try went. */
export function gradeMarks(lessonId: string, step: LessonStep, conditions: Conditions, facts: Facts): GradeView | undefined {
  const { marking } = useMarks.getState();
  if (!step.predict || !marking) return undefined;
  const kind = step.predict.mark === "nodes" ? "Node" : "Pod";
  const { right, extra, missed } = graded(marking.marked, predicted(step, conditions, facts));
  const outcomes = new Map<string, Outcome>([...right.map((n) => [n, "right"] as const), ...extra.map((n) => [n, "extra"] as const), ...missed.map((n) => [n, "missed"] as const)]);
  const isRight = extra.length + missed.length === 0;
  useMarks.setState({ marking: { ...marking, outcomes } });
  notePrediction(lessonId, step.id, isRight);
  return { isRight, results: [...outcomes].map(([name, outcome]) => ({ name, outcome, reason: reasonOf(facts, kind, name) })) };
}

/** Why it came so: why the pod that is meant for a node still waits, or what a controller decided; what kubelet and scheduler did then is how it went. */
function reasonOf(facts: Facts, kind: "Node" | "Pod", name: string): Decision | undefined {
  const waiting = kind === "Node" ? podsOn(facts.lists, name).filter((pod) => conditionStatus(pod, "PodScheduled") !== "True") : [];
  const refusal = facts.decisions.findLast((d) => d.actor === "default-scheduler" && d.verdict === "waits" && waiting.some((pod) => [d.object, d.subject].some((ref) => ref?.kind === "Pod" && ref.name === pod.metadata.name)));
  return refusal ?? reasonFor({ ...facts, decisions: facts.decisions.filter((d) => d.actor !== "kubelet" && d.actor !== "default-scheduler") }, kind, name) ?? reasonFor(facts, kind, name);
}
