import { describe, expect, test } from "vitest";
import type { KubeObject } from "../api/types/meta.ts";
import { Conditions } from "./conditions.ts";
import { factsOf } from "./facts.ts";
import { graded, isFocused, predicted, readFocus } from "./step.ts";
import type { LessonStep } from "./schema.ts";

const object = (kind: string, name: string, more: object = {}, metadata: object = {}) =>
  ({ apiVersion: "v1", kind, metadata: { uid: `${kind}-${name}`, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", name, ...(kind === "Node" ? {} : { namespace: "default" }), ...metadata }, ...more }) as KubeObject;
const ownedBy = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid: `${kind}-${name}`, controller: true }] });
const isReady = { conditions: [{ type: "Ready", status: "True" }] };
const pinned = (node: string) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] }] } } } });

const NODES = [
  object("Node", "n-1", { spec: { taints: [{ key: "a", effect: "NoSchedule" }] }, status: isReady }),
  object("Node", "n-2", { spec: {}, status: { conditions: [{ type: "Ready", status: "Unknown" }] } }),
];
const OBJECTS = [
  ...NODES,
  object("DaemonSet", "agent", { spec: {}, status: { observedGeneration: 2, desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2, numberAvailable: 1 } }, { generation: 2 }),
  object("Deployment", "web", { spec: { replicas: 1 }, status: { availableReplicas: 1 } }),
  object("ReplicaSet", "web-1", {}, ownedBy("Deployment", "web")),
  object("Pod", "agent-1", { spec: { nodeName: "n-1" }, status: isReady }, { ...ownedBy("DaemonSet", "agent"), labels: { app: "agent" } }),
  object("Pod", "agent-2", { spec: pinned("n-2"), status: {} }, ownedBy("DaemonSet", "agent")),
  object("Pod", "web-1-x", { spec: { nodeName: "n-1" }, status: {} }, ownedBy("ReplicaSet", "web-1")),
];
const facts = factsOf({ nowMs: 61_500, objects: OBJECTS, decisions: [] }, { nowMs: 2000, objects: NODES.slice(1), decisions: [] });
const conditions = new Conditions();
const ask = (expression: string) => conditions.ask(expression, facts);

describe("conditions", () => {
  test.each([
    `ds["agent"].status.desiredNumberScheduled == 2 && nodes.size() == 2`,
    `ds.agent.status.desiredNumberScheduled - 1 == available("agent")`,
    `available("web") == 1 && available("gone") == 0`,
    `start.nodes.size() == 1 && "n-1" in node && !("n-1" in start.node)`,
    `nowSeconds == 61 && nowSeconds - start.nowSeconds == 59`,
    `podsOn("n-2").map(p, p.metadata.name) == ["agent-2"]`,
    `podsOf("web").map(p, p.metadata.name) == ["web-1-x"]`,
    `podsOf("agent").size() == 2 && podsOf("agent", "n-1").size() == 1 && podsOf("gone").size() == 0`,
    `ready(node["n-1"]) && !ready(node["n-2"]) && ready(ds["agent"]) && !ready(deploy["web"])`,
    `taints(node["n-1"]).exists(t, t.effect == "NoSchedule") && taints(node["n-2"]).size() == 0`,
    `condition(node["n-2"], "Ready") == "Unknown" && condition(node["n-2"], "DiskPressure") == ""`,
    `has(pod["agent-1"].spec.nodeName) && !has(pod["agent-2"].spec.nodeName) && !has(pod["gone"].spec.nodeName)`,
    `"has(x)" != "" && labels(pod["agent-1"]).app == "agent"`,
    `ds["agent"].status.?numberUnavailable.orValue(0) == 0`,
    `nodes.exists(n, n.metadata.name == "n-2") && faults.size() == 0`,
  ])("%s", (expression) => {
    expect(ask(expression)).toEqual({ holds: true });
  });

  test("what is not there does not hold, and neither does its opposite", () => {
    expect(ask(`ds["gone"].status.numberReady == 0`)).toEqual({ holds: false, absent: "No such key: gone" });
    expect(ask(`!(ds["gone"].status.numberReady == 0)`).holds).toBe(false);
    expect(ask(`nodes[7].metadata.name == "x"`).holds).toBe(false);
    expect(ask(`ds["gone"].status.numberReady == 0 || true`)).toEqual({ holds: true });
  });

  test("what is wrong in itself is a problem, with its place", () => {
    expect(conditions.problemOf("podson(\"n-1\").size() == 1")).toBe("`podson(\"n-1\").size() == 1`, character 1: found no matching overload for 'podson(string)'");
    expect(conditions.problemOf("has(nodes)")).toContain("has() wants a field");
    expect(ask(`nodes[0].metadata.name > 3`).problem).toContain("no such overload");
  });
});

test("a prediction asks every node that was there at the start, as it is now", () => {
  const step = { predict: { mark: "nodes", of: "a pod", answer: `podsOn(node.metadata.name).size() > 0` } } as unknown as LessonStep;
  const answer = predicted(step, conditions, facts);
  expect(answer).toEqual(new Set(["n-2"]));
  expect(graded(new Set(["n-1"]), answer)).toEqual({ right: [], extra: ["n-1"], missed: ["n-2"] });
});

test("focus names a thing, or one field of its card", () => {
  expect(readFocus("ds/agent.status.numberReady")).toEqual({ kind: "ds", name: "agent", field: "status.numberReady" });
  expect(isFocused(readFocus("pod/agent-*"), "Pod", "agent-1")).toBe(true);
  expect(isFocused(readFocus("node/agent-1"), "Pod", "agent-1")).toBe(false);
});
