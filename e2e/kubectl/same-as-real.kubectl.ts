import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PODS } from "../../src/api/resources.ts";
import type { Pod } from "../../src/api/types/pod.ts";
import type { Cluster } from "../../src/engine/cluster.ts";
import { differenceText, partText } from "./same-as-real/difference.ts";
import { linesOf, type CommandLine } from "./same-as-real/lines.ts";
import { comparable } from "./same-as-real/must-differ.ts";
import { copyOf, openRealSide, presentMs, runOnPage, type RealSide } from "./same-as-real/sides.ts";
import { objectsOf, openState, STATE_NAMES } from "./same-as-real/states.ts";

/** Verbs that read what a cluster is: on every state. */
const EVERYWHERE = ["get", "output", "describe", "events", "top", "logs", "rollout"];
/** What does not depend on it: once. */
const ONCE = ["discovery", "explain", "auth", "config"];
/** Each line on a cluster of its own, which is compared afterwards. */
const CHANGING = ["create", "apply", "delete", "patch", "label", "nodes", "scale-set", "rollout-change", "edit", "replace"];
/** Lines that take time. */
const WAITING = ["waiting"];
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

    test.each(state === "three kinds" ? [...EVERYWHERE, ...ONCE] : EVERYWHERE)("when they read: %s", async (table) => {
      real.serve(cluster);
      const differences = await inTurns(linesOf(table, namesIn(cluster)), (line) => differenceOf(line, real, cluster, cluster));
      expect(differences, differences.join("\n")).toEqual([]);
    }, LONG_MS);

    test.each(state === "three kinds" || state === "failed node" ? [...CHANGING, ...WAITING] : state === "mid-rollout" ? WAITING : [])("and do the same: %s", async (table) => {
      const differences: string[] = [];
      for (const line of linesOf(table, namesIn(cluster))) {
        const [theirs, ours] = [copyOf(cluster), copyOf(cluster)];
        real.serve(theirs);
        const difference = (await differenceOf(line, real, theirs, ours)) ?? (WAITING.includes(table) ? undefined : differenceOfObjects(line, theirs, ours));
        if (difference) differences.push(difference);
      }
      expect(differences, differences.join("\n")).toEqual([]);
    }, LONG_MS);
  });
});

/** What one line prints on both sides, as a text to read; undefined: the same. */
async function differenceOf(line: CommandLine, real: RealSide, theirs: Cluster, ours: Cluster): Promise<string | undefined> {
  const { fromMs, toMs, ...ran } = await real.run(line);
  const expected = comparable(line.text, ran, real.url);
  // Ages in tables are the cluster's; some others kubectl works out: which moment it took lies somewhere in between.
  let got = expected;
  for (const nowMs of theirs === ours ? [ours.nowMs, fromMs, (fromMs + toMs) / 2, toMs] : [toMs]) {
    got = comparable(line.text, runOnPage(line, ours, Math.round(nowMs)), real.url);
    if (JSON.stringify(got) === JSON.stringify(expected)) return undefined;
  }
  return differenceText(line.text, expected, got);
}

function differenceOfObjects(line: CommandLine, theirs: Cluster, ours: Cluster): string | undefined {
  const [expected, got] = [objectsOf(theirs), objectsOf(ours)];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter((key) => expected[key] !== got[key]);
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
