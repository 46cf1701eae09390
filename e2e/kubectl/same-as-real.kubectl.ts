import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PODS } from "../../src/api/resources.ts";
import type { Pod } from "../../src/api/types/pod.ts";
import type { Cluster } from "../../src/engine/cluster.ts";
import type { Ran } from "./support/kubectl.ts";
import { differenceText, partText } from "./same-as-real/difference.ts";
import { isKnown } from "./same-as-real/known-differences.ts";
import { linesOf, type CommandLine } from "./same-as-real/lines.ts";
import { comparable, comparableObject } from "./same-as-real/must-differ.ts";
import { copyOf, openRealSide, presentMs, runOnPage, type RealOptions, type RealSide } from "./same-as-real/sides.ts";
import { objectsOf, openState, STATE_NAMES, type StateName } from "./same-as-real/states.ts";

/** Verbs that read what a cluster is: on every state. */
const EVERYWHERE = ["get", "output", "describe", "events", "top", "logs", "rollout"];
/** What does not depend on it: once. */
const ONCE = ["discovery", "explain", "auth", "config"];
/** Each line on a cluster of its own, which is compared afterwards. */
const CHANGING = ["create", "apply", "delete", "patch", "label", "nodes", "scale-set", "rollout-change", "edit", "replace"];
/** Lines that take time. */
const WAITING = ["waiting", "timeouts"];
/** Tables that are gone through from the first to the last line. */
const WHOLE: Partial<Record<StateName, readonly string[]>> = {
  "three kinds": [...CHANGING, ...WAITING], "mid-rollout": ["rollout-change", "waiting"], "failed node": ["rollout-change", "waiting"],
};
/** Of other tables that change something, one line in so many. */
const SOME = 8;
/** In how many steps the run of a line is gone through for the moment that kubectl took as the present. */
const MOMENTS = 40;
/** So many sides take a table's lines in turns: one runs while the clients of the others wait for time to go on. */
const AT_ONCE = 4;
const LONG_MS = 600_000;

describe("the page's kubectl and the real one print the same", () => {
  let sides: readonly RealSide[] = [];
  beforeAll(async () => void (sides = await Promise.all(Array.from({ length: AT_ONCE }, openRealSide))));
  afterAll(async () => void (await Promise.all(sides.map((side) => side.close()))));

  describe.each(STATE_NAMES)("in the state %s", (state) => {
    let cluster: Cluster;
    beforeAll(() => {
      cluster = openState(state, presentMs());
    });

    // oxlint-disable-next-line vitest/expect-expect -- expect.fail, which says more than a comparison would
    test.each(state === "three kinds" ? [...EVERYWHERE, ...ONCE] : EVERYWHERE)("when they read: %s", async (table) => {
      for (const real of sides) real.serve(cluster);
      const compare = async (line: CommandLine, real: RealSide) => noted(line, (await compared(line, real, cluster, { isFrozen: true })).difference);
      const differences = await inTurns(linesOf(table, namesIn(cluster)), sides, compare);
      if (differences.length > 0) expect.fail(differences.join("\n"));
    }, LONG_MS);

    // oxlint-disable-next-line vitest/expect-expect -- as above
    test.each(doneIn(state))("and do the same: %s", async (table) => {
      const compare = async (line: CommandLine, real: RealSide) => {
        const theirs = copyOf(cluster);
        real.serve(theirs);
        const { difference, ours } = await compared(line, real, cluster, {});
        return noted(line, difference ?? (WAITING.includes(table) ? undefined : differenceOfObjects(line, { theirs, ours, since: cluster.store.revision })));
      };
      const differences = await inTurns(linesDoneIn(state, table, linesOf(table, namesIn(cluster))), sides, compare);
      if (differences.length > 0) expect.fail(differences.join("\n"));
    }, LONG_MS);
  });

  test("but for what is known, and that still differs", () => {
    expect([...known].filter(([, differs]) => !differs).map(([line]) => line)).toEqual([]);
  });
});

/** Of the known differences that were met, whether they were ever seen. */
const known = new Map<string, boolean>();

function noted({ text }: CommandLine, difference: string | undefined): string | undefined {
  if (!isKnown(text)) return difference;
  known.set(text, known.get(text) === true || difference !== undefined);
  return undefined;
}

/** Tables of lines that do something. */
function doneIn(state: StateName): readonly string[] {
  return WHOLE[state] ? [...CHANGING, ...WHOLE[state].filter((table) => WAITING.includes(table))] : CHANGING;
}

/** What can be done is most where there is most; in the other states some lines of each table, in each state others. */
function linesDoneIn(state: StateName, table: string, lines: readonly CommandLine[]): readonly CommandLine[] {
  if (WHOLE[state]?.includes(table)) return lines;
  return lines.filter((_, i) => i % SOME === STATE_NAMES.indexOf(state) % SOME);
}

interface Compared {
  /** Undefined: they print the same. */
  readonly difference?: string;
  /** The page's cluster afterwards. */
  readonly ours: Cluster;
}

/**
 * Runs a line on both sides. Ages in tables are the cluster's; some others kubectl works out itself, and which moment it
 * took, for each object, lies somewhere in its run: the page is given several.
 * @param before the state that the server's cluster is in
 */
async function compared(line: CommandLine, real: RealSide, before: Cluster, options: RealOptions): Promise<Compared> {
  const { fromMs, toMs, ...ran } = await real.run(line, options);
  const expected = comparable(line.text, ran, real.url);
  const attempt = (atMs: number): Attempt => {
    const ours = copyOf(before);
    return { atMs, ours, got: comparable(line.text, runOnPage(line, ours, atMs), real.url) };
  };
  const first = attempt(before.nowMs);
  if (isSame(first.got, expected)) return first;
  // It looks at the clock when the answer is there, so the last moments are the likeliest.
  const later: Attempt[] = [];
  for (let i = MOMENTS; i >= 0; i--) {
    const one = attempt(Math.round(fromMs + ((toMs - fromMs) * i) / MOMENTS));
    if (isSame(one.got, expected)) return one;
    later.unshift(one);
  }
  // A row with two ages may have been true for some milliseconds only.
  const all = later.flatMap((one, i) => [one, ...between(one, later[i + 1], attempt)]);
  const same = all.find(({ got }) => isSame(got, expected));
  if (same) return same;
  if (isSameOverTime(all.map(({ got }) => got), expected)) return all[0]!;
  return { difference: differenceText(line.text, expected, first.got), ours: first.ours };
}

interface Attempt {
  /** The present that the page was given. */
  readonly atMs: number;
  readonly got: Ran;
  readonly ours: Cluster;
}

/** Each moment, to the millisecond, at which what is printed changes between two. */
function between(a: Attempt, b: Attempt | undefined, attempt: (atMs: number) => Attempt): readonly Attempt[] {
  if (!b || b.atMs - a.atMs <= 1 || isSame(a.got, b.got)) return [];
  const middle = attempt(Math.floor((a.atMs + b.atMs) / 2));
  return [...between(a, middle, attempt), middle, ...between(middle, b, attempt)];
}

function isSame(a: Ran, b: Ran): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether each line is as it was at some moment, one after the other: of several objects each is described at its own. */
function isSameOverTime(moments: readonly Ran[], { stdout, stderr, exitCode }: Ran): boolean {
  const texts = moments.filter((m) => m.stderr === stderr && m.exitCode === exitCode).map((m) => m.stdout.split("\n"));
  let at = 0;
  return texts.length > 0 && stdout.split("\n").every((line, i, lines) => {
    // Between two of these moments several ages may change, in any order.
    let next = Math.max(0, at - 1);
    while (next < texts.length && (texts[next]![i] !== line || texts[next]!.length !== lines.length)) next += 1;
    at = Math.max(at, next);
    return next < texts.length;
  });
}

function differenceOfObjects(line: CommandLine, { theirs, ours, since }: { readonly theirs: Cluster; readonly ours: Cluster; readonly since: number }): string | undefined {
  const [expected, got] = [objectsOf(theirs, since), objectsOf(ours, since)];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter((key) => comparableObject(line.text, expected[key] ?? "") !== comparableObject(line.text, got[key] ?? ""));
  return keys.length === 0 ? undefined : `$ kubectl ${line.text}\n${keys.map((key) => partText(key, expected[key] ?? "", got[key] ?? "")).join("")}`;
}

/** Each side takes the next line that is left. @returns what differs, in the order of the lines */
async function inTurns(lines: readonly CommandLine[], sides: readonly RealSide[], compare: (line: CommandLine, real: RealSide) => Promise<string | undefined>): Promise<readonly string[]> {
  const differences: (string | undefined)[] = [];
  const left = [...lines.entries()];
  const work = async (real: RealSide) => {
    for (let next = left.shift(); next; next = left.shift()) differences[next[0]] = await compare(next[1], real);
  };
  await Promise.all(sides.map(work));
  return differences.filter((difference) => difference !== undefined);
}

function namesIn(cluster: Cluster): (app: string) => string {
  const pods = [...cluster.store.all<Pod>(PODS)].map((p) => p.metadata);
  return (app) => pods.filter((p) => p.labels?.["app"] === app).map((p) => p.name).sort()[0] ?? `no-${app}`;
}
