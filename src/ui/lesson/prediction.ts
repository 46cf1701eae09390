import type { Conditions } from "../../lessons/conditions.ts";
import { conditionStatus, podsOn } from "../../lessons/facts.ts";
import type { Facts } from "../../lessons/facts.ts";
import { graded, markable, predicted, readFocus, reasonFor } from "../../lessons/step.ts";
import { compareNatural } from "../../view/natural.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { useMarks, type Marking, type Outcome } from "../graph/mark-store.ts";
import type { Decision } from "../../api/decision.ts";
import { notePrediction } from "./progress.ts";

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
  const { right, extra, missed } = graded(marking.marked, predicted(step, conditions, facts));
  const outcomes = new Map<string, Outcome>([...right.map((n) => [n, "right"] as const), ...extra.map((n) => [n, "extra"] as const), ...missed.map((n) => [n, "missed"] as const)]);
  const isRight = extra.length + missed.length === 0;
  useMarks.setState({ marking: { ...marking, outcomes } });
  notePrediction(lessonId, step.id, isRight);
  const workloads = askedWorkloads(step);
  const results = [...outcomes].sort(([a], [b]) => compareNatural(a, b)).map(([name, outcome]) => ({ names: [name], outcome, reason: reasonOf(facts, kind, name, workloads) }));
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

/** Names of the workloads that a question is about: those of its answer, else those in its focus; none: any. */
function askedWorkloads({ predict, focus }: LessonStep): readonly string[] {
  const asked = [...(predict?.answer ?? "").matchAll(/podsOf\(\s*["']([^"']+)["']/g)].flatMap(([, name]) => name ?? []);
  if (asked.length > 0) return asked;
  return focus.map(readFocus).filter(({ kind, name }) => ["ds", "deploy", "rs", "sts"].includes(kind) && !name.endsWith("*")).map(({ name }) => name);
}

const WORKLOADS: readonly string[] = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

/** Whether a decision is about one of these workloads and its pods, or about none at all. */
function concerns({ object, subject }: Decision, workloads: readonly string[]): boolean {
  if (workloads.length === 0) return true;
  const owned = [object, subject].filter((ref) => ref !== undefined && (ref.kind === "Pod" || WORKLOADS.includes(ref.kind)));
  return owned.length === 0 || owned.some((ref) => workloads.some((name) => ref!.name === name || ref!.name.startsWith(`${name}-`)));
}

/** Why it came so: why the pod that is meant for a node still waits, or what a controller decided; what kubelet and scheduler did then is how it went. */
function reasonOf(all: Facts, kind: "Node" | "Pod", name: string, workloads: readonly string[]): Decision | undefined {
  const facts = { ...all, decisions: all.decisions.filter((d) => concerns(d, workloads)) };
  const waiting = kind === "Node" ? podsOn(facts.lists, name).filter((pod) => conditionStatus(pod, "PodScheduled") !== "True") : [];
  const refusal = facts.decisions.findLast((d) => d.actor === "default-scheduler" && d.verdict === "waits" && waiting.some((pod) => [d.object, d.subject].some((ref) => ref?.kind === "Pod" && ref.name === pod.metadata.name)));
  const by = (...silent: readonly string[]) => ({ ...facts, decisions: facts.decisions.filter((d) => !silent.includes(d.actor)) });
  // What a kubelet did then is no reason, and no reason is better than a wrong one.
  return refusal ?? reasonFor(by("kubelet", "default-scheduler"), kind, name) ?? reasonFor(by("kubelet"), kind, name);
}
