import { describe, expect, test } from "vitest";
import { create, remove } from "../../api/request.ts";
import { EVENTS, NODES, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Toleration } from "../../api/types/pod.ts";
import { patch } from "../../api/request.ts";
import { SimCluster } from "../testing/sim-cluster.ts";
import { evictionDelay } from "./taint-eviction.ts";

const EVICTING = [{ key: "a", value: "v", effect: "NoExecute" as const }];
const forSeconds = (tolerationSeconds: number): Toleration => ({ key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds });

function tainted(toleration: Toleration): SimCluster {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { nodeName: "node-1", tolerations: [toleration], containers: [{ name: "c", image: "x" }] } } as never));
  sim.runFor(20);
  taint(sim, EVICTING);
  return sim;
}

function taint(sim: SimCluster, taints: readonly object[]): void {
  sim.send(patch(NODES, { name: "node-1" }, { spec: { taints } }, { patchType: "merge" }));
}

const told = (sim: SimCluster) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "TaintManagerEviction").map((e) => e.message);

describe("a pod that tolerates an evicting taint for a while", () => {
  test("that is removed by force has its eviction cancelled", () => {
    const sim = tainted(forSeconds(60));
    sim.runFor(5);
    sim.send(remove(PODS, { namespace: "default", name: "web" }, { gracePeriodSeconds: 0 }));
    sim.runFor(120);
    expect(told(sim)).toEqual(["Cancelling deletion of Pod default/web"]);
  });

  test("is told of its eviction once, although it stays on a dead node", () => {
    const sim = tainted(forSeconds(60));
    sim.runFor(5);
    sim.powerOff("node-1");
    taint(sim, [...EVICTING, { key: "b", effect: "NoExecute" }]);
    sim.runFor(120);
    expect(told(sim)).toEqual(["Cancelling deletion of Pod default/web", "Marking for deletion Pod default/web"]);
    expect(sim.pods()[0]!.metadata.deletionTimestamp).toBeDefined();
  });

  test("keeps its first deadline when a taint comes that it tolerates for no time at all", () => {
    const sim = new SimCluster();
    sim.addNode("node-1");
    const tolerations = [forSeconds(60), { key: "b", operator: "Exists", effect: "NoExecute", tolerationSeconds: 0 }];
    sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { nodeName: "node-1", tolerations, containers: [{ name: "c", image: "x" }] } } as never));
    sim.runFor(20);
    taint(sim, EVICTING);
    sim.runFor(10);
    taint(sim, [...EVICTING, { key: "b", effect: "NoExecute" }]);
    sim.runFor(40);
    expect(sim.pods()[0]!.metadata.deletionTimestamp).toBeUndefined();
    sim.runFor(11);
    expect(told(sim)).toEqual(["Marking for deletion Pod default/web"]);
  });
});

test("its Events name the pod without a uid, so that describe does not show them", () => {
  const sim = tainted(forSeconds(5));
  sim.runFor(10);
  const events = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "TaintManagerEviction");
  expect(events.map((e) => e.involvedObject)).toEqual([{ apiVersion: "v1", kind: "Pod", namespace: "default", name: "web" }]);
});

test("only NoExecute taints evict", () => {
  expect(evictionDelay([{ key: "a", effect: "NoSchedule" }], [])).toEqual({ kind: "never" });
});
