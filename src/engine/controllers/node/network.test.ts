import { expect, test } from "vitest";
import { create, remove } from "../../../api/request.ts";
import { FAULTS, SIM_GROUP } from "../../../api/resources.ts";
import { daemonSetObject, SimCluster } from "../../testing/sim-cluster.ts";

function cluster(template: object = {}): SimCluster {
  const sim = new SimCluster(2);
  sim.addNode("node-1");
  sim.addNode("node-2");
  sim.apply(daemonSetObject("agent", {}, template));
  sim.runFor(10);
  sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "route" }, spec: { type: "NetworkUnavailable", nodeName: "node-2" } } as never));
  sim.runFor(1);
  return sim;
}
const first = (sim: SimCluster) => sim.node("node-2").status.conditions![0]!;
const taints = (sim: SimCluster) => (sim.node("node-2").spec.taints ?? []).map((t) => `${t.key}:${t.effect}`);

test("NetworkUnavailable stands before the kubelet's conditions, with its taint, until the fault is deleted", () => {
  const sim = cluster();
  expect([first(sim), taints(sim)]).toMatchObject([
    { type: "NetworkUnavailable", status: "True", reason: "NoRouteCreated", message: "RouteController failed to create a route" }, ["node.kubernetes.io/network-unavailable:NoSchedule"],
  ]);
  sim.send(remove(FAULTS, { name: "route" }));
  sim.runFor(1);
  expect([first(sim), taints(sim)]).toMatchObject([{ status: "False", reason: "RouteCreated", message: "RouteController created a route" }, []]);
  expect(sim.cluster.decisions.since(0).filter((d) => d.rule === "node/network-unavailable").map((d) => d.verdict)).toEqual(["no-route", "route"]);
});

test("the DaemonSet's numbers stay until a pod is deleted, which then is not created again [25]", () => {
  const sim = cluster();
  expect(sim.numbers("agent")).toBe("2 2 2 2 2 0");
  sim.deletePod(sim.podOn("node-2")!.metadata.name);
  sim.runFor(30);
  expect([sim.numbers("agent"), sim.podOn("node-2")]).toEqual(["1 1 1 1 1 0", undefined]);
});

test("pods on the host's network tolerate it [26]", () => {
  const sim = cluster({ hostNetwork: true });
  sim.deletePod(sim.podOn("node-2")!.metadata.name);
  sim.runFor(30);
  expect(sim.numbers("agent")).toBe("2 2 2 2 2 0");
});
