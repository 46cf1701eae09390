import { describe, expect, test } from "vitest";
import { create } from "../api/request.ts";
import { DAEMONSETS, NODES } from "../api/resources.ts";
import { canonicalJson } from "../api/semantic.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import { Cluster } from "./cluster.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, nodeObject, SimCluster } from "./testing/sim-cluster.ts";
import { runProgram } from "./testing/random-program.ts";

const SEEDS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

function threeNodes(seed = 1): SimCluster {
  const sim = new SimCluster(seed);
  sim.addNode("node-1", { taints: [CONTROL_PLANE_TAINT], labels: { "node-role.kubernetes.io/control-plane": "" } });
  sim.addNode("node-2");
  sim.addNode("node-3");
  return sim;
}

const TOLERATES_CONTROL_PLANE = { tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }] };

describe("a run", () => {
  test.each(SEEDS)("with seed %i gives the same bytes twice", (seed) => {
    const a = canonicalJson(runProgram(seed, 1_000).cluster.dump());
    const b = canonicalJson(runProgram(seed, 1_000).cluster.dump());
    expect(a === b).toBe(true);
  });

  test.each(SEEDS)("with seed %i does not depend on the size of the steps", (seed) => {
    const fine = canonicalJson(runProgram(seed, 10).cluster.dump());
    const coarse = canonicalJson(runProgram(seed, 1_000).cluster.dump());
    expect(fine === coarse).toBe(true);
  });

  test.each(SEEDS)("with seed %i is the same again after seeking back and forth", (seed) => {
    const { cluster } = runProgram(seed, 1_000);
    const end = cluster.nowMs;
    const before = canonicalJson(cluster.dump());
    cluster.seek(end / 3);
    const third = canonicalJson(cluster.dump());
    cluster.seek(0);
    cluster.seek((end * 2) / 3);
    cluster.seek(end / 3);
    expect(canonicalJson(cluster.dump()) === third).toBe(true);
    cluster.seek(end);
    expect(canonicalJson(cluster.dump()) === before).toBe(true);
  });

  test.each(SEEDS)("with seed %i can be made again from its log", (seed) => {
    const { cluster } = runProgram(seed, 1_000);
    const again = Cluster.open(JSON.parse(JSON.stringify(cluster.log)) as typeof cluster.log);
    again.advance(cluster.nowMs);
    expect(canonicalJson(again.dump()) === canonicalJson(cluster.dump())).toBe(true);
  });

  test.each(SEEDS)("with seed %i ends with exactly one live daemon pod on each eligible node and none elsewhere", (seed) => {
    const sim = runProgram(seed, 1_000, { heal: true });
    const wrong = sim.placementErrors("node-logger");
    expect(wrong).toEqual([]);
  });

  test("differs between seeds in what chance decides, such as the names of pods", () => {
    const names = SEEDS.map((seed) => {
      const sim = threeNodes(seed);
      sim.apply(daemonSetObject("node-logger"));
      sim.settle();
      return sim.pods().map((p) => p.metadata.name).sort().join();
    });
    expect(new Set(names).size).toBe(SEEDS.length);
  });

  test("of these seeds contains what can go wrong: lost nodes, evictions, pulls that fail, rollouts that wait", () => {
    const rules = new Set(SEEDS.flatMap((seed) => runProgram(seed, 1_000).cluster.decisions.since(0).map((d) => d.rule)));
    for (const rule of ["node/lease-expired", "taint-eviction/evicted", "kubelet/pull-failed", "kubelet/back-off", "daemonset/rollout-waits", "pod-gc/node-gone"]) expect([...rules]).toContain(rule);
  });
});

describe("the clock", () => {
  test("has nothing left to do when the cluster is at rest", () => {
    const sim = threeNodes();
    sim.apply(daemonSetObject("node-logger", {}, TOLERATES_CONTROL_PLANE));
    sim.settle();
    expect(sim.cluster.nextNotableAtMs()).toBeUndefined();
    expect(sim.cluster.nextAtMs()).toBeUndefined();
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
  });

  test("stops at the next decision when asked to, at the moment it is made", () => {
    const sim = threeNodes();
    sim.settle();
    sim.apply(daemonSetObject("node-logger"));
    const last = sim.cluster.decisions.lastId;
    expect(sim.cluster.advance(sim.cluster.nowMs + 60_000, { untilDecision: true })).toBe("decision");
    const fresh = sim.cluster.decisions.since(last).filter((d) => !d.quiet);
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.at(-1)!.atMs).toBe(sim.cluster.nowMs);
  });

  test("goes on where it stopped when it was asked to stop early", () => {
    const straight = threeNodes();
    straight.apply(daemonSetObject("node-logger"));
    straight.runFor(30);
    const halting = threeNodes();
    halting.apply(daemonSetObject("node-logger"));
    let calls = 0;
    while (halting.cluster.advance(30_000, { shouldStop: () => ++calls % 2 === 1 }) !== "reached") { /* again */ }
    expect(canonicalJson(halting.cluster.dump()) === canonicalJson(straight.cluster.dump())).toBe(true);
  });

  test("writes in the past drop the future that followed", () => {
    const sim = threeNodes();
    sim.apply(daemonSetObject("node-logger"));
    sim.settle();
    const early = sim.cluster.nowMs;
    sim.runFor(10);
    sim.addNode("node-4");
    sim.settle();
    expect(sim.numbers("node-logger")).toMatch(/^3 /);
    sim.cluster.seek(early);
    sim.addNode("node-5");
    sim.settle();
    expect([...sim.cluster.store.all(NODES)].map((n) => n.metadata.name)).toEqual(["node-1", "node-2", "node-3", "node-5"]);
  });
});

describe("the request door", () => {
  test("leaves the future alone when a request in the past is refused or changes nothing", () => {
    const sim = threeNodes();
    sim.apply(daemonSetObject("node-logger"));
    sim.settle();
    sim.setImage("node-logger", "example/logger:v2");
    sim.settle();
    const end = sim.cluster.endMs;
    sim.cluster.seek(4_000);
    const before = canonicalJson(sim.cluster.dump());
    expect(sim.try(create(DAEMONSETS, daemonSetObject("x", { updateStrategy: { type: "Sometimes" } }) as never)).ok).toBe(false);
    expect(sim.try({ verb: "delete", resource: "pods", namespace: "default", name: "nobody" }).ok).toBe(false);
    expect(sim.try(create(NODES, nodeObject("node-9") as never, { dryRun: true })).ok).toBe(true);
    expect(canonicalJson(sim.cluster.dump()) === before).toBe(true);
    expect(sim.cluster.endMs).toBe(end);
  });

  test("takes objects of any shape without breaking", () => {
    const sim = threeNodes();
    const definition = (spec: unknown) => ({ verb: "create", resource: "customresourcedefinitions.apiextensions.k8s.io", body: { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { generateName: "x" }, spec } }) as const;
    for (const spec of [{ group: "a.io", names: { kind: ["Foo"], plural: "foos" }, versions: [] }, { group: "a.io", names: { kind: "Foo", plural: "foos" }, versions: 1 }, { group: "a.io", names: { kind: "Foo", plural: "foos" }, versions: [null] }, null]) sim.try(definition(spec));
    sim.try({ verb: "patch", resource: "nodes", name: "node-2", subresource: "status", body: { status: null }, options: { patchType: "merge" } });
    sim.apply(daemonSetObject("node-logger"));
    sim.settle();
    sim.try({ verb: "patch", resource: "daemonsets.apps", namespace: "default", name: "node-logger", subresource: "status", body: { status: null }, options: { patchType: "merge" } });
    sim.settle();
    expect(sim.set("node-logger").status.desiredNumberScheduled).toBeGreaterThan(0);
  });

  test("answers a failure as a Status and changes nothing", () => {
    const sim = threeNodes();
    const before = sim.cluster.store.revision;
    const response = sim.try(create(DAEMONSETS, daemonSetObject("x", { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } }) as never));
    expect(response.ok).toBe(false);
    expect(!response.ok && response.status.message).toBe('DaemonSet.apps "x" is invalid: spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero');
    expect(sim.cluster.store.revision).toBe(before);
  });

  test("refuses a write that is based on an old version", () => {
    const sim = threeNodes();
    sim.settle();
    const old = sim.node("node-2");
    sim.patchNode("node-2", { metadata: { labels: { disk: "ssd" } } });
    const response = sim.try({ verb: "update", resource: "nodes", name: "node-2", body: old });
    expect(!response.ok && response.status.message).toBe('Operation cannot be fulfilled on nodes "node-2": the object has been modified; please apply your changes to the latest version and try again');
  });

  test("keeps the resourceVersion when a write changes nothing", () => {
    const sim = threeNodes();
    sim.settle();
    const before = sim.node("node-2");
    sim.patchNode("node-2", { metadata: { labels: before.metadata.labels } });
    expect(sim.node("node-2")).toBe(before);
  });

  test("opens a cluster whose setup is refused with the reason", () => {
    const bad = create(NODES, nodeObject("Not A Name") as never);
    expect(() => Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [bad], inputs: [] })).toThrow(/the setup is valid/);
  });
});
