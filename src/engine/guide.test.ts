import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { Pod } from "../api/types/pod.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, SimCluster } from "./testing/sim-cluster.ts";

const TOLERATION = { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" };

/** The guide's cluster: a control plane and two workers, node-logger on all three. */
function guideCluster(spec: object = {}, template: object = { tolerations: [TOLERATION] }): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1", { taints: [CONTROL_PLANE_TAINT], labels: { "node-role.kubernetes.io/control-plane": "" } });
  sim.addNode("node-2", { labels: { disk: "ssd" } });
  sim.addNode("node-3", { labels: { disk: "hdd" } });
  sim.apply(daemonSetObject("node-logger", spec, template));
  sim.settle();
  return sim;
}

const isLive = (pod: Pod) => pod.metadata.deletionTimestamp === undefined && pod.status.phase !== "Failed" && pod.status.phase !== "Succeeded";
const isReady = (pod: Pod) => isLive(pod) && pod.status.conditions?.some((c) => c.type === "Ready" && c.status === "True");
const image = (pod: Pod) => pod.spec.containers[0]!.image;
const rules = (decisions: readonly Decision[]) => decisions.filter((d) => !d.quiet).map((d) => d.rule);

describe("what a DaemonSet is", () => {
  test("every eligible node gets exactly one pod, and never two", () => {
    const sim = guideCluster();
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
    sim.watch(() => {
      for (const name of ["node-1", "node-2", "node-3"]) expect(sim.pods().filter((p) => p.spec.nodeName === name && isLive(p)).length).toBeLessThanOrEqual(1);
    });
  });

  test("without the toleration the control plane gets none, and DESIRED does not count it", () => {
    const sim = guideCluster({}, {});
    expect(sim.numbers("node-logger")).toBe("2 2 2 2 2 0");
    expect(sim.podOn("node-1")).toBeUndefined();
  });
});

describe("a node joins", () => {
  test("in the order of the guide: added, noticed, checked, pod created, bound, running", () => {
    const sim = guideCluster();
    const before = sim.cluster.decisions.lastId;
    sim.addNode("node-4");
    sim.settle();
    const told = rules(sim.cluster.decisions.since(before)).filter((r) => !r.startsWith("kubelet/node"));
    const inOrder = ["user/create", "node/condition-taint", "daemonset/eligibility", "daemonset/missing-pod", "scheduler/bind", "kubelet/pulling", "kubelet/started"];
    const places = inOrder.map((rule) => told.lastIndexOf(rule));
    expect(places.every((p) => p >= 0), `${inOrder.join()} all occur in ${told.join()}`).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(sim.numbers("node-logger")).toBe("4 4 4 4 4 0");
  });

  test("the new node is not ready at first, and only then a pod is made for it", () => {
    const sim = guideCluster();
    sim.addNode("node-4");
    sim.watch(() => {
      const ready = sim.node("node-4").status.conditions?.find((c) => c.type === "Ready")?.status;
      if (ready !== "True") expect(sim.podOn("node-4")).toBeUndefined();
    });
    expect(sim.podOn("node-4")).toBeDefined();
  });

  test("each decision has the one that led to it as cause, back to what the person did", () => {
    const sim = guideCluster();
    sim.addNode("node-4");
    sim.settle();
    const name = sim.podOn("node-4")!.metadata.name;
    const created = sim.cluster.decisions.since(0).find((d) => d.rule === "daemonset/missing-pod" && d.subject?.name === name)!;
    const chain = sim.cluster.decisions.causes(created.id);
    expect(chain.at(-1)).toMatchObject({ actor: "user", rule: "user/create", object: { kind: "Node", name: "node-4" } });
    expect(chain.map((d) => d.actor)).toContain("node-controller");
  });
});

describe("tolerations and labels", () => {
  test("an untolerated taint keeps a missing pod away, the toleration lets it on", () => {
    const sim = guideCluster();
    sim.patchNode("node-3", { spec: { taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] } });
    sim.settle();
    expect(sim.podOn("node-3"), "a running pod stays").toBeDefined();
    sim.deletePod(sim.podOn("node-3")!.metadata.name);
    sim.settle();
    expect(sim.podOn("node-3")).toBeUndefined();
    expect(sim.numbers("node-logger")).toBe("2 2 2 2 2 0");
    sim.patchSet("node-logger", { spec: { template: { spec: { tolerations: [TOLERATION, { key: "dedicated", operator: "Exists" }] } } } });
    sim.settle();
    expect(sim.podOn("node-3")).toBeDefined();
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
  });

  test("NoExecute drives the running pod away", () => {
    const sim = guideCluster();
    sim.patchNode("node-3", { spec: { taints: [{ key: "maintenance", effect: "NoExecute" }] } });
    sim.settle();
    expect(sim.podOn("node-3")).toBeUndefined();
  });

  test("cordon changes nothing for a daemon pod, not even for a new one", () => {
    const sim = guideCluster();
    sim.patchNode("node-2", { spec: { unschedulable: true } });
    sim.settle();
    expect(sim.node("node-2").spec.taints?.map((t) => `${t.key}:${t.effect}`)).toEqual(["node.kubernetes.io/unschedulable:NoSchedule"]);
    sim.deletePod(sim.podOn("node-2")!.metadata.name);
    sim.settle();
    expect(sim.podOn("node-2")?.spec.nodeName).toBe("node-2");
  });

  test("nodeSelector: only nodes with the label, and the pod follows the label", () => {
    const sim = guideCluster({}, { tolerations: [TOLERATION], nodeSelector: { disk: "ssd" } });
    expect(sim.numbers("node-logger")).toBe("1 1 1 1 1 0");
    sim.patchNode("node-3", { metadata: { labels: { disk: "ssd" } } });
    sim.settle();
    expect(sim.podOn("node-3")).toBeDefined();
    sim.patchNode("node-2", { metadata: { labels: { disk: null } } });
    sim.settle();
    expect(sim.podOn("node-2")).toBeUndefined();
    expect(sim.numbers("node-logger")).toBe("1 1 1 1 1 0");
  });
});

describe("RollingUpdate", () => {
  test.each<string | number>([1, 2, "50%", "10%"])("with maxUnavailable %s never takes more than that away at any instant", (maxUnavailable) => {
    const sim = guideCluster({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable } } });
    const limit = typeof maxUnavailable === "number" ? maxUnavailable : Math.ceil((Number.parseInt(maxUnavailable, 10) * 3) / 100);
    sim.setImage("node-logger", "example/logger:v2");
    let most = 0;
    sim.watch(() => { most = Math.max(most, 3 - sim.pods().filter(isReady).length); });
    expect(most).toBe(limit);
    expect(sim.pods().map(image)).toEqual(Array(3).fill("example/logger:v2"));
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
  });

  test("walks before, during, after: at some instant one node has v2 and another still v1", () => {
    const sim = guideCluster();
    expect(new Set(sim.pods().map(image))).toEqual(new Set(["example/logger:v1"]));
    sim.setImage("node-logger", "example/logger:v2");
    const mixes = new Set<string>();
    sim.watch(() => mixes.add(sim.pods().filter(isReady).map(image).map((i) => i.slice(-2)).sort().join()));
    expect(mixes).toContain("v1,v1,v1");
    expect(mixes).toContain("v1,v1,v2");
    expect(mixes).toContain("v1,v2,v2");
    expect(mixes).toContain("v2,v2,v2");
  });

  test("maxSurge brings the new pod first and takes the old one when the new is ready", () => {
    const sim = guideCluster({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } });
    sim.setImage("node-logger", "example/logger:v2");
    let least = 3;
    let mostOnOneNode = 0;
    sim.watch(() => {
      const ready = (name: string) => sim.pods().some((p) => p.spec.nodeName === name && p.status.conditions?.some((c) => c.type === "Ready" && c.status === "True"));
      least = Math.min(least, ["node-1", "node-2", "node-3"].filter(ready).length);
      for (const name of ["node-1", "node-2", "node-3"]) mostOnOneNode = Math.max(mostOnOneNode, sim.pods().filter((p) => p.spec.nodeName === name && isLive(p)).length);
    });
    expect(least).toBe(3);
    expect(mostOnOneNode).toBe(2);
    expect(sim.pods().map(image)).toEqual(Array(3).fill("example/logger:v2"));
  });

  test("minReadySeconds makes the rollout wait although the pod is ready", () => {
    const sim = guideCluster({ minReadySeconds: 5 });
    sim.setImage("node-logger", "example/logger:v2");
    const start = sim.cluster.nowMs;
    const readyButNotAvailable: string[] = [];
    sim.watch(() => { const [, , ready, , available] = sim.numbers("node-logger").split(" ").map(Number); if (ready! > available!) readyButNotAvailable.push(sim.numbers("node-logger")); });
    expect(readyButNotAvailable.length).toBeGreaterThan(0);
    expect(sim.cluster.nowMs - start).toBeGreaterThan(15_000);
  });

  test("a bad image breaks exactly maxUnavailable nodes and stops; undo heals it and touches no other pod", () => {
    const sim = guideCluster();
    const template = sim.set("node-logger").spec.template;
    const survivors = new Set(sim.pods().map((p) => p.metadata.uid));
    sim.setImage("node-logger", "example/logger:does-not-exist");
    sim.settle(1_800);
    expect(sim.numbers("node-logger")).toBe("3 3 2 1 2 0");
    const broken = sim.pods().find((p) => image(p).endsWith("does-not-exist"))!;
    expect(broken.status.containerStatuses?.[0]?.state.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
    const waits = sim.cluster.decisions.since(0).filter((d) => d.rule === "daemonset/rollout-waits").at(-1);
    expect(waits?.text).toContain("2 more nodes");

    for (const pod of sim.pods()) if (pod !== broken) expect(survivors.has(pod.metadata.uid)).toBe(true);
    sim.patchSet("node-logger", { spec: { template: { ...template, $patch: "replace" } } });
    sim.settle(1_800);
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
    expect(sim.pods().filter((p) => survivors.has(p.metadata.uid)).length).toBe(2);
  });
});

describe("OnDelete", () => {
  test("changes nothing until a pod is deleted, then only that one", () => {
    const sim = guideCluster({ updateStrategy: { type: "OnDelete" } });
    const before = sim.pods().map((p) => p.metadata.uid).sort();
    sim.setImage("node-logger", "example/logger:v2");
    sim.watch(() => expect(sim.pods().map((p) => p.metadata.uid).sort()).toEqual(before));
    expect(sim.numbers("node-logger")).toBe("3 3 3 0 3 0");
    sim.deletePod(sim.podOn("node-2")!.metadata.name);
    sim.settle();
    expect(sim.pods().map(image).sort()).toEqual(["example/logger:v1", "example/logger:v1", "example/logger:v2"]);
    expect(image(sim.podOn("node-2")!)).toBe("example/logger:v2");
  });
});

describe("a node dies", () => {
  test("nothing is known for about 50 s; then the pod stays, DESIRED drops, MISSCHEDULED is 1", () => {
    const sim = guideCluster();
    sim.powerOff("node-3");
    const off = sim.cluster.nowMs;
    let unknownAt: number | undefined;
    sim.watch(() => {
      if (sim.node("node-3").status.conditions?.find((c) => c.type === "Ready")?.status === "Unknown") unknownAt ??= sim.cluster.nowMs;
    });
    expect(unknownAt! - off).toBeGreaterThanOrEqual(40_000);
    expect(unknownAt! - off).toBeLessThanOrEqual(60_000);
    expect(sim.node("node-3").spec.taints?.map((t) => `${t.key}:${t.effect}`).sort()).toEqual(["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"]);
    expect(sim.podOn("node-3")).toBeDefined();
    expect(sim.numbers("node-logger")).toBe("2 2 2 2 2 1");
  });

  test("when it comes back, the pod is ready and counted again", () => {
    const sim = guideCluster();
    sim.powerOff("node-3");
    sim.settle();
    sim.powerOn("node-3");
    sim.settle();
    expect(sim.node("node-3").spec.taints ?? []).toEqual([]);
    expect(sim.numbers("node-logger")).toBe("3 3 3 3 3 0");
  });

  test("removing its Node object removes the pod only after 40 to 60 s", () => {
    const sim = guideCluster();
    sim.send({ verb: "delete", resource: "nodes", name: "node-3" });
    const start = sim.cluster.nowMs;
    let goneAt: number | undefined;
    sim.watch(() => { if (!sim.podOn("node-3")) goneAt ??= sim.cluster.nowMs; });
    expect(goneAt! - start).toBeGreaterThanOrEqual(40_000);
    expect(goneAt! - start).toBeLessThanOrEqual(60_000);
    expect(sim.numbers("node-logger")).toBe("2 2 2 2 2 0");
  });
});

describe("a pod is lost", () => {
  test("a deleted pod is replaced when it has finished, not when it is deleted", () => {
    const sim = guideCluster();
    const old = sim.podOn("node-2")!;
    sim.deletePod(old.metadata.name);
    sim.watch(() => {
      const still = sim.pods().find((p) => p.metadata.uid === old.metadata.uid);
      const replacement = sim.podOn("node-2");
      if (still && still.status.phase === "Running") expect(replacement).toBeUndefined();
    });
    expect(sim.podOn("node-2")!.metadata.uid).not.toBe(old.metadata.uid);
  });

  test("deleting the DaemonSet takes its pods and revisions with it", () => {
    const sim = guideCluster();
    sim.send({ verb: "delete", resource: "daemonsets.apps", namespace: "default", name: "node-logger" });
    sim.settle();
    expect(sim.pods()).toEqual([]);
    expect([...sim.cluster.store.everything()].filter((o) => o.object.kind === "ControllerRevision")).toEqual([]);
  });
});
