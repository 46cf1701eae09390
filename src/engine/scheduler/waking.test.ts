import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { EVENTS, NODES, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const ONE_CPU = { cpu: "1" };

/** A pod that names its node, as the DaemonSet controller makes them. */
function pinned(name: string, nodeName: string, cpu: string, priorityClassName?: string): KubeObject {
  const terms = [{ matchFields: [{ key: "metadata.name", operator: "In", values: [nodeName] }] }];
  return {
    apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" },
    spec: {
      containers: [{ name: "c", image: "example/c:v1", resources: { requests: { cpu } } }],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
      ...(priorityClassName ? { priorityClassName } : {}),
    },
  } as object as KubeObject;
}

function clusterOf(...nodes: readonly string[]): SimCluster {
  const sim = new SimCluster(3);
  for (const name of nodes) sim.addNode(name, ONE_CPU);
  sim.settle();
  return sim;
}
function addPod(sim: SimCluster, pod: KubeObject): void {
  sim.send(create(PODS, pod));
  sim.runFor(1);
}
function pod(sim: SimCluster, name: string): Pod | undefined {
  return sim.pods().find((p) => p.metadata.name === name);
}
function condition(sim: SimCluster, name: string): string | undefined {
  return pod(sim, name)?.status.conditions?.find((c) => c.type === "PodScheduled")?.message;
}
function failuresOf(sim: SimCluster, name: string): string[] {
  return [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "FailedScheduling" && e.involvedObject.name === name).map((e) => e.message);
}

describe("a pod that names its node and does not fit", () => {
  test("is tried again when any node comes, though it would fit there no better", () => {
    const sim = clusterOf("n1", "n2");
    addPod(sim, pinned("big", "n1", "3"));
    expect(condition(sim, "big")).toBe("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
    sim.addNode("n3", ONE_CPU);
    sim.runFor(20);
    expect(condition(sim, "big")).toContain("0/3 nodes are available: 1 Insufficient cpu, 2 node(s)");
  });

  test("learns of a taint on its node", () => {
    const sim = clusterOf("n1", "n2");
    addPod(sim, pinned("first", "n1", "600m"));
    addPod(sim, pinned("second", "n1", "600m"));
    sim.patchNode("n1", { spec: { taints: [{ key: "maintenance", value: "now", effect: "NoSchedule" }] } });
    sim.runFor(5);
    expect(condition(sim, "second")).toContain("0/2 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity], 1 node(s) had untolerated taint(s).");
  });

  test("does not care for a label of another node", () => {
    const sim = clusterOf("n1", "n2");
    addPod(sim, pinned("first", "n1", "600m"));
    addPod(sim, pinned("second", "n1", "600m"));
    sim.runFor(20);
    const before = failuresOf(sim, "second").length;
    sim.send(patch(NODES, { name: "n2" }, { metadata: { labels: { disk: "ssd" } } }, { patchType: "merge" }));
    sim.runFor(20);
    expect(failuresOf(sim, "second")).toHaveLength(before);
  });
});

describe("the room of a deleted pod", () => {
  test("goes to the most important of the pods that wait for it", () => {
    const sim = clusterOf("n1");
    addPod(sim, pinned("there", "n1", "600m", "system-node-critical"));
    addPod(sim, pinned("waiting", "n1", "600m"));
    addPod(sim, pinned("critical", "n1", "600m", "system-node-critical"));
    sim.send(remove(PODS, { namespace: "default", name: "there" }, { gracePeriodSeconds: 0 }));
    sim.runFor(1);
    expect([pod(sim, "critical")?.spec.nodeName, pod(sim, "waiting")?.spec.nodeName]).toEqual(["n1", undefined]);
  });

  test("is taken at once by a pod that waits, before a more important one comes", () => {
    const sim = clusterOf("n1");
    addPod(sim, pinned("there", "n1", "600m", "system-node-critical"));
    addPod(sim, pinned("waiting", "n1", "600m"));
    sim.send(remove(PODS, { namespace: "default", name: "there" }, { gracePeriodSeconds: 0 }));
    sim.runFor(0.005);
    sim.send(create(PODS, pinned("late", "n1", "600m", "system-node-critical")));
    sim.runFor(0.005);
    expect(pod(sim, "waiting")).toMatchObject({ spec: { nodeName: "n1" }, metadata: { deletionTimestamp: expect.any(String) } });
    expect(failuresOf(sim, "late")).toEqual(["0/1 nodes are available: 1 Insufficient cpu."]);
  });
});

test("a preemptor that is tried before its victim is gone says who rejected the promised node beside NodeAffinity", () => {
  const sim = clusterOf("n1", "n2");
  addPod(sim, pinned("small", "n1", "600m"));
  addPod(sim, pinned("other", "n2", "600m"));
  sim.runFor(10);
  sim.send(create(PODS, pinned("critical", "n1", "600m", "system-node-critical")));
  sim.runFor(0.5);
  expect(pod(sim, "critical")?.status.nominatedNodeName).toBe("n1");
  sim.patchNode("n2", { spec: { taints: [{ key: "maintenance", value: "now", effect: "NoSchedule" }] } });
  sim.runFor(0.5);
  expect(failuresOf(sim, "critical")).toEqual([
    "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity NodeResourcesFit]. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.",
  ]);
});
