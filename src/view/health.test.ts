import { describe, expect, test } from "vitest";
import { podHealth, worstState, type PodSurroundings } from "./health.ts";
import { testPod, type PodNotes } from "./testing.ts";

const AROUND: PodSurroundings = { nowMs: 60_000, minReadySeconds: 0, isNodeLost: false };

function health(notes: PodNotes, around: Partial<PodSurroundings> = {}) {
  return podHealth(testPod(notes), { ...AROUND, ...around });
}
const waiting = (reason: string, message?: string) => ({ waiting: { reason, ...(message ? { message } : {}) } });

describe("the state of a pod", () => {
  test("is available once ready, without minReadySeconds at once", () => {
    expect(health({})).toEqual({ state: "available" });
  });

  test("is ready with a countdown until minReadySeconds are over", () => {
    const since = { readySince: "2026-01-01T00:00:50Z" };
    expect(health(since, { minReadySeconds: 30 })).toEqual({
      state: "ready",
      detail: "available after 30 s of being ready",
      timer: { fromMs: 50_000, toMs: 80_000 },
      changesAtMs: 80_000,
    });
    expect(health(since, { minReadySeconds: 30, nowMs: 79_999 }).state).toBe("ready");
    expect(health(since, { minReadySeconds: 30, nowMs: 80_000 })).toEqual({ state: "available" });
  });

  test("is pending while not bound, with the first part of the scheduler's reason", () => {
    const message = "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    const conditions = [{ type: "PodScheduled", status: "False" as const, reason: "Unschedulable", message }];
    expect(health({ pinnedTo: "node-1", status: { conditions } })).toEqual({
      state: "pending",
      detail: "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]",
    });
    expect(health({ pinnedTo: "node-1" })).toEqual({ state: "pending", detail: "the scheduler has not looked at it yet" });
  });

  test("is creating from the binding until something runs", () => {
    const bound = testPod({ ready: false, status: { phase: "Pending" } });
    const { containerStatuses: _, ...unseen } = bound.status;
    expect(podHealth({ ...bound, status: unseen }, AROUND)).toEqual({ state: "creating", detail: "bound to node-1, whose kubelet has not started it yet" });
    expect(health({ ready: false, status: { phase: "Pending" }, container: { state: waiting("ContainerCreating") } })).toEqual({
      state: "creating",
      detail: "pulling the image or starting containers",
    });
  });

  test("is creating while an init container runs", () => {
    const init = { name: "wait", image: "i", imageID: "", ready: false, restartCount: 0, state: { running: { startedAt: "2026-01-01T00:00:05Z" } }, lastState: {} };
    expect(health({ ready: false, status: { phase: "Pending", initContainerStatuses: [init] }, container: { state: waiting("PodInitializing") } })).toEqual({
      state: "creating",
      detail: "init container wait comes first",
    });
  });

  test("is not-ready while it runs without being ready", () => {
    const conditions = [{ type: "Ready", status: "False" as const, reason: "ContainersNotReady", message: "containers with unready status: [main]" }];
    expect(health({ ready: false, status: { conditions } })).toEqual({ state: "not-ready", detail: "containers with unready status: [main]" });
  });

  test("is failing in a crash loop, with the time of the next start", () => {
    const container = {
      ready: false,
      state: waiting("CrashLoopBackOff", "back-off 1m20s restarting failed container=main pod=agent-x7k2p_default(uid)"),
      lastState: { terminated: { exitCode: 1, reason: "Error", finishedAt: "2026-01-01T00:00:40Z" } },
    };
    expect(health({ ready: false, container })).toEqual({
      state: "failing",
      detail: "container main exited with code 1, next start 1m20s after it",
      timer: { fromMs: 40_000, toMs: 120_000 },
    });
  });

  test.each([
    ["ImagePullBackOff", "image registry.example/agent:1 cannot be pulled, tried again later"],
    ["ErrImagePull", "image registry.example/agent:1 cannot be pulled"],
    ["CreateContainerConfigError", "CreateContainerConfigError: configmap \"x\" not found"],
  ])("is failing when a container waits with %s", (reason, detail) => {
    const state = waiting(reason, reason === "CreateContainerConfigError" ? 'configmap "x" not found' : undefined);
    expect(health({ ready: false, status: { phase: "Pending" }, container: { ready: false, state } })).toEqual({ state: "failing", detail });
  });

  test("is failing when a container was killed for its memory", () => {
    const state = { terminated: { exitCode: 137, reason: "OOMKilled" } };
    expect(health({ ready: false, container: { ready: false, state } })).toEqual({ state: "failing", detail: "container main exited with code 137 (OOMKilled)" });
  });

  test("is failing when the pod itself failed, succeeded when it is done", () => {
    const status = { phase: "Failed" as const, reason: "OutOfcpu", message: "Pod was rejected: Node didn't have enough resource: cpu" };
    expect(health({ ready: false, status })).toEqual({ state: "failing", detail: "OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu" });
    expect(health({ ready: false, status: { phase: "Succeeded" } })).toEqual({ state: "succeeded" });
  });

  test("is terminating with its grace period as a countdown, whatever else holds", () => {
    expect(health({ deletedAt: "2026-01-01T00:01:20Z", graceSeconds: 30 })).toEqual({
      state: "terminating",
      detail: "stopping, has 30 s",
      timer: { fromMs: 50_000, toMs: 80_000 },
    });
    expect(health({ deletedAt: "2026-01-01T00:01:00Z", graceSeconds: 0 })).toEqual({ state: "terminating" });
  });

  test("is unknown while its node does not answer, and terminating there for as long as it takes", () => {
    expect(health({ ready: false }, { isNodeLost: true })).toEqual({ state: "unknown", detail: "node-1 does not answer" });
    expect(health({ deletedAt: "2026-01-01T00:01:20Z" }, { isNodeLost: true }).detail).toBe("node-1 does not answer, so nothing stops it");
  });
});

describe("the worst state", () => {
  test("is what a tile shows", () => {
    expect(worstState(["available", "failing", "creating"])).toBe("failing");
    expect(worstState(["available", "terminating"])).toBe("terminating");
    expect(worstState([])).toBeUndefined();
  });
});
