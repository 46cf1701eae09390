import fc from "fast-check";
import { assert, test } from "vitest";
import { isPodAvailable } from "../../../api/rollout.ts";
import { clusterWith, patchWeb, replicaSets, setWebImage, web } from "../../testing/deployment-object.ts";
import type { SimCluster } from "../../testing/sim-cluster.ts";
import { isActive } from "../pod-state.ts";
import { limitsOf } from "./limits.ts";

/*
 * Random rollouts, each begun wherever the one before stands, and what holds at every moment of them as long as nobody
 * but the controllers takes a pod away. A failure prints seed and path.
 */

const RUNS = 12;
const SEED = 20_261_126;

const isNothing = (value: number | string) => value === 0 || value === "0%";
const amount = fc.oneof(fc.nat({ max: 4 }), fc.constantFrom("0%", "25%", "50%", "100%"));
const rollingUpdate = fc.record({ maxSurge: amount, maxUnavailable: amount }).filter(({ maxSurge, maxUnavailable }) => !isNothing(maxSurge) || !isNothing(maxUnavailable));
/**
 * Not at once: while the ReplicaSet controller's requests wait for their turn, a real Deployment controller, too, acts on
 * what ReplicaSets said before they deleted pods, and takes one too many.
 */
const step = fc.record({
  afterMs: fc.integer({ min: 2_000, max: 20_000 }),
  act: fc.oneof({ weight: 5, arbitrary: fc.constantFrom("v1", "v2", "v3", "v4", "bad", "notready") }, { weight: 1, arbitrary: fc.constantFrom("pause", "resume") }),
});
/** Without minReadySeconds: a ReplicaSet that shrinks asks who is ready, not who is available, here as upstream. */
const program = fc.record({
  seed: fc.nat({ max: 100_000 }),
  replicas: fc.integer({ min: 1, max: 8 }),
  rollingUpdate,
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});
type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;

/** What a Deployment must never do, at this moment. */
function violationsNow(sim: SimCluster): string[] {
  const { replicas } = web(sim).spec;
  const { maxSurge, maxUnavailable } = limitsOf(web(sim));
  const perSet = replicaSets(sim).map((rs) => ({ rs, pods: sim.cluster.store.podsOwnedBy(rs.metadata.uid).filter(isActive) }));
  // A ReplicaSet that was just made smaller still has pods that it is about to delete: they are not asked for any more.
  const wanted = perSet.reduce((n, { rs, pods }) => n + Math.min(pods.length, rs.spec.replicas), 0);
  const available = perSet.flatMap(({ pods }) => pods).filter((p) => isPodAvailable(p, 0, sim.cluster.nowMs)).length;
  return [
    ...(wanted > replicas + maxSurge ? [`${sim.cluster.nowMs} ms: ${wanted} pods, at most ${replicas + maxSurge} may be`] : []),
    ...(available < replicas - maxUnavailable ? [`${sim.cluster.nowMs} ms: ${available} available, at least ${replicas - maxUnavailable} must be`] : []),
  ];
}

/** Lets time pass and looks after everything that happens. */
function pass(sim: SimCluster, ms: number): string[] {
  const untilMs = sim.cluster.nowMs + ms;
  const found: string[] = [];
  for (let next = sim.cluster.nextAtMs(); next !== undefined && next <= untilMs; next = sim.cluster.nextAtMs()) {
    sim.cluster.advance(next);
    found.push(...violationsNow(sim));
  }
  sim.cluster.advance(untilMs);
  return found;
}

function play({ seed, replicas, rollingUpdate: limits, steps }: Program): string[] {
  const sim = clusterWith({ replicas, strategy: { rollingUpdate: limits } }, seed);
  const found: string[] = [];
  for (const { afterMs, act } of steps) {
    found.push(...pass(sim, afterMs));
    if (act === "pause" || act === "resume") patchWeb(sim, { spec: { paused: act === "pause" } });
    else setWebImage(sim, act);
  }
  found.push(...pass(sim, 2_000));
  patchWeb(sim, { spec: { paused: false } });
  setWebImage(sim, "final");
  found.push(...pass(sim, 120_000));
  const images = sim.pods().map((p) => p.spec.containers[0]!.image);
  const isDone = images.length === replicas && images.every((image) => image === "example/web:final");
  return isDone ? found : [...found, `it ends with ${images.join(", ")}`];
}

function check(violations: (p: Program) => readonly string[]): void {
  const property = fc.property(program, (p) => {
    const found = violations(p);
    assert(found.length === 0, found.slice(0, 5).join("\n"));
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}

test("a Deployment never asks for more pods than replicas and surge, never has fewer available than it must, and ends with its last template", () => {
  check(play);
}, 120_000);
