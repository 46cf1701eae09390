import { describe, expect, test } from "vitest";
import { create, remove, type AttachResult } from "../../api/request.ts";
import { EVENTS, FAULTS, IMAGES, PODS, SERVICES, SIM_GROUP } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { ContainerStatus, Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";
import { needsInside } from "./own-command.ts";

function started(container: object, spec: object = {}, seconds = 20): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1");
  sim.runFor(2);
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec: { containers: [{ name: "c", image: "busybox", ...container }], ...spec } } as never));
  sim.runFor(seconds);
  return sim;
}

const pod = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p");
const status = (sim: SimCluster): ContainerStatus => pod(sim)!.status.containerStatuses![0]!;
const log = (sim: SimCluster) => sim.send<string>({ verb: "get", resource: "pods", namespace: "default", name: "p", subresource: "log" });
const events = (sim: SimCluster) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.name === "p").map((e) => `${e.reason}: ${e.message}`);

/** Phase, and what the container has come to. */
function outcome(sim: SimCluster): string {
  const { state } = status(sim);
  return `${pod(sim)!.status.phase} ${state.terminated ? `${state.terminated.reason} ${state.terminated.exitCode}` : (state.waiting?.reason ?? "running")}`;
}

const script = (text: string) => ["sh", "-c", text];

describe("a command that runs once", () => {
  test.each<[readonly string[], string]>([
    [script("echo hi; exit 3"), "Failed Error 3"],
    [["true"], "Succeeded Completed 0"],
    [["false"], "Failed Error 1"],
    [["date"], "Succeeded Completed 0"],
    [["cat", "/etc/os-release"], "Succeeded Completed 0"],
    [["cat", "/nope"], "Failed Error 1"],
    [["nslookup", "kubernetes"], "Succeeded Completed 0"],
    [["nslookup", "nobody"], "Failed Error 1"],
    [["sleep", "5"], "Succeeded Completed 0"],
    [["sleep", "infinity"], "Running running"],
    [["sleep", "3600"], "Running running"],
    [["tail", "-f", "/dev/null"], "Running running"],
    [["top"], "Running running"],
    [script("nope"), "Failed Error 127"],
    [script("if"), "Failed Error 2"],
    [script("while true; do date; sleep 1; done"), "Running running"],
    [script("i=0; while true; do i=$((i+1)); [ $i -gt 5 ] && break; sleep 1; done; exit 4"), "Failed Error 4"],
    [script("for i in 1 2 3; do echo $i; sleep 1; done"), "Succeeded Completed 0"],
    [script("until [ -e /never ]; do sleep 1; done"), "Running running"],
  ])("%j: %s", (args, expected) => {
    expect(outcome(started({ args }, { restartPolicy: "Never" }))).toBe(expected);
  });

  test("prints what it has to say, and ends when its time is over", () => {
    const sim = started({ args: script("echo before; sleep 7; echo after") }, { restartPolicy: "Never" });
    const { startedAt, finishedAt } = status(sim).state.terminated!;
    expect([log(sim), (parseTime(finishedAt) ?? 0) - (parseTime(startedAt) ?? 0)]).toEqual(["before\nafter\n", 7000]);
  });
});

test.each(["busybox:1.37", "alpine", "debian:12", "ubuntu:24.04"])("%s without a command is a shell without input: it ends at once, with 0", (image) => {
  expect(outcome(started({ image }, { restartPolicy: "Never" }))).toBe("Succeeded Completed 0");
});

test.each(["registry.example/agent:v1", "nginx:1.29", "registry.k8s.io/pause:3.10"])("%s runs the program of its image, whatever arguments it gets", (image) => {
  expect(outcome(started({ image, args: ["--level=info"] }))).toBe("Running running");
});

describe("restarts after a command has ended", () => {
  const delays = (sim: SimCluster) => {
    const starts = new Set<number>();
    for (let s = 0; s < 90; s++) {
      sim.runFor(1);
      const { state, restartCount } = status(sim);
      if (state.waiting?.reason === "CrashLoopBackOff") starts.add(restartCount);
    }
    return [...starts];
  };

  test("with Always come after 0, 10, 20, 40 seconds, whatever the exit code", () => {
    const sim = started({ args: ["true"] }, {}, 3);
    expect(delays(sim)).toEqual([1, 2, 3, 4]);
    expect(status(sim).state.waiting?.message).toMatch(/^back-off 1m20s restarting failed container=c pod=p_default\(/);
  });

  test("with OnFailure come only after a failure", () => {
    expect(outcome(started({ args: ["true"] }, { restartPolicy: "OnFailure" }))).toBe("Succeeded Completed 0");
    expect(outcome(started({ args: ["false"] }, { restartPolicy: "OnFailure" }))).toBe("Running CrashLoopBackOff");
  });
});

describe("a program that the image does not have", () => {
  const TEXT = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "foo": executable file not found in $PATH';

  test("is a StartError with 128, and never started", () => {
    const sim = started({ args: ["foo"] }, { restartPolicy: "Never" });
    expect(pod(sim)!.status.phase).toBe("Failed");
    expect(status(sim).state.terminated).toMatchObject({ exitCode: 128, reason: "StartError", message: TEXT, startedAt: "1970-01-01T00:00:00Z" });
    expect(events(sim).slice(-2)).toEqual(["Created: Container created", `Failed: Error: ${TEXT}`]);
    expect(log(sim)).toBe("");
  });

  test("is tried again as after any crash", () => {
    const sim = started({ args: ["foo"] }, {}, 1.9);
    expect(status(sim)).toMatchObject({ state: { waiting: { reason: "RunContainerError", message: TEXT } }, lastState: { terminated: { exitCode: 128, reason: "StartError" } } });
    sim.runFor(5);
    expect(outcome(sim)).toBe("Running CrashLoopBackOff");
  });

  test("a path is looked up as it is", () => {
    expect(status(started({ command: ["/opt/run"] }, { restartPolicy: "Never" })).state.terminated?.message).toMatch(/exec: "\/opt\/run": stat \/opt\/run: no such file or directory$/);
  });

  test("of an image that nobody here knows nothing is said", () => {
    expect(outcome(started({ image: "example/agent:v1", command: ["agent", "--fast"] }))).toBe("Running running");
  });
});

describe("an init container", () => {
  const init = (command: readonly string[], seconds = 20) => started({ image: "example/app:v1" }, { initContainers: [{ name: "i", image: "busybox", command }] }, seconds);

  test("lets the app start once its command is over", () => {
    expect(pod(init(["sleep", "9"], 8))!.status.phase).toBe("Pending");
    expect(outcome(init(["sleep", "9"]))).toBe("Running running");
  });

  test("that fails is started again, after its back-off", () => {
    const sim = init(["false"]);
    expect(pod(sim)!.status.initContainerStatuses![0]).toMatchObject({ restartCount: 2, state: { waiting: { reason: "CrashLoopBackOff" } } });
  });

  test("may wait for a Service, and goes on when there is one", () => {
    const sim = init(script("until nslookup db.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do echo waiting for db; sleep 2; done"), 100);
    expect(pod(sim)!.status.phase).toBe("Pending");
    sim.send(create(SERVICES, { apiVersion: "v1", kind: "Service", metadata: { name: "db", namespace: "default" }, spec: { selector: { app: "db" }, ports: [{ port: 80 }] } } as never));
    sim.runFor(10);
    expect(outcome(sim)).toBe("Running running");
  });
});

describe("SIGTERM", () => {
  function deleted(container: object, spec: object = {}): { readonly seconds: number; readonly code: number | undefined } {
    const sim = started(container, spec);
    const fromMs = sim.cluster.nowMs;
    let code: number | undefined;
    sim.cluster.onChange(({ after }) => (code = (after as Pod | undefined)?.status?.containerStatuses?.[0]?.state.terminated?.exitCode ?? code));
    sim.send(remove(PODS, { name: "p", namespace: "default" }));
    while (pod(sim) && sim.cluster.nowMs < fromMs + 60_000) sim.runFor(0.1);
    return { seconds: Math.round((sim.cluster.nowMs - fromMs) / 1000), code };
  }

  test.each<[string, object, object, number, number]>([
    ["is nothing to sleep as process 1: it is killed at the end of the grace", { args: ["sleep", "1d"] }, {}, 30, 137],
    ["is nothing to a loop of a shell", { args: script("while true; do date; sleep 1; done") }, { terminationGracePeriodSeconds: 7 }, 7, 137],
    ["ends a shell with a trap", { args: script("trap 'exit 0' TERM; while true; do sleep 1; done") }, {}, 1, 0],
    ["ends a program that is not process 1", { args: ["sleep", "1d"] }, { shareProcessNamespace: true }, 1, 0],
    ["ends the program of an image", { image: "nginx:1.29" }, {}, 1, 0],
    ["need not come to a command that ends by itself", { args: ["sleep", "24"] }, {}, 6, 0],
  ])("%s", (_, container, spec, seconds, code) => {
    expect(deleted(container, spec)).toEqual({ seconds, code });
  });
});

describe("what rules over a command", () => {
  test("a fault ends it earlier", () => {
    const sim = started({ args: ["sleep", "3600"] });
    sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "f" }, spec: { type: "ContainerCrash", namespace: "default", podName: "p", times: 1, exitCode: 9 } } as never));
    sim.runFor(5);
    expect(status(sim)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 9 } }, state: { running: {} } });
  });

  test("an Image that says how its runs end", () => {
    const sim = new SimCluster(7);
    sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "i" }, spec: { image: "busybox", run: { exitAfterSeconds: 3, exitCode: 7 } } } as never));
    sim.addNode("node-1");
    sim.runFor(2);
    sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox", args: ["true"] }] } } as never));
    sim.runFor(20);
    expect(outcome(sim)).toBe("Failed Error 7");
  });
});

test("a command that goes on leaves nothing in the queue; one that ends in an hour is nothing that story pace waits for", () => {
  const rest = (args: readonly string[]) => {
    const { cluster } = started({ args });
    return [cluster.nextAtMs() !== undefined, cluster.nextNotableAtMs() !== undefined];
  };
  expect([rest(script("while true; do date; sleep 1; done")), rest(["sleep", "3600"]), rest(["sleep", "60"])]).toEqual([[false, false], [true, false], [true, true]]);
});

test("who types exit at an attached shell ends its container, and a replay of the log does the same", () => {
  const sim = started({ args: ["sh"], stdin: true, tty: true }, { restartPolicy: "Never" });
  const attach = (body: object) => sim.send({ verb: "create", resource: "pods", namespace: "default", name: "p", subresource: "attach", body });
  expect(attach({})).toEqual({ command: ["sh"], readsInput: true, endsWithClient: false, tty: true });
  expect(outcome(sim)).toBe("Running running");
  attach({ exitCode: 5 });
  sim.runFor(2);
  expect(outcome(sim)).toBe("Failed Error 5");
  const before = JSON.stringify(sim.cluster.dump());
  const { nowMs } = sim.cluster;
  sim.cluster.seek(1000);
  sim.cluster.seek(nowMs);
  expect(JSON.stringify(sim.cluster.dump())).toBe(before);
});

test("a program that reads its input waits for it at an open one, also in a script, and has no other end", () => {
  const asked = (args: readonly string[], stdin: boolean) => {
    const sim = started({ args, ...(stdin ? { stdin } : {}) }, { restartPolicy: "Never" });
    if (pod(sim)!.status.phase !== "Running") return [false, outcome(sim)];
    const { readsInput } = sim.send<AttachResult>({ verb: "create", resource: "pods", namespace: "default", name: "p", subresource: "attach", body: {} });
    return [readsInput, outcome(sim)];
  };
  expect([asked(["wc", "-l"], true), asked(script("cat; echo done"), true), asked(script("sleep 60; cat /etc/hosts"), true), asked(script("cat; echo done"), false)])
    .toEqual([[true, "Running running"], [true, "Running running"], [false, "Running running"], [false, "Succeeded Completed 0"]]);
});

test("a pod that is over has no sandbox any more", () => {
  const sim = started({ args: ["true"] }, { restartPolicy: "Never" });
  sim.runFor(5);
  expect(pod(sim)!.status.conditions!.map(({ type, status, reason = "" }) => `${type}=${status} ${reason}`)).toEqual([
    "PodReadyToStartContainers=False ", "Initialized=True PodCompleted", "Ready=False PodCompleted", "ContainersReady=False PodCompleted", "PodScheduled=True ",
  ]);
});

test("knows the requests after which containers may have commands of their own", () => {
  const texts = [{ spec: { containers: [{ image: "nginx", args: ["x"] }] } }, [{ op: "add", path: "/spec/template/spec/containers/0/command", value: [] }], { image: "busybox" }, { image: "nginx:1.29", replicas: 3 }];
  expect(texts.map((body) => needsInside(JSON.stringify(body)))).toEqual([true, true, true, false]);
});
