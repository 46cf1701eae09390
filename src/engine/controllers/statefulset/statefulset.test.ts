import { parseTime } from "../../../api/time.ts";
import { describe, expect, test } from "vitest";
import { create, patch, remove, type KubeRequest } from "../../../api/request.ts";
import { EVENTS, PERSISTENTVOLUMECLAIMS, PODS, resourceByKey, STATEFULSETS } from "../../../api/resources.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";

const DB = { namespace: "default", name: "db" };
const LABELS = { app: "db" };
const CLAIM = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } };

/** Three nodes with the StatefulSet `db`, not settled yet. */
function cluster(spec: object = {}, setup: readonly KubeRequest[] = []): SimCluster {
  const sim = new SimCluster(1, setup);
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name);
  sim.settle();
  const template = { metadata: { labels: LABELS }, spec: { containers: [{ name: "agent", image: "example/logger:v1" }] } };
  const body = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: DB, spec: { serviceName: "db", replicas: 3, selector: { matchLabels: LABELS }, template, ...spec } };
  sim.send(create(STATEFULSETS, body));
  return sim;
}

function setOf(sim: SimCluster): StatefulSet {
  return sim.cluster.store.get<StatefulSet>(STATEFULSETS, "default", "db")!;
}
function podOf(sim: SimCluster, name: string): Pod | undefined {
  return sim.cluster.store.get<Pod>(PODS, "default", name);
}
function claims(sim: SimCluster): PersistentVolumeClaim[] {
  return [...sim.cluster.store.all<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS)];
}
function names(objects: Iterable<{ metadata: { name: string } }>): string[] {
  return Array.from(objects, (o) => o.metadata.name).sort();
}
function change(sim: SimCluster, spec: object): void {
  sim.send(patch(STATEFULSETS, DB, { spec }));
}
function setImage(sim: SimCluster, image: string): void {
  change(sim, { template: { spec: { containers: [{ name: "agent", image }] } } });
}
/** replicas ready current updated available, of each write of the status from now on. */
function recordStatuses(sim: SimCluster): string[] {
  const lines: string[] = [];
  sim.cluster.onChange(({ resource, before, after }) => {
    if (resource !== STATEFULSETS.key || !before || !after) return;
    const [old, s] = [(before as StatefulSet).status, (after as StatefulSet).status];
    const text = ({ replicas, readyReplicas = 0, currentReplicas = 0, updatedReplicas = 0, availableReplicas }: StatefulSet["status"]) => [replicas, readyReplicas, currentReplicas, updatedReplicas, availableReplicas].join(" ");
    if (text(s) !== text(old)) lines.push(text(s));
  });
  return lines;
}
function decisionsOf(sim: SimCluster): string[] {
  return sim.cluster.decisions.since(0).filter((d) => d.actor === "statefulset-controller" && d.object.name === "db").map((d) => d.text);
}

describe("a StatefulSet, as recorded in 20-three-kinds", () => {
  test("makes its pods one after the other, each when the one before is Ready", () => {
    const sim = cluster();
    const statuses = recordStatuses(sim);
    sim.settle();
    expect(statuses).toEqual(["1 0 1 1 0", "1 1 1 1 1", "2 1 2 2 1", "2 2 2 2 2", "3 2 3 3 2", "3 3 3 3 3"]);
    expect(names(sim.pods())).toEqual(["db-0", "db-1", "db-2"]);
    expect(setOf(sim).status.currentRevision).toBe(setOf(sim).status.updateRevision);
  });

  test("updates from the highest ordinal down, and counts as it goes", () => {
    const sim = cluster();
    sim.settle();
    const statuses = recordStatuses(sim);
    setImage(sim, "example/logger:v2");
    sim.settle();
    expect(statuses).toEqual([
      "3 3 2 0 3", "3 2 2 0 2", "2 2 2 0 2", "3 2 2 1 2",
      "3 3 1 1 3", "3 2 1 1 2", "2 2 1 1 2", "3 2 1 2 2",
      "3 3 0 2 3", "3 2 0 2 2", "2 2 0 2 2", "3 2 0 3 2",
      "3 3 3 3 3",
    ]);
    const events = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === "StatefulSet").map((e) => `${e.type} ${e.reason} ${e.message} x${e.count}`);
    expect(events).toEqual([
      ...["db-0", "db-1", "db-2"].map((p) => `Normal SuccessfulCreate Create Pod ${p} in StatefulSet db successful x2`),
      ...["db-2", "db-1", "db-0"].map((p) => `Normal SuccessfulDelete Delete Pod ${p} in StatefulSet db successful x1`),
    ]);
  });

  test("names the present revision as the recording does", () => {
    const template = { metadata: { labels: LABELS }, spec: { containers: [{ name: "agent", image: "registry.example/agent:v1", env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }], resources: { requests: { cpu: "100m", memory: "64Mi" } } }] } };
    const sim = cluster({ template });
    sim.settle();
    expect(setOf(sim).status.updateRevision).toBe("db-5545ff6c69");
    setImage(sim, "registry.example/agent:v2");
    sim.runFor(1);
    expect(setOf(sim).status.updateRevision).toBe("db-85c9f4fd5d");
  });
});

test("a pod of a dead node keeps its name: no other is made until it is really gone", () => {
  const sim = cluster();
  sim.settle();
  sim.powerOff(podOf(sim, "db-2")!.spec.nodeName!);
  sim.runFor(420);
  expect(names(sim.pods())).toEqual(["db-0", "db-1", "db-2"]);
  expect(podOf(sim, "db-2")!.metadata.deletionTimestamp).toBeDefined();
  expect(decisionsOf(sim).at(-1)).toMatch(/^waits for `db-[0-2]`, which is being deleted, before it creates it anew\.$/);
});

test("a broken update does not recover by taking it back, only by deleting the pod", () => {
  const sim = cluster();
  sim.settle();
  setImage(sim, "example/does-not-exist:v2");
  sim.runFor(30);
  setImage(sim, "example/logger:v1");
  sim.runFor(60);
  expect(podOf(sim, "db-2")!.spec.containers[0]!.image).toBe("example/does-not-exist:v2");
  expect(decisionsOf(sim).at(-1)).toBe("waits for `db-2`, which is not Running and Ready, before it replaces it. OrderedReady never replaces a pod that is not ready: it has to be deleted by hand.");
  sim.deletePod("db-2");
  sim.settle();
  expect(setOf(sim).status).toMatchObject({ readyReplicas: 3, updatedReplicas: 3 });
});

describe("ordinals", () => {
  test("begin where spec.ordinals says, and the partition counts from there", () => {
    const sim = cluster({ ordinals: { start: 5 }, updateStrategy: { rollingUpdate: { partition: 2 } } });
    sim.settle();
    setImage(sim, "example/logger:v2");
    sim.settle();
    expect(sim.pods().map((p) => `${p.metadata.name} ${p.spec.containers[0]!.image}`).sort()).toEqual(["db-5 example/logger:v1", "db-6 example/logger:v1", "db-7 example/logger:v2"]);
    sim.deletePod("db-5");
    sim.settle();
    expect(podOf(sim, "db-5")!.spec.containers[0]!.image).toBe("example/logger:v1");
  });

  test("moved up: new pods are made first, then the old ones go", () => {
    const sim = cluster({ replicas: 2 });
    sim.settle();
    change(sim, { ordinals: { start: 2 } });
    sim.settle();
    expect(names(sim.pods())).toEqual(["db-2", "db-3"]);
  });
});

test("minReadySeconds holds the next pod back", () => {
  const sim = cluster({ replicas: 2, minReadySeconds: 20 });
  sim.runFor(15);
  expect(names(sim.pods())).toEqual(["db-0"]);
  sim.settle();
  const [first, second] = ["db-0", "db-1"].map((name) => podOf(sim, name)!);
  const readyAt = parseTime(first!.status.conditions!.find((c) => c.type === "Ready")!.lastTransitionTime!)!;
  expect(parseTime(second!.metadata.creationTimestamp)! - readyAt).toBeGreaterThanOrEqual(20_000);
  expect(setOf(sim).status.availableReplicas).toBe(2);
});

test("Parallel makes all pods at once", () => {
  const sim = cluster({ podManagementPolicy: "Parallel", replicas: 5 });
  sim.runFor(1);
  expect(names(sim.pods())).toEqual(["db-0", "db-1", "db-2", "db-3", "db-4"]);
});

test("a pod that lost the label of its name gets it back", () => {
  const sim = cluster({ replicas: 1 });
  sim.settle();
  sim.send(patch(PODS, { namespace: "default", name: "db-0" }, { metadata: { labels: { "statefulset.kubernetes.io/pod-name": null } } }));
  sim.settle();
  expect(podOf(sim, "db-0")!.metadata.labels).toMatchObject({ "statefulset.kubernetes.io/pod-name": "db-0", "apps.kubernetes.io/pod-index": "0" });
});

describe("claims", () => {
  const standard = create(resourceByKey("storageclasses.storage.k8s.io")!, {
    apiVersion: "storage.k8s.io/v1", kind: "StorageClass", provisioner: "example.com/disk",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  } as never);

  test("are made before their pod, which waits for a volume where nobody makes one", () => {
    const sim = cluster({ replicas: 2, volumeClaimTemplates: [CLAIM], podManagementPolicy: "Parallel" });
    sim.settle();
    expect(claims(sim).map((c) => `${c.metadata.name} ${c.status.phase} ${JSON.stringify(c.metadata.labels)} ${c.metadata.finalizers?.join()}`)).toEqual([
      'data-db-0 Pending {"app":"db"} kubernetes.io/pvc-protection', 'data-db-1 Pending {"app":"db"} kubernetes.io/pvc-protection',
    ]);
    expect(podOf(sim, "db-1")!.status.conditions).toMatchObject([{ type: "PodScheduled", message: "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found" }]);
    expect(podOf(sim, "db-1")!.spec["volumes"]).toContainEqual({ name: "data", persistentVolumeClaim: { claimName: "data-db-1" } });
    const events = [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === "StatefulSet").map((e) => e.message);
    expect(events.slice(0, 2)).toEqual(["Create Claim data-db-0 Pod db-0 in StatefulSet db success", "Create Pod db-0 in StatefulSet db successful"]);
  });

  test("are bound where there is a default class, and stay with the name when the pod is replaced", () => {
    const sim = cluster({ replicas: 1, volumeClaimTemplates: [CLAIM] }, [standard]);
    sim.settle();
    const [claim] = claims(sim);
    expect(claim).toMatchObject({ spec: { storageClassName: "standard", volumeName: `pvc-${claim!.metadata.uid}` }, status: { phase: "Bound", capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"] } });
    sim.deletePod("db-0");
    sim.settle();
    expect(claims(sim)).toEqual([claim]);
  });

  test("that are deleted stay until no pod uses them, and their volume goes with them", () => {
    const sim = cluster({ replicas: 1, volumeClaimTemplates: [CLAIM] }, [standard]);
    sim.settle();
    sim.send(remove(PERSISTENTVOLUMECLAIMS, { namespace: "default", name: "data-db-0" }));
    sim.settle();
    expect(claims(sim)[0]!.metadata.deletionTimestamp).toBeDefined();
    sim.send(remove(STATEFULSETS, DB));
    sim.settle();
    expect(claims(sim)).toEqual([]);
    expect([...sim.cluster.store.all(resourceByKey("persistentvolumes")!)]).toEqual([]);
  });

  test("go with the set where whenDeleted says so", () => {
    const sim = cluster({ replicas: 2, volumeClaimTemplates: [CLAIM], persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" } }, [standard]);
    sim.settle();
    sim.send(remove(STATEFULSETS, DB));
    sim.settle();
    expect(names([...sim.pods(), ...claims(sim)])).toEqual([]);
  });

  test("of a pod that was scaled away go first, before a new pod takes the name", () => {
    const sim = cluster({ replicas: 2, volumeClaimTemplates: [CLAIM], persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } }, [standard]);
    sim.settle();
    const before = claims(sim).find((c) => c.metadata.name === "data-db-1")!;
    change(sim, { replicas: 1 });
    sim.runFor(0.2);
    change(sim, { replicas: 2 });
    sim.settle();
    expect(claims(sim).find((c) => c.metadata.name === "data-db-1")!.metadata.uid).not.toBe(before.metadata.uid);
    expect(podOf(sim, "db-1")!.status.phase).toBe("Running");
  });
});

test("fields that are fixed cannot be changed, in the API server's words", () => {
  const sim = cluster();
  const answer = sim.try(patch(STATEFULSETS, DB, { spec: { serviceName: "x" } }));
  expect(answer.ok ? "" : answer.status.message).toBe(
    `StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
  );
});
