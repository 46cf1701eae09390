import { describe, expect, test } from "vitest";
import { create, remove, updateStatus } from "../../api/request.ts";
import { PODS, RESOURCEQUOTAS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ResourceQuota } from "../../api/types/resourcequota.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";

function withQuota(hard: Record<string, string>, spec: object = {}): SimCluster {
  const sim = new SimCluster();
  sim.send(create(RESOURCEQUOTAS, { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "one-pod", namespace: "default" }, spec: { hard, ...spec } } as never));
  return sim;
}

function pod(sim: SimCluster, name: string, resources: object = {}, namespace = "default") {
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name, namespace }, spec: { containers: [{ name: "c", image: "x", resources }] } };
  const response = sim.try(create(PODS, body as never));
  return response.ok ? "created" : response.status.message;
}

const quota = (sim: SimCluster) => sim.cluster.store.get<ResourceQuota>(RESOURCEQUOTAS, "default", "one-pod")!.status;

describe("a ResourceQuota", () => {
  // The text was recorded from a real cluster.
  test("on pods lets in as many as it says", () => {
    const sim = withQuota({ pods: "1" });
    expect(pod(sim, "a")).toBe("created");
    expect(pod(sim, "b")).toBe('pods "b" is forbidden: exceeded quota: one-pod, requested: pods=1, used: pods=1, limited: pods=1');
  });

  test("shows what is used, and counts a pod no more that has ended or is gone", () => {
    const sim = withQuota({ pods: "2", "requests.cpu": "1", "limits.memory": "1Gi" });
    const resources = { requests: { cpu: "250m" }, limits: { cpu: "500m", memory: "256Mi" } };
    pod(sim, "a", resources);
    pod(sim, "b", resources);
    expect(quota(sim)).toEqual({ hard: { pods: "2", "requests.cpu": "1", "limits.memory": "1Gi" }, used: { pods: "2", "requests.cpu": "500m", "limits.memory": "512Mi" } });
    const a = sim.cluster.store.get<Pod>(PODS, "default", "a")!;
    sim.send(updateStatus(PODS, { ...a, status: { ...a.status, phase: "Succeeded" } } as Pod));
    expect(quota(sim)?.used?.["pods"]).toBe("1");
    sim.send(remove(PODS, { namespace: "default", name: "b" }));
    expect(quota(sim)?.used).toEqual({ pods: "0", "requests.cpu": "0", "limits.memory": "0" });
  });

  test("on resources wants them said, and names all that is exceeded", () => {
    const sim = withQuota({ "limits.cpu": "1", "requests.memory": "100Mi" });
    expect(pod(sim, "a")).toBe('pods "a" is forbidden: failed quota: one-pod: must specify limits.cpu for: c; requests.memory for: c');
    expect(pod(sim, "a", { limits: { cpu: "2", memory: "200Mi" } })).toBe(
      'pods "a" is forbidden: exceeded quota: one-pod, requested: limits.cpu=2,requests.memory=200Mi, used: limits.cpu=0,requests.memory=0, limited: limits.cpu=1,requests.memory=100Mi');
  });

  test("holds in its own namespace, and for its scopes only", () => {
    const sim = withQuota({ pods: "0" }, { scopes: ["NotBestEffort"] });
    expect(pod(sim, "best-effort")).toBe("created");
    expect(pod(sim, "burstable", { requests: { cpu: "1m" } })).toMatch(/exceeded quota/);
    expect(pod(sim, "elsewhere", { requests: { cpu: "1m" } }, "kube-system")).toBe("created");
  });

  test("makes a DaemonSet wait and say why", () => {
    const sim = withQuota({ pods: "1" });
    for (const name of ["node-1", "node-2"]) sim.addNode(name);
    sim.apply(daemonSetObject("agent"));
    sim.runFor(30);
    expect(sim.numbers("agent")).toBe("2 1 1 1 1 0");
    sim.send(remove(RESOURCEQUOTAS, { namespace: "default", name: "one-pod" }));
    sim.settle();
    expect(sim.numbers("agent")).toBe("2 2 2 2 2 0");
  });
});
