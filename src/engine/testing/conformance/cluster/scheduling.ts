import type { Condition, KubeObject } from "../../../../api/types/meta.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import { deepEqual } from "../../../../api/semantic.ts";
import type { SchedulerState } from "../../../scheduler/queue.ts";
import { difference } from "../case-result.ts";
import { isSuperset } from "../case-values.ts";
import { checkAll, type Check, type ClusterCase, type ClusterStep } from "./cluster-case.ts";
import { doStep, NODE_STEPS, type StepTable } from "./node-steps.ts";
import { argument, ScenarioWorld, wholeKey } from "./scenario-world.ts";
import { isDeletion, podKey } from "./watch-log.ts";

const SCHEDULER = "default-scheduler";
/** The safety flush of five minutes brings every waiting pod to another attempt. */
const ATTEMPT_LIMIT_SECONDS = 400;
/** Longer than any back-off, shorter than the safety flush. */
const RETRY_LIMIT_SECONDS = 12;
const UNSCHEDULABLE_TAINT = "node.kubernetes.io/unschedulable";

interface Scheduling { readonly world: ScenarioWorld; readonly subject: string }

/**
 * A scenario of the scheduler alone: the case plays kubelet and controllers, so a pod that is to be terminating stays
 * until the case takes it away. Returns what did not hold.
 */
export function runScheduling(scenario: ClusterCase): string[] {
  const given = scenario.given ?? [];
  const steps = scenario.steps ?? [];
  const world = new ScenarioWorld({ originMs: 0, actors: [SCHEDULER] });
  seed(world, given);
  const subject = subjectOf(given, steps);
  const failures = steps.flatMap((step, i) => runStep({ world, subject }, step, given, `step ${i + 1} (${step.do})`));
  return [...failures, ...checkAll({ world, subject }, scenario.expect ?? {}, CHECKS)];
}

/** Nodes and the pods on them first: the scheduler begins with all of it known. */
function seed(world: ScenarioWorld, given: readonly KubeObject[]): void {
  for (const object of given.filter((o) => o.kind === "Node")) world.seedNode(object);
  for (const object of given.filter((o) => o.kind !== "Node" && o.kind !== "Pod")) world.seedOther(object);
  const pods = (given as readonly Pod[]).filter((o) => o.kind === "Pod");
  for (const pod of [...pods].sort((a, b) => Number(!a.spec.nodeName) - Number(!b.spec.nodeName))) world.seedPod(pod);
}

/** The pod that the expectation is about: of the last step that schedules one, else the last that waits. */
function subjectOf(given: readonly KubeObject[], steps: readonly ClusterStep[]): string {
  const named = steps.findLast((s) => s.do === "scheduleOnce")?.["pod"] ?? steps.find((s) => typeof s["pod"] === "string")?.["pod"];
  const waiting = (given as readonly Pod[]).findLast((o) => o.kind === "Pod" && !o.spec.nodeName);
  return wholeKey(typeof named === "string" ? named : waiting ? podKey(waiting) : "");
}

const STEPS: StepTable = {
  ...NODE_STEPS,
  scheduleOnce: (world, step) => attempt(world, wholeKey(argument(step, "pod"))),
  uncordon: (world, step, given) => {
    NODE_STEPS["uncordon"]!(world, step, given);
    // The node controller, which is off here, would take the taint off with the cordon.
    const name = argument<string>(step, "node");
    const taints = world.node(name)?.spec.taints ?? [];
    if (taints.some((t) => t.key === UNSCHEDULABLE_TAINT)) world.setTaints(name, taints.filter((t) => t.key !== UNSCHEDULABLE_TAINT));
  },
};

function runStep({ world, subject }: Scheduling, step: ClusterStep, given: readonly KubeObject[], where: string): string[] {
  const before = attempts(world, subject);
  doStep(world, step, given, STEPS);
  const wanted = step["expectRetry"];
  if (typeof wanted !== "boolean") return [];
  const came = world.runUntil(() => attempts(world, subject) > before, RETRY_LIMIT_SECONDS);
  return came === wanted ? [] : [difference(`${where}: another attempt for ${subject}`, wanted, came)];
}

function attempt(world: ScenarioWorld, key: string): void {
  const before = attempts(world, key);
  world.runUntil(() => attempts(world, key) > before, ATTEMPT_LIMIT_SECONDS);
}

/** Attempts that the scheduler has made for a pod so far: each ends in a failure that is counted, or in a binding. */
function attempts(world: ScenarioWorld, key: string): number {
  const state = world.cluster.stateOf(SCHEDULER) as SchedulerState;
  const queued = state.pods.get(key);
  const ends = world.log.pod(key).filter((w) => w.object.spec.nodeName && !w.before?.spec.nodeName).length;
  const skips = world.log.events().filter((e) => e.object === `Pod/${key}` && e.message.startsWith("skip schedule deleting pod")).length;
  return (queued ? queued.unschedulableCount * 1000 + queued.errorCount : 0) + (ends + skips) * 1_000_000;
}

interface Victim { readonly pod: string; readonly condition?: object; readonly event?: object }

const CHECKS: Readonly<Record<string, Check<Scheduling>>> = {
  boundTo: ({ world, subject }, node: string | null) => same("boundTo", node, world.pod(subject)?.spec.nodeName ?? null),
  phase: ({ world, subject }, phase: string) => same("phase", phase, world.pod(subject)?.status.phase),
  nominatedNodeName: ({ world, subject }, node: string | null) => same("nominatedNodeName", node, world.pod(subject)?.status.nominatedNodeName ?? null),
  event: ({ world, subject }, expected: object) => {
    const last = eventsOf(world, subject).at(-1);
    return isSuperset(last, expected) ? [] : [difference("last event", expected, last)];
  },
  events: ({ world, subject }, expected: readonly object[]) => {
    const came = eventsOf(world, subject);
    const isSame = came.length === expected.length && expected.every((e, i) => isSuperset(came[i], e));
    return isSame ? [] : [difference("events", expected, came)];
  },
  noEventReason: ({ world, subject }, reason: string) => (eventsOf(world, subject).some((e) => e.reason === reason) ? [`no event ${reason} is to occur`] : []),
  condition: ({ world, subject }, expected: Condition) => {
    const came = world.pod(subject)?.status.conditions?.find((c) => c.type === expected.type);
    return isSuperset(came, expected) ? [] : [difference("condition", expected, came)];
  },
  conditions: ({ world, subject }, expected: readonly object[]) => {
    const came = world.pod(subject)?.status.conditions ?? [];
    const isSame = came.length === expected.length && expected.every((c) => came.some((other) => isSuperset(other, c)));
    return isSame ? [] : [difference("conditions", expected, came)];
  },
  labels: ({ world, subject }, expected: object) => (isSuperset(world.pod(subject)?.metadata.labels, expected) ? [] : [difference("labels", expected, world.pod(subject)?.metadata.labels)]),
  victims: ({ world }, expected: readonly Victim[]) => {
    const came = world.log.pods().filter((w) => isDeletion(w) && !w.isOwn);
    const names = came.map((w) => podKey(w.object)).sort();
    if (!deepEqual(names, expected.map((v) => wholeKey(v.pod)).sort())) return [difference("victims", expected.map((v) => v.pod), names)];
    return expected.flatMap((victim) => checkVictim(world, victim));
  },
};

function checkVictim(world: ScenarioWorld, { pod, condition, event }: Victim): string[] {
  const key = wholeKey(pod);
  const conditions = world.log.pod(key).findLast((w) => isDeletion(w))?.before?.status.conditions ?? [];
  const events = eventsOf(world, key);
  return [
    ...(!condition || conditions.some((c) => isSuperset(c, condition)) ? [] : [difference(`condition of ${key}`, condition, conditions)]),
    ...(!event || events.some((e) => isSuperset(e, event)) ? [] : [difference(`event of ${key}`, event, events)]),
  ];
}

function eventsOf(world: ScenarioWorld, key: string) {
  return world.log.events().filter((e) => e.object === `Pod/${key}`).map(({ type, reason, message }) => ({ type, reason, message }));
}

function same(what: string, expected: unknown, came: unknown): string[] {
  return deepEqual(expected, came) ? [] : [difference(what, expected, came)];
}

