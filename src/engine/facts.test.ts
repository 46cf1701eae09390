import { describe, expect, test } from "vitest";
import { patch, remove } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { HASH_LABEL, TEMPLATE_GENERATION_LABEL } from "../api/rollout.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import { recordWrites } from "./testing/invariants-observer.ts";
import { created, deleted, eventsOf, failPod, isReady, isTerminating, NODE_NAMES, podWrites, recordedCluster, revisions, rolling, runUntil, statuses, tag, taint, TOLERATION, undoTo } from "./testing/recorded-cluster.ts";
import { daemonSetObject, SimCluster } from "./testing/sim-cluster.ts";

/*
 * The ten facts about a real Kubernetes 1.36.2 control plane that a simulator is most likely to get wrong. The number
 * in brackets is the scenario of the recording; times and numbers are those that were measured there.
 */

describe("fact 1: a deleted daemon pod is replaced when it has finished", () => {
  test("the numbers stay 3 3 3 3 3 for the whole termination, and the replacement comes a few ms after the pod turns terminal [15]", () => {
    const sim = recordedCluster();
    const old = sim.podOn("node-3")!;
    const log = recordWrites(sim.cluster);
    sim.deletePod(old.metadata.name);
    sim.settle();
    const terminalAt = podWrites(log).find((w) => w.before?.metadata.uid === old.metadata.uid && w.after?.status.phase === "Succeeded")!.atMs;
    const [replacement] = created(log);
    expect(terminalAt - deleted(log)[0]!.atMs).toBeGreaterThanOrEqual(900);
    expect(replacement!.atMs).toBeGreaterThan(terminalAt);
    expect(replacement!.atMs - terminalAt).toBeLessThanOrEqual(30);
    expect(statuses(log.filter((w) => w.atMs < terminalAt))).toEqual([]);
    expect(statuses(log).at(-1)).toBe("3 3 3 3 3 0");
  });

  test("with --force --grace-period=0 the object is gone at once and the replacement comes about 13 ms later [15]", () => {
    const sim = recordedCluster();
    const old = sim.podOn("node-2")!;
    const log = recordWrites(sim.cluster);
    sim.send(remove(PODS, old.metadata, { gracePeriodSeconds: 0 }));
    expect(sim.cluster.store.get(PODS, "default", old.metadata.name)).toBeUndefined();
    const deletedAt = sim.cluster.nowMs;
    sim.settle();
    expect(created(log)[0]!.atMs - deletedAt).toBeLessThanOrEqual(30);
  });
});

describe("fact 2: the DaemonSet controller does not bind pods", () => {
  test("it creates them without nodeName, pinned by a matchField, and the scheduler binds them about 5 to 20 ms later [02]", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-2");
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.apply(daemonSetObject("log-agent"));
    sim.settle();
    const [first] = created(log);
    expect(first!.after!.spec.nodeName).toBeUndefined();
    expect(first!.after!.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({ nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-2"] }] }] });
    const bound = podWrites(log).find((w) => w.after?.spec.nodeName === "node-2")!;
    expect(bound.atMs - first!.atMs).toBeGreaterThan(0);
    expect(bound.atMs - first!.atMs).toBeLessThanOrEqual(30);
  });

  test("a pod that does not fit its node stays Pending and counts in DESIRED, CURRENT and UP-TO-DATE, not in READY [14]", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-1");
    sim.addNode("node-2", { cpu: "20m" });
    sim.addNode("node-3");
    sim.settle();
    sim.apply(daemonSetObject("log-agent"));
    sim.settle();
    expect(sim.numbers("log-agent")).toBe("3 3 2 3 2 0");
    const text = "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    const pending = sim.podOn("node-2")!;
    expect(pending.status.conditions).toEqual([expect.objectContaining({ type: "PodScheduled", status: "False", reason: "Unschedulable", message: text })]);
    expect(eventsOf(sim, pending.metadata.name).map((e) => [e.type, e.reason, e.message])).toEqual([["Warning", "FailedScheduling", text]]);
  });
});

describe("fact 3: the added tolerations leave out not-ready:NoSchedule and unreachable:NoSchedule", () => {
  const added = ["not-ready:NoExecute", "unreachable:NoExecute", "disk-pressure:NoSchedule", "memory-pressure:NoSchedule", "pid-pressure:NoSchedule", "unschedulable:NoSchedule"];
  test.each([["", {}, added], [" with hostNetwork", { hostNetwork: true }, [...added, "network-unavailable:NoSchedule"]]] as const)("they come after the user's own, in one order, without seconds%s [02, 26]", (_, template, wanted) => {
    const sim = recordedCluster({}, template);
    const [own, ...others] = sim.podOn("node-2")!.spec.tolerations!;
    expect(own).toEqual(TOLERATION);
    expect(others).toEqual(wanted.map((text) => ({ key: `node.kubernetes.io/${text.split(":")[0]}`, operator: "Exists", effect: text.split(":")[1] })));
  });

  test("a new node is born with not-ready:NoSchedule, and its pod is created only when that is taken off [03]", () => {
    const sim = recordedCluster();
    const log = recordWrites(sim.cluster);
    sim.addNode("node-4");
    expect(sim.node("node-4").spec.taints).toEqual([{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }]);
    runUntil(sim, () => sim.node("node-4").spec.taints === undefined);
    expect(created(log)).toEqual([]);
    const untaintedAt = sim.cluster.nowMs;
    sim.settle();
    expect(created(log)[0]!.atMs - untaintedAt).toBeLessThanOrEqual(30);
  });

  test("when a node dies its pod stays, DESIRED drops by one and MISSCHEDULED becomes 1; it is never evicted [17]", () => {
    const sim = recordedCluster();
    const pod = sim.podOn("node-2");
    sim.powerOff("node-2");
    sim.runFor(900);
    expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 1");
    expect(sim.podOn("node-2")?.metadata.uid).toBe(pod!.metadata.uid);
  });
});

describe("fact 4: the DaemonSet does not look at what does not wake it", () => {
  test("a NoSchedule taint moves neither the pod nor the numbers, until something else makes the controller look [06]", () => {
    const sim = recordedCluster();
    sim.patchNode("node-3", taint("dedicated", "NoSchedule"));
    sim.settle();
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
    sim.deletePod(sim.podOn("node-2")!.metadata.name);
    sim.settle();
    expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 1");
    sim.deletePod(sim.podOn("node-3")!.metadata.name);
    sim.settle();
    expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 0");
  });

  test("the same for NetworkUnavailable: tainted, numbers unmoved, and a deleted pod does not come back [25]", () => {
    const sim = recordedCluster();
    sim.send({ ...patch(NODES, { name: "node-3" }, { status: { conditions: [{ type: "NetworkUnavailable", status: "True", reason: "NoRouteCreated" }] } }), subresource: "status" });
    sim.settle();
    expect(sim.node("node-3").spec.taints).toMatchObject([{ key: "node.kubernetes.io/network-unavailable", effect: "NoSchedule" }]);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
    sim.deletePod(sim.podOn("node-3")!.metadata.name);
    sim.settle();
    expect(sim.podOn("node-3")).toBeUndefined();
  });

  test("a removed node changes nothing for 40 to 60 s: then the pod garbage collector marks the pod Failed and deletes it [04]", () => {
    const sim = recordedCluster();
    const pod = sim.podOn("node-2")!;
    const log = recordWrites(sim.cluster);
    const start = sim.cluster.nowMs;
    sim.send(remove(NODES, { name: "node-2" }));
    sim.settle();
    const seen = podWrites(log).filter((w) => w.before?.metadata.uid === pod!.metadata.uid);
    expect(seen[0]!.after!.status.phase).toBe("Failed");
    expect(seen[0]!.after!.status.conditions).toContainEqual(expect.objectContaining({ type: "DisruptionTarget", status: "True", reason: "DeletionByPodGC", message: "PodGC: node no longer exists" }));
    expect(seen.at(-1)!.after).toBeUndefined();
    expect(seen[0]!.atMs - start).toBeGreaterThanOrEqual(40_000);
    expect(seen.at(-1)!.atMs - start).toBeLessThanOrEqual(60_000);
    expect(log.filter((w) => w.resource === DAEMONSETS.key).every((w) => w.atMs >= seen[0]!.atMs)).toBe(true);
    expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 0");
    expect(eventsOf(sim, "log-agent").map((e) => e.reason)).toEqual(["SuccessfulCreate", "SuccessfulCreate", "SuccessfulCreate"]);
  });
});

describe("fact 5: a rolling update takes daemon pods from nodes where it cannot put them back", () => {
  test("a pod on a NoSchedule-tainted node is deleted like any other and not made again; a cordoned node is updated [31]", () => {
    const sim = recordedCluster();
    sim.patchNode("node-2", { spec: { unschedulable: true } });
    sim.patchNode("node-3", taint("dedicated", "NoSchedule"));
    sim.settle();
    sim.setImage("log-agent", "example/logger:v2");
    sim.settle();
    expect(NODE_NAMES.map((name) => sim.podOn(name)).map((p) => p && tag(p))).toEqual(["v2", "v2", undefined]);
    expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 0");
  });

  function stalled(): SimCluster {
    const sim = recordedCluster();
    sim.powerOff("node-2");
    sim.settle();
    sim.setImage("log-agent", "example/logger:v2");
    sim.runFor(600);
    expect(sim.pods().map((p) => [p.spec.nodeName, tag(p), isTerminating(p)]).sort((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([["node-1", "v1", false], ["node-2", "v1", true], ["node-3", "v1", false]]);
    return sim;
  }

  test.each<[string, (sim: SimCluster) => void, string]>([
    ["the node comes back", (sim) => sim.powerOn("node-2"), "3 3 3 3 3 0"],
    ["the Node object is deleted", (sim) => sim.send(remove(NODES, { name: "node-2" })), "2 2 2 2 2 0"],
    ["maxUnavailable is raised to 2", (sim) => sim.patchSet("log-agent", { spec: rolling({ maxUnavailable: 2 }) }), "2 2 2 2 2 1"],
  ])("a dead node's Terminating pod stalls it at maxUnavailable 1, until %s [17, 32]", (_, free, numbers) => {
    const sim = stalled();
    free(sim);
    sim.settle();
    expect(sim.pods().filter((p) => !isTerminating(p)).every((p) => tag(p) === "v2")).toBe(true);
    expect(sim.numbers("log-agent")).toBe(numbers);
  });
});

describe("fact 6: old pods that are not available go first, and free of charge", () => {
  test("a bad image breaks maxUnavailable nodes and stops there; undo replaces only the broken pod, at once [12]", () => {
    const sim = recordedCluster();
    const template = sim.set("log-agent").spec.template;
    const before = new Set(sim.pods().map((p) => p.metadata.uid));
    sim.setImage("log-agent", "example/logger:bad");
    sim.settle(1_200);
    expect(sim.numbers("log-agent")).toBe("3 3 2 1 2 0");
    expect(sim.set("log-agent").status.conditions).toBeUndefined();
    const log = recordWrites(sim.cluster);
    undoTo(sim, template);
    sim.runFor(4);
    expect(deleted(log).length).toBe(1);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
    expect(sim.pods().filter((p) => before.has(p.metadata.uid)).length).toBe(2);
  });

  test("a container that is Ready for an instant lets the rollout take the next node: two are down at maxUnavailable 1 [12c]", () => {
    const sim = recordedCluster();
    sim.setImage("log-agent", "example/logger:crash");
    let mostDown = 0;
    sim.watch(() => { mostDown = Math.max(mostDown, NODE_NAMES.filter((name) => !sim.pods().some((p) => p.spec.nodeName === name && isReady(p))).length); }, 60);
    expect(sim.pods().filter((p) => tag(p) === "crash").length).toBeGreaterThanOrEqual(2);
    expect(mostDown).toBeGreaterThanOrEqual(2);
  });
});

describe("fact 7: percentages of maxUnavailable round up, and the update is a sliding window", () => {
  test.each([["50%", 3, 2], ["10%", 100, 10]] as const)("%s of %i nodes: %i are deleted at once [11c, 19]", (maxUnavailable, count, wanted) => {
    const sim = new SimCluster(7);
    for (let i = 1; i <= count; i++) sim.addNode(`node-${i}`);
    sim.apply(daemonSetObject("log-agent", rolling({ maxUnavailable })));
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.setImage("log-agent", "example/logger:v2");
    sim.runFor(0.8);
    expect(deleted(log).length).toBe(wanted);
  });

  test("the next pod is deleted 5 to 10 ms after one has become available, not when the batch is done [11f]", () => {
    const sim = new SimCluster(7);
    for (let i = 1; i <= 10; i++) sim.addNode(`node-${i}`);
    sim.apply(daemonSetObject("log-agent", rolling({ maxUnavailable: 3 })));
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.setImage("log-agent", "example/logger:v2");
    sim.settle();
    const readyAt = podWrites(log).filter((w) => w.after && isReady(w.after) && w.before && !isReady(w.before)).map((w) => w.atMs);
    const fourth = deleted(log)[3]!.atMs;
    expect(fourth).toBeGreaterThan(readyAt[0]!);
    expect(fourth - readyAt[0]!).toBeLessThanOrEqual(30);
    expect(fourth).toBeLessThan(readyAt[2]!);
  });

  test("which node goes first is neither by name nor by age: it differs from run to run [11a]", () => {
    const first = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const sim = recordedCluster({}, {}, seed);
      const log = recordWrites(sim.cluster);
      sim.setImage("log-agent", "example/logger:v2");
      sim.runFor(0.5);
      return deleted(log)[0]!.before!.spec.nodeName;
    });
    expect(new Set(first).size).toBeGreaterThan(1);
  });
});

describe("fact 8: a rollback renumbers", () => {
  test("undo reuses the old ControllerRevision and raises its number: 1 2 3 becomes 2 3 4; generations go on counting [12, 21]", () => {
    const sim = recordedCluster();
    const template = sim.set("log-agent").spec.template;
    const hash = sim.podOn("node-2")!.metadata.labels![HASH_LABEL];
    for (const version of ["v2", "v3"]) {
      sim.setImage("log-agent", `example/logger:${version}`);
      sim.settle();
    }
    expect(revisions(sim)).toEqual([1, 2, 3]);
    undoTo(sim, template);
    sim.settle();
    expect(revisions(sim)).toEqual([2, 3, 4]);
    expect(sim.cluster.store.get<ControllerRevision>(CONTROLLERREVISIONS, "default", `log-agent-${hash}`)?.revision).toBe(4);
    expect(sim.set("log-agent").metadata.generation).toBe(4);
    expect(sim.pods().map((p) => [p.metadata.labels![HASH_LABEL], p.metadata.labels![TEMPLATE_GENERATION_LABEL]])).toEqual(Array(3).fill([hash, "4"]));
  });
});

describe("fact 9: failed daemon pods come back with a growing delay", () => {
  test("0, 0, 2, 4, 8, 16 and 32 s from failure to deletion, CURRENT stays 3 meanwhile [16]", () => {
    const sim = recordedCluster();
    const delays: number[] = [];
    for (let n = 1; n <= 7; n++) {
      const pod = sim.podOn("node-2")!;
      const failedAt = sim.cluster.nowMs;
      failPod(sim, pod);
      runUntil(sim, () => !sim.cluster.store.get(PODS, "default", pod.metadata.name));
      delays.push((sim.cluster.nowMs - failedAt) / 1000);
      if (n === 4) expect(sim.set("log-agent").status).toMatchObject({ currentNumberScheduled: 3, numberReady: 2 });
      // The recording let each replacement live 1.3 s.
      sim.runFor(1.3);
    }
    expect(delays.map((seconds) => Math.round(seconds))).toEqual([0, 0, 2, 4, 8, 16, 32]);
    expect(Math.max(...delays.map((seconds) => seconds - Math.round(seconds)))).toBeLessThan(0.05);
  });

  test("the events are FailedDaemonPod, SuccessfulDelete, SuccessfulCreate, within 50 ms [16]", () => {
    const sim = recordedCluster();
    const pod = sim.podOn("node-2")!;
    const known = new Set(eventsOf(sim, "log-agent"));
    const log = recordWrites(sim.cluster);
    failPod(sim, pod);
    sim.settle();
    const fresh = eventsOf(sim, "log-agent").filter((e) => !known.has(e));
    expect(fresh.map((e) => `${e.type} ${e.reason} ${e.message}`)).toEqual([
      `Warning FailedDaemonPod Found failed daemon pod default/${pod.metadata.name} on node node-2, will try to kill it`,
      `Normal SuccessfulDelete Deleted pod: ${pod.metadata.name}`,
      `Normal SuccessfulCreate Created pod: ${sim.podOn("node-2")!.metadata.name}`,
    ]);
    expect(created(log)[0]!.atMs - deleted(log)[0]!.atMs).toBeLessThanOrEqual(50);
  });
});

describe("fact 10: creation is a slow start, then rate-limited, and the status comes last", () => {
  test("100 nodes: some 25 pods within 0.2 s, then one per 50 ms, all after 4 s; until then the status says desired 0 [19]", () => {
    const sim = new SimCluster(7);
    for (let i = 1; i <= 100; i++) sim.addNode(`node-${i}`);
    sim.settle();
    const start = sim.cluster.nowMs;
    const log = recordWrites(sim.cluster);
    sim.apply(daemonSetObject("log-agent"));
    sim.settle();
    const at = created(log).map((w) => w.atMs - start);
    expect(at.length).toBe(100);
    const within = at.filter((ms) => ms <= 200).length;
    expect(within).toBeGreaterThanOrEqual(24);
    expect(within).toBeLessThanOrEqual(30);
    const gaps = at.slice(35).map((ms, i) => ms - at[34 + i]!).sort((a, b) => a - b);
    expect(gaps[Math.floor(gaps.length / 2)]).toBe(50);
    expect(at.at(-1)).toBeGreaterThan(3_700);
    expect(at.at(-1)).toBeLessThan(4_200);
    const [first] = log.filter((w) => w.resource === DAEMONSETS.key && w.before);
    expect(first!.atMs - start).toBeGreaterThanOrEqual(at.at(-1)!);
    expect((first!.after as DaemonSet).status.desiredNumberScheduled).toBe(100);
  });
});
