import { expect, test } from "vitest";
import { ENGINE_VERSION } from "../api/timeline.ts";
import { Cluster } from "../engine/cluster.ts";
import { factsOf } from "./facts.ts";
import { generateCluster, placementsOf, type Placement } from "./generate.ts";
import { GENERATORS } from "./schema.ts";

function played(generator: (typeof GENERATORS)[number], seed: number): readonly Placement[] {
  const { scenario, play } = generateCluster(generator, seed);
  const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: scenario.seed, setup: scenario.setup, inputs: [] });
  cluster.settle(600_000);
  for (const request of play) expect(cluster.handle(request).ok).toBe(true);
  cluster.settle(1_200_000);
  return placementsOf(factsOf({ nowMs: cluster.nowMs, objects: [...cluster.store.everything()].map(({ object }) => object), decisions: cluster.decisions.since(0) }));
}

test.each(GENERATORS)("%s: every seed has nodes with and without the pod, each with the engine's reason", (generator) => {
  const counts = new Set<string>();
  for (let seed = 0; seed < 12; seed++) {
    const placements = played(generator, seed);
    const runs = placements.filter((p) => p.runs).length;
    // Whatever fails says of which seed.
    expect({ seed, isSize: placements.length >= 4 && placements.length <= 7, isMixed: runs > 0 && runs < placements.length }).toEqual({ seed, isSize: true, isMixed: true });
    const wrong = placements.filter(({ runs: isRunning, because }) => (isRunning ? because?.verdict !== "should-run" : !["should-not-run", "may-stay", "waits"].includes(because?.verdict ?? "")));
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    counts.add(`${runs} of ${placements.length}`);
  }
  expect(counts.size).toBeGreaterThan(3);
});

test("a seed makes the same cluster each time, another one another", () => {
  expect(generateCluster("mixed", 11)).toEqual(generateCluster("mixed", 11));
  expect(generateCluster("mixed", 11)).not.toEqual(generateCluster("mixed", 12));
});

test("what stops a pod is told by who stopped it", () => {
  const full = played("full-node", 3).filter((p) => !p.runs);
  expect(full.map((p) => p.because?.actor)).toEqual(full.map(() => "default-scheduler"));
  const tainted = played("taint-mix", 3).filter((p) => !p.runs);
  expect(tainted.map((p) => p.because?.actor)).toEqual(tainted.map(() => "daemonset-controller"));
});
