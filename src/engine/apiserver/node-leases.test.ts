import { describe, expect, test } from "vitest";
import { get, list, patch, remove, type KubeList, type KubeRequest } from "../../api/request.ts";
import { LEASES } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { SimCluster } from "../testing/sim-cluster.ts";
import { ACTORS } from "../actors.ts";
import { Cluster } from "../cluster.ts";
import { kubelets } from "../kubelet/kubelet.ts";

type Lease = KubeObject & { readonly spec: { readonly holderIdentity: string; readonly leaseDurationSeconds: number; readonly renewTime: string } };
const KEY = { namespace: "kube-node-lease", name: "node-1" };

function clusterOfTwo(): SimCluster {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.addNode("node-2");
  sim.settle();
  return sim;
}
const leaseOf = (sim: SimCluster) => sim.send<Lease>(get(LEASES, KEY));
const renewedMs = (sim: SimCluster) => parseTime(leaseOf(sim).spec.renewTime)!;

describe("the Lease of a simulated kubelet", () => {
  test("is there to be read, belongs to its node, and is renewed each 10 s without a queue entry", () => {
    const sim = clusterOfTwo();
    sim.runFor(60);
    expect(leaseOf(sim)).toMatchObject({
      metadata: { name: "node-1", namespace: "kube-node-lease", ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "node-1", uid: sim.node("node-1").metadata.uid }] },
      spec: { holderIdentity: "node-1", leaseDurationSeconds: 40, renewTime: expect.stringMatching(/^2026-01-01T00:0\d:\d\d\.\d{3}000Z$/) as unknown },
    });
    const first = renewedMs(sim);
    expect(sim.cluster.nowMs - first).toBeLessThan(10_000);
    sim.runFor(10);
    expect(renewedMs(sim)).toBe(first + 10_000);
    expect(sim.cluster.nextAtMs()).toBeUndefined();
    const all = sim.send<KubeList>(list(LEASES));
    expect(all.items.map((l) => l.metadata.name)).toEqual(["node-1", "node-2"]);
    expect(sim.send<KubeList>(list(LEASES, "default")).items).toEqual([]);
    expect(sim.send<KubeList>(list(LEASES, "kube-node-lease", { fieldSelector: "metadata.name=node-2" })).items).toHaveLength(1);
  });

  test("stands still while the machine has no power, and goes on with it", () => {
    const sim = clusterOfTwo();
    sim.runFor(30);
    sim.powerOff("node-1");
    const last = renewedMs(sim);
    sim.runFor(45);
    expect(renewedMs(sim)).toBe(last);
    sim.powerOn("node-1");
    sim.runFor(20);
    expect(sim.cluster.nowMs - renewedMs(sim)).toBeLessThan(10_000);
  });

  test("keeps what a client wrote into it, but for what the kubelet says of itself, and survives being deleted", () => {
    const sim = clusterOfTwo();
    sim.runFor(30);
    sim.send(patch(LEASES, KEY, { metadata: { labels: { seen: "yes" } }, spec: { holderIdentity: "somebody" } }, { patchType: "merge" }));
    expect(leaseOf(sim)).toMatchObject({ metadata: { labels: { seen: "yes" } }, spec: { holderIdentity: "node-1" } });
    sim.send(remove(LEASES, KEY));
    expect(leaseOf(sim).metadata.labels).toBeUndefined();
    const again: KubeRequest = { verb: "create", resource: LEASES.key, namespace: KEY.namespace, body: { metadata: { name: "node-1" }, spec: {} } };
    const answer = sim.try(again);
    expect(answer.ok ? "" : answer.status.message).toBe('leases.coordination.k8s.io "node-1" already exists');
  });

  test("is not invented where clients play the kubelets", () => {
    const actors = ACTORS.map((a) => a.name).filter((name) => name !== kubelets.name);
    const cluster = Cluster.open({ engineVersion: "", seed: 1, setup: [], inputs: [], actors });
    cluster.handle({ verb: "create", resource: "nodes", body: { metadata: { name: "node-1" } } });
    cluster.advance(60_000);
    const answer = cluster.handle(get(LEASES, KEY));
    expect(answer.ok ? undefined : answer.status.message).toBe('leases.coordination.k8s.io "node-1" not found');
    expect(cluster.handle<Lease>({ verb: "create", resource: LEASES.key, namespace: KEY.namespace, body: { metadata: { name: "node-1" }, spec: { holderIdentity: "mine" } } })).toMatchObject({ ok: true });
    expect(cluster.handle<Lease>(get(LEASES, KEY))).toMatchObject({ body: { spec: { holderIdentity: "mine" } } });
  });
});
