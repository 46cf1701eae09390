import { describe, expect, test } from "vitest";
import { breakRegistry, repairRegistry } from "./break-registry.ts";
import { cutNetwork, healNetwork } from "./cut-network.ts";
import { calmPod, disturbPod } from "./disturb-pod.ts";
import { contextOf, nodeRow, planOf, podRow } from "./fixtures.ts";
import { endPressure, nodePressure } from "./node-pressure.ts";

const NODE = nodeRow("node-2");
const POD = podRow("agent-x");
const MADE = { verb: "create", resource: "faults.sim.playground.local", options: { fieldManager: "kubectl-create", fieldValidation: "Strict" } };

function made(name: string, spec: object): object {
  return { ...MADE, body: { apiVersion: "sim.playground.local/v1", kind: "Fault", metadata: { name }, spec } };
}
function deleted(name: string): object {
  return { verb: "delete", resource: "faults.sim.playground.local", name, options: { propagationPolicy: "Background" } };
}

test("the network of a node is cut by a fault and healed by its end", () => {
  expect(planOf(cutNetwork, contextOf(NODE))).toEqual({
    requests: [made("network-cut-node-2", { type: "NetworkCut", nodeName: "node-2" })],
    kubectl: [
      "# Only in this playground: on a real cluster you would cut the cable.",
      "kubectl create -f - <<'EOF'\napiVersion: sim.playground.local/v1\nkind: Fault\nmetadata:\n  name: network-cut-node-2\nspec:\n  type: NetworkCut\n  nodeName: node-2\nEOF",
    ],
  });
  const cut = contextOf(NODE, { faults: ["network-cut-node-2"] });
  expect([cutNetwork.when(cut), healNetwork.when(contextOf(NODE))]).toEqual(["Node node-2 is cut off already.", "Node node-2 is not cut off."]);
  expect(planOf(healNetwork, cut)).toMatchObject({ requests: [deleted("network-cut-node-2")], kubectl: [expect.stringContaining("# Only in this playground"), "kubectl delete fault network-cut-node-2"] });
});

describe("pressure", () => {
  test.each([["MemoryPressure", "memory-pressure"], ["DiskPressure", "disk-pressure"], ["PIDPressure", "pid-pressure"], ["NetworkUnavailable", "network-unavailable"]])("%s", (type, prefix) => {
    expect(planOf(nodePressure, contextOf(NODE), { condition: type })).toMatchObject({ requests: [made(`${prefix}-node-2`, { type, nodeName: "node-2" })] });
  });

  test("what stands already is no longer offered, and all of it ends at once", () => {
    const context = contextOf(NODE, { faults: ["memory-pressure-node-2", "pid-pressure-node-2", "memory-pressure-node-3"] });
    const field = nodePressure.fields!(context)[0]!;
    expect("options" in field && field.options.map((o) => o.value)).toEqual(["DiskPressure", "NetworkUnavailable"]);
    expect(planOf(endPressure, context)).toMatchObject({
      requests: [deleted("memory-pressure-node-2"), deleted("pid-pressure-node-2")], kubectl: [expect.any(String), "kubectl delete fault memory-pressure-node-2 pid-pressure-node-2"],
    });
    expect(endPressure.when(contextOf(NODE))).toBe("No pressure was put on node node-2.");
  });
});

test("the registry breaks for all nodes or for one, and is repaired for all", () => {
  expect(planOf(breakRegistry, contextOf())).toMatchObject({ requests: [made("registry-down", { type: "ImagePullFailure" })] });
  expect(planOf(breakRegistry, contextOf(), { where: "node-3", error: "boom" })).toMatchObject({ requests: [made("registry-down-node-3", { type: "ImagePullFailure", nodeName: "node-3", error: "boom" })] });
  const broken = contextOf(undefined, { faults: ["registry-down", "registry-down-node-3", "other"] });
  expect(breakRegistry.when(broken)).toBe("The image registry is broken for all nodes already.");
  expect(planOf(repairRegistry, broken)).toMatchObject({ requests: [deleted("registry-down"), deleted("registry-down-node-3")] });
});

describe("a pod is disturbed", () => {
  const target = { namespace: "default", podName: "agent-x" };
  test.each([
    ["flap", [made("flap-agent-x", { type: "ReadinessFlap", ...target, everySeconds: 7 })]],
    ["oom", [made("oom-agent-x", { type: "OOM", ...target })]],
    ["slow", [made("slow-agent-x", { type: "SlowStart", ...target, seconds: 7 }), made("restart-agent-x", { type: "ContainerCrash", ...target, times: 1 })]],
  ])("%s", (how, requests) => {
    expect(planOf(disturbPod, contextOf(POD), { how, seconds: "7" })).toMatchObject({ requests });
  });

  test("again by a new fault in place of the old one, until it is left alone", () => {
    const context = contextOf(POD, { faults: ["oom-agent-x", "slow-agent-x", "oom-agent-y"] });
    expect(planOf(disturbPod, context, { how: "oom" })).toMatchObject({ requests: [deleted("oom-agent-x"), { verb: "create" }] });
    expect(planOf(calmPod, context)).toMatchObject({ requests: [deleted("oom-agent-x"), deleted("slow-agent-x")] });
    expect(calmPod.when(contextOf(POD))).toBe("Nothing disturbs pod agent-x.");
  });

  test("wrong seconds are refused at their field", () => {
    expect(planOf(disturbPod, contextOf(POD), { seconds: "0" })).toMatchObject({ field: "seconds" });
  });
});
