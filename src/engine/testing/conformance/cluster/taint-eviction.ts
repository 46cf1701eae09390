import type { Condition } from "../../../../api/types/meta.ts";
import { difference } from "../case-result.ts";
import { isSuperset } from "../case-values.ts";
import { checkAll, type Check, type ClusterCase } from "./cluster-case.ts";
import { doStep, NODE_STEPS } from "./node-steps.ts";
import { openNodeWorld, tolerationTimes } from "./node-world.ts";
import { wholeKey, type ScenarioWorld } from "./scenario-world.ts";
import { isDeletion, podKey, type Occurrence } from "./watch-log.ts";

/** What the cluster's own delays may add to a time of the case. */
const LATE_SECONDS = 0.5;
const REST_SECONDS = 60;

interface Deletion { readonly at: number; readonly pod: string }
interface TimedEvent { readonly at: number; readonly object: string; readonly type?: string; readonly reason?: string; readonly message?: string }

/** A scenario of the taint eviction controller on a whole cluster. Returns what did not hold. */
export function runTaintEviction(scenario: ClusterCase): string[] {
  const world = openNodeWorld(scenario);
  for (const step of scenario.steps ?? []) doStep(world, step, scenario.given ?? [], NODE_STEPS);
  world.runTo(world.seconds + Math.max(0, ...tolerationTimes(scenario)) + REST_SECONDS);
  return checkAll(world, scenario.expect ?? {}, CHECKS);
}

const CHECKS: Readonly<Record<string, Check<ScenarioWorld>>> = {
  deletions: (world, expected: readonly Deletion[]) => {
    const came = deletionsOf(world);
    return compareTimed("deletions", expected.map((d) => ({ at: d.at, value: wholeKey(d.pod) })), came.map((d) => ({ at: d.at, value: d.pod })));
  },
  events: (world, expected: readonly TimedEvent[]) => {
    const came = world.log.events(world.originMs).filter((e) => e.component === "taint-eviction-controller");
    const timed = (e: TimedEvent) => ({ at: e.at, value: { ...e, at: undefined } });
    const shown = (e: Occurrence) => ({ at: world.secondsOf(e.atMs), value: { object: e.object, type: e.type, reason: e.reason, message: e.message } });
    return compareTimed("events", expected.map(timed), came.map(shown));
  },
  remaining: (world, expected: readonly string[]) => expected.flatMap((key) => {
    const pod = world.pod(key);
    return pod && !pod.metadata.deletionTimestamp ? [] : [`${key} is to remain, but it is ${pod ? "terminating" : "gone"}`];
  }),
  podConditionBeforeDelete: (world, expected: Partial<Condition>) => world.log.pods(world.originMs).filter((w) => isDeletion(w) && !w.isOwn).flatMap((w) => {
    const conditions = w.before?.status.conditions ?? [];
    return conditions.some((c) => isSuperset(c, expected)) ? [] : [difference(`condition of ${podKey(w.object)} before its deletion`, expected, conditions)];
  }),
};

function deletionsOf(world: ScenarioWorld): Deletion[] {
  return world.log.pods(world.originMs).filter((w) => isDeletion(w) && !w.isOwn).map((w) => ({ at: world.secondsOf(w.atMs), pod: podKey(w.object) }));
}

interface Timed { readonly at: number; readonly value: unknown }

/** Both lists complete; each expected entry has one that came at its time or shortly after. The order at one time is free. */
function compareTimed(what: string, expected: readonly Timed[], came: readonly Timed[]): string[] {
  const left = [...came];
  for (const wanted of expected) {
    const i = left.findIndex((c) => c.at >= wanted.at - 0.001 && c.at <= wanted.at + LATE_SECONDS && isSuperset(c.value, wanted.value));
    if (i < 0) return [difference(what, expected.map(plain), came.map(plain))];
    left.splice(i, 1);
  }
  return left.length > 0 ? [difference(what, expected.map(plain), came.map(plain))] : [];
}

function plain({ at, value }: Timed) {
  return typeof value === "string" ? { at, pod: value } : { at, ...(value as object) };
}
