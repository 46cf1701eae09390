import { describe, expect, test } from "vitest";
import { create, remove } from "../../api/request.ts";
import { EVENTS, FAULTS, IMAGES, PODS, SIM_GROUP } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";
import { rankForEviction, type MemoryUse } from "./eviction.ts";

const TEXTS = [
  ["MemoryPressure", "memory-pressure", "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "NodeHasInsufficientMemory", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", "NodeHasSufficientMemory"],
  ["DiskPressure", "disk-pressure", "KubeletHasDiskPressure", "kubelet has disk pressure", "NodeHasDiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", "NodeHasNoDiskPressure"],
  ["PIDPressure", "pid-pressure", "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "NodeHasInsufficientPID", "KubeletHasSufficientPID", "kubelet has sufficient PID available", "NodeHasSufficientPID"],
] as const;

function cluster(): SimCluster {
  const sim = new SimCluster(5);
  sim.addNode("node-1");
  sim.addNode("node-2");
  sim.runFor(5);
  return sim;
}

function begin(sim: SimCluster, type: string): void {
  sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "pressure" }, spec: { type, nodeName: "node-2" } } as never));
}
const end = (sim: SimCluster) => sim.send(remove(FAULTS, { name: "pressure" }));
const condition = (sim: SimCluster, type: string) => sim.node("node-2").status.conditions!.find((c) => c.type === type)!;
const taints = (sim: SimCluster) => (sim.node("node-2").spec.taints ?? []).map((t) => `${t.key}:${t.effect}`);
const events = (sim: SimCluster, about: string) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.name === about);
const verdicts = (sim: SimCluster) => sim.cluster.decisions.since(0).filter((d) => d.rule.startsWith("kubelet/pressure")).map((d) => d.verdict);

function pod(sim: SimCluster, name: string, spec: object = {}, memory?: string): void {
  const resources = memory === undefined ? {} : { resources: { requests: { memory } } };
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { nodeName: "node-2", restartPolicy: "Never", containers: [{ name: "app", image: `example/${name}:v1`, ...resources }], ...spec } } as never));
}
const podOf = (sim: SimCluster, name: string) => sim.cluster.store.get<Pod>(PODS, "default", name)!;

describe.each(TEXTS)("%s", (type, key, badReason, badMessage, badEvent, goodReason, goodMessage, goodEvent) => {
  test("is reported at once, tainted 5 to 15 ms later, and taken back 5 minutes after it ended", () => {
    const sim = cluster();
    begin(sim, type);
    sim.runFor(0.006);
    expect([condition(sim, type), taints(sim)]).toMatchObject([{ status: "True", reason: badReason, message: badMessage }, []]);
    sim.runFor(0.016);
    expect(taints(sim)).toEqual([`node.kubernetes.io/${key}:NoSchedule`]);
    expect(events(sim, "node-2").map((e) => e.message)).toContain(`Node node-2 status is now: ${badEvent}`);

    sim.runFor(60);
    end(sim);
    sim.runFor(299);
    expect(condition(sim, type).status).toBe("True");
    sim.runFor(2);
    expect([condition(sim, type), taints(sim)]).toMatchObject([{ status: "False", reason: goodReason, message: goodMessage }, []]);
    expect(events(sim, "node-2").filter((e) => e.reason === goodEvent)).not.toEqual([]);
    expect(verdicts(sim)).toEqual(["pressure", "pressure-eased", "pressure-over"]);
  });

  test("keeps the order of the conditions, Ready last", () => {
    const sim = cluster();
    begin(sim, type);
    sim.runFor(1);
    expect(sim.node("node-2").status.conditions!.map((c) => c.type)).toEqual(["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]);
  });
});

describe("daemon pods", () => {
  test.each(["DiskPressure", "PIDPressure"])("and the numbers are not touched by %s [25]", (type) => {
    const sim = cluster();
    sim.apply(daemonSetObject("agent"));
    sim.runFor(10);
    const uid = sim.podOn("node-2")!.metadata.uid;
    begin(sim, type);
    sim.runFor(60);
    expect([sim.numbers("agent"), sim.podOn("node-2")!.metadata.uid]).toEqual(["2 2 2 2 2 0", uid]);
  });

  test("that are evicted for memory are replaced", () => {
    const sim = cluster();
    sim.apply(daemonSetObject("agent"));
    sim.runFor(10);
    const uid = sim.podOn("node-2")!.metadata.uid;
    begin(sim, "MemoryPressure");
    sim.runFor(8);
    expect(sim.podOn("node-2")!.metadata.uid).not.toBe(uid);
    expect(events(sim, "agent").map((e) => e.reason)).toContain("FailedDaemonPod");
    end(sim);
    sim.runFor(30);
    expect(sim.numbers("agent")).toBe("2 2 2 2 2 0");
  });
});

describe("under memory pressure", () => {
  test("a pod is evicted with the real status, condition and event", () => {
    const sim = cluster();
    pod(sim, "web", {}, "64Mi");
    sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "web" }, spec: { image: "example/web:v1", memoryBytes: 200 * 1024 * 1024 } } as never));
    sim.runFor(10);
    begin(sim, "MemoryPressure");
    sim.runFor(3);
    const { status } = podOf(sim, "web");
    expect(status).toMatchObject({ phase: "Failed", reason: "Evicted" });
    expect(status.message).toMatch(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container app was using 200Mi, request is 64Mi, has larger consumption of memory\. $/);
    expect(status.conditions!.map(({ type, status: is, reason }) => [type, is, reason ?? ""])).toEqual([
      ["DisruptionTarget", "True", "TerminationByKubelet"], ["PodReadyToStartContainers", "False", ""], ["Initialized", "True", ""],
      ["Ready", "False", "PodFailed"], ["ContainersReady", "False", "PodFailed"], ["PodScheduled", "True", ""],
    ]);
    expect(events(sim, "web").find((e) => e.reason === "Evicted")).toMatchObject({ type: "Warning", message: status.message });
    expect(events(sim, "node-2").find((e) => e.reason === "EvictionThresholdMet")).toMatchObject({ type: "Warning", message: "Attempting to reclaim memory" });
  });

  test("one pod goes each 10 seconds, critical ones never", () => {
    const sim = cluster();
    for (const name of ["a", "b"]) pod(sim, name, {}, "64Mi");
    pod(sim, "greedy");
    pod(sim, "critical", { priorityClassName: "system-node-critical" });
    sim.runFor(10);
    begin(sim, "MemoryPressure");
    const failed = () => ["a", "b", "greedy", "critical"].filter((name) => podOf(sim, name).status.phase === "Failed");
    sim.runFor(5);
    expect(failed()).toEqual(["greedy"]);
    sim.runFor(10);
    expect(failed()).toHaveLength(2);
    sim.runFor(60);
    expect(failed()).toEqual(["a", "b", "greedy"]);
    expect(podOf(sim, "critical").status.phase).toBe("Running");
  });

  test("the order is: more than requested, lower priority, more over the request", () => {
    const use = (name: string, priority: number, used: number, requested: number): MemoryUse =>
      ({ pod: { apiVersion: "v1", kind: "Pod", metadata: { name, uid: name, resourceVersion: "", creationTimestamp: "" }, spec: { priority, containers: [] }, status: {} }, usedBytes: used, requestedBytes: requested });
    const pods = [use("within, low", -1, 10, 10), use("over, high", 5, 900, 0), use("over, low, little", 0, 20, 10), use("over, low, much", 0, 40, 10), use("within, high", 9, 0, 10)];
    expect(rankForEviction(pods).map((p) => p.pod.metadata.name)).toEqual(["over, low, much", "over, low, little", "over, high", "within, low", "within, high"]);
  });
});

describe("the kubelet's own door", () => {
  test.each(["DiskPressure", "PIDPressure"])("is closed under %s to all but critical pods", (type) => {
    const sim = cluster();
    begin(sim, type);
    sim.runFor(1);
    pod(sim, "web", {}, "64Mi");
    pod(sim, "critical", { priorityClassName: "system-cluster-critical" });
    sim.runFor(5);
    expect(podOf(sim, "web").status).toMatchObject({ phase: "Failed", reason: "Evicted", message: `Pod was rejected: The node had condition: [${type}]. ` });
    expect(events(sim, "web").find((e) => e.reason === "Evicted")).toMatchObject({ type: "Warning", message: `The node had condition: [${type}]. ` });
    expect(podOf(sim, "critical").status.phase).toBe("Running");
  });

  test("is closed under MemoryPressure only to pods that request nothing and do not tolerate it", () => {
    const sim = cluster();
    begin(sim, "MemoryPressure");
    sim.runFor(0.9);
    pod(sim, "best-effort");
    pod(sim, "tolerant", { tolerations: [{ key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" }] });
    pod(sim, "burstable", {}, "64Mi");
    sim.runFor(0.3);
    expect(["best-effort", "tolerant", "burstable"].map((name) => podOf(sim, name).status.phase)).toEqual(["Failed", "Pending", "Pending"]);
  });
});

test("a full disk costs the images that nobody uses", () => {
  const sim = cluster();
  pod(sim, "done");
  sim.runFor(10);
  sim.send(remove(PODS, { namespace: "default", name: "done" }));
  sim.runFor(10);
  begin(sim, "DiskPressure");
  sim.runFor(1);
  expect(sim.cluster.decisions.since(0).find((d) => d.verdict === "images-removed")?.text).toContain("removed `example/done:v1` from `node-2`");
});
