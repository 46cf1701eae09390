import { podStatusText } from "../../../../api/columns/pod.ts";
import type { Condition } from "../../../../api/types/meta.ts";
import type { Node } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import { deepEqual, isMembers } from "../../../../api/semantic.ts";
import type { NodeState } from "../../../controllers/node/controller.ts";
import { zoneOf, type Zone } from "../../../controllers/node/zones.ts";
import { difference } from "../case-result.ts";
import { isSuperset } from "../case-values.ts";
import { taintTexts } from "./admission-functions.ts";
import { checkAll, type Check, type ClusterCase, type ClusterStep, type Expected } from "./cluster-case.ts";
import { doStep, NODE_STEPS } from "./node-steps.ts";
import { openNodeWorld, tolerationTimes } from "./node-world.ts";
import { wholeKey, type ScenarioWorld } from "./scenario-world.ts";
import { isDeletion, podKey, type Written } from "./watch-log.ts";

/** Grace periods, the quarantine of the pods of a node that is gone, and a few passes. */
const REST_SECONDS = 200;

type Range = readonly [from: number, to: number];
type Evicted = string | { readonly pod: string; readonly between?: Range };

/** A scenario that has been run, with the node that expectations without a name are about. */
interface Done {
  readonly world: ScenarioWorld;
  readonly subject: string;
  readonly expect: Expected;
}

/** A scenario of node health on a whole cluster. Returns what did not hold. */
export function runNodeLifecycle(scenario: ClusterCase): string[] {
  const expect = scenario.expect ?? {};
  const world = openNodeWorld(scenario);
  const done: Done = { world, subject: subjectOf(scenario), expect };
  const rightAfter: string[] = [];
  for (const step of scenario.steps ?? []) {
    doStep(world, step, scenario.given ?? [], NODE_STEPS);
    if ("taintsRightAfter" in expect && step === scenario.steps?.at(-1)) rightAfter.push(...checkTaints(done, expect["taintsRightAfter"], "taintsRightAfter"));
  }
  world.runTo(lastSecond(world, scenario));
  const { node: _, checkAt: _at, zone: _z, taintsRightAfter: _t, ...rest } = expect;
  return [...rightAfter, ...checkAll(done, rest, CHECKS, patternOf)];
}

function lastSecond(world: ScenarioWorld, { expect = {}, ...scenario }: ClusterCase): number {
  const checkAt = expect["checkAt"];
  if (typeof checkAt === "number") return Math.max(checkAt, world.seconds);
  return world.seconds + Math.max(0, ...tolerationTimes(scenario as ClusterCase)) + REST_SECONDS;
}

/** The node named by the expectation, else by the first step that names one. */
function subjectOf({ expect = {}, steps = [] }: ClusterCase): string {
  const nameIn = (step: ClusterStep) => (step["node"] ?? (step["nodes"] as string[] | undefined)?.[0] ?? (step["object"] as Node | undefined)?.metadata.name) as string | Node | undefined;
  const named = expect["node"] ?? steps.map(nameIn).find((name) => name !== undefined) ?? "";
  return typeof named === "string" ? named : (named as Node).metadata.name;
}

const CHECKS: Readonly<Record<string, Check<Done>>> = {
  events: ({ world }, expected: readonly object[]) => expected.flatMap((event) =>
    (world.log.events(world.originMs).some((e) => isSuperset(e, event)) ? [] : [difference("event", event, undefined)])),
  noEvents: ({ world }, reasons: readonly string[]) => reasons.flatMap((reason) =>
    (world.log.events(world.originMs).some((e) => e.reason === reason) ? [`no event ${reason} is to occur`] : [])),
  evicted: ({ world }, expected: readonly Evicted[]) => {
    const came = evictions(world);
    const wanted = expected.map((e) => (typeof e === "string" ? { pod: e } : e));
    const names = (list: readonly { pod: string }[]) => list.map((e) => wholeKey(e.pod)).sort();
    if (!deepEqual(names(wanted), names(came))) return [difference("evicted", wanted, came)];
    return wanted.flatMap((e) => (e.between ? within(`${e.pod} evicted`, e.between, came.find((c) => c.pod === wholeKey(e.pod))?.at) : []));
  },
  neverEvicted: notEvicted,
  notEvicted,
  remaining: stays,
  evictedPodStays: ({ world }, text: string) => evictions(world).flatMap(({ pod: key }) => {
    const pod = world.pod(key);
    return pod && podStatusText(pod) === text ? [] : [difference(`what kubectl shows for ${key}`, text, pod && podStatusText(pod))];
  }),
  podsReadyFalse: ({ world }, keys: readonly string[]) => keys.flatMap((key) => {
    const wasFalse = world.log.pod(wholeKey(key), world.originMs).some((w) => readyOf(w.object) === "False");
    return wasFalse ? [] : [`Ready of ${key} is to become False`];
  }),
  podPhaseUnchanged: ({ world }, phase: string) => world.log.pods(world.originMs).filter((w) => w.type === "MODIFIED" && w.object.status.phase !== phase)
    .map((w) => difference(`phase of ${podKey(w.object)} at ${world.secondsOf(w.atMs)} s`, phase, w.object.status.phase)),
  removed: ({ world }, keys: readonly string[]) => keys.flatMap((key) => (world.pod(key) ? [`${key} is to be removed`] : [])),
  phaseBefore: ({ world }, phase: string) => removals(world).flatMap((w) => (w.before?.status.phase === phase ? [] : [difference(`last phase of ${podKey(w.object)}`, phase, w.before?.status.phase)])),
  condition: ({ world }, expected: object) => removals(world).flatMap((w) => {
    const conditions = w.before?.status.conditions ?? [];
    return conditions.some((c) => isSuperset(c, expected)) ? [] : [difference(`condition of ${podKey(w.object)}`, expected, conditions)];
  }),
  gracePeriodSeconds: ({ world }, seconds: number) => removals(world).flatMap((w) => {
    const grace = w.before?.metadata.deletionGracePeriodSeconds ?? 0;
    return grace === seconds ? [] : [difference(`grace of ${podKey(w.object)}`, seconds, grace)];
  }),
  zoneState: (done, state: string) => {
    const came = zoneIn(done)?.state;
    return came === state ? [] : [difference("zoneState", state, came)];
  },
  evictionRatePerSecond: (done, rate: number) => {
    const came = evictionRate(done);
    return came === rate ? [] : [difference("evictionRatePerSecond", rate, came)];
  },
};

/** Keys of one family: `…Between` a time, `taints…` and `conditions…` the state of nodes. */
function patternOf(key: string): Check<Done> | undefined {
  if (key.endsWith("Between")) return checkBetween;
  if (key.startsWith("taints")) return checkTaints as Check<Done>;
  if (key.startsWith("condition")) return checkConditions as Check<Done>;
  if (/^pods?(Stay|Remain|Kept)/.test(key)) return stays;
  return undefined;
}

/** The first time that something holds, after it did not. */
const MOMENTS: Readonly<Record<string, (done: Done) => number | undefined>> = {
  unknown: (done) => firstTime(done, (n) => readyOf(n) === "Unknown"),
  notReady: (done) => firstTime(done, (n) => readyOf(n) !== "True"),
  ready: (done) => firstTime(done, (n) => readyOf(n) === "True"),
  readyAgain: (done) => firstTime(done, (n) => readyOf(n) === "True"),
  tainted: (done) => firstTime(done, hasNoExecute),
  noExecute: (done) => firstTime(done, hasNoExecute),
  noExecuteTaint: (done) => firstTime(done, hasNoExecute),
  untainted: (done) => firstTime(done, (n) => taintTexts(n.spec.taints).length === 0),
  taintsRemoved: (done) => firstTime(done, (n) => taintTexts(n.spec.taints).length === 0),
  evicted: ({ world }) => evictions(world)[0]?.at,
  deleted: ({ world }) => evictions(world)[0]?.at,
};

function checkBetween(done: Done, range: Range, key: string): readonly string[] {
  const name = key.slice(0, -"Between".length);
  if (name === "removed") return removedBetween(done, range);
  const moment = Object.hasOwn(MOMENTS, name) ? MOMENTS[name] : undefined;
  return moment ? within(key, range, moment(done)) : [`expect.${key} is not understood`];
}

function removedBetween({ world, expect }: Done, range: Range): readonly string[] {
  const keys = (expect["removed"] as readonly string[] | undefined)?.map(wholeKey);
  const gone = removals(world).filter((w) => !keys || keys.includes(podKey(w.object)));
  if (gone.length === 0) return ["no pod was removed"];
  return gone.flatMap((w) => within(`${podKey(w.object)} removed`, range, world.secondsOf(w.atMs)));
}

/** Sorted sets: `[…]` of the subject, `{node: […]}`, or `{seconds, taints}` at a time. */
function checkTaints(done: Done, value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) return sameTaints(key, value as string[], done.world.node(done.subject));
  if (!isMembers(value)) return [`expect.${key} is not understood`];
  const at = value["seconds"] ?? value["at"];
  if (typeof at === "number") return sameTaints(`${key} at ${at} s`, (value["taints"] ?? []) as string[], nodeAt(done, at, value["node"] as string | undefined));
  return Object.entries(value).flatMap(([name, taints]) => sameTaints(`${key} of ${name}`, taints as string[], done.world.node(name)));
}

function sameTaints(what: string, expected: readonly string[], node: Node | undefined): readonly string[] {
  const came = taintTexts(node?.spec.taints).sort();
  return deepEqual([...expected].sort(), came) ? [] : [difference(what, expected, came)];
}

/** `[condition…]` of the subject (subsets), or the status of one type by node: `conditionsReady: {n1: "True"}`. */
function checkConditions(done: Done, value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) {
    const came = done.world.node(done.subject)?.status.conditions ?? [];
    return (value as Condition[]).flatMap((wanted) => (came.some((c) => isSuperset(c, wanted)) ? [] : [difference(key, wanted, came.find((c) => c.type === wanted.type))]));
  }
  const type = /^conditions?([A-Z]\w*)$/.exec(key)?.[1];
  if (!type || !isMembers(value)) return [`expect.${key} is not understood`];
  return Object.entries(value).flatMap(([name, status]) => {
    const came = done.world.node(name)?.status.conditions?.find((c) => c.type === type)?.status;
    return came === status ? [] : [difference(`${type} of ${name}`, status, came)];
  });
}

function evictions(world: ScenarioWorld): { pod: string; at: number }[] {
  return world.log.pods(world.originMs).filter((w) => isDeletion(w) && !w.isOwn).map((w) => ({ pod: podKey(w.object), at: world.secondsOf(w.atMs) }));
}

function notEvicted({ world }: Done, keys: readonly string[] | string): readonly string[] {
  const gone = evictions(world).map((e) => e.pod);
  return [keys].flat().filter((key) => gone.includes(wholeKey(key))).map((key) => `${key} is not to be evicted`);
}

function stays({ world }: Done, keys: readonly string[] | string): readonly string[] {
  return [keys].flat().filter((key) => !world.pod(key) || world.pod(key)?.metadata.deletionTimestamp).map((key) => `${key} is to stay`);
}

function removals(world: ScenarioWorld): readonly Written<Pod>[] {
  return world.log.pods(world.originMs).filter((w) => w.type === "DELETED" && !w.isOwn);
}

function readyOf(object: Node | Pod): string | undefined {
  return (object.status.conditions as readonly Condition[] | undefined)?.find((c) => c.type === "Ready")?.status;
}

function hasNoExecute(node: Node): boolean {
  return node.spec.taints?.some((t) => t.effect === "NoExecute") ?? false;
}

function firstTime({ world, subject }: Done, holds: (node: Node) => boolean): number | undefined {
  const write = world.log.node(subject, world.originMs).find((w) => holds(w.object) && (!w.before || !holds(w.before)));
  return write && world.secondsOf(write.atMs);
}

function nodeAt({ world, subject }: Done, seconds: number, name = subject): Node | undefined {
  return world.log.node(name).findLast((w) => world.secondsOf(w.atMs) <= seconds)?.object;
}

function zoneIn({ world, subject, expect }: Done): Zone | undefined {
  const { zones } = world.cluster.stateOf("node") as NodeState;
  const named = expect["zone"];
  const node = world.node(subject);
  return zones.get(typeof named === "string" ? named : node ? zoneOf(node) : "");
}

/** Nothing is evicted anywhere while no zone has a ready node. */
function evictionRate(done: Done): number | undefined {
  const { isStopped } = done.world.cluster.stateOf("node") as NodeState;
  return isStopped ? 0 : zoneIn(done)?.evictionRatePerSecond;
}

function within(what: string, [from, to]: Range, at: number | undefined): readonly string[] {
  return at !== undefined && at >= from && at <= to ? [] : [`${what}: expected between ${from} and ${to} s, came ${at === undefined ? "never" : `at ${at} s`}`];
}
