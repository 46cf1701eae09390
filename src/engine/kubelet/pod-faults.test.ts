import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { EVENTS, FAULTS, IMAGES, PODS, SIM_GROUP } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

function cluster(container: object = {}, faults: Readonly<Record<string, object>> = {}): SimCluster {
  const sim = new SimCluster(9);
  sim.addNode("node-1");
  sim.runFor(5);
  for (const [name, spec] of Object.entries(faults)) fault(sim, name, spec);
  pod(sim, "web", container);
  return sim;
}

function pod(sim: SimCluster, name: string, container: object = {}): void {
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { containers: [{ name: "app", image: "example/web:v1", ...container }] } } as never));
}
function fault(sim: SimCluster, name: string, spec: object): void {
  sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name }, spec } as never));
}
const end = (sim: SimCluster, name: string) => sim.send(remove(FAULTS, { name }));
const IN_POD = { namespace: "default", podName: "web" };

const app = (sim: SimCluster, name = "web") => sim.cluster.store.get<Pod>(PODS, "default", name)!.status.containerStatuses![0]!;
const decisions = (sim: SimCluster, verdict: string) => sim.cluster.decisions.since(0).filter((d) => d.verdict === verdict && d.actor === "kubelet");
const messages = (sim: SimCluster, reason: string) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === reason && e.involvedObject.kind === "Pod").map((e) => e.message);

describe("ImagePullFailure", () => {
  test("of the registry fails every pull with its text, and leaves what runs alone", () => {
    const sim = cluster();
    sim.runFor(10);
    fault(sim, "registry", { type: "ImagePullFailure", error: "registry is on fire" });
    pod(sim, "other", { image: "example/other:v1" });
    pod(sim, "same", {});
    sim.runFor(5);
    expect(app(sim, "other").state.waiting).toMatchObject({ reason: "ImagePullBackOff", message: 'Back-off pulling image "example/other:v1": ErrImagePull: registry is on fire' });
    expect([app(sim).ready, app(sim, "same").ready]).toEqual([true, true]);
    expect(messages(sim, "Failed")).toContain('Failed to pull image "example/other:v1": registry is on fire');

    end(sim, "registry");
    sim.runFor(30);
    expect(app(sim, "other").ready).toBe(true);
    expect([decisions(sim, "pulls-broken").length, decisions(sim, "pulls-repaired").length]).toEqual([1, 1]);
  });

  test("hits an image that is there already if the pull policy is Always", () => {
    const sim = cluster({ imagePullPolicy: "Always" }, { registry: { type: "ImagePullFailure" } });
    sim.runFor(5);
    expect(app(sim).state.waiting?.message).toBe(
      'Back-off pulling image "example/web:v1": ErrImagePull: failed to pull and unpack image "docker.io/example/web:v1": failed to resolve reference "docker.io/example/web:v1": failed to do request: Head "https://registry-1.docker.io/v2/example/web/manifests/v1": dial tcp: lookup registry-1.docker.io: no such host');
  });

  test.each([
    [{ nodeName: "node-1" }, false], [{ nodeName: "node-2" }, true], [{ nodeName: "node-1", image: "example/web:v1" }, false], [{ nodeName: "node-1", image: "example/web:v2" }, true],
  ])("%j: the pod on node-1 comes up: %s", (where, comesUp) => {
    const sim = cluster({}, { registry: { type: "ImagePullFailure", ...where } });
    sim.runFor(20);
    expect(app(sim).ready).toBe(comesUp);
  });
});

describe("SlowStart", () => {
  test("holds each start of the container back, and its end lets it go on", () => {
    const sim = cluster({}, { slow: { type: "SlowStart", ...IN_POD, seconds: 60 } });
    sim.runFor(50);
    expect(app(sim).state).toEqual({ waiting: { reason: "ContainerCreating" } });
    expect(decisions(sim, "waits")[0]).toMatchObject({ text: "created container `app` of `web` on `node-1`, which takes 60 s longer to start than usual (fault `slow`)." });
    sim.runFor(20);
    expect(app(sim).ready).toBe(true);
  });

  test("that is deleted lets the container start at once", () => {
    const sim = cluster({}, { slow: { type: "SlowStart", ...IN_POD, seconds: 600 } });
    sim.runFor(20);
    end(sim, "slow");
    sim.runFor(1);
    expect(app(sim).ready).toBe(true);
    expect(decisions(sim, "fault-ended")).toHaveLength(1);
  });

  test("is said of an image by its Image object", () => {
    const sim = new SimCluster(9);
    sim.addNode("node-1");
    sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "web" }, spec: { image: "example/web:v1", start: { seconds: 30 } } } as never));
    pod(sim, "web");
    sim.runFor(30);
    expect(app(sim).ready).toBe(false);
    sim.runFor(10);
    expect(app(sim).ready).toBe(true);
  });
});

describe("ContainerCrash", () => {
  test("afterSeconds counts from each start", () => {
    const sim = cluster({}, { crash: { type: "ContainerCrash", ...IN_POD, exitCode: 3, afterSeconds: 20 } });
    sim.runFor(15);
    expect(app(sim)).toMatchObject({ restartCount: 0, ready: true });
    sim.runFor(10);
    expect(app(sim)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 3, reason: "Error" } } });
    const { startedAt, finishedAt } = app(sim).lastState.terminated!;
    expect((parseInt(finishedAt!.slice(17, 19)) - parseInt(startedAt!.slice(17, 19)) + 60) % 60).toBe(20);
  });

  test("of a container that has run longer strikes at once; the exit names the fault", () => {
    const sim = cluster();
    sim.runFor(60);
    fault(sim, "crash", { type: "ContainerCrash", ...IN_POD, afterSeconds: 20, times: 1 });
    sim.runFor(5);
    expect(app(sim).restartCount).toBe(1);
    expect(decisions(sim, "exited")[0]?.evidence).toContainEqual(expect.objectContaining({ object: expect.objectContaining({ kind: "Fault", name: "crash" }) }));
  });
});

describe("ReadinessFlap", () => {
  const PROBE = { readinessProbe: { httpGet: { path: "/ready", port: 80 } } };
  test("turns readiness over and over while the container runs on", () => {
    const sim = cluster(PROBE);
    sim.runFor(10);
    fault(sim, "flap", { type: "ReadinessFlap", ...IN_POD, everySeconds: 20 });
    const seen: boolean[] = [];
    sim.runFor(10);
    for (let i = 0; i < 4; i++) {
      seen.push(app(sim).ready);
      sim.runFor(20);
    }
    expect([seen, app(sim).restartCount]).toEqual([[true, false, true, false], 0]);
    expect(messages(sim, "Unhealthy")).toEqual(["Readiness probe failed: HTTP probe failed with statuscode: 503"]);
    sim.runFor(20);
    expect(app(sim).ready).toBe(false);
    end(sim, "flap");
    sim.runFor(1);
    expect(app(sim).ready).toBe(true);
    sim.runFor(100);
    expect(app(sim).ready).toBe(true);
  });

  test("does nothing without a readiness probe, and says so", () => {
    const sim = cluster({}, { flap: { type: "ReadinessFlap", ...IN_POD, everySeconds: 5 } });
    sim.runFor(60);
    expect(app(sim).ready).toBe(true);
    expect(decisions(sim, "nothing-happens").map((d) => d.text)).toEqual(["left container `app` of `web` on `node-1` ready in spite of fault `flap`: it has no readiness probe that could fail."]);
  });
});

describe("OOM", () => {
  test("kills a container that has a memory limit", () => {
    const sim = cluster({ resources: { limits: { memory: "64Mi" } } });
    sim.runFor(10);
    fault(sim, "oom", { type: "OOM", ...IN_POD, times: 1 });
    sim.runFor(5);
    expect(app(sim)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } } });
    end(sim, "oom");
    sim.runFor(1);
    expect(decisions(sim, "fault-ended")[0]?.text).toBe("went on with `web` on `node-1` as usual because fault `oom` is over.");
  });

  test("is without effect if there is no limit, and says so", () => {
    const sim = cluster({}, { oom: { type: "OOM", ...IN_POD } });
    sim.runFor(60);
    expect(app(sim)).toMatchObject({ restartCount: 0, ready: true });
    expect(decisions(sim, "nothing-happens").map((d) => [d.text, d.quiet])).toEqual([["let container `app` of `web` on `node-1` use more and more memory (fault `oom`) and did not end it: it has no memory limit.", undefined]]);
  });

  test("a leak is said of an image by its Image object", () => {
    const sim = cluster({ resources: { limits: { memory: "64Mi" } } });
    sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "web" }, spec: { image: "example/web:v1", memoryBytes: 32 * 1024 * 1024, memoryGrowthBytesPerSecond: 1024 * 1024 } } as never));
    sim.runFor(30);
    expect(app(sim).restartCount).toBe(0);
    sim.runFor(10);
    expect(app(sim).lastState.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });
});

test("a fault cannot be changed, only deleted", () => {
  const sim = cluster({}, { oom: { type: "OOM", ...IN_POD } });
  const response = sim.try(patch(FAULTS, { name: "oom" }, { spec: { times: 3 } }, { patchType: "merge" }));
  expect(response.ok ? "" : response.status.message).toContain("field is immutable");
});

test("a fault with an unknown field is refused with the field's name", () => {
  const sim = cluster();
  const response = sim.try(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "f" }, spec: { type: "OOM", ...IN_POD, every: 3 } } as never, { fieldValidation: "Strict" }));
  expect(response.ok ? "" : response.status.message).toContain('unknown field "spec.every"');
});
