import { expect, test } from "vitest";
import { create, patch, remove } from "../../../api/request.ts";
import { PODS, REPLICASETS, RESOURCEQUOTAS } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { eventsOf } from "../../testing/deployment-object.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";
import { deletionCost, rankForDeletion } from "./rank.ts";

const labels = { app: "web" };
const template = { metadata: { labels }, spec: { containers: [{ name: "app", image: "example/web:v1" }] } };

function clusterWith(replicas: number): SimCluster {
  const sim = new SimCluster();
  for (const name of ["node-1", "node-2"]) sim.addNode(name);
  sim.settle();
  sim.send(create(REPLICASETS, { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: "web" }, spec: { replicas, selector: { matchLabels: labels }, template } } as never));
  sim.settle();
  return sim;
}

const web = (sim: SimCluster) => sim.cluster.store.get<ReplicaSet>(REPLICASETS, "default", "web")!;
const scale = (sim: SimCluster, replicas: number) => sim.send(patch(REPLICASETS, web(sim).metadata, { spec: { replicas } }));
const reasons = (sim: SimCluster) => sim.cluster.decisions.since(0).filter((d) => d.actor === "replicaset-controller").map((d) => `${d.rule}: ${d.text.replaceAll(/web-[a-z0-9]{5}/g, "POD")}`);

test("replaces a pod as soon as it is being deleted, and counts it apart until it has ended", () => {
  const sim = clusterWith(2);
  sim.deletePod(sim.pods()[0]!.metadata.name);
  sim.runFor(0.1);
  expect(sim.pods()).toHaveLength(3);
  expect(web(sim).status).toMatchObject({ replicas: 2, fullyLabeledReplicas: 2, terminatingReplicas: 1 });
  sim.settle();
  expect(web(sim).status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2, terminatingReplicas: 0, observedGeneration: 1 });
  expect(reasons(sim).at(-1)).toBe("replicaset/missing-replica: created `POD` because ReplicaSet `web` wants 2 and has 1; not counting 1 being deleted.");
});

test("takes the pod that is not ready first when it shrinks, and says so", () => {
  const sim = clusterWith(3);
  const [first] = sim.pods() as [Pod];
  sim.send({ ...patch(PODS, first.metadata, { status: { conditions: [{ type: "Ready", status: "False" }] } }), subresource: "status" });
  scale(sim, 2);
  sim.runFor(0.1);
  expect(sim.pods().filter((p) => p.metadata.deletionTimestamp).map((p) => p.metadata.name)).toEqual([first.metadata.name]);
  expect(reasons(sim).at(-1)).toBe("replicaset/surplus-not-ready: deleted `POD` because `web` wants 2 and has 3; it goes first because it is not ready.");
});

test("makes 100 pods in batches of 1, 2, 4 …, then 20 a second, and tells of them when all are made", () => {
  const sim = clusterWith(100);
  const times = sim.pods().map((p) => p.metadata.creationTimestamp).sort();
  expect(times.at(-1)! > times[0]!).toBe(true);
  const created = sim.cluster.decisions.since(0).filter((d) => d.rule === "replicaset/missing-replica").map((d) => d.atMs);
  const seconds = (created.at(-1)! - created[0]!) / 1000;
  expect(seconds).toBeGreaterThan(3.5);
  expect(seconds).toBeLessThan(4.5);
});

test("a quota stops it with an Event and a condition; it tries again by itself and clears the condition", () => {
  const sim = clusterWith(1);
  sim.send(create(RESOURCEQUOTAS, { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "few", namespace: "default" }, spec: { hard: { pods: "1" } } } as never));
  scale(sim, 2);
  sim.runFor(5);
  const message = web(sim).status.conditions?.[0]?.message ?? "";
  expect(web(sim).status.conditions).toMatchObject([{ type: "ReplicaFailure", status: "True", reason: "FailedCreate" }]);
  expect(message).toMatch(/^pods "web-[a-z0-9]{5}" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1$/);
  expect(eventsOf(sim, "ReplicaSet")).toContain('FailedCreate: Error creating: pods "web-' + message.slice(10, 15) + '" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1');
  sim.send(remove(RESOURCEQUOTAS, { namespace: "default", name: "few" }));
  sim.runFor(60);
  expect(web(sim).status).toMatchObject({ replicas: 2, readyReplicas: 2 });
  expect(web(sim).status.conditions).toBeUndefined();
});

test("adopts a matching orphan instead of making a pod, and lets go of one that no longer matches", () => {
  const sim = clusterWith(0);
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "stray", namespace: "default", labels }, spec: template.spec } as never));
  scale(sim, 2);
  sim.settle();
  expect(sim.pods().map((p) => p.metadata.ownerReferences?.[0]?.name)).toEqual(["web", "web"]);
  sim.send(patch(PODS, { namespace: "default", name: "stray" }, { metadata: { labels: { app: "other" } } }));
  sim.settle();
  expect(sim.pods()).toHaveLength(3);
  expect(sim.pods().find((p) => p.metadata.name === "stray")!.metadata.ownerReferences).toBeUndefined();
});

test("pods of about the same age are told apart by their uid, older ones by the power of two of their age", () => {
  const nowMs = 1_000_000_000;
  const pod = (uid: string, readySecondsAgo: number): Pod => ({
    apiVersion: "v1", kind: "Pod",
    metadata: { name: uid, uid, resourceVersion: "1", creationTimestamp: formatTime(0) },
    spec: { nodeName: "n", containers: [] },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True", lastTransitionTime: formatTime(nowMs - readySecondsAgo * 1000) }] },
  });
  const rank = (a: Pod, b: Pod) => rankForDeletion(a, b, { nowMs, crowdOf: () => 1 });
  expect(rank(pod("b", 100), pod("a", 120))).toEqual({ order: 1, rule: "uid" });
  expect(rank(pod("b", 10), pod("a", 120)).rule).toBe("ready-time");
  expect(rank(pod("b", 10), pod("a", 120)).order).toBeLessThan(0);
});

test("restarts of sidecars count, those of init containers that have ended do not", () => {
  const pod = (uid: string, restartCount: number, restartPolicy?: string): Pod => ({
    apiVersion: "v1", kind: "Pod",
    metadata: { name: uid, uid, resourceVersion: "1", creationTimestamp: formatTime(0) },
    spec: { nodeName: "n", containers: [], initContainers: [{ name: "proxy", image: "x", ...(restartPolicy ? { restartPolicy } : {}) }] },
    status: { phase: "Running", initContainerStatuses: [{ name: "proxy", restartCount }] as never },
  });
  const rank = (a: Pod, b: Pod) => rankForDeletion(a, b, { nowMs: 1_000, crowdOf: () => 1 });
  expect(rank(pod("a", 1, "Always"), pod("b", 3, "Always"))).toEqual({ order: 2, rule: "restarts" });
  expect(rank(pod("a", 1), pod("b", 3))).toEqual({ order: 0, rule: "none" });
});

test.each([["10", 10], ["-5", -5], ["+3", 3], ["007", 0], ["much", 0], ["2147483648", 0], [undefined, 0]])("a deletion cost of %s counts as %s", (text, cost) => {
  const annotations = text === undefined ? {} : { "controller.kubernetes.io/pod-deletion-cost": text };
  expect(deletionCost({ metadata: { annotations } } as unknown as Pod)).toBe(cost);
});
