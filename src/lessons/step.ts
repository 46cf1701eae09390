import type { Decision } from "../api/decision.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Conditions } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import { subjectOf } from "./lesson.ts";
import type { LessonStep } from "./schema.ts";

/** What of a goal is not yet so, and what must never be and is. The goal is reached when both are empty. */
export interface GoalState {
  readonly unmet: readonly string[];
  readonly broken: readonly string[];
}

/** Looks at the state only: any route counts. A step without goal is reached. */
export function goalState(step: LessonStep, conditions: Conditions, facts: Facts): GoalState {
  return {
    unmet: (step.goal?.all ?? []).filter((expression) => !conditions.ask(expression, facts).holds),
    broken: (step.goal?.never ?? []).filter((expression) => conditions.ask(expression, facts).holds),
  };
}

/** Whether there is anything to happen in a step; else it is only read. */
export function isPlayable(step: LessonStep): boolean {
  return step.do.length > 0 || step.goal !== undefined || step.predict !== undefined || step.until !== undefined;
}

/** Whether the step is the learner's, but something happens first. */
export function happensAtBegin(step: LessonStep): boolean {
  return step.goal !== undefined && (step.do.length > 0 || step.until !== undefined);
}

/** How long an `until` waits, in seconds from the step's begin, if it waits for nothing but time. */
export function secondsToWait(until: string): number | undefined {
  const seconds = /^\s*nowSeconds\s*>=\s*start\.nowSeconds\s*\+\s*(\d+)\s*$/.exec(until)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** Ids of the wrong turns that have been taken, in the lesson's order: the first has the word. */
export function wrongTurns(step: LessonStep, conditions: Conditions, facts: Facts): readonly string[] {
  return step.wrong.filter(({ when }) => conditions.ask(when, facts).holds).map(({ id }) => id);
}

/** Ids of the nodes and edges of the step's diagram that are lit. */
export function litParts(step: LessonStep, conditions: Conditions, facts: Facts): readonly string[] {
  return (step.diagram?.lights ?? []).filter(({ when }) => conditions.ask(when, facts).holds).map(({ id }) => id);
}

/** Names that can be marked: what was there when the step began. */
export function markable(step: LessonStep, facts: Facts): readonly string[] {
  return step.predict ? facts.startLists[step.predict.mark].map((o) => o.metadata.name) : [];
}

/**
 * Names that were to be marked, once the step has been played. Each is asked as it is now, or, if it is gone, as it
 * was when the step began.
 */
export function predicted(step: LessonStep, conditions: Conditions, facts: Facts): ReadonlySet<string> {
  const { predict } = step;
  if (!predict) return new Set();
  const now = new Map(facts.lists[predict.mark].map((o) => [o.metadata.uid, o]));
  const asked = facts.startLists[predict.mark].map((before): KubeObject => now.get(before.metadata.uid) ?? before);
  return new Set(asked.filter((object) => conditions.ask(predict.answer, facts, { as: subjectOf(predict.mark), object }).holds).map((o) => o.metadata.name));
}

/** Marks beside the answer, each name in one of the three. */
export interface Grade {
  readonly right: readonly string[];
  readonly extra: readonly string[];
  readonly missed: readonly string[];
}

export function graded(marked: ReadonlySet<string>, answer: ReadonlySet<string>): Grade {
  return {
    right: [...marked].filter((name) => answer.has(name)),
    extra: [...marked].filter((name) => !answer.has(name)),
    missed: [...answer].filter((name) => !marked.has(name)),
  };
}

/**
 * Why it came so for a node or a pod: the newest thing that an actor of the cluster decided about it in this step, or
 * else its latest verdict on whether a DaemonSet should run there.
 */
export function reasonFor(facts: Facts, kind: "Node" | "Pod", name: string): Decision | undefined {
  const isAbout = ({ object, subject }: Decision) => [object, subject].some((ref) => ref?.kind === kind && ref.name === name);
  const about = facts.decisions.filter((decision) => decision.actor !== "user" && isAbout(decision));
  const begin = facts.startDecisions.at(-1)?.id ?? 0;
  return about.findLast((d) => d.id > begin && !d.quiet) ?? about.findLast((d) => d.rule === "daemonset/eligibility");
}

/** A thing of the picture, as `focus` names it. */
export interface Focus {
  /** Short, as in kubectl: `node`, `ds`, `deploy`, `rs`, `sts`, `pod`, `svc`, `pdb`, `pvc`. */
  readonly kind: string;
  /** May end in `*`. */
  readonly name: string;
  /** API path of one number or field on its card. */
  readonly field?: string;
}

export function readFocus(text: string): Focus {
  const [, kind = "", name = "", field] = /^([a-z]+)\/([^.]+)(?:\.(.+))?$/.exec(text) ?? [];
  return { kind, name, ...(field === undefined ? {} : { field }) };
}

export function isFocused(focus: Focus, kind: string, name: string): boolean {
  if (FOCUS_KINDS[focus.kind] !== kind) return false;
  return focus.name.endsWith("*") ? name.startsWith(focus.name.slice(0, -1)) : name === focus.name;
}

const FOCUS_KINDS: Readonly<Record<string, string>> = {
  node: "Node", ds: "DaemonSet", deploy: "Deployment", rs: "ReplicaSet", sts: "StatefulSet", pod: "Pod", svc: "Service",
  pdb: "PodDisruptionBudget", pvc: "PersistentVolumeClaim",
};
