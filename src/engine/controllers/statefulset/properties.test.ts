import fc from "fast-check";
import { assert, test } from "vitest";
import { create, patch } from "../../../api/request.ts";
import { PODS, STATEFULSETS } from "../../../api/resources.ts";
import { isPodAvailable } from "../../../api/rollout.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { observeWrites, type StoreWrite } from "../../testing/invariants-observer.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";
import { isTerminating } from "../pod-state.ts";
import { ordinalOf } from "./ordinals.ts";

/*
 * Random lives of a StatefulSet, and what must hold at every write of its controller. A failure prints seed and path.
 */

const RUNS = 20;
const SEED = 20_261_127;
const DB = { namespace: "default", name: "db" };

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("image" as const), tag: fc.constantFrom("v1", "v2", "v3", "bad", "notready") }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("scale" as const), replicas: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("delete" as const, "fail" as const), pick: fc.nat({ max: 19 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("strategy" as const), strategy: fc.oneof(fc.constant({ type: "OnDelete", rollingUpdate: null }), fc.nat({ max: 3 }).map((partition) => ({ type: "RollingUpdate", rollingUpdate: { partition } }))) }) },
);
const program = fc.record({
  seed: fc.nat({ max: 100_000 }),
  replicas: fc.integer({ min: 1, max: 4 }),
  podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
  minReadySeconds: fc.constantFrom(0, 0, 3),
  start: fc.constantFrom(0, 3),
  steps: fc.array(fc.record({ afterMs: fc.integer({ min: 1_000, max: 20_000 }), act }), { minLength: 2, maxLength: 10 }),
});
type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;
type Act = Program["steps"][number]["act"];

class Life {
  readonly sim: SimCluster;
  readonly violations: string[] = [];

  constructor({ seed, replicas, podManagementPolicy, minReadySeconds, start }: Program) {
    this.sim = new SimCluster(seed);
    for (const name of ["node-1", "node-2", "node-3"]) this.sim.addNode(name);
    this.sim.settle();
    const labels = { app: "db" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "agent", image: "example/logger:v1" }] } };
    const spec = { serviceName: "db", replicas, podManagementPolicy, minReadySeconds, ordinals: { start }, selector: { matchLabels: labels }, template };
    this.sim.send(create(STATEFULSETS, { apiVersion: "apps/v1", kind: "StatefulSet", metadata: DB, spec } as never));
    observeWrites(this.sim.cluster, (write) => {
      if (write.resource === PODS.key) this.#look(write as StoreWrite<Pod>);
    });
  }

  get set(): StatefulSet {
    return this.sim.cluster.store.get<StatefulSet>(STATEFULSETS, "default", "db")!;
  }
  isAvailable(pod: Pod | undefined): boolean {
    return pod !== undefined && !isTerminating(pod) && pod.status.phase === "Running" && isPodAvailable(pod, this.set.spec.minReadySeconds ?? 0, this.sim.cluster.nowMs);
  }
  change(spec: object): void {
    this.sim.send(patch(STATEFULSETS, DB, { spec }));
  }
  setImage(tag: string): void {
    this.change({ template: { spec: { containers: [{ name: "agent", image: `example/logger:${tag}` }] } } });
  }

  do(one: Act): void {
    const pods = this.sim.pods().filter((p) => !isTerminating(p) && p.spec.nodeName);
    switch (one.kind) {
      case "image": this.setImage(one.tag); return;
      case "scale": this.change({ replicas: one.replicas }); return;
      case "strategy": this.change({ updateStrategy: one.strategy }); return;
      case "delete": case "fail": {
        const pod = pods[one.pick % Math.max(1, pods.length)];
        if (!pod) return;
        if (one.kind === "delete") this.sim.deletePod(pod.metadata.name);
        else this.sim.send({ ...patch(PODS, pod.metadata, { status: { phase: "Failed", reason: "Evicted", conditions: [{ type: "Ready", status: "False" }] } }), subresource: "status" });
      }
    }
  }

  /** A broken pod of an ordered set has to be deleted by hand. */
  heal(): void {
    this.change({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } });
    this.setImage("final");
    for (let i = 0; i < 6; i++) {
      this.sim.runFor(60);
      for (const pod of this.sim.pods()) if (!isTerminating(pod) && !this.isAvailable(pod)) this.sim.deletePod(pod.metadata.name);
    }
    this.sim.settle();
    const { start = 0 } = this.set.spec.ordinals ?? {};
    const wanted = Array.from({ length: this.set.spec.replicas }, (_, i) => `db-${start + i} final`);
    const found = this.sim.pods().map((p) => `${p.metadata.name} ${p.spec.containers[0]!.image.split(":")[1]}`).sort();
    if (found.join() !== wanted.join()) this.violations.push(`it ends with ${found.join(", ")} instead of ${wanted.join(", ")}`);
    const n = this.set.spec.replicas;
    const { replicas, readyReplicas = 0, availableReplicas = 0, currentReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = this.set.status;
    if ([replicas, readyReplicas, availableReplicas, currentReplicas, updatedReplicas].some((count) => count !== n) || currentRevision !== updateRevision) this.violations.push(`it rests with ${JSON.stringify(this.set.status)}`);
  }

  #look({ before, after }: StoreWrite<Pod>): void {
    const isOrdered = this.set.spec.podManagementPolicy !== "Parallel";
    if (!before && after && isOrdered) this.#waits(`${after.metadata.name} is created`, (ordinal) => ordinal < ordinalOf(this.set, after));
    const decision = this.sim.cluster.decisions.get(this.sim.cluster.decisions.lastId);
    const isDeleted = before && !isTerminating(before) && (!after || isTerminating(after));
    if (!isDeleted || decision?.actor !== "statefulset-controller" || decision.subject?.uid !== before.metadata.uid) return;
    const mine = ordinalOf(this.set, before);
    if (decision.rule === "statefulset/scale-down" && isOrdered) {
      const higher = this.sim.pods().filter((p) => ordinalOf(this.set, p) > mine && mine >= this.#end());
      if (higher.length > 0) this.violations.push(`${before.metadata.name} is deleted before ${higher[0]!.metadata.name}`);
    }
    if (decision.rule !== "statefulset/rolling-update") return;
    const partition = (this.set.spec.ordinals?.start ?? 0) + (this.set.spec.updateStrategy.rollingUpdate?.partition ?? 0);
    if (mine < partition) this.violations.push(`${before.metadata.name} is updated below the partition`);
    this.#waits(`${before.metadata.name} is updated`, (ordinal) => ordinal > mine || (isOrdered && ordinal < mine));
  }

  #waits(what: string, concerns: (ordinal: number) => boolean): void {
    for (let ordinal = this.set.spec.ordinals?.start ?? 0; ordinal < this.#end(); ordinal++) {
      const pod = this.sim.cluster.store.get<Pod>(PODS, "default", `db-${ordinal}`);
      if (concerns(ordinal) && !this.isAvailable(pod)) this.violations.push(`${what} while db-${ordinal} is not available`);
    }
  }
  #end(): number {
    return (this.set.spec.ordinals?.start ?? 0) + this.set.spec.replicas;
  }
}

function play(p: Program): readonly string[] {
  const life = new Life(p);
  for (const { afterMs, act: one } of p.steps) {
    life.sim.runFor(afterMs / 1000);
    life.do(one);
  }
  life.heal();
  return life.violations;
}

function check(violations: (p: Program) => readonly string[]): void {
  const property = fc.property(program, (p) => {
    const found = violations(p);
    assert(found.length === 0, found.slice(0, 5).join("\n"));
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}

test("a StatefulSet makes and takes its pods in order, updates one at a time above its partition, and ends with its last template", () => {
  check(play);
}, 120_000);
