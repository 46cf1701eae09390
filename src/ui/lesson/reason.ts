import type { Decision } from "../../api/decision.ts";
import { conditionStatus, podsOn, type Facts } from "../../lessons/facts.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { readFocus, reasonFor } from "../../lessons/step.ts";

/** What was marked, or should have been. */
interface Asked {
  readonly kind: "Node" | "Pod";
  readonly name: string;
  readonly isInAnswer: boolean;
}

type Question = Pick<LessonStep, "predict" | "focus">;

/**
 * What an actor decided that explains the answer for one name: why the pod that is meant for a node still waits, or what
 * a controller decided. Undefined where nothing does: no reason is better than a wrong one.
 */
export function reasonOf(step: Question, all: Facts, asked: Asked): Decision | undefined {
  const workloads = askedWorkloads(step);
  const facts = { ...all, decisions: all.decisions.filter((d) => concerns(d, workloads)) };
  const waiting = asked.kind === "Node" ? podsOn(facts.lists, asked.name).filter((pod) => conditionStatus(pod, "PodScheduled") !== "True") : [];
  const refusal = facts.decisions.findLast((d) => d.actor === "default-scheduler" && d.verdict === "waits" && waiting.some((pod) => isAbout(d, "Pod", pod.metadata.name)));
  if (refusal) return refusal;
  const answer = step.predict?.answer ?? "";
  if (isAboutChange(answer)) return asked.isInAnswer ? changeOf(facts, asked) : barrierOf(facts, asked) ?? changeOf(facts, asked);
  const by = (...silent: readonly string[]) => ({ ...facts, decisions: facts.decisions.filter((d) => !silent.includes(d.actor)) });
  // What kubelet and scheduler did then is how it went.
  const reason = reasonFor(by("kubelet", "default-scheduler"), asked.kind, asked.name) ?? reasonFor(by("kubelet"), asked.kind, asked.name);
  const isThere = asked.isInAnswer !== answer.startsWith("!");
  return reason?.verdict === SHOULD_RUN && !isThere ? undefined : reason;
}

/** Of `daemonset/eligibility`. */
const SHOULD_RUN = "should-run";

/** Whether a question is about what becomes of pods, not about where there is one. */
function isAboutChange(answer: string): boolean {
  return /\bstart\.|\.image\b/.test(answer);
}

/** That a node does not count, where it does not. */
function barrierOf({ decisions }: Facts, { kind, name }: Asked): Decision | undefined {
  const verdict = decisions.findLast((d) => d.rule === "daemonset/eligibility" && isAbout(d, kind, name));
  return verdict?.verdict === SHOULD_RUN ? undefined : verdict;
}

/** What was first decided in this step about the pods of a node, or about a pod; that a node counts does not explain it. */
function changeOf(facts: Facts, { kind, name }: Asked): Decision | undefined {
  const begin = facts.startDecisions.at(-1)?.id ?? 0;
  const pods = kind === "Pod" ? [name] : [...podsOn(facts.startLists, name), ...podsOn(facts.lists, name)].map((pod) => pod.metadata.name);
  const made = facts.decisions.filter((d) => d.id > begin && !d.quiet && d.actor !== "user" && d.actor !== "kubelet" && pods.some((pod) => isAbout(d, "Pod", pod)));
  // Whoever was thrown out had to go for that reason, whatever else was done to make room.
  return made.find((d) => d.rule === "scheduler/preempt") ?? made.find((d) => d.rule !== "scheduler/bind") ?? made[0];
}

/** Names of the workloads that a question is about: those of its answer, else those in its focus; none: any. */
function askedWorkloads({ predict, focus }: Question): readonly string[] {
  const asked = [...(predict?.answer ?? "").matchAll(/(?:podsOf\(|labels\.app ==)\s*["']([^"']+)["']/g)].flatMap(([, name]) => name ?? []);
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

function isAbout({ object, subject }: Decision, kind: string, name: string): boolean {
  return [object, subject].some((ref) => ref?.kind === kind && ref.name === name);
}
