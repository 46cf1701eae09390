import { describe, expect, test } from "vitest";
import { Cluster } from "../engine/cluster.ts";
import { INSIDE } from "../engine/kubelet/inside.ts";
import { CAUSES, troubleOf } from "../lessons/causes.ts";
import { explainCause, isRepaired } from "../lessons/explain-cause.ts";
import { factsOf, type Facts } from "../lessons/facts.ts";
import { Files } from "../terminal/files.ts";
import { PROGRAMS } from "../terminal/programs/list.ts";
import { runScript } from "../terminal/shell/run.ts";
import { newShell } from "../terminal/shell/shell.ts";
import { runProcess } from "../terminal/testing/run-on-cluster.ts";
import { troubleScenario } from "./trouble-scenario.ts";

const SEEDS = Array.from({ length: 48 }, (_, seed) => seed);

describe("a generated trouble", () => {
  test.each(SEEDS)("of seed %i has one cause, says it in the engine's own records, and is over once that is repaired", (seed) => {
    const trouble = troubleOf(seed);
    const { log, at } = troubleScenario(`${seed}`);
    const cluster = Cluster.open(log, { inside: INSIDE });
    cluster.advance(at as number);
    const before = factsAt(cluster);
    expect({ cause: explainCause(before, trouble.agent).map((f) => f.cause), isRepaired: isRepaired(before, trouble) }).toEqual({ cause: [trouble.cause], isRepaired: false });
    for (const line of trouble.solution) {
      const ran = runProcess(cluster, runScript(newShell(new Files([]), PROGRAMS), line));
      expect({ line, status: ran.status, stderr: ran.stderr }).toMatchObject({ line, status: 0 });
    }
    // A controller that was refused tries again after at most a quarter of an hour.
    cluster.advance(cluster.nowMs + 1_200_000);
    const after = factsAt(cluster);
    expect({ cause: explainCause(after, trouble.agent).map((f) => f.cause), isRepaired: isRepaired(after, trouble) }).toEqual({ cause: [], isRepaired: true });
  });

  test("the seeds above bring every cause, and the same one each time", () => {
    expect(new Set(SEEDS.map((seed) => troubleOf(seed).cause))).toEqual(new Set(CAUSES));
    expect(troubleOf(11)).toEqual(troubleOf(11));
  });
});

function factsAt(cluster: Cluster): Facts {
  return factsOf({ nowMs: cluster.nowMs, objects: [...cluster.store.everything()].map(({ object }) => object), decisions: cluster.decisions.since(0) });
}
