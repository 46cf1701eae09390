import { describe, expect, test } from "vitest";
import { create, patch, type KubeResponse } from "../../../api/request.ts";
import { EVENTS, PODDISRUPTIONBUDGETS, PODS, PRIORITYCLASSES, STATEFULSETS } from "../../../api/resources.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { PodDisruptionBudget } from "../../../api/types/poddisruptionbudget.ts";
import { daemonSetObject, SimCluster } from "../../testing/sim-cluster.ts";

const LABELS = { app: "web" };

/** Three nodes and a StatefulSet of `replicas` pods `web-0` …, at rest. */
function cluster(replicas = 3, image = "example/logger:v1"): SimCluster {
  const sim = new SimCluster();
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name);
  const template = { metadata: { labels: LABELS }, spec: { containers: [{ name: "web", image }] } };
  const body = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "web", namespace: "default" }, spec: { replicas, podManagementPolicy: "Parallel", selector: { matchLabels: LABELS }, template } };
  sim.send(create(STATEFULSETS, body));
  sim.runFor(60);
  return sim;
}
function addBudget(sim: SimCluster, spec: object, name = "web", selector: object = { matchLabels: LABELS }): void {
  sim.send(create(PODDISRUPTIONBUDGETS, { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name, namespace: "default" }, spec: { selector, ...spec } } as never));
  sim.runFor(1);
}
function budget(sim: SimCluster): PodDisruptionBudget {
  return sim.cluster.store.get<PodDisruptionBudget>(PODDISRUPTIONBUDGETS, "default", "web")!;
}
/** allowed, healthy, desired, expected. */
function numbers(sim: SimCluster): string {
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = budget(sim).status;
  return [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods].join(" ");
}
function evict(sim: SimCluster, name: string, options: object = {}): KubeResponse {
  return sim.try({ verb: "create", resource: PODS.key, namespace: "default", name, subresource: "eviction", body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "default" } }, ...options });
}
function statusOf(response: KubeResponse) {
  return response.ok ? undefined : response.status;
}

describe("what a budget allows", () => {
  test.each([
    [{ minAvailable: 2 }, "1 3 2 3"],
    [{ minAvailable: "50%" }, "1 3 2 3"],
    [{ maxUnavailable: 1 }, "1 3 2 3"],
    [{ maxUnavailable: "34%" }, "2 3 1 3"],
    [{ maxUnavailable: 5 }, "3 3 0 3"],
    [{ minAvailable: 4 }, "0 3 4 3"],
  ])("%j of three healthy pods: %s", (spec, expected) => {
    const sim = cluster();
    addBudget(sim, spec);
    expect(numbers(sim)).toBe(expected);
    const isAllowed = budget(sim).status.disruptionsAllowed > 0;
    expect(budget(sim).status.conditions).toEqual([{
      type: "DisruptionAllowed", status: isAllowed ? "True" : "False", reason: isAllowed ? "SufficientPods" : "InsufficientPods", message: "",
      lastTransitionTime: expect.any(String), observedGeneration: 1,
    }]);
  });

  test("is nothing where no pod matches, and says so", () => {
    const sim = cluster();
    addBudget(sim, { minAvailable: 0 }, "web", { matchLabels: { app: "none" } });
    expect(numbers(sim)).toBe("0 0 0 0");
    expect([...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === "PodDisruptionBudget").map((e) => `${e.source.component} ${e.reason} ${e.message}`)).toEqual(["controllermanager NoPods No matching pods found"]);
  });

  test("is nothing where the pods' controller has no scale, as a DaemonSet's", () => {
    const sim = cluster(0);
    sim.apply(daemonSetObject("logger"));
    sim.runFor(10);
    addBudget(sim, { maxUnavailable: 1 }, "web", { matchLabels: { app: "logger" } });
    expect(budget(sim).status).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ type: "DisruptionAllowed", status: "False", reason: "SyncFailed", message: "daemonsets.apps does not implement the scale subresource" }],
    });
    const [pod] = sim.pods();
    expect(statusOf(evict(sim, pod!.metadata.name))!.code).toBe(429);
  });
});

describe("an eviction", () => {
  test("takes one from the budget, and the next is refused until the pod is back", () => {
    const sim = cluster();
    addBudget(sim, { minAvailable: 3 });
    expect(statusOf(evict(sim, "web-0"))).toEqual({
      kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: 429, reason: "TooManyRequests",
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ reason: "DisruptionBudget", message: "The disruption budget web needs 3 healthy pods and has 3 currently", field: "" }] },
    });
    sim.send(patch(PODDISRUPTIONBUDGETS, { namespace: "default", name: "web" }, { spec: { minAvailable: 2 } }, { patchType: "merge" }));
    expect(statusOf(evict(sim, "web-0"))!.details).toEqual({ causes: [{ reason: "DisruptionBudget", message: "The disruption budget web is still being processed by the server.", field: "" }], retryAfterSeconds: 10 });
    sim.runFor(1);
    expect(evict(sim, "web-0")).toMatchObject({ ok: true, code: 201 });
    expect(Object.keys(budget(sim).status.disruptedPods ?? {})).toEqual(["web-0"]);
    expect(statusOf(evict(sim, "web-1"))!.code).toBe(429);
    sim.runFor(30);
    expect(budget(sim).status.disruptedPods).toBeUndefined();
    expect(numbers(sim)).toBe("1 3 2 3");
  });

  test("that is only tried changes nothing", () => {
    const sim = cluster();
    addBudget(sim, { minAvailable: 2 });
    const revision = sim.cluster.store.revision;
    expect(evict(sim, "web-0", { options: { dryRun: true } }).ok).toBe(true);
    expect(sim.cluster.store.revision).toBe(revision);
  });

  test("of a pod with two budgets is an error of the server", () => {
    const sim = cluster();
    addBudget(sim, { minAvailable: 1 });
    addBudget(sim, { minAvailable: 1 }, "second");
    expect(statusOf(evict(sim, "web-0"))).toMatchObject({ code: 500, message: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support." });
  });

  test.each([[undefined, 429], ["AlwaysAllow", 201]])("of a pod that is not Ready, policy %s: %i", (policy, code) => {
    const sim = cluster();
    addBudget(sim, { minAvailable: 3, ...(policy ? { unhealthyPodEvictionPolicy: policy } : {}) });
    sim.send({ ...patch(PODS, { namespace: "default", name: "web-1" }, { status: { conditions: [{ type: "Ready", status: "False" }] } }), subresource: "status" });
    sim.cluster.advance(sim.cluster.nowMs + 15);
    const answer = evict(sim, "web-1");
    expect(answer.ok ? answer.code : answer.status.code).toBe(code);
  });
});

test("preemption spares the pods that a budget protects, if others will do", () => {
  const sim = new SimCluster();
  sim.addNode("node-1", { cpu: "2" });
  sim.send(create(PRIORITYCLASSES, { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "high" }, value: 1000 } as never));
  const pod = (name: string, labels: object, spec: object = {}) => ({
    apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", labels },
    spec: { containers: [{ name: "c", image: "example/logger:v1", resources: { requests: { cpu: "900m" } } }], ...spec },
  });
  sim.send(create(PODS, pod("plain", {}) as never));
  sim.runFor(20);
  sim.send(create(PODS, pod("protected", LABELS) as never));
  sim.runFor(20);
  addBudget(sim, { minAvailable: 1 });
  sim.send(create(PODS, pod("urgent", {}, { priorityClassName: "high" }) as never));
  sim.runFor(60);
  expect(sim.pods().map((p: Pod) => p.metadata.name).sort()).toEqual(["protected", "urgent"]);
});
