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
/** In how many steps the run of a line is gone through for the moment that kubectl took as the present. */
const MOMENTS = 40;
const AT_ONCE = 3;
const LONG_MS = 600_000;

describe("the page's kubectl and the real one print the same", () => {
  let real: RealSide;
  beforeAll(async () => void (real = await openRealSide()));
  afterAll(() => real.close());

  describe.each(STATE_NAMES)("in the state %s", (state) => {
    let cluster: Cluster;
    beforeAll(() => {
      cluster = openState(state, presentMs());
    });

    // oxlint-disable-next-line vitest/expect-expect -- expect.fail, which says more than a comparison would
    test.each(state === "three kinds" ? [...EVERYWHERE, ...ONCE] : EVERYWHERE)("when they read: %s", async (table) => {
      real.serve(cluster);
      const compare = async (line: CommandLine) => noted(line, (await compared(line, real, cluster, { isFrozen: true })).difference);
      const differences = await inTurns(linesOf(table, namesIn(cluster)), compare);
      if (differences.length > 0) expect.fail(differences.join("\n"));
    }, LONG_MS);

    // oxlint-disable-next-line vitest/expect-expect -- as above
    test.each(doneIn(state))("and do the same: %s", async (table) => {
      const differences: string[] = [];
      for (const line of linesOf(table, namesIn(cluster))) {
        const theirs = copyOf(cluster);
        real.serve(theirs);
        const { difference, ours } = await compared(line, real, cluster, {});
        const one = noted(line, difference ?? (WAITING.includes(table) ? undefined : differenceOfObjects(line, theirs, ours)));
        if (one) differences.push(one);
      }
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

/** Tables of lines that do something: what can be done is most where there is most. */
function doneIn(state: StateName): readonly string[] {
  if (state === "three kinds") return [...CHANGING, ...WAITING];
  return state === "mid-rollout" || state === "failed node" ? ["rollout-change", "waiting"] : [];
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
  const attempt = (presentAtMs: number) => {
    const ours = copyOf(before);
    return { ours, got: comparable(line.text, runOnPage(line, ours, presentAtMs), real.url) };
  };
  const first = attempt(before.nowMs);
  if (isSame(first.got, expected)) return first;
  const later = Array.from({ length: MOMENTS + 1 }, (_, i) => attempt(Math.round(fromMs + ((toMs - fromMs) * i) / MOMENTS)));
  const same = later.find(({ got }) => isSame(got, expected));
  if (same) return same;
  if (isSameOverTime(later.map(({ got }) => got), expected)) return later[0]!;
  return { difference: differenceText(line.text, expected, first.got), ours: first.ours };
}

function isSame(a: Ran, b: Ran): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether each line is as it was at some moment, one after the other: of several objects each is described at its own. */
function isSameOverTime(moments: readonly Ran[], { stdout, stderr, exitCode }: Ran): boolean {
  const texts = moments.filter((m) => m.stderr === stderr && m.exitCode === exitCode).map((m) => m.stdout.split("\n"));
  let at = 0;
  return texts.length > 0 && stdout.split("\n").every((line, i, lines) => {
    while (at < texts.length && (texts[at]![i] !== line || texts[at]!.length !== lines.length)) at += 1;
    return at < texts.length;
  });
}

function differenceOfObjects(line: CommandLine, theirs: Cluster, ours: Cluster): string | undefined {
  const [expected, got] = [objectsOf(theirs), objectsOf(ours)];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter((key) => comparableObject(line.text, expected[key] ?? "") !== comparableObject(line.text, got[key] ?? ""));
  return keys.length === 0 ? undefined : `$ kubectl ${line.text}\n${keys.map((key) => partText(key, expected[key] ?? "", got[key] ?? "")).join("")}`;
}

async function inTurns(lines: readonly CommandLine[], compare: (line: CommandLine) => Promise<string | undefined>): Promise<readonly string[]> {
  const differences: string[] = [];
  const left = [...lines];
  const work = async () => {
    for (let line = left.shift(); line; line = left.shift()) {
      const difference = await compare(line);
      if (difference) differences.push(difference);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return differences;
}

function namesIn(cluster: Cluster): (app: string) => string {
  const pods = [...cluster.store.all<Pod>(PODS)].map((p) => p.metadata);
  return (app) => pods.filter((p) => p.labels?.["app"] === app).map((p) => p.name).sort()[0] ?? `no-${app}`;
}
