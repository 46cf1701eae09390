import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { EVENTS, FAULTS, PODS, SIM_GROUP } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

function oneNode(options: Parameters<SimCluster["addNode"]>[1] = {}): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1", options);
  sim.runFor(2);
  return sim;
}

function run(sim: SimCluster, name: string, image: string, spec: object = {}, container: object = {}): void {
  const object = { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { containers: [{ name: "app", image, ...container }], ...spec } };
  sim.send(create(PODS, object as never));
}

const get = (sim: SimCluster, name: string) => sim.cluster.store.get<Pod>(PODS, "default", name);
const app = (sim: SimCluster, name: string) => get(sim, name)!.status.containerStatuses!.find((c) => c.name === "app")!;

/** `reason: message`, oldest first, of the kubelet's events about an object. */
function events(sim: SimCluster, name: string): string[] {
  return [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.name === name && e.source.component === "kubelet").map((e) => `${e.reason}: ${e.message}`);
}

/** Every status that differs from the one before, as seen after each thing that happens. */
function watchPod<T>(sim: SimCluster, name: string, seconds: number, look: (pod: Pod) => T): { atMs: number; value: T }[] {
  const seen: { atMs: number; value: T }[] = [];
  const note = () => {
    const pod = get(sim, name);
    if (!pod) return;
    const value = look(pod);
    if (JSON.stringify(seen.at(-1)?.value) !== JSON.stringify(value)) seen.push({ atMs: sim.cluster.nowMs, value });
  };
  const until = sim.cluster.nowMs + seconds * 1000;
  note();
  for (let next = sim.cluster.nextAtMs(); next !== undefined && next <= until; next = sim.cluster.nextAtMs()) {
    sim.cluster.advance(next);
    note();
  }
  return seen;
}

const stateText = (pod: Pod) => {
  const s = pod.status.containerStatuses?.[0]?.state;
  return s?.waiting?.reason ?? (s?.running ? "running" : s?.terminated ? `exit ${s.terminated.exitCode}` : "unknown");
};

describe("a pod that starts", () => {
  test("goes through ContainerCreating to Running and Ready, with the events of a pull", () => {
    const sim = oneNode();
    run(sim, "web", "registry.example/agent:v1");
    const seen = watchPod(sim, "web", 10, (p) => `${p.status.phase} ${stateText(p)} ${p.status.conditions?.find((c) => c.type === "Ready")?.status ?? "-"}`);
    expect(seen.map((s) => s.value)).toEqual(["Pending unknown -", "Pending ContainerCreating False", "Running running True"]);
    expect(events(sim, "web").map((e) => e.replace(/ in .*/, ""))).toEqual([
      'Pulling: Pulling image "registry.example/agent:v1"',
      'Pulled: Successfully pulled image "registry.example/agent:v1"',
      "Created: Container created",
      "Started: Container started",
    ]);
  });

  test("has the conditions in the kubelet's order and the addresses of pod and host", () => {
    const sim = oneNode();
    run(sim, "web", "registry.example/agent:v1");
    sim.runFor(10);
    const { status } = get(sim, "web")!;
    expect(status.conditions!.map((c) => `${c.type}=${c.status}`)).toEqual(["PodReadyToStartContainers=True", "Initialized=True", "Ready=True", "ContainersReady=True", "PodScheduled=True"]);
    expect([status.hostIP, status.podIP]).toEqual(["10.0.0.11", expect.stringMatching(/^10\.244\.\d+\.2$/)]);
    expect(app(sim, "web")).toMatchObject({ image: "registry.example/agent:v1", imageID: expect.stringMatching(/^registry\.example\/agent@sha256:[0-9a-f]{64}$/) as string, containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/) as string, ready: true, started: true, restartCount: 0 });
  });

  test("finds an image that another pod brought, and starts within a second", () => {
    const sim = oneNode();
    run(sim, "first", "example/agent:v1");
    sim.runFor(10);
    run(sim, "second", "example/agent:v1");
    sim.runFor(1);
    expect(events(sim, "second")).toEqual([
      'Pulled: Container image "example/agent:v1" already present on machine and can be accessed by the pod',
      "Created: Container created",
      "Started: Container started",
    ]);
  });

  test("starts init containers one after another to their end, then the apps in order", () => {
    const sim = oneNode();
    const spec = {
      initContainers: [{ name: "one", image: "example/init:v1" }, { name: "two", image: "example/init:v1" }],
      containers: [{ name: "b", image: "example/b:v1" }, { name: "a", image: "example/a:v1" }],
    };
    run(sim, "web", "unused", spec);
    sim.runFor(20);
    const started = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "Started").map((e) => e.involvedObject.fieldPath);
    expect(started).toEqual(["spec.initContainers{one}", "spec.initContainers{two}", "spec.containers{b}", "spec.containers{a}"]);
    const { status } = get(sim, "web")!;
    expect(status.initContainerStatuses!.map((s) => [s.name, s.state.terminated?.reason, s.ready])).toEqual([["one", "Completed", true], ["two", "Completed", true]]);
    expect(status.containerStatuses!.map((s) => s.name)).toEqual(["a", "b"]);
    expect(status.phase).toBe("Running");
  });

  test("becomes ready when its readiness probe passes, not before the initial delay", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1", {}, { readinessProbe: { httpGet: { path: "/", port: 80 }, initialDelaySeconds: 7, periodSeconds: 5 } });
    const seen = watchPod(sim, "web", 30, (p) => p.status.containerStatuses?.[0]?.state.running !== undefined && `${p.status.containerStatuses[0]!.ready}`);
    const at = (value: string) => seen.find((s) => s.value === value)!.atMs;
    expect(at("true") - at("false")).toBeGreaterThanOrEqual(10_000);
    expect(at("true") - at("false")).toBeLessThan(10_100);
  });

  test("of a `:notready` image runs and stays unready, and the cluster comes to rest", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:notready");
    sim.settle();
    expect(get(sim, "web")!.status.conditions!.find((c) => c.type === "Ready")).toMatchObject({ status: "False", reason: "ContainersNotReady", message: "containers with unready status: [app]" });
    expect(sim.cluster.nextAtMs()).toBeUndefined();
  });
});

describe("an image that cannot be pulled", () => {
  const error = 'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/agent:bad": failed to resolve reference "registry.example/agent:bad": registry.example/agent:bad: not found';

  test("shows ErrImagePull, then ImagePullBackOff, with the events of both", () => {
    const sim = oneNode();
    run(sim, "web", "registry.example/agent:bad");
    const seen = watchPod(sim, "web", 9, (p) => p.status.containerStatuses?.[0]?.state.waiting);
    expect(seen.map((s) => s.value).slice(-2)).toEqual([
      { reason: "ErrImagePull", message: error },
      { reason: "ImagePullBackOff", message: `Back-off pulling image "registry.example/agent:bad": ErrImagePull: ${error}` },
    ]);
    expect(events(sim, "web")).toEqual([
      'Pulling: Pulling image "registry.example/agent:bad"',
      `Failed: Failed to pull image "registry.example/agent:bad": ${error}`,
      "Failed: Error: ErrImagePull",
      'BackOff: Back-off pulling image "registry.example/agent:bad"',
      "Failed: Error: ImagePullBackOff",
    ]);
    expect(get(sim, "web")!.status.phase).toBe("Pending");
  });

  test("is tried again 10, 20, 40, 80, 160, 300 and 300 s after each failure, and is soon no news any more", () => {
    const sim = oneNode();
    run(sim, "web", "registry.example/agent:bad");
    sim.settle(120);
    expect(sim.cluster.nextNotableAtMs()).toBeUndefined();
    const reasons = watchPod(sim, "web", 1_000, () => sim.cluster.decisions.since(0).filter((d) => d.rule === "kubelet/pulling" || d.rule === "kubelet/pull-failed"));
    const all = reasons.at(-1)!.value;
    const failed = all.filter((d) => d.rule === "kubelet/pull-failed");
    const retried = all.filter((d) => d.rule === "kubelet/pulling").slice(1);
    expect(retried.slice(0, 7).map((d, i) => (d.atMs - failed[i]!.atMs) / 1000)).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  test("goes as soon as the pod is deleted, without a terminal phase", () => {
    const sim = oneNode();
    run(sim, "web", "registry.example/agent:bad");
    sim.runFor(5);
    const startMs = sim.cluster.nowMs;
    sim.deletePod("web");
    const seen = watchPod(sim, "web", 5, (p) => p.status.phase);
    expect(seen.map((s) => s.value)).toEqual(["Pending"]);
    expect(get(sim, "web")).toBeUndefined();
    expect(sim.cluster.nowMs - startMs).toBeLessThan(300);
  });
});

describe("a container that ends", () => {
  test("is restarted after 0, 10, 20, 40 … s with CrashLoopBackOff in between, while the pod stays Running", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:crash");
    const seen = watchPod(sim, "web", 700, (p) => ({ state: stateText(p), count: p.status.containerStatuses?.[0]?.restartCount, phase: p.status.phase }));
    const runs = seen.filter((s) => s.value.state === "running");
    expect(runs.slice(0, 6).map((s) => s.value.count)).toEqual([0, 1, 2, 3, 4, 5]);
    const waits = runs.slice(1, 8).map((s, i) => Math.floor((s.atMs - (runs[i]!.atMs + 500)) / 10_000) * 10);
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300]);
    const first = seen.findIndex((s) => s.value.state === "running");
    expect(new Set(seen.slice(first).map((s) => s.value.phase))).toEqual(new Set(["Running"]));
    const loops = seen.filter((s) => s.value.state === "CrashLoopBackOff");
    expect(loops.length).toBeGreaterThan(3);
  });

  test("says in its status how long it waits and how it ended", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:crash");
    watchPod(sim, "web", 12, () => 0);
    const uid = get(sim, "web")!.metadata.uid;
    expect(app(sim, "web")).toMatchObject({
      state: { waiting: { reason: "CrashLoopBackOff", message: `back-off 10s restarting failed container=app pod=web_default(${uid})` } },
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
      restartCount: 1,
      ready: false,
    });
    expect(events(sim, "web")).toContain(`BackOff: Back-off restarting failed container app in pod web_default(${uid})`);
  });

  test("with restart policy Never makes the pod Failed", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:crash", { restartPolicy: "Never" });
    sim.settle();
    expect(get(sim, "web")!.status).toMatchObject({ phase: "Failed", containerStatuses: [{ state: { terminated: { exitCode: 1 } }, restartCount: 0 }] });
  });

  const crash = (sim: SimCluster, spec: object) =>
    sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "crash" }, spec: { type: "ContainerCrash", namespace: "default", podName: "web", ...spec } } as never));

  test("under a crash fault with `times` comes back for good after so many", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    sim.runFor(10);
    crash(sim, { times: 2, exitCode: 3 });
    sim.runFor(0.6);
    expect(app(sim, "web").state.terminated).toMatchObject({ exitCode: 3, reason: "Error" });
    sim.settle();
    expect(app(sim, "web")).toMatchObject({ restartCount: 2, ready: true, lastState: { terminated: { exitCode: 3 } } });
  });

  test("under a crash fault loops until the fault is deleted", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    sim.runFor(10);
    crash(sim, {});
    sim.runFor(60);
    expect(app(sim, "web").restartCount).toBeGreaterThanOrEqual(3);
    sim.send(remove(FAULTS, { name: "crash" }));
    sim.runFor(300);
    expect(app(sim, "web").ready).toBe(true);
  });
});

describe("a pod that is deleted", () => {
  test("gets SIGTERM, is Succeeded about a second later with Ready False, and then goes", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    sim.runFor(10);
    const startMs = sim.cluster.nowMs;
    sim.deletePod("web");
    const seen = watchPod(sim, "web", 40, (p) => [p.status.phase, p.status.conditions!.find((c) => c.type === "Ready")!.reason ?? "ready"].join(" "));
    expect(seen.map((s) => s.value)).toEqual(["Running ready", "Succeeded PodCompleted"]);
    expect(seen[1]!.atMs - startMs).toBeGreaterThanOrEqual(900);
    expect(seen[1]!.atMs - startMs).toBeLessThan(1_100);
    expect(get(sim, "web")).toBeUndefined();
    expect(events(sim, "web").at(-1)).toBe("Killing: Stopping container app");
  });

  test("by force is gone at once, and its container is killed after that", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    sim.runFor(10);
    sim.send(remove(PODS, { namespace: "default", name: "web" }, { gracePeriodSeconds: 0 }));
    expect(get(sim, "web")).toBeUndefined();
    sim.runFor(1);
    expect(events(sim, "web").at(-1)).toBe("Killing: Stopping container app");
  });

  test("while it waits in CrashLoopBackOff ends as Failed", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:crash");
    sim.runFor(8);
    sim.deletePod("web");
    expect(watchPod(sim, "web", 5, (p) => p.status.phase).map((s) => s.value)).toEqual(["Running", "Failed"]);
    expect(get(sim, "web")).toBeUndefined();
  });
});

describe("a pod that is bound by hand", () => {
  test("is rejected when the node lacks room, with the kubelet's words", () => {
    const sim = oneNode({ cpu: "1" });
    run(sim, "web", "example/agent:v1", { nodeName: "node-1" }, { resources: { requests: { cpu: "600m" } } });
    sim.runFor(5);
    run(sim, "second", "example/agent:v1", { nodeName: "node-1" }, { resources: { requests: { cpu: "500m" } } });
    sim.runFor(5);
    const message = "Node didn't have enough resource: cpu, requested: 500, used: 600, capacity: 1000";
    expect(get(sim, "second")!.status).toMatchObject({ phase: "Failed", reason: "OutOfcpu", message: `Pod was rejected: ${message}` });
    expect(events(sim, "second")).toEqual([`OutOfcpu: ${message}`]);
  });

  test("is rejected when its nodeSelector does not match", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1", { nodeName: "node-1", nodeSelector: { disk: "ssd" } });
    sim.runFor(5);
    expect(get(sim, "web")!.status).toMatchObject({
      phase: "Failed", reason: "NodeAffinity", message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    });
  });

  test("is not rejected for a taint", () => {
    const sim = oneNode({ taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] });
    run(sim, "web", "example/agent:v1", { nodeName: "node-1" });
    sim.runFor(10);
    expect(get(sim, "web")!.status.phase).toBe("Running");
  });
});

describe("a node", () => {
  test("is first NotReady for want of a network and turns Ready a second later", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-1");
    sim.runFor(0.5);
    const ready = () => sim.node("node-1").status.conditions!.at(-1)!;
    expect(ready()).toMatchObject({
      type: "Ready", status: "False", reason: "KubeletNotReady",
      message: "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
    });
    sim.runFor(1);
    expect(ready()).toMatchObject({ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" });
    expect(sim.node("node-1").status.conditions!.map((c) => c.type)).toEqual(["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]);
    expect(sim.node("node-1").status.nodeInfo).toMatchObject({ kubeletVersion: "v1.36.2" });
    expect(events(sim, "node-1")).toEqual([
      "Starting: Starting kubelet.",
      "NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory",
      "NodeHasNoDiskPressure: Node node-1 status is now: NodeHasNoDiskPressure",
      "NodeHasSufficientPID: Node node-1 status is now: NodeHasSufficientPID",
      "NodeAllocatableEnforced: Updated Node Allocatable limit across pods",
      "NodeReady: Node node-1 status is now: NodeReady",
    ]);
  });

  test("without power writes nothing, and its pods stay as they were", () => {
    const sim = oneNode();
    sim.addNode("node-2");
    run(sim, "web", "example/agent:v1", { nodeName: "node-1", tolerations: [{ operator: "Exists" }] });
    run(sim, "leaving", "example/agent:v1", { nodeName: "node-1", tolerations: [{ operator: "Exists" }] });
    sim.runFor(10);
    sim.powerOff("node-1");
    sim.runFor(1);
    sim.deletePod("leaving");
    sim.runFor(200);
    expect(app(sim, "web")).toMatchObject({ restartCount: 0, state: { running: {} } });
    expect(get(sim, "leaving")!.metadata.deletionTimestamp).toBeDefined();
    expect(sim.node("node-1").status.conditions!.at(-1)!.status).toBe("Unknown");
  });

  test("with power again is Ready, its containers start anew, and what was deleted meanwhile goes", () => {
    const sim = oneNode();
    sim.addNode("node-2");
    run(sim, "web", "example/agent:v1", { nodeName: "node-1", tolerations: [{ operator: "Exists" }] });
    run(sim, "leaving", "example/agent:v1", { nodeName: "node-1", tolerations: [{ operator: "Exists" }] });
    sim.runFor(10);
    sim.powerOff("node-1");
    sim.runFor(1);
    sim.deletePod("leaving");
    sim.runFor(200);
    sim.powerOn("node-1");
    sim.runFor(10);
    expect(sim.node("node-1").status.conditions!.at(-1)).toMatchObject({ type: "Ready", status: "True" });
    expect(app(sim, "web")).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255, reason: "Unknown" } } });
    expect(get(sim, "web")!.status.conditions!.find((c) => c.type === "Ready")!.status).toBe("True");
    expect(get(sim, "leaving")).toBeUndefined();
    expect(events(sim, "web")).toContain("SandboxChanged: Pod sandbox changed, it will be killed and re-created.");
  });

  test("at rest puts nothing into the queue", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    sim.settle();
    expect(sim.cluster.nextAtMs()).toBeUndefined();
  });

  test("keeps a pressure condition that somebody set", () => {
    const sim = oneNode();
    const conditions = [{ type: "DiskPressure", status: "True", reason: "KubeletHasDiskPressure", message: "kubelet has disk pressure" }];
    sim.send({ ...patch({ key: "nodes" } as never, { name: "node-1" }, { status: { conditions } }), subresource: "status" });
    sim.runFor(30);
    expect(sim.node("node-1").status.conditions!.find((c) => c.type === "DiskPressure")!.status).toBe("True");
  });
});

describe("the writes of a start", () => {
  test("are one for each step", () => {
    const sim = oneNode();
    run(sim, "web", "example/agent:v1");
    const versions = watchPod(sim, "web", 10, (p) => p.metadata.resourceVersion);
    // Created, bound, ContainerCreating, Running and Ready.
    expect(versions).toHaveLength(4);
    expect(parseTime(get(sim, "web")!.status.startTime)).toBeGreaterThan(0);
  });
});
