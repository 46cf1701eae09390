import type { KubeObject } from "../../../../api/types/meta.ts";
import type { ContainerState, ContainerStatus, Pod } from "../../../../api/types/pod.ts";
import { deepEqual } from "../../../../api/semantic.ts";
import { difference } from "../case-result.ts";
import { isSuperset } from "../case-values.ts";
import { checkAll, type Check, type ClusterCase, type ClusterStep, type Expected } from "./cluster-case.ts";
import { doStep } from "./node-steps.ts";
import { BEHAVIOURS, POD_STEPS, subjectOf } from "./pod-steps.ts";
import { ScenarioWorld } from "./scenario-world.ts";
import { isDeletion, type Occurrence, type Written } from "./watch-log.ts";

/** The node is Ready long before. */
const ORIGIN_MS = 32_000;
const REST_SECONDS = 120;
const BETWEEN_RESTARTS_SECONDS = 15;

interface Life {
  readonly world: ScenarioWorld;
  readonly key: string;
  /** The container that the expectation is about: the first. */
  readonly container: string;
  readonly expect: Expected;
  /** When the case began, before second 0 is set anew. */
  readonly startMs: number;
}

/** A scenario of one pod on one node with a real kubelet. Returns what did not hold. */
export function runPodLifecycle(scenario: ClusterCase): string[] {
  const given = scenario.given ?? [];
  const steps = scenario.steps ?? [];
  const expect = scenario.expect ?? {};
  const world = new ScenarioWorld({ originMs: ORIGIN_MS });
  const pods = (given as readonly Pod[]).filter((o) => o.kind === "Pod");
  seedNodes(world, given, pods);
  world.runTo(0);
  const begins = steps.findIndex((s) => !BEHAVIOURS.has(s.do));
  const before = begins < 0 ? steps : steps.slice(0, begins);
  for (const step of before) doStep(world, step, given, POD_STEPS);
  for (const pod of pods) world.seedPod(pod);
  for (const step of steps.slice(before.length)) doStep(world, step, given, POD_STEPS);
  if (steps.at(-1)?.do !== "runFor") world.runFor(restSeconds(expect, steps));
  const life: Life = { world, key: subjectOf(given), container: pods[0]?.spec.containers[0]?.name ?? "", expect, startMs: ORIGIN_MS };
  const { delaySlackSeconds: _, fieldPath: _f, ...rest } = expect;
  return checkAll(life, rest, CHECKS);
}

/** Nodes of the case, and those that its pods name. */
function seedNodes(world: ScenarioWorld, given: readonly KubeObject[], pods: readonly Pod[]): void {
  const nodes = given.filter((o) => o.kind === "Node");
  const named = new Set(pods.flatMap((pod) => pod.spec.nodeName ?? []));
  for (const node of nodes) {
    named.delete(node.metadata.name);
    world.seedNode(node);
  }
  for (const name of named) world.seedNode({ apiVersion: "v1", kind: "Node", metadata: { name } } as KubeObject);
  for (const object of given.filter((o) => o.kind !== "Node" && o.kind !== "Pod")) world.seedOther(object);
}

/** Long enough for what is expected to happen. */
function restSeconds(expect: Expected, steps: readonly ClusterStep[]): number {
  const delays = (expect["restartDelaysSeconds"] ?? []) as readonly number[];
  const slack = ((expect["delaySlackSeconds"] as readonly number[] | undefined)?.[1] ?? 0) + BETWEEN_RESTARTS_SECONDS;
  const run = Math.max(0, ...steps.map((s) => (s.do === "exitAfter" ? (s["seconds"] as number) : 0)));
  const ends = Object.entries(expect).flatMap(([key, value]) => (key.endsWith("Seconds") && Array.isArray(value) ? (value as unknown[]) : [])).filter((v) => typeof v === "number");
  const restarts = delays.reduce((sum, delay) => sum + delay + slack + run, 0);
  return Math.max(REST_SECONDS, restarts, ...ends) + BETWEEN_RESTARTS_SECONDS;
}

const CHECKS: Readonly<Record<string, Check<Life>>> = {
  events: (life, expected: readonly EventSketch[]) => checkOrder(life, expected),
  firstEvents: (life, expected: readonly EventSketch[]) => {
    const came = distinct(containerEvents(life)).slice(0, expected.length);
    return matches(expected, came) ? [] : [difference("first events", expected, came.map(shown))];
  },
  thenRepeated: (life, expected: readonly EventSketch[]) => {
    const first = (life.expect["firstEvents"] ?? []) as readonly EventSketch[];
    const rest = containerEvents(life).filter((e) => !first.some((f) => isSuperset(shown(e), f)));
    const isSame = rest.length > 0 && rest.every((e, i) => isSuperset(shown(e), expected[i % expected.length])) && rest.length >= expected.length;
    return isSame ? [] : [difference("events that follow at each sync", expected, rest.map(shown))];
  },
  event: (life, expected: EventSketch) => (podEvents(life).some((e) => isSuperset(shown(e), expected)) ? [] : [difference("event", expected, distinct(podEvents(life)).map(shown))]),
  noEvents: (life, reasons: readonly string[]) => reasons.filter((reason) => podEvents(life).some((e) => e.reason === reason)).map((reason) => `no event ${reason} is to occur`),
  waitingFirst: (life, expected: object) => subset("first waiting state", expected, waitingStates(life)[0]),
  waitingThen: (life, expected: object) => subset("second waiting state", expected, waitingStates(life)[1]),
  waitingReason: (life, reason: string) => (waitingStates(life).some((w) => w.reason === reason) ? [] : [difference("waiting reason", reason, waitingStates(life))]),
  phase: (life, phase: string) => same("phase", phase, lastPod(life)?.status.phase),
  finalPhase: (life, phase: string) => same("final phase", phase, lastPod(life)?.status.phase),
  phaseThroughout: (life, phase: string) => {
    const phases = podWrites(life).map((w) => w.object.status.phase);
    const other = phases.slice(phases.indexOf(phase as never)).find((p) => p !== phase);
    return phases.includes(phase as never) && other === undefined ? [] : [difference("phase throughout", phase, [...new Set(phases)])];
  },
  reason: (life, reason: string) => same("status.reason", reason, lastPod(life)?.status.reason),
  message: (life, message: string) => same("status.message", message, lastPod(life)?.status.message),
  ready: (life, ready: boolean) => same("ready", ready, isReady(lastPod(life))),
  readyBetweenSeconds: (life, range: Range) => within("Ready", range, secondsSince(life.world.originMs, podWrites(life).find((w) => isReady(w.object) && !isReady(w.before))?.atMs)),
  notReadyBetweenSeconds: (life, range: Range) => within("not Ready", range, secondsSince(life.world.originMs, podWrites(life).find((w) => w.atMs > life.world.originMs && !isReady(w.object) && isReady(w.before))?.atMs)),
  restartCount: (life, count: number) => same("restartCount", count, statusOf(life, lastPod(life))?.restartCount),
  restartCountAfter: (life, count: number) => same("restartCount after the first restart", count, restartCounts(life)[0] ?? 0),
  restartCountsAfterRestart: (life, counts: readonly number[]) => same("restart counts", counts, restartCounts(life).slice(0, counts.length)),
  restarted: (life, restarted: boolean) => same("restarted", restarted, restartCounts(life).length > 0),
  restartDelaysSeconds: (life, delays: readonly number[]) => {
    const [least = 0, most = 0] = (life.expect["delaySlackSeconds"] ?? [0, 0.1]) as readonly number[];
    const came = restartDelays(life);
    const isSame = came.length >= delays.length && delays.every((d, i) => came[i]! >= d + least - 0.001 && came[i]! <= d + most);
    return isSame ? [] : [difference("delays before restarts", delays, came)];
  },
  lastStateReason: (life, reason: string) => same("lastState reason", reason, statusOf(life, lastPod(life))?.lastState.terminated?.reason),
  terminated: (life, expected: object | null) => {
    const came = states(life).flatMap((s) => s.terminated ?? []);
    if (expected === null) return came.length === 0 ? [] : [difference("terminated", expected, came[0])];
    return came.some((t) => isSuperset(t, expected)) ? [] : [difference("terminated", expected, came[0])];
  },
  exitCode: (life, code: number) => same("exit code", code, states(life).findLast((s) => s.terminated)?.terminated?.exitCode),
  deletionGracePeriodSeconds: (life, seconds: number) => same("deletionGracePeriodSeconds", seconds, deletion(life)?.object.metadata.deletionGracePeriodSeconds),
  goneBetweenSeconds: (life, range: Range) => within("gone", range, secondsSince(deletion(life)?.atMs, podWrites(life).find((w) => w.type === "DELETED")?.atMs)),
  watch: (life, kinds: readonly string[]) => {
    const writes = podWrites(life);
    const from = writes.findIndex(isDeletion);
    return same("watch events after the delete", kinds, from < 0 ? [] : writes.slice(from).map((w) => w.type));
  },
  unhealthyBeforeKill: (life, count: number) => {
    const events = containerEvents(life);
    const kill = events.findIndex((e) => e.reason === "Killing");
    return same("Unhealthy events before the container is killed", count, events.slice(0, kill < 0 ? events.length : kill).filter((e) => e.reason === "Unhealthy").length);
  },
  killedBetweenSeconds: (life, range: Range) => within("killed", range, secondsSince(life.world.originMs, containerEvents(life).find((e) => e.reason === "Killing")?.atMs)),
};

type Range = readonly [from: number, to: number];
interface EventSketch { readonly type?: string; readonly reason?: string; readonly message?: string }

function podWrites({ world, key, startMs }: Life): readonly Written<Pod>[] {
  return world.log.pod(key, startMs);
}

function lastPod(life: Life): Pod | undefined {
  return podWrites(life).at(-1)?.object;
}

function deletion(life: Life): Written<Pod> | undefined {
  return podWrites(life).find(isDeletion);
}

function podEvents({ world, key, startMs }: Life): readonly Occurrence[] {
  return world.log.events(startMs).filter((e) => e.object === `Pod/${key}` && e.component === "kubelet");
}

function containerEvents(life: Life): readonly Occurrence[] {
  const path = `spec.containers{${life.container}}`;
  return podEvents(life).filter((e) => e.fieldPath === path);
}

/** In the order in which each text came first. */
function distinct(events: readonly Occurrence[]): readonly Occurrence[] {
  return events.filter((e, i) => events.findIndex((o) => o.reason === e.reason && o.message === e.message) === i);
}

function shown({ type, reason, message }: Occurrence): EventSketch {
  return { type, reason, message };
}

function matches(expected: readonly EventSketch[], came: readonly Occurrence[]): boolean {
  return came.length >= expected.length && expected.every((e, i) => isSuperset(shown(came[i]!), e));
}

/** In this order; of the reasons named nothing else comes between. */
function checkOrder(life: Life, expected: readonly EventSketch[]): readonly string[] {
  const named = containerEvents(life).filter((e) => expected.some((w) => w.reason === e.reason));
  const isRepeated = expected.some((e, i) => expected.findIndex((o) => deepEqual(o, e)) !== i);
  const came = isRepeated ? named : distinct(named);
  const path = life.expect["fieldPath"];
  const elsewhere = typeof path === "string" && named.some((e) => e.fieldPath !== path);
  return [
    ...(matches(expected, came) ? [] : [difference("events", expected, came.map(shown))]),
    ...(elsewhere ? [difference("fieldPath of the events", path, named[0]?.fieldPath)] : []),
  ];
}

function statusOf({ container }: Life, pod: Pod | undefined): ContainerStatus | undefined {
  return pod?.status.containerStatuses?.find((s) => s.name === container);
}

/** States of the container in order; one that stays the same is there once. */
function states(life: Life): readonly ContainerState[] {
  const all = podWrites(life).flatMap((w) => statusOf(life, w.object)?.state ?? []);
  return all.filter((s, i) => !deepEqual(s, all[i - 1]));
}

const STARTING = ["ContainerCreating", "PodInitializing"];

function waitingStates(life: Life) {
  return states(life).flatMap((s) => (s.waiting && !STARTING.includes(s.waiting.reason ?? "") ? [s.waiting] : []));
}

function restartCounts(life: Life): readonly number[] {
  const counts = podWrites(life).flatMap((w) => statusOf(life, w.object)?.restartCount ?? []);
  return counts.filter((c, i) => c !== (counts[i - 1] ?? 0));
}

/** Seconds from each end of a run to the start of the next. */
function restartDelays(life: Life): readonly number[] {
  const delays: number[] = [];
  let endedMs: number | undefined;
  for (const { object, atMs } of podWrites(life)) {
    const state = statusOf(life, object)?.state;
    if (state?.terminated && endedMs === undefined) endedMs = atMs;
    if (!state?.running || endedMs === undefined) continue;
    delays.push((atMs - endedMs) / 1000);
    endedMs = undefined;
  }
  return delays;
}

function isReady(pod: Pod | undefined): boolean {
  return pod?.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}

function secondsSince(fromMs: number | undefined, atMs: number | undefined): number | undefined {
  return fromMs === undefined || atMs === undefined ? undefined : (atMs - fromMs) / 1000;
}

function within(what: string, [from, to]: Range, seconds: number | undefined): string[] {
  return seconds !== undefined && seconds >= from && seconds <= to ? [] : [`${what}: expected between ${from} and ${to} s, came ${seconds === undefined ? "never" : `after ${seconds} s`}`];
}

function same(what: string, expected: unknown, came: unknown): string[] {
  return deepEqual(expected, came) ? [] : [difference(what, expected, came)];
}

function subset(what: string, expected: object, came: unknown): string[] {
  return isSuperset(came, expected) ? [] : [difference(what, expected, came)];
}
