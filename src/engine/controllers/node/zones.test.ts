import { describe, expect, test } from "vitest";
import { SimCluster } from "../../testing/sim-cluster.ts";
import { remove } from "../../../api/request.ts";
import { EVENTS, NODES } from "../../../api/resources.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { Node } from "../../../api/types/node.ts";
import { areAllDisrupted, zonesOf } from "./zones.ts";

function nodes(ready: number, notReady: number, labels: Record<string, string> = {}): Node[] {
  const node = (i: number, status: "True" | "False") => ({ metadata: { name: `n${i}`, labels }, spec: {}, status: { conditions: [{ type: "Ready", status }] } }) as unknown as Node;
  return [...Array.from({ length: ready }, (_, i) => node(i, "True")), ...Array.from({ length: notReady }, (_, i) => node(ready + i, "False"))];
}

describe("a zone", () => {
  // Thresholds of the node lifecycle controller: more than two nodes and 55 %; 50 nodes make a zone large.
  test.each([
    [3, 0, "Normal", 0.1],
    [1, 2, "Normal", 0.1],
    [1, 3, "PartialDisruption", 0],
    [5, 5, "Normal", 0.1],
    [23, 28, "Normal", 0.1],
    [20, 31, "PartialDisruption", 0.01],
    [0, 1, "FullDisruption", 0.1],
  ])("of %i ready and %i other nodes is %s", (ready, notReady, state, evictionRatePerSecond) => {
    expect(zonesOf(nodes(ready, notReady)).get("")).toEqual({ state, evictionRatePerSecond });
  });

  test("is made by the labels of region and zone; excluded nodes are in none", () => {
    const all = [...nodes(1, 0, { "topology.kubernetes.io/zone": "a" }), ...nodes(0, 1, { "topology.kubernetes.io/zone": "b" }), ...nodes(9, 0, { "node.kubernetes.io/exclude-disruption": "" })];
    const zones = zonesOf(all);
    expect([...zones].map(([key, zone]) => [key, zone.state])).toEqual([["/a", "Normal"], ["/b", "FullDisruption"]]);
    expect(areAllDisrupted(zones)).toBe(false);
  });
});

const evicting = (sim: SimCluster, name: string) => sim.node(name).spec.taints?.filter((t) => t.effect === "NoExecute").map((t) => t.key) ?? [];

describe("nodes that fall silent", () => {
  test("get their NoExecute taints one in ten seconds", () => {
    const sim = new SimCluster();
    for (let i = 0; i < 6; i++) sim.addNode(`n${i}`);
    sim.runFor(12);
    for (const name of ["n0", "n1"]) sim.powerOff(name);
    sim.runFor(75);
    expect(["n0", "n1"].flatMap((n) => evicting(sim, n))).toEqual(["node.kubernetes.io/unreachable", "node.kubernetes.io/unreachable"]);
    const [first, second] = ["n0", "n1"].map((n) => sim.node(n).spec.taints!.find((t) => t.effect === "NoExecute")!.timeAdded!).sort();
    expect(second! > first!).toBe(true);
  });

  test("all together are not evicted from, until one of them is back", () => {
    const sim = new SimCluster();
    for (const name of ["a", "b"]) sim.addNode(name);
    sim.runFor(12);
    for (const name of ["a", "b"]) sim.powerOff(name);
    sim.runFor(300);
    expect([...evicting(sim, "a"), ...evicting(sim, "b")]).toEqual([]);
    sim.powerOn("a");
    sim.runFor(10);
    expect(evicting(sim, "b")).toEqual(["node.kubernetes.io/unreachable"]);
  });
});

test("an unreachable:NoExecute taint that a person puts on a Ready node is gone with the next pass", () => {
  const sim = new SimCluster();
  sim.addNode("a");
  sim.runFor(12);
  sim.patchNode("a", { spec: { taints: [{ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }, { key: "mine", effect: "NoExecute" }] } });
  sim.runFor(6);
  expect(evicting(sim, "a")).toEqual(["mine"]);
});

test("that a node has gone is told with the uid that it had", () => {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.settle();
  sim.runFor(10);
  const { uid } = sim.node("node-1").metadata;
  sim.send(remove(NODES, { name: "node-1" }));
  sim.runFor(10);
  const told = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter(({ reason }) => reason === "RemovingNode");
  expect(told.map(({ message, involvedObject }) => [message, involvedObject.uid])).toEqual([["Node node-1 event: Removing Node node-1 from Controller", uid]]);
});
