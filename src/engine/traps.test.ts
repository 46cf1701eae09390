import { expect, test } from "vitest";
import { create, patch, remove } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { HASH_LABEL, TEMPLATE_GENERATION_LABEL } from "../api/rollout.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { Pod } from "../api/types/pod.ts";
import { recordWrites } from "./testing/invariants-observer.ts";
import { created, deleted, deleteSet, eventsOf, failPod, isReady, isTerminating, NODE_NAMES, podWrites, recordedCluster, reportPod, revisions, rolling, runUntil, statuses, strayPod, tag, taint, TOLERATION, undoTo } from "./testing/recorded-cluster.ts";
import { daemonSetObject, SimCluster } from "./testing/sim-cluster.ts";

/*
 * Twenty things a naive simulator gets wrong about DaemonSets, one test each, in the order of the list. Rules of
 * Kubernetes 1.36's DaemonSet controller and the API server around it.
 */

const surging = rolling({ maxUnavailable: 0, maxSurge: 1 });
const inNamespace = (namespace: string, pod: object) => ({ ...pod, metadata: { ...(pod as { metadata: object }).metadata, namespace } });
const store = (sim: SimCluster) => sim.cluster.store;
/** Equal workers, no DaemonSet yet. */
function nodes(count: number, options: Parameters<SimCluster["addNode"]>[1] = {}): SimCluster {
  const sim = new SimCluster(7);
  for (let i = 1; i <= count; i++) sim.addNode(`node-${i}`, options);
  sim.settle();
  return sim;
}

test("1. the controller pins a pod by a matchField that replaces the user's required terms, and a pod that does not fit stays Pending on its one node", () => {
  const sim = nodes(2, { labels: { disk: "ssd" } });
  sim.addNode("node-3", { labels: { disk: "ssd" }, cpu: "20m" });
  const terms = [{ matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] }];
  const preferred = [{ weight: 1, preference: terms[0] }];
  sim.apply(daemonSetObject("log-agent", {}, { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms }, preferredDuringSchedulingIgnoredDuringExecution: preferred } } }));
  sim.runFor(3_600);
  const pending = sim.podOn("node-3")!;
  expect([pending.spec.nodeName, pending.status.phase]).toEqual([undefined, "Pending"]);
  expect(pending.spec.affinity?.nodeAffinity).toEqual({
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-3"] }] }] },
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  });
  expect(sim.numbers("log-agent")).toBe("3 3 2 3 2 0");
});

test("2. resources, ports, cordon and readiness of a node do not matter to the controller: it makes the pod all the same", () => {
  const sim = nodes(1, { cpu: "20m" });
  for (const name of ["node-2", "node-3", "node-4"]) sim.addNode(name);
  const ports = [{ containerPort: 80, hostPort: 80 }];
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { nodeName: "node-2", containers: [{ name: "web", image: "example/web:v1", ports }] } } as never));
  sim.patchNode("node-3", { spec: { unschedulable: true } });
  sim.settle();
  sim.apply(daemonSetObject("log-agent", {}, { containers: [{ name: "logger", image: "example/logger:v1", ports, resources: { requests: { cpu: "50m" } } }] }));
  sim.settle();
  const daemons = sim.pods().filter((p) => p.metadata.name !== "web");
  expect(daemons.map((p) => p.spec.nodeName ?? "").sort()).toEqual(["", "", "node-3", "node-4"]);
  expect(sim.numbers("log-agent")).toBe("4 4 2 4 2 0");
});

test("3. of not-ready and unreachable only NoExecute is tolerated: the pod stays but is misscheduled, and a lost one is not made again", () => {
  const sim = recordedCluster();
  sim.powerOff("node-3");
  sim.settle();
  expect(sim.node("node-3").spec.taints?.map((t) => `${t.key}:${t.effect}`).sort()).toEqual(["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"]);
  expect(sim.podOn("node-3")).toBeDefined();
  expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 1");
  sim.send(remove(PODS, sim.podOn("node-3")!.metadata, { gracePeriodSeconds: 0 }));
  sim.settle();
  expect(sim.podOn("node-3")).toBeUndefined();
  expect(sim.numbers("log-agent")).toBe("2 2 2 2 2 0");
});

test("4. an untolerated NoSchedule taint lets a pod stay and makes none; NoExecute deletes it at once, and a toleration holds whatever its tolerationSeconds", () => {
  const sim = recordedCluster();
  const log = recordWrites(sim.cluster);
  sim.patchNode("node-2", taint("dedicated", "NoSchedule"));
  sim.settle();
  expect(deleted(log)).toEqual([]);
  sim.patchNode("node-3", taint("dedicated", "NoExecute"));
  const start = sim.cluster.nowMs;
  sim.settle();
  expect(deleted(log).map((w) => w.before!.spec.nodeName)).toEqual(["node-3"]);
  expect(deleted(log)[0]!.atMs - start).toBeLessThanOrEqual(50);
  expect(NODE_NAMES.map((name) => sim.podOn(name) !== undefined)).toEqual([true, true, false]);
  // The controller ignores tolerationSeconds: such a node should run the pod; the eviction is another controller's.
  const patient = recordedCluster({}, { tolerations: [TOLERATION, { key: "dedicated", operator: "Exists", tolerationSeconds: 3_600, effect: "NoExecute" }] });
  patient.patchNode("node-3", taint("dedicated", "NoExecute"));
  patient.runFor(60);
  expect(patient.numbers("log-agent")).toBe("3 3 3 3 3 0");
  expect(patient.podOn("node-3")).toBeDefined();
});

test("5. network-unavailable is tolerated only with hostNetwork, and a default toleration overwrites the user's equal one in place, without its seconds", () => {
  const own = [{ key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 5 }, TOLERATION];
  const keys = (sim: SimCluster) => sim.podOn("node-2")!.spec.tolerations!.map((t) => `${t.key?.replace("node.kubernetes.io/", "")}:${t.effect}`);
  const sim = recordedCluster({}, { tolerations: own });
  expect(sim.podOn("node-2")!.spec.tolerations!.slice(0, 2)).toEqual([{ key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" }, TOLERATION]);
  expect(keys(sim)).toEqual(["unreachable:NoExecute", "node-role.kubernetes.io/control-plane:NoSchedule", "not-ready:NoExecute", "disk-pressure:NoSchedule", "memory-pressure:NoSchedule", "pid-pressure:NoSchedule", "unschedulable:NoSchedule"]);
  expect(keys(recordedCluster({}, { hostNetwork: true })).at(-1)).toBe("network-unavailable:NoSchedule");
});

test("6. without surge a node waits for the end of its terminating pod, with surge it is filled at once; a terminal pod held by a finalizer blocks neither", () => {
  const replacedWhile = (spec: object) => {
    const sim = recordedCluster(spec);
    const old = sim.podOn("node-2")!;
    const log = recordWrites(sim.cluster);
    sim.deletePod(old.metadata.name);
    sim.settle();
    const finished = podWrites(log).find((w) => w.before?.metadata.uid === old.metadata.uid && w.after?.status.phase === "Succeeded")!;
    return created(log)[0]!.atMs < finished.atMs;
  };
  expect(replacedWhile({})).toBe(false);
  expect(replacedWhile(surging)).toBe(true);
  for (const spec of [{}, surging]) {
    const sim = recordedCluster(spec);
    const old = sim.podOn("node-2")!;
    sim.send(patch(PODS, old.metadata, { metadata: { finalizers: ["example.com/hold"] } }));
    sim.deletePod(old.metadata.name);
    sim.settle();
    const held = store(sim).get<Pod>(PODS, "default", old.metadata.name)!;
    expect([held.status.phase, isTerminating(held)]).toEqual(["Succeeded", true]);
    expect(isReady(sim.podOn("node-2")!)).toBe(true);
    expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
  }
});

test("7. deleting an unscheduled or a failed pod takes no grace period, so failed pods are replaced without a kubelet", () => {
  const sim = nodes(1, { cpu: "20m" });
  sim.apply(daemonSetObject("log-agent"));
  sim.settle();
  const pending = sim.podOn("node-1")!;
  sim.deletePod(pending.metadata.name);
  expect(store(sim).get(PODS, "default", pending.metadata.name)).toBeUndefined();
  const dead = recordedCluster();
  const pod = dead.podOn("node-3")!;
  dead.powerOff("node-3");
  const log = recordWrites(dead.cluster);
  failPod(dead, pod);
  dead.runFor(0.1);
  expect(podWrites(log).filter((w) => w.before?.metadata.uid === pod.metadata.uid).map((w) => [w.after?.status.phase, w.after?.metadata.deletionGracePeriodSeconds])).toEqual([["Failed", undefined], ["Failed", 0], [undefined, undefined]]);
  expect(created(log).length).toBe(1);
});

test("8. of duplicates the bound one stays before the unbound, then the oldest, then the first by name; readiness plays no part", () => {
  const sim = nodes(2);
  const big = [{ name: "logger", image: "example/logger:v1", resources: { requests: { cpu: "100" } } }];
  const pinned = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-1"] }] }] } } };
  sim.send(create(PODS, strayPod("a-unbound", { affinity: pinned, containers: big }) as never));
  sim.runFor(5);
  sim.send(create(PODS, strayPod("b-bound", { nodeName: "node-1", containers: [{ name: "logger", image: "example/logger:notready" }] }) as never));
  sim.runFor(5);
  sim.send(create(PODS, strayPod("c-young-and-ready", { nodeName: "node-1" }) as never));
  sim.send(create(PODS, strayPod("z-twin", { nodeName: "node-2" }) as never));
  sim.send(create(PODS, strayPod("y-twin", { nodeName: "node-2" }) as never));
  sim.runFor(5);
  sim.apply(daemonSetObject("log-agent", { updateStrategy: { type: "OnDelete" } }));
  sim.settle();
  expect(sim.pods().map((p) => p.metadata.name).sort()).toEqual(["b-bound", "y-twin"]);
});

test("9. failed pods wait 1 s doubling per node, with a Warning each; a spec change starts anew; Succeeded pods wait for nothing and give a Normal event", () => {
  const sim = recordedCluster();
  const failOn = (node: string, phase: "Failed" | "Succeeded") => {
    const pod = sim.podOn(node)!;
    const start = sim.cluster.nowMs;
    if (phase === "Failed") failPod(sim, pod);
    else reportPod(sim, pod, { phase });
    runUntil(sim, () => !store(sim).get(PODS, "default", pod.metadata.name));
    const delay = Math.round((sim.cluster.nowMs - start) / 1_000);
    runUntil(sim, () => sim.podOn(node) !== undefined);
    return delay;
  };
  expect([failOn("node-2", "Failed"), failOn("node-2", "Failed"), failOn("node-2", "Failed")]).toEqual([0, 1, 2]);
  expect(failOn("node-3", "Failed")).toBe(0);
  expect([1, 2, 3].map(() => failOn("node-1", "Succeeded"))).toEqual([0, 0, 0]);
  const told = eventsOf(sim, "log-agent").map((e) => `${e.type} ${e.reason}`);
  expect([told.filter((t) => t === "Warning FailedDaemonPod").length, told.filter((t) => t === "Normal SucceededDaemonPod").length]).toEqual([4, 3]);
  sim.patchSet("log-agent", { spec: { revisionHistoryLimit: 3 } });
  sim.runFor(0.5);
  expect(failOn("node-2", "Failed")).toBe(0);
});

test("10. terminating pods use the budget too, and unready old pods are replaced regardless of it", () => {
  const sim = recordedCluster(rolling({ maxUnavailable: 1 }));
  const log = recordWrites(sim.cluster);
  sim.send(remove(PODS, sim.podOn("node-1")!.metadata));
  sim.setImage("log-agent", "example/logger:v2");
  runUntil(sim, () => created(log).length > 0);
  expect(deleted(log).length).toBe(1);
  const unready = recordedCluster({}, { containers: [{ name: "logger", image: "example/logger:notready" }] });
  const second = recordWrites(unready.cluster);
  unready.setImage("log-agent", "example/logger:v2");
  unready.runFor(0.5);
  expect(deleted(second).length).toBe(3);
});

test("11. percentages of maxUnavailable and of maxSurge round up, and of desired nodes, not of all", () => {
  const started = (limits: object, count: (log: ReturnType<typeof recordWrites>) => number) => {
    const sim = nodes(5);
    for (let i = 6; i <= 20; i++) sim.addNode(`node-${i}`, { taints: [{ key: "dedicated", effect: "NoSchedule" }] });
    sim.apply(daemonSetObject("log-agent", rolling(limits)));
    sim.settle();
    const log = recordWrites(sim.cluster);
    sim.setImage("log-agent", "example/logger:v2");
    sim.runFor(0.5);
    return count(log);
  };
  expect(started({ maxUnavailable: "25%" }, (log) => deleted(log).length)).toBe(2);
  expect(started({ maxUnavailable: 0, maxSurge: "25%" }, (log) => created(log).length)).toBe(2);
});

test("12. a rollback in mid-rollout restarts only what has moved: pods that still carry the earlier hash are up to date", () => {
  const sim = recordedCluster();
  const template = sim.set("log-agent").spec.template;
  const log = recordWrites(sim.cluster);
  sim.setImage("log-agent", "example/logger:v2");
  runUntil(sim, () => sim.numbers("log-agent").startsWith("3 3 3 1"));
  const moved = deleted(log).length;
  expect(moved).toBeLessThan(3);
  undoTo(sim, template);
  sim.settle();
  // Each pod that was taken away comes back as v1; those that had come as v2 go once more; nothing else restarts.
  const v2 = created(log).filter((w) => tag(w.after!) === "v2").length;
  expect(v2).toBeGreaterThan(0);
  expect(created(log).length).toBe(moved + v2);
  expect(sim.pods().map(tag)).toEqual(["v1", "v1", "v1"]);
  expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
});

test("13. the current revision is found by its data and gets the highest old number + 1, not the length of the history", () => {
  const sim = recordedCluster({ revisionHistoryLimit: 1 });
  const template = sim.set("log-agent").spec.template;
  for (const version of ["v2", "v3", "v4"]) {
    sim.setImage("log-agent", `example/logger:${version}`);
    sim.settle();
  }
  expect(revisions(sim)).toEqual([3, 4]);
  undoTo(sim, template);
  sim.settle();
  expect(revisions(sim)).toEqual([4, 5]);
  sim.setImage("log-agent", "example/logger:v4");
  sim.settle();
  expect(revisions(sim)).toEqual([5, 6]);
  // A revision of that name with other data: the count goes up and with it the hash changes.
  const hash = recordedCluster().podOn("node-2")!.metadata.labels![HASH_LABEL];
  const taken = nodes(1);
  taken.send(create(CONTROLLERREVISIONS, { apiVersion: "apps/v1", kind: "ControllerRevision", metadata: { name: `log-agent-${hash}`, namespace: "default" }, data: { spec: {} }, revision: 1 } as never));
  taken.apply(daemonSetObject("log-agent", {}, { tolerations: [TOLERATION] }));
  taken.settle();
  expect(taken.set("log-agent").status.collisionCount).toBe(1);
  expect(taken.podOn("node-1")!.metadata.labels![HASH_LABEL]).not.toBe(hash);
});

test("14. a pod of the set's template generation is up to date without the hash, but between surge pairs only the hash counts", () => {
  const sim = recordedCluster();
  const pod = sim.podOn("node-2")!;
  const log = recordWrites(sim.cluster);
  sim.send(patch(PODS, pod.metadata, { metadata: { labels: { [HASH_LABEL]: "other" } } }));
  sim.settle();
  expect(deleted(log)).toEqual([]);
  expect(sim.numbers("log-agent")).toBe("3 3 3 3 3 0");
  const pair = recordedCluster(surging);
  const old = pair.podOn("node-2")!;
  pair.send(patch(PODS, old.metadata, { metadata: { labels: { [HASH_LABEL]: "other" } } }));
  const second = strayPod("second", { nodeName: "node-2" }) as { metadata: { labels: Record<string, string> } };
  Object.assign(second.metadata.labels, { [HASH_LABEL]: pair.podOn("node-3")!.metadata.labels![HASH_LABEL], [TEMPLATE_GENERATION_LABEL]: "1" });
  pair.send(create(PODS, second as never));
  pair.settle();
  expect(pair.podOn("node-2")!.metadata.name).toBe("second");
});

test("15. the history limit counts old revisions only, and one that some pod still carries stays beyond it", () => {
  const sim = recordedCluster({ revisionHistoryLimit: 0, updateStrategy: { type: "OnDelete" } });
  for (const [version, left] of [["v2", [1, 2]], ["v3", [1, 3]]] as const) {
    sim.setImage("log-agent", `example/logger:${version}`);
    sim.settle();
    expect(revisions(sim)).toEqual(left);
  }
  for (const pod of sim.pods()) sim.deletePod(pod.metadata.name);
  sim.settle();
  sim.patchSet("log-agent", { spec: { minReadySeconds: 1 } });
  sim.settle();
  expect(revisions(sim)).toEqual([3]);
});

test("16. the status is per node, from the oldest pod, terminating ones included, and UP-TO-DATE needs no readiness", () => {
  const sim = recordedCluster();
  sim.deletePod(sim.podOn("node-2")!.metadata.name);
  sim.patchSet("log-agent", { spec: { revisionHistoryLimit: 3 } });
  sim.runFor(0.3);
  expect(sim.set("log-agent").status).toMatchObject({ observedGeneration: 2, numberReady: 3, numberAvailable: 3 });
  const surge = recordedCluster(surging);
  surge.setImage("log-agent", "example/logger:notready");
  surge.settle();
  expect(surge.pods().length).toBe(4);
  expect(surge.numbers("log-agent")).toBe("3 3 3 0 3 0");
  const bad = recordedCluster({}, { containers: [{ name: "logger", image: "example/logger:bad" }] });
  expect(bad.set("log-agent").status).toMatchObject({ updatedNumberScheduled: 3, numberReady: 0, numberUnavailable: 3 });
});

test("17. with surge, unready old pods get their new one outside the budget and go once it stands beside them; a ready old pod waits for the new to be available", () => {
  const sim = recordedCluster(surging, { containers: [{ name: "logger", image: "example/logger:notready" }] });
  const log = recordWrites(sim.cluster);
  sim.setImage("log-agent", "example/logger:bad");
  sim.settle();
  expect(created(log).length).toBe(3);
  expect(deleted(log).length).toBe(3);
  expect(sim.pods().map(tag)).toEqual(["bad", "bad", "bad"]);
  const slow = recordedCluster({ ...surging, minReadySeconds: 10 });
  const second = recordWrites(slow.cluster);
  slow.setImage("log-agent", "example/logger:v2");
  runUntil(slow, () => deleted(second).length > 0);
  const ready = podWrites(second).find((w) => w.after && tag(w.after) === "v2" && isReady(w.after))!;
  expect(deleted(second)[0]!.atMs - ready.atMs).toBeGreaterThanOrEqual(9_000);
  // On a node that should not run it an old pod goes only while more than desired are available, and is not made again.
  const sunset = recordedCluster(surging);
  sunset.patchNode("node-3", taint("dedicated", "NoSchedule"));
  sunset.settle();
  sunset.setImage("log-agent", "example/logger:v2");
  sunset.settle();
  expect(NODE_NAMES.map((name) => sunset.podOn(name)).map((p) => p && tag(p))).toEqual(["v2", "v2", undefined]);
});

test("18. minReadySeconds wakes the set by itself, though no event comes: AVAILABLE follows READY while the cluster is otherwise at rest", () => {
  const sim = nodes(1);
  sim.apply(daemonSetObject("log-agent", { minReadySeconds: 30 }));
  const log = recordWrites(sim.cluster);
  runUntil(sim, () => sim.numbers("log-agent") === "1 1 1 1 0 0");
  const lastPodWrite = podWrites(log).at(-1)!.atMs;
  runUntil(sim, () => sim.numbers("log-agent") === "1 1 1 1 1 0");
  expect(podWrites(log).at(-1)!.atMs).toBe(lastPodWrite);
  expect(sim.cluster.nowMs - lastPodWrite).toBeGreaterThanOrEqual(29_000);
  expect(sim.cluster.nowMs - lastPodWrite).toBeLessThanOrEqual(31_100);
});

test("19. matching orphans are adopted without a hash, terminating orphans and others' pods left alone, and a set being deleted does nothing at all", () => {
  const sim = recordedCluster();
  sim.send(create(PODS, inNamespace("kube-system", strayPod("elsewhere", { nodeName: "node-3" })) as never));
  sim.send(create(PODS, strayPod("stray", { nodeName: "node-2" }) as never));
  const log = recordWrites(sim.cluster);
  sim.settle();
  expect(podWrites(log).find((w) => w.before?.metadata.name === "stray")!.after!.metadata).toMatchObject({ labels: { app: "log-agent" }, ownerReferences: [{ name: "log-agent" }] });
  expect(podWrites(log).some((w) => w.after?.metadata.name === "stray" && HASH_LABEL in w.after.metadata.labels!)).toBe(false);
  const ownersOf = (name: string, namespace = "default") => store(sim).get<Pod>(PODS, namespace, name)!.metadata.ownerReferences?.map((o) => o.name) ?? [];
  expect(ownersOf("elsewhere", "kube-system")).toEqual([]);

  const escaping = sim.podOn("node-3")!;
  sim.send(patch(PODS, escaping.metadata, { metadata: { labels: { app: "escaped" }, finalizers: ["example.com/hold"] } }));
  sim.settle();
  sim.deletePod(escaping.metadata.name);
  sim.send(patch(PODS, escaping.metadata, { metadata: { labels: { app: "log-agent" } } }));
  sim.settle();
  expect(ownersOf(escaping.metadata.name)).toEqual([]);

  const labels = { app: "log-agent", team: "logs" };
  sim.apply(daemonSetObject("other", { selector: { matchLabels: { team: "logs" } }, template: { metadata: { labels }, spec: { containers: [{ name: "logger", image: "example/logger:v1" }] } } }));
  sim.settle();
  expect(sim.pods().filter((p) => p.metadata.labels?.["team"] === "logs" && isReady(p)).map((p) => ownersOf(p.metadata.name))).toEqual([["other"], ["other"]]);
  expect(sim.numbers("other")).toBe("2 2 2 2 2 0");

  const leaving = recordedCluster();
  deleteSet(leaving, "Foreground");
  const seen = recordWrites(leaving.cluster);
  leaving.settle();
  expect(leaving.pods()).toEqual([]);
  expect(created(seen)).toEqual([]);
  expect(statuses(seen).every((numbers) => numbers === "3 3 3 3 3 0")).toBe(true);
});

test("20. around it: maxSurge alone is refused, generation moves with spec, template generation with the template, the selector is fixed, orphaned revisions stay, and a deleted node wakes nobody", () => {
  const sim = recordedCluster();
  const refused = sim.try(create(DAEMONSETS, daemonSetObject("x", rolling({ maxSurge: 1 })) as never));
  expect(!refused.ok && refused.status.message).toBe('DaemonSet.apps "x" is invalid: spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero');
  const generations = () => [sim.set("log-agent").metadata.generation, sim.set("log-agent").metadata.annotations?.["deprecated.daemonset.template.generation"]];
  expect(generations()).toEqual([1, "1"]);
  sim.patchSet("log-agent", { metadata: { labels: { team: "logs" } } });
  expect(generations()).toEqual([1, "1"]);
  sim.patchSet("log-agent", { spec: { minReadySeconds: 1 } });
  expect(generations()).toEqual([2, "1"]);
  sim.setImage("log-agent", "example/logger:v2");
  expect(generations()).toEqual([3, "2"]);
  const moved = sim.try(patch(DAEMONSETS, { namespace: "default", name: "log-agent" }, { spec: { selector: { matchLabels: { app: "other" } }, template: { metadata: { labels: { app: "other" } } } } }));
  expect(!moved.ok && moved.status.message).toContain("field is immutable");
  const never = sim.try(patch(DAEMONSETS, { namespace: "default", name: "log-agent" }, { spec: { template: { spec: { restartPolicy: "Never" } } } }));
  expect(!never.ok && never.status.message).toContain('Unsupported value: "Never": supported values: "Always"');
  sim.settle();
  deleteSet(sim, "Orphan");
  sim.settle();
  expect([...store(sim).all<ControllerRevision>(CONTROLLERREVISIONS)].length).toBe(2);
  expect(sim.pods().filter((p) => !isTerminating(p)).length).toBe(3);
  const lost = recordedCluster();
  lost.addNode("node-4", { cpu: "20m" });
  lost.settle();
  const pending = lost.podOn("node-4")!;
  const log = recordWrites(lost.cluster);
  for (const name of ["node-3", "node-4"]) lost.send(remove(NODES, { name }));
  lost.runFor(30);
  expect(podWrites(log).filter((w) => w.after === undefined || isTerminating(w.after))).toEqual([]);
  lost.patchSet("log-agent", { spec: { revisionHistoryLimit: 3 } });
  lost.runFor(0.5);
  expect(deleted(log).map((w) => w.before!.metadata.name)).toEqual([pending.metadata.name]);
});
