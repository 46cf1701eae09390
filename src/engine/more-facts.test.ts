import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, PODS, RESOURCEQUOTAS } from "../api/resources.ts";
import { HASH_LABEL } from "../api/rollout.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Pod } from "../api/types/pod.ts";
import { recordWrites } from "./testing/invariants-observer.ts";
import { created, deleted, deleteSet, eventsOf, isReady, isTerminating, NODE_NAMES, podWrites, recordedCluster, revisions, rolling, statuses, strayPod, tag, taint, TOLERATION } from "./testing/recorded-cluster.ts";
import { daemonSetObject, SimCluster } from "./testing/sim-cluster.ts";

/*
 * What else surprised in the recordings of a real Kubernetes 1.36.2 control plane. The number in brackets is the
 * scenario of the recording.
 */

const surging = rolling({ maxUnavailable: 0, maxSurge: 1 });
const allRevisions = (sim: SimCluster) => [...sim.cluster.store.all<ControllerRevision>(CONTROLLERREVISIONS)];
const owners = (pod: Pod | undefined) => pod?.metadata.ownerReferences?.map((o) => o.uid) ?? [];
const uids = (pods: readonly Pod[]) => pods.map((p) => p.metadata.uid).sort();
const recreate = (sim: SimCluster, template: object = {}) => sim.apply(daemonSetObject("log-agent", {}, { tolerations: [TOLERATION], ...template }));

describe("a new DaemonSet", () => {
  test("shows 0 0 0 0 and no observedGeneration at first; numbers that are 0 are absent but for those four [01]", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-2");
    sim.settle();
    sim.apply(daemonSetObject("log-agent"));
    const zero = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    expect(sim.set("log-agent").status).toEqual(zero);
    const log = recordWrites(sim.cluster);
    sim.settle();
    const written = log.filter((w) => w.resource === DAEMONSETS.key).map((w) => (w.after as DaemonSet).status);
    expect(written[0]).toEqual({ ...zero, observedGeneration: 1, currentNumberScheduled: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberUnavailable: 1 });
    expect(written.at(-1)).toEqual({ ...zero, observedGeneration: 1, currentNumberScheduled: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1, numberAvailable: 1 });
  });

  test("has its ControllerRevision before its first pod [01]", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-2");
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.apply(daemonSetObject("log-agent"));
    sim.settle();
    const order = log.filter((w) => !w.before && [DAEMONSETS.key, CONTROLLERREVISIONS.key, PODS.key].includes(w.resource)).map((w) => w.resource);
    expect(order).toEqual([DAEMONSETS.key, CONTROLLERREVISIONS.key, PODS.key]);
  });
});

describe("deleting a DaemonSet", () => {
  test("in the background: the set is gone first, the garbage collector takes pods and revisions, without SuccessfulDelete [18]", () => {
    const sim = recordedCluster();
    const log = recordWrites(sim.cluster);
    deleteSet(sim);
    expect(sim.cluster.store.get(DAEMONSETS, "default", "log-agent")).toBeUndefined();
    expect(sim.pods().filter(isTerminating)).toEqual([]);
    sim.settle();
    expect([sim.pods(), allRevisions(sim)]).toEqual([[], []]);
    expect(deleted(log).length).toBe(3);
    expect(eventsOf(sim, "log-agent").map((e) => e.reason)).not.toContain("SuccessfulDelete");
  });

  test("in the foreground: it stays with deletionTimestamp and foregroundDeletion until the pods are gone [18]", () => {
    const sim = recordedCluster();
    const log = recordWrites(sim.cluster);
    deleteSet(sim, "Foreground");
    expect(sim.set("log-agent").metadata).toMatchObject({ finalizers: ["foregroundDeletion"], deletionTimestamp: expect.any(String) as string });
    sim.settle();
    const setGone = log.findIndex((w) => w.resource === DAEMONSETS.key && !w.after);
    const lastPodGone = log.findLastIndex((w) => w.resource === PODS.key && !w.after);
    expect(lastPodGone).toBeGreaterThan(-1);
    expect(setGone).toBeGreaterThan(lastPodGone);
    expect(created(log)).toEqual([]);
  });

  test("as orphan: finalizer orphan, owner references removed, pods untouched [18]", () => {
    const sim = recordedCluster();
    const before = uids(sim.pods());
    deleteSet(sim, "Orphan");
    expect(sim.set("log-agent").metadata.finalizers).toEqual(["orphan"]);
    sim.settle();
    expect(sim.cluster.store.get(DAEMONSETS, "default", "log-agent")).toBeUndefined();
    expect(uids(sim.pods())).toEqual(before);
    expect(sim.pods().every((p) => isReady(p) && owners(p).length === 0)).toBe(true);
    expect(allRevisions(sim).map((r) => r.metadata.ownerReferences ?? [])).toEqual([[]]);
  });
});

describe("creating it again after an orphan delete", () => {
  test("adopts the pods and the ControllerRevision, without an event and without a restart [18]", () => {
    const sim = recordedCluster();
    const before = uids(sim.pods());
    deleteSet(sim, "Orphan");
    sim.settle();
    recreate(sim);
    sim.settle();
    const own = [sim.set("log-agent").metadata.uid];
    expect(uids(sim.pods())).toEqual(before);
    expect([...sim.pods(), ...allRevisions(sim)].map((o) => owners(o as Pod))).toEqual([own, own, own, own]);
    expect(eventsOf(sim, "log-agent").filter((e) => e.involvedObject.uid === own[0])).toEqual([]);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
  });

  test("with another image leaves the old pods running and counts them as up to date: both are template generation 1 [18]", () => {
    const sim = recordedCluster();
    const before = uids(sim.pods());
    deleteSet(sim, "Orphan");
    sim.settle();
    recreate(sim, { containers: [{ name: "logger", image: "example/logger:v2" }] });
    sim.settle();
    expect(uids(sim.pods())).toEqual(before);
    expect(sim.pods().map(tag)).toEqual(["v1", "v1", "v1"]);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
  });
});

describe("a stray pod with matching labels is adopted", () => {
  test("and on a node that has a daemon pod already the newer of the two goes at once [29]", () => {
    const sim = recordedCluster();
    const old = sim.podOn("node-2")!;
    sim.runFor(5);
    const log = recordWrites(sim.cluster);
    sim.send(create(PODS, strayPod("stray", { nodeName: "node-2" }) as never));
    const start = sim.cluster.nowMs;
    sim.settle();
    expect(deleted(log).map((w) => w.before!.metadata.name)).toEqual(["stray"]);
    expect(deleted(log)[0]!.atMs - start).toBeLessThanOrEqual(30);
    expect(deleted(log)[0]!.before!.metadata.ownerReferences).toMatchObject([{ kind: "DaemonSet", name: "log-agent", controller: true, blockOwnerDeletion: true }]);
    expect(sim.podOn("node-2")).toBe(old);
  });

  test("and deleted on a node where the DaemonSet may not run [29]", () => {
    const sim = recordedCluster({}, { nodeSelector: { disk: "ssd" } });
    sim.send(create(PODS, strayPod("stray", { nodeName: "node-2" }) as never));
    sim.settle();
    expect(sim.pods()).toEqual([]);
  });

  test("on an empty node it counts as the daemon pod, but is outdated: the rolling update replaces it without a new template [29]", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-2");
    sim.settle();
    sim.send(create(PODS, strayPod("stray", { nodeName: "node-2" }) as never));
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.apply(daemonSetObject("log-agent"));
    sim.settle();
    const replaced = deleted(log);
    expect(replaced.map((w) => w.before!.metadata.name)).toEqual(["stray"]);
    expect(created(log).length).toBe(1);
    expect(created(log)[0]!.atMs).toBeGreaterThan(replaced[0]!.atMs);
    expect(sim.podOn("node-2")!.metadata.labels![HASH_LABEL]).toBeDefined();
    expect(revisions(sim)).toEqual([1]);
  });
});

test("a daemon pod relabelled out of the selector loses its owner reference and runs on, and a new pod is made [15]", () => {
  const sim = recordedCluster();
  const pod = sim.podOn("node-2")!;
  const log = recordWrites(sim.cluster);
  sim.send(patch(PODS, pod.metadata, { metadata: { labels: { app: "escaped" } } }));
  sim.settle();
  const escaped = sim.cluster.store.get<Pod>(PODS, "default", pod.metadata.name)!;
  expect([owners(escaped), isReady(escaped), isTerminating(escaped)]).toEqual([[], true, false]);
  expect(created(log).length).toBe(1);
  expect(sim.pods().filter((p) => p.spec.nodeName === "node-2").length).toBe(2);
  expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
});

test("with maxSurge 1 UP-TO-DATE goes from 0 to 1 only when the first old pod is gone: the status looks at the oldest pod [11d]", () => {
  const sim = recordedCluster(surging);
  const log = recordWrites(sim.cluster);
  sim.setImage("log-agent", "example/logger:v2");
  sim.settle();
  const firstReady = log.findIndex((w) => w.resource === PODS.key && w.after && tag(w.after as Pod) === "v2" && isReady(w.after as Pod));
  const firstFinished = log.findIndex((w) => w.resource === PODS.key && w.after && tag(w.after as Pod) === "v1" && (w.after as Pod).status.phase === "Succeeded");
  expect(firstReady).toBeLessThan(firstFinished);
  const [, ...until] = statuses(log.slice(0, firstFinished));
  expect([...new Set(until)]).toEqual(["3 3 3 0 3 0"]);
  expect(statuses(log.slice(firstFinished))[0]).toBe("3 3 3 1 3 0");
});

test("minReadySeconds 5: READY is 3 at once, AVAILABLE follows 5 s later, and the next pod is deleted then [11e]", () => {
  const sim = recordedCluster({ minReadySeconds: 5 });
  const log = recordWrites(sim.cluster);
  sim.setImage("log-agent", "example/logger:v2");
  sim.settle();
  const readyAt = parseTime(podWrites(log).find((w) => w.after && tag(w.after) === "v2" && isReady(w.after))!.after!.status.conditions!.find((c) => c.type === "Ready")!.lastTransitionTime)!;
  const [, second] = deleted(log);
  expect(second!.atMs - readyAt).toBeGreaterThanOrEqual(5_000);
  expect(second!.atMs - readyAt).toBeLessThanOrEqual(6_100);
  expect(statuses(log)).toContain("3 3 3 1 2 0");
  expect(statuses(log).indexOf("3 3 3 1 2 0")).toBeLessThan(statuses(log).indexOf("3 3 3 1 3 0"));
});

test("after ten similar events the recorder writes one that says (combined from similar events) and raises its count [16, 33]", () => {
  const sim = recordedCluster();
  for (let n = 0; n < 12; n++) {
    sim.deletePod(sim.podOn("node-2")!.metadata.name);
    sim.runFor(4);
  }
  const events = eventsOf(sim, "log-agent").filter((e) => e.reason === "SuccessfulCreate");
  // Three pods at first and twelve after: nine Events of their own, then one for the other six.
  const combined = events.filter((e) => e.message.startsWith("(combined from similar events): Created pod: log-agent-"));
  expect(events.length - combined.length).toBe(9);
  expect(combined.map((e) => e.count)).toEqual([6]);
});

describe("pods that a quota refuses", () => {
  function refused(): SimCluster {
    const sim = new SimCluster(7);
    for (const name of NODE_NAMES) sim.addNode(name);
    sim.settle();
    sim.send(create(RESOURCEQUOTAS, { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "one-pod", namespace: "default" }, spec: { hard: { pods: "1" } } } as never));
    sim.apply(daemonSetObject("log-agent"));
    sim.runFor(40);
    return sim;
  }
  const failures = (sim: SimCluster) => sim.cluster.decisions.since(0).filter((d) => d.rule === "daemonset/create-failed").map((d) => d.atMs);

  test("are reported in the API server's words, and the status shows the gap [33]", () => {
    const sim = refused();
    const failed = eventsOf(sim, "log-agent").filter((e) => e.reason === "FailedCreate");
    expect(failed[0]!.message).toMatch(/^Error creating: pods "log-agent-[bcdfghjklmnpqrstvwxz2456789]{5}" is forbidden: exceeded quota: one-pod, requested: pods=1, used: pods=1, limited: pods=1$/);
    expect(sim.numbers("log-agent")).toBe("3 1 1 1 1 0");
  });

  test("are tried again after a delay that doubles, and the removal of the quota wakes nobody [33]", () => {
    const sim = refused();
    const gaps = failures(sim).map((at, i, all) => at - (all[i - 1] ?? at)).slice(-2);
    // The last two that the recording saw.
    expect(gaps[0]! / 1_000).toBeCloseTo(10.2, 0);
    expect(gaps[1]! / 1_000).toBeCloseTo(20.5, 0);
    const last = failures(sim).at(-1)!;
    sim.send(remove(RESOURCEQUOTAS, { namespace: "default", name: "one-pod" }));
    const log = recordWrites(sim.cluster);
    sim.runFor(60);
    expect((created(log)[0]!.atMs - last) / gaps[1]!).toBeGreaterThan(1.9);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
  });
});

test("pods on a dead node stay 1/1 Running, for their containers are ready, although their Ready condition is False [17]", () => {
  const sim = recordedCluster();
  sim.powerOff("node-2");
  sim.settle();
  const pod = sim.podOn("node-2")!;
  expect([pod.status.phase, pod.status.containerStatuses?.map((s) => s.ready)]).toEqual(["Running", [true]]);
  expect(isReady(pod)).toBe(false);
  expect(pod.status.conditions?.find((c) => c.type === "Ready")).not.toHaveProperty("reason");
});

test("NoExecute with a toleration of 8 s: evicted after exactly 8.0 s, made again on the same node, evicted again, for ever [08]", () => {
  const sim = recordedCluster({}, { tolerations: [TOLERATION, { key: "maintenance", operator: "Exists", effect: "NoExecute", tolerationSeconds: 8 }] });
  const log = recordWrites(sim.cluster);
  sim.patchNode("node-2", taint("maintenance", "NoExecute"));
  const start = sim.cluster.nowMs;
  sim.runFor(30);
  const at = deleted(log).map((w) => w.atMs);
  expect(at.length).toBe(3);
  expect(Math.abs(at[0]! - start - 8_000)).toBeLessThanOrEqual(50);
  expect(deleted(log).every((w) => w.before!.spec.nodeName === "node-2")).toBe(true);
});

test("OnDelete: a new template makes a ControllerRevision and UP-TO-DATE 0, nothing else; switching to RollingUpdate starts at once [13]", () => {
  const sim = recordedCluster({ updateStrategy: { type: "OnDelete" } });
  const log = recordWrites(sim.cluster);
  sim.setImage("log-agent", "example/logger:v2");
  sim.settle();
  expect([podWrites(log).length, revisions(sim), sim.numbers("log-agent")]).toEqual([0, [1, 2], "3 3 3 0 3 0"]);
  sim.patchSet("log-agent", { spec: { updateStrategy: { type: "RollingUpdate" } } });
  sim.runFor(0.1);
  expect(deleted(log).length).toBe(1);
});
