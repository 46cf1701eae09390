import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { EVENTS, NODES, PODS, resourceByKey } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";
const NOT_HELPFUL = "no new claims to deallocate, preemption: 0";

function cluster(zones: Readonly<Record<string, string | undefined>>, taints: Readonly<Record<string, readonly object[]>> = {}): SimCluster {
  const sim = new SimCluster(4);
  for (const [name, zone] of Object.entries(zones)) sim.addNode(name, { ...(zone ? { labels: { [ZONE]: zone } } : {}), ...(taints[name] ? { taints: taints[name] } : {}) });
  sim.runFor(5);
  return sim;
}

function pod(sim: SimCluster, name: string, spec: object = {}, labels: Readonly<Record<string, string>> = { app: "web" }): void {
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", labels }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: "app", image: "example/web:v1" }], ...spec } } as never));
  sim.runFor(1);
}
const podOf = (sim: SimCluster, name: string) => sim.cluster.store.get<Pod>(PODS, "default", name)!;
const nodeOf = (sim: SimCluster, name: string) => podOf(sim, name).spec.nodeName;
const nodesOf = (sim: SimCluster, ...names: string[]) => new Set(names.map((name) => nodeOf(sim, name)));
const message = (sim: SimCluster, name: string) => podOf(sim, name).status.conditions?.find((c) => c.type === "PodScheduled")?.message;
const attempts = (sim: SimCluster, name: string) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "FailedScheduling" && e.involvedObject.name === name).reduce((n, e) => n + (e.count ?? 1), 0);

function spread(topologyKey: string, more: object = {}): object {
  return { topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app: "web" } }, ...more }] };
}

describe("a pod that must be spread", () => {
  const TAINTED = { b: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] };
  test("waits where every domain it may go to is too full, with the exact text", () => {
    const sim = cluster({ a: "east", b: "west", c: undefined }, TAINTED);
    pod(sim, "one", spread(ZONE));
    pod(sim, "two", spread(ZONE));
    expect(nodeOf(sim, "one")).toBe("a");
    expect(message(sim, "two")).toBe(
      "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod topology spread constraints (missing required label), 1 node(s) had untolerated taint(s). "
      + `${NOT_HELPFUL}/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.`);
  });

  test("does not count nodes that it cannot go to, if it says so", () => {
    const sim = cluster({ a: "east", b: "west" }, TAINTED);
    for (const name of ["one", "two", "three"]) pod(sim, name, spread(ZONE, { nodeTaintsPolicy: "Honor" }));
    expect(["one", "two", "three"].map((name) => nodeOf(sim, name))).toEqual(["a", "a", "a"]);
  });

  test("goes to each domain in turn", () => {
    const sim = cluster({ a: "east", b: "west", c: "north" });
    for (const name of ["one", "two", "three", "four", "five", "six"]) pod(sim, name, spread(HOST));
    expect(nodesOf(sim, "one", "two", "three")).toEqual(new Set(["a", "b", "c"]));
    expect(nodesOf(sim, "four", "five", "six")).toEqual(new Set(["a", "b", "c"]));
  });

  test("with too few domains counts from nothing", () => {
    const sim = cluster({ a: "east", b: "west" });
    for (const name of ["one", "two", "three"]) pod(sim, name, spread(HOST, { minDomains: 3 }));
    expect(nodesOf(sim, "one", "two")).toEqual(new Set(["a", "b"]));
    expect(nodeOf(sim, "three")).toBeUndefined();
  });

  test("is tried again when a pod of its kind is gone, and not for another", () => {
    const sim = cluster({ a: "east", b: "west" }, TAINTED);
    pod(sim, "one", spread(ZONE));
    pod(sim, "other", { nodeName: "a" }, { app: "other" });
    pod(sim, "two", spread(ZONE));
    sim.runFor(5);
    sim.send(remove(PODS, { namespace: "default", name: "other" }));
    sim.runFor(15);
    expect([nodeOf(sim, "two"), attempts(sim, "two")]).toEqual([undefined, 1]);
    sim.send(remove(PODS, { namespace: "default", name: "one" }));
    sim.runFor(15);
    expect(nodeOf(sim, "two")).toBe("a");
  });

  test("is tried again when the empty domain is gone, or becomes another", () => {
    const gone = cluster({ a: "east", b: "west" }, TAINTED);
    for (const name of ["one", "two"]) pod(gone, name, spread(ZONE));
    gone.send(remove(NODES, { name: "b" }));
    gone.runFor(15);
    expect(nodeOf(gone, "two")).toBe("a");

    const relabelled = cluster({ a: "east", b: "west" }, TAINTED);
    for (const name of ["one", "two"]) pod(relabelled, name, spread(ZONE));
    relabelled.send(patch(NODES, { name: "b" }, { metadata: { labels: { [ZONE]: "east" } } }, { patchType: "merge" }));
    relabelled.runFor(15);
    expect(nodeOf(relabelled, "two")).toBe("a");
  });

  test("is bound when the emptiest domain fills up", () => {
    const sim = cluster({ a: "east", b: "west" }, TAINTED);
    for (const name of ["one", "two"]) pod(sim, name, spread(ZONE));
    expect(nodeOf(sim, "two")).toBeUndefined();
    pod(sim, "by-hand", { nodeName: "b" });
    sim.runFor(15);
    expect(nodeOf(sim, "two")).toBe("a");
  });

  test("is told of node by node", () => {
    const sim = cluster({ a: "east", b: "west" }, TAINTED);
    for (const name of ["one", "two"]) pod(sim, name, spread(ZONE));
    const decision = sim.cluster.decisions.since(0).find((d) => d.rule === "scheduler/unschedulable")!;
    expect(decision.steps?.map(({ rule, verdict, text }) => [rule, verdict, text])).toEqual([
      ["PodTopologySpread", "fail", "`a`: on `a` it would make 2 of the pods that are spread by `topology.kubernetes.io/zone` in `east`, where the emptiest has 0: maxSkew is 1."],
      ["TaintToleration", "fail", "`b`: the pod does not tolerate the taint `dedicated=db:NoSchedule` of `b`."],
    ]);
    expect(decision.steps?.every((step) => step.evidence.length > 0)).toBe(true);
  });
});

describe("a pod with affinity to other pods", () => {
  const anti = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, labelSelector: { matchLabels: { app: "web" } } }] } } };
  const near = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ZONE, labelSelector: { matchLabels: { app: "db" } } }] } } };

  test("keeps away from its own kind and comes when one is gone", () => {
    const sim = cluster({ a: undefined, b: undefined });
    for (const name of ["one", "two", "three"]) pod(sim, name, anti);
    expect(nodesOf(sim, "one", "two")).toEqual(new Set(["a", "b"]));
    expect(message(sim, "three")).toBe(`0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. ${NOT_HELPFUL}/2 nodes are available: 2 No preemption victims found for incoming pod.`);
    sim.send(remove(PODS, { namespace: "default", name: "one" }));
    sim.runFor(15);
    expect(nodeOf(sim, "three")).toBeDefined();
  });

  test("keeps others away that say nothing themselves", () => {
    const sim = cluster({ a: undefined });
    pod(sim, "loner", anti, { app: "db" });
    pod(sim, "web");
    expect(message(sim, "web")).toContain("1 node(s) didn't satisfy existing pods anti-affinity rules.");
    pod(sim, "another", {}, { app: "other" });
    expect(nodeOf(sim, "another")).toBe("a");
  });

  test("wants to be near one, and waits for it", () => {
    const sim = cluster({ a: "east", b: "west" });
    pod(sim, "web", near);
    expect(message(sim, "web")).toBe(`0/2 nodes are available: 2 node(s) didn't match pod affinity rules. ${NOT_HELPFUL}/2 nodes are available: 2 Preemption is not helpful for scheduling.`);
    pod(sim, "db", { nodeName: "b" }, { app: "db" });
    sim.runFor(15);
    expect(nodeOf(sim, "web")).toBe("b");
  });

  test("the first of a kind that wants to be near its own kind goes anywhere", () => {
    const sim = cluster({ a: "east", b: "west" });
    pod(sim, "one", near, { app: "db" });
    pod(sim, "two", near, { app: "db" });
    expect([nodeOf(sim, "one") !== undefined, nodeOf(sim, "two")]).toEqual([true, nodeOf(sim, "one")]);
  });
});

test("preemption makes room where anti-affinity stands in the way, and says why these victims", () => {
  const sim = cluster({ a: undefined, b: undefined });
  sim.send(create(resourceByKey("priorityclasses.scheduling.k8s.io")!, { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "low" }, value: 5 } as never));
  const anti = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, labelSelector: { matchLabels: { app: "web" } } }] } } };
  pod(sim, "zero", { nodeName: "a" });
  pod(sim, "five", { nodeName: "b", priorityClassName: "low" });
  pod(sim, "high", { ...anti, priorityClassName: "system-cluster-critical" });
  sim.runFor(15);
  expect(nodeOf(sim, "high")).toBe("a");
  expect(sim.cluster.decisions.since(0).find((d) => d.verdict === "preempted")?.text).toBe(
    "deleted `zero` (priority 0) on `a` to make room for `high`, which has a higher priority (2000000000) and does not fit beside it; of the 2 nodes where deleting pods would help, `a` was chosen because the most important pod that has to go there has the lowest priority.");
});
