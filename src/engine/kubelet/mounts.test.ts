import { describe, expect, test } from "vitest";
import { create } from "../../api/request.ts";
import { CONFIGMAPS, EVENTS, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const app = { name: "c", image: "example/app:v1" };

/** A pod that has had 20 s to start. @param configMap one that is there before */
function started(spec: object, configMap?: string): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1");
  if (configMap) make(sim, configMap);
  sim.runFor(2);
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec: { containers: [app], ...spec } } as never));
  sim.runFor(20);
  return sim;
}

function make(sim: SimCluster, name: string): void {
  sim.send(create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data: { a: "1" } } as never));
}

const pod = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p")!;
const failedMount = (sim: SimCluster) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].find((e) => e.reason === "FailedMount");
const outcome = (sim: SimCluster) => `${pod(sim).status.phase} ${pod(sim).status.containerStatuses![0]!.state.waiting?.reason ?? "running"}`;

describe("a volume from what is not there", () => {
  const volumes = [{ name: "conf", configMap: { name: "settings" } }];
  test("holds the pod in ContainerCreating, without a sandbox, and says why again and again", () => {
    const sim = started({ volumes });
    expect([outcome(sim), pod(sim).status.podIP]).toEqual(["Pending ContainerCreating", undefined]);
    const event = failedMount(sim)!;
    expect(event).toMatchObject({ type: "Warning", message: 'MountVolume.SetUp failed for volume "conf" : configmap "settings" not found' });
    expect(event.count).toBeGreaterThan(4);
    make(sim, "settings");
    expect(sim.cluster.nextNotableAtMs()).toBeDefined();
    sim.runFor(40);
    expect(outcome(sim)).toBe("Running running");
  });

  test.each<[string, object, string | undefined]>([
    ["a Secret", { secret: { secretName: "key" } }, 'secret "key" not found'],
    ["one of two projected sources", { projected: { sources: [{ configMap: { name: "there" } }, { secret: { name: "key" } }] } }, 'secret "key" not found'],
    ["both projected sources", { projected: { sources: [{ configMap: { name: "a" } }, { secret: { name: "b" } }] } }, '[configmap "a" not found, secret "b" not found]'],
    ["a key of a ConfigMap", { configMap: { name: "there", items: [{ key: "z", path: "z" }] } }, "references non-existent config key: z"],
    ["an optional ConfigMap", { configMap: { name: "settings", optional: true } }, undefined],
    ["what every namespace has", { projected: { sources: [{ serviceAccountToken: { path: "token" } }, { configMap: { name: "kube-root-ca.crt" } }] } }, undefined],
  ])("%s", (_, volume, error) => {
    const sim = started({ volumes: [{ name: "v", ...volume }] }, "there");
    expect(outcome(sim)).toBe(error === undefined ? "Running running" : "Pending ContainerCreating");
    expect(failedMount(sim)?.message).toBe(error && `MountVolume.SetUp failed for volume "v" : ${error}`);
  });

  test("is not waited for in a variable: that is CreateContainerConfigError", () => {
    const sim = started({ containers: [{ ...app, env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } }] }] });
    expect(pod(sim).status.containerStatuses![0]!.state.waiting).toEqual({ reason: "CreateContainerConfigError", message: 'configmap "settings" not found' });
    make(sim, "settings");
    sim.runFor(20);
    expect(outcome(sim)).toBe("Running running");
  });
});
