import { describe, expect, test } from "vitest";
import { create, patch, remove } from "../../api/request.ts";
import { EVENTS, PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES, PODS, STORAGECLASSES } from "../../api/resources.ts";
import { standardStorageClass } from "../../api/storage.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { PersistentVolume } from "../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const DEFAULT = { namespace: "default" };

function cluster(...setup: Parameters<SimCluster["send"]>[0][]): SimCluster {
  const sim = new SimCluster(1, setup);
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name, { labels: { "kubernetes.io/hostname": name } });
  sim.settle();
  return sim;
}
function addPod(sim: SimCluster, name: string, claimName: string): void {
  const spec = { containers: [{ name: "c", image: "app:1" }], volumes: [{ name: "data", persistentVolumeClaim: { claimName } }] };
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name, ...DEFAULT }, spec } as never));
}
function addClaim(sim: SimCluster, name: string, spec: object = {}): void {
  const body = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } }, ...spec };
  sim.send(create(PERSISTENTVOLUMECLAIMS, { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, ...DEFAULT }, spec: body } as never));
}
function addVolume(sim: SimCluster, name: string, storage: string, spec: object = {}): void {
  const body = { capacity: { storage }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/mnt" }, ...spec };
  sim.send(create(PERSISTENTVOLUMES, { apiVersion: "v1", kind: "PersistentVolume", metadata: { name }, spec: body } as never));
}
function addClass(sim: SimCluster, name: string, rest: object): void {
  sim.send(create(STORAGECLASSES, { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name }, ...rest } as never));
}
const pod = (sim: SimCluster, name: string) => sim.cluster.store.get<Pod>(PODS, "default", name)!;
const claim = (sim: SimCluster, name: string) => sim.cluster.store.get<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS, "default", name)!;
const volume = (sim: SimCluster, name: string) => sim.cluster.store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, name)!;
const scheduled = (sim: SimCluster, name: string) => pod(sim, name).status.conditions?.find((c) => c.type === "PodScheduled")?.message;
function eventsOf(sim: SimCluster, kind: string): string[] {
  return [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === kind).map((e) => `${e.type} ${e.reason} ${e.message}`);
}

describe("a pod with a claim", () => {
  test("waits for a claim that does not exist, then for one that is not bound, and runs when a volume comes", () => {
    const sim = cluster();
    addPod(sim, "web", "data");
    sim.settle();
    expect(scheduled(sim, "web")).toBe('0/3 nodes are available: persistentvolumeclaim "data" not found. not found');
    addClaim(sim, "data");
    sim.settle();
    expect(scheduled(sim, "web")).toBe("0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found");
    expect(eventsOf(sim, "PersistentVolumeClaim")).toEqual(["Normal FailedBinding no persistent volumes available for this claim and no storage class is set"]);
    addVolume(sim, "small", "1Gi");
    addVolume(sim, "large", "9Gi");
    sim.settle();
    expect(pod(sim, "web").status.phase).toBe("Running");
    expect(volume(sim, "small").status).toMatchObject({ phase: "Available" });
  });

  test("of the default class goes to a node first, and the volume is made then", () => {
    const sim = cluster(standardStorageClass());
    addClaim(sim, "data");
    sim.settle();
    expect(claim(sim, "data")).toMatchObject({ spec: { storageClassName: "standard" }, status: { phase: "Pending" } });
    addPod(sim, "web", "data");
    sim.settle();
    const name = `pvc-${claim(sim, "data").metadata.uid}`;
    expect(pod(sim, "web").status.phase).toBe("Running");
    expect(claim(sim, "data")).toMatchObject({
      metadata: { annotations: { "pv.kubernetes.io/bind-completed": "yes", "volume.kubernetes.io/selected-node": pod(sim, "web").spec.nodeName } },
      spec: { volumeName: name }, status: { phase: "Bound", capacity: { storage: "2Gi" }, accessModes: ["ReadWriteOnce"] },
    });
    expect(volume(sim, name)).toMatchObject({ spec: { claimRef: { name: "data", uid: claim(sim, "data").metadata.uid }, storageClassName: "standard", persistentVolumeReclaimPolicy: "Delete" }, status: { phase: "Bound" } });
    expect(eventsOf(sim, "PersistentVolumeClaim")).toEqual([
      "Normal WaitForFirstConsumer waiting for first consumer to be created before binding",
      `Normal ProvisioningSucceeded Successfully provisioned volume ${name} using disk.csi.playground.local`,
    ]);
    expect(eventsOf(sim, "Pod").filter((e) => e.startsWith("Warning"))).toEqual([]);
  });

  test("goes where its volume can be reached, and nowhere else", () => {
    const sim = cluster();
    const local = (node: string) => ({ nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [node] }] }] } } });
    addVolume(sim, "v", "5Gi", local("node-2"));
    addClaim(sim, "data");
    addPod(sim, "web", "data");
    sim.settle();
    expect(pod(sim, "web").spec.nodeName).toBe("node-2");
    sim.patchNode("node-2", { spec: { unschedulable: true } });
    sim.send(remove(PODS, { ...DEFAULT, name: "web" }));
    sim.settle();
    addPod(sim, "web", "data");
    sim.settle();
    expect(scheduled(sim, "web")).toBe(
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match PersistentVolume's node affinity. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test("of a class that nobody provisions takes a volume of its node", () => {
    const sim = cluster();
    addClass(sim, "local", { provisioner: "kubernetes.io/no-provisioner", volumeBindingMode: "WaitForFirstConsumer" });
    addClaim(sim, "data", { storageClassName: "local" });
    addPod(sim, "web", "data");
    sim.settle();
    expect(scheduled(sim, "web")).toBe("0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.");
    addVolume(sim, "v", "5Gi", { storageClassName: "local", nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["node-3"] }] }] } } });
    sim.settle();
    expect(pod(sim, "web")).toMatchObject({ spec: { nodeName: "node-3" }, status: { phase: "Running" } });
  });
});

describe("a volume made by hand", () => {
  test("is Available, and bound to the claim that it suits best, which takes its size", () => {
    const sim = cluster();
    addVolume(sim, "many", "2Gi", { accessModes: ["ReadWriteOnce", "ReadWriteMany"] });
    addVolume(sim, "large", "9Gi");
    addVolume(sim, "fits", "3Gi");
    addVolume(sim, "fast", "2Gi", { storageClassName: "fast" });
    sim.settle();
    expect(volume(sim, "fits")).toMatchObject({ metadata: { finalizers: ["kubernetes.io/pv-protection"] }, spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" }, status: { phase: "Available" } });
    addClaim(sim, "data");
    sim.settle();
    expect(claim(sim, "data")).toMatchObject({ spec: { volumeName: "fits" }, status: { phase: "Bound", capacity: { storage: "3Gi" } } });
    expect(volume(sim, "fits")).toMatchObject({
      metadata: { annotations: { "pv.kubernetes.io/bound-by-controller": "yes" } },
      spec: { claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "default", name: "data", uid: claim(sim, "data").metadata.uid } }, status: { phase: "Bound" },
    });
  });

  test("stays as Released when its claim goes, is deleted only then, and a claim that loses it is Lost", () => {
    const sim = cluster();
    addVolume(sim, "v", "3Gi");
    addClaim(sim, "data");
    sim.settle();
    sim.send(remove(PERSISTENTVOLUMES, { name: "v" }));
    sim.settle();
    expect(volume(sim, "v").metadata.deletionTimestamp).toBeDefined();
    sim.send(remove(PERSISTENTVOLUMECLAIMS, { ...DEFAULT, name: "data" }));
    sim.settle();
    expect(volume(sim, "v")).toBeUndefined();
    addVolume(sim, "w", "3Gi");
    addClaim(sim, "more");
    sim.settle();
    sim.send(remove(PERSISTENTVOLUMECLAIMS, { ...DEFAULT, name: "more" }));
    sim.settle();
    expect(volume(sim, "w").status).toMatchObject({ phase: "Released" });
    addVolume(sim, "x", "3Gi");
    addClaim(sim, "last");
    sim.settle();
    sim.send(patch(PERSISTENTVOLUMES, { name: "x" }, { metadata: { finalizers: null } }, { patchType: "merge" }));
    sim.send(remove(PERSISTENTVOLUMES, { name: "x" }));
    sim.settle();
    expect(claim(sim, "last").status.phase).toBe("Lost");
    expect(eventsOf(sim, "PersistentVolumeClaim").at(-1)).toBe("Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!");
  });

  test("says what it lacks, in the API server's words", () => {
    const answer = cluster().try(create(PERSISTENTVOLUMES, { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "v" }, spec: {} } as never));
    expect(answer.ok ? "" : answer.status.message).toBe(
      'PersistentVolume "v" is invalid: [spec.accessModes: Required value, spec.capacity: Required value, spec.capacity: Unsupported value: null: supported values: "storage", spec: Required value: must specify a volume type]',
    );
  });
});
