import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { CONFIGMAPS, EVENTS, IMAGES, PODS, SECRETS, SIM_GROUP } from "../../api/resources.ts";
import type { Image } from "../../api/types/image.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";
import type { KubeletState } from "./state.ts";

const IMAGE = "example/agent:v1";

/** A node and a pod `web` with one container of the image, and what an Image object says of it. */
function withPod(container: object, spec: Partial<Image["spec"]> | undefined): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1");
  sim.runFor(2);
  if (spec) declare(sim, spec);
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { containers: [{ name: "app", image: IMAGE, ...container }] } } as never));
  return sim;
}

function declare(sim: SimCluster, spec: Partial<Image["spec"]>): void {
  sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "agent" }, spec: { image: IMAGE, ...spec } } as never));
}

const pod = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "web");
const app = (sim: SimCluster) => pod(sim)!.status.containerStatuses![0]!;
const reasons = (sim: SimCluster) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.name === "web" && e.source.component === "kubelet").map((e) => e.reason);

describe("an Image object", () => {
  test("says how long a pull takes, and that none is needed", () => {
    const slow = withPod({}, { pull: { seconds: 20 } });
    slow.runFor(15);
    expect(pod(slow)!.status.phase).toBe("Pending");
    slow.runFor(10);
    expect(pod(slow)!.status.phase).toBe("Running");

    const there = withPod({}, { preloaded: true });
    there.settle();
    expect(reasons(there)).not.toContain("Pulling");
  });

  test("that refuses the pull holds the pod back until it is changed", () => {
    const sim = withPod({}, { pull: { error: "boom" } });
    sim.runFor(30);
    expect(app(sim).state.waiting).toMatchObject({ reason: "ImagePullBackOff", message: 'Back-off pulling image "example/agent:v1": ErrImagePull: boom' });
    sim.send(patch(IMAGES, { name: "agent" }, { spec: { pull: { error: null } } }, { patchType: "merge" }));
    sim.runFor(60);
    expect(app(sim).ready).toBe(true);
  });

  test("ends each run, and no more when it is gone", () => {
    const sim = withPod({}, { run: { exitAfterSeconds: 2, exitCode: 3 } });
    sim.runFor(30);
    expect(app(sim)).toMatchObject({ lastState: { terminated: { exitCode: 3, reason: "Error" } } });
    sim.send(remove(IMAGES, { name: "agent" }));
    sim.runFor(300);
    expect(app(sim).ready).toBe(true);
  });

  test("that uses more memory than the limit has its containers killed at once, others not", () => {
    const sim = withPod({ resources: { limits: { memory: "64Mi" } } }, undefined);
    sim.runFor(10);
    declare(sim, { memoryBytes: 64 * 1024 * 1024 });
    sim.runFor(5);
    expect(app(sim).restartCount).toBe(0);
    sim.send(patch(IMAGES, { name: "agent" }, { spec: { memoryBytes: 64 * 1024 * 1024 + 1 } }, { patchType: "merge" }));
    sim.runFor(0.6);
    expect(app(sim).state.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });

  test("that ignores SIGTERM is killed at the end of the grace", () => {
    const sim = withPod({}, { stop: { ignoresSigterm: true } });
    sim.runFor(10);
    sim.send(remove(PODS, { namespace: "default", name: "web" }, { gracePeriodSeconds: 5 }));
    sim.runFor(5.05);
    expect(pod(sim)!.status).toMatchObject({ phase: "Failed", containerStatuses: [{ state: { terminated: { exitCode: 137 } } }] });
    sim.runFor(1);
    expect(pod(sim)).toBeUndefined();
  });

  test("whose probes fail takes a ready container out after three failures, and back when they pass again", () => {
    const sim = withPod({ readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 5 } }, undefined);
    sim.runFor(10);
    expect(app(sim).ready).toBe(true);
    declare(sim, { probes: { httpStatus: 500 } });
    sim.runFor(9);
    expect(app(sim).ready).toBe(true);
    sim.runFor(7);
    expect(app(sim)).toMatchObject({ ready: false, restartCount: 0 });
    sim.send(remove(IMAGES, { name: "agent" }));
    sim.runFor(6);
    expect(app(sim).ready).toBe(true);
  });

  test("with a slow start keeps liveness probes waiting for the startup probe", () => {
    const probe = { httpGet: { path: "/", port: 80 }, periodSeconds: 10 };
    const sim = withPod({ livenessProbe: { ...probe, failureThreshold: 1 }, startupProbe: { ...probe, failureThreshold: 30 } }, { probes: { httpStatus: 503 } });
    sim.runFor(100);
    expect(app(sim)).toMatchObject({ started: false, restartCount: 0 });
    sim.send(remove(IMAGES, { name: "agent" }));
    sim.runFor(11);
    expect(app(sim)).toMatchObject({ started: true, ready: true, restartCount: 0 });
  });
});

describe("the environment of a container", () => {
  const env = (sim: SimCluster) => (sim.cluster.stateOf("kubelets") as KubeletState).pods.get("default/web")!.containers[0]!.env;

  test("shows fields of the pod and resources as they are when it is created", () => {
    const sim = withPod({
      resources: { limits: { memory: "64Mi" } },
      env: [
        { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        { name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "MIB", valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } } },
        { name: "CPUS", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
        { name: "ALL", value: "$(NODE) $(MIB) $(KUBERNETES_SERVICE_PORT) $(NOPE)" },
      ],
    }, undefined);
    sim.settle();
    expect(env(sim)).toEqual({ NODE: "node-1", IP: pod(sim)!.status.podIP, MIB: "64", CPUS: "4", ALL: "node-1 64 443 $(NOPE)" });
  });

  test("waits for a ConfigMap that is missing, and goes on when it is there", () => {
    const sim = withPod({ env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } }] }, undefined);
    sim.runFor(20);
    expect(app(sim).state.waiting).toEqual({ reason: "CreateContainerConfigError", message: 'configmap "settings" not found' });
    const told = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter(({ reason }) => reason === "Pulled" || reason === "Failed");
    expect(told.map(({ reason, message, count }) => `${reason} ${count} ${message}`)).toEqual([expect.stringMatching(/^Pulled 1 Successfully/), expect.stringMatching(/^Failed 2 Error: configmap "settings" not found$/), expect.stringMatching(/^Pulled 1 .* already present/)]);
    sim.send(create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "default" }, data: { b: "1" } } as never));
    sim.runFor(20);
    expect(app(sim).state.waiting?.message).toBe("couldn't find key a in ConfigMap default/settings");
    sim.send(patch(CONFIGMAPS, { namespace: "default", name: "settings" }, { data: { a: "1" } }, { patchType: "merge" }));
    sim.runFor(20);
    expect(app(sim).ready).toBe(true);
    expect(env(sim)).toEqual({ A: "1" });
  });

  test("takes whole Secrets out of base64, with a prefix, and leaves out what is optional and missing", () => {
    const sim = new SimCluster(7);
    sim.addNode("node-1");
    sim.send(create(SECRETS, { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "default" }, data: { user: "YWTDqQ==" } } as never));
    const container = {
      name: "app", image: IMAGE, envFrom: [{ prefix: "DB_", secretRef: { name: "s" } }, { configMapRef: { name: "none", optional: true } }],
      env: [{ name: "GONE", valueFrom: { secretKeyRef: { name: "s", key: "nope", optional: true } } }],
    };
    sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { containers: [container] } } as never));
    sim.settle();
    expect(env(sim)).toEqual({ DB_user: "adé" });
  });
});
