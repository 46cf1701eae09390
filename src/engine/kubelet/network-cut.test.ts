import { expect, test } from "vitest";
import { create, remove } from "../../api/request.ts";
import { EVENTS, FAULTS, PODS, SIM_GROUP } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";

/** Three nodes with a DaemonSet, at rest. */
function cluster(): SimCluster {
  const sim = new SimCluster(3);
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name);
  sim.apply(daemonSetObject("agent"));
  sim.runFor(20);
  return sim;
}

function fault(sim: SimCluster, name: string, spec: object): void {
  sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name }, spec } as never));
}
const cut = (sim: SimCluster) => fault(sim, "cut", { type: "NetworkCut", nodeName: "node-2" });
const heal = (sim: SimCluster) => sim.send(remove(FAULTS, { name: "cut" }));

const ready = (sim: SimCluster) => sim.node("node-2").status.conditions!.find((c) => c.type === "Ready")!;
const taints = (sim: SimCluster) => (sim.node("node-2").spec.taints ?? []).map((t) => `${t.key}:${t.effect}`);
const kubelet = (sim: SimCluster) => sim.cluster.decisions.since(0).filter((d) => d.actor === "kubelet").map((d) => d.verdict);
const podReady = (pod: Pod | undefined) => pod?.status.conditions?.find((c) => c.type === "Ready")?.status;

test("a node that is cut off is given up after its lease is too old, as one that is off; its containers go on", () => {
  const sim = cluster();
  const before = sim.podOn("node-2")!;
  cut(sim);
  sim.runFor(65);
  expect(ready(sim)).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." });
  expect(taints(sim)).toEqual(["node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute"]);
  expect(podReady(sim.podOn("node-2"))).toBe("False");

  heal(sim);
  sim.runFor(10);
  expect([ready(sim).status, taints(sim)]).toEqual(["True", []]);
  const after = sim.podOn("node-2")!;
  expect([podReady(after), after.metadata.uid, after.status.containerStatuses]).toEqual(["True", before.metadata.uid, before.status.containerStatuses]);
});

test("a short cut is noticed by nobody", () => {
  const sim = cluster();
  const version = sim.node("node-2").metadata.resourceVersion;
  cut(sim);
  sim.runFor(20);
  heal(sim);
  sim.runFor(60);
  expect(sim.node("node-2").metadata.resourceVersion).toBe(version);
});

test("its begin and its end are recorded, with the fault as evidence", () => {
  const sim = cluster();
  cut(sim);
  sim.runFor(1);
  const begun = sim.cluster.decisions.since(0).find((d) => d.verdict === "cut-off")!;
  expect(begun).toMatchObject({ actor: "kubelet", object: { kind: "Node", name: "node-2" }, rule: "kubelet/network-cut" });
  expect(begun.evidence).toMatchObject([{ object: { kind: "Fault", name: "cut" }, path: "spec" }]);
  heal(sim);
  sim.runFor(3);
  expect(kubelet(sim)).toContain("reconnected");
});

test("a pod deleted there waits until the node is back, and is then stopped and replaced", () => {
  const sim = cluster();
  const { name, uid } = sim.podOn("node-2")!.metadata;
  cut(sim);
  sim.runFor(1);
  sim.deletePod(name);
  sim.runFor(300);
  expect(sim.pods().find((p) => p.metadata.uid === uid)?.metadata.deletionTimestamp).toBeDefined();
  heal(sim);
  sim.runFor(15);
  expect(sim.pods().find((p) => p.metadata.uid === uid)).toBeUndefined();
  expect(sim.podOn("node-2")?.status.phase).toBe("Running");
});

test("a pod deleted by force there is killed when the kubelet hears of it", () => {
  const sim = cluster();
  const { name, uid } = sim.podOn("node-2")!.metadata;
  cut(sim);
  sim.runFor(1);
  sim.send(remove(PODS, { namespace: "default", name }, { gracePeriodSeconds: 0 }));
  const killing = () => [...sim.cluster.store.all<KubeEvent>(EVENTS)].some((e) => e.reason === "Killing" && e.involvedObject.uid === uid);
  sim.runFor(30);
  expect([killing(), sim.podOn("node-2")?.status.phase]).toEqual([false, "Pending"]);
  heal(sim);
  sim.runFor(10);
  expect([killing(), sim.podOn("node-2")?.status.phase]).toEqual([true, "Running"]);
});

test("what happens to containers meanwhile is reported afterwards", () => {
  const sim = cluster();
  const { name } = sim.podOn("node-2")!.metadata;
  const restarts = () => sim.podOn("node-2")!.status.containerStatuses![0]!.restartCount;
  cut(sim);
  sim.runFor(1);
  fault(sim, "crash", { type: "ContainerCrash", namespace: "default", podName: name, times: 1 });
  sim.runFor(20);
  expect(restarts()).toBe(0);
  heal(sim);
  sim.runFor(3);
  expect([restarts(), sim.podOn("node-2")!.status.containerStatuses![0]!.lastState.terminated?.exitCode]).toEqual([1, 1]);
});

test("a machine that gets its power back starts only when its network is back too", () => {
  const sim = cluster();
  cut(sim);
  sim.powerOff("node-2");
  sim.runFor(70);
  sim.powerOn("node-2");
  sim.runFor(30);
  expect(ready(sim).status).toBe("Unknown");
  heal(sim);
  sim.runFor(15);
  expect([ready(sim).status, sim.podOn("node-2")?.status.containerStatuses?.[0]?.restartCount]).toEqual(["True", 1]);
});

test("the run is the same again after seeking back", () => {
  const sim = cluster();
  cut(sim);
  sim.runFor(400);
  heal(sim);
  sim.runFor(100);
  const dump = JSON.stringify(sim.cluster.dump());
  const end = sim.cluster.nowMs;
  sim.cluster.seek(30_000);
  sim.cluster.seek(end);
  expect(JSON.stringify(sim.cluster.dump())).toBe(dump);
});
