import { describe, expect, test } from "vitest";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { Deployment } from "../api/types/deployment.ts";
import type { ReplicaSet } from "../api/types/replicaset.ts";
import type { StatefulSet } from "../api/types/statefulset.ts";
import { deploymentRow, replicaSetRow, statefulSetRow } from "./workload-rows.ts";

const META = { namespace: "default", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", generation: 2 };
const template = (image: string) => ({ metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "nginx", image }] } });

function deployment(spec: Partial<Deployment["spec"]> = {}, status: Deployment["status"] = {}): Deployment {
  return {
    apiVersion: "apps/v1", kind: "Deployment", metadata: { ...META, name: "web", uid: "uid-web" },
    spec: {
      replicas: 3, selector: { matchLabels: { app: "web" } }, template: template("nginx:1.30"), revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } }, ...spec,
    },
    status,
  };
}

function replicaSet(hash: string, revision: number, replicas: number, image: string): ReplicaSet {
  return {
    apiVersion: "apps/v1", kind: "ReplicaSet",
    metadata: {
      ...META, name: `web-${hash}`, uid: `uid-${hash}`, creationTimestamp: `2026-01-01T00:00:0${revision}Z`, labels: { "pod-template-hash": hash },
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "uid-web", controller: true }],
    },
    spec: { replicas, selector: {}, template: template(image) },
    status: { replicas, availableReplicas: replicas },
  };
}

describe("a Deployment's row", () => {
  test("in the middle of a rollout tells what each ReplicaSet has, the newest last", () => {
    const row = deploymentRow(deployment({}, { observedGeneration: 2, replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 }), {
      replicaSets: [replicaSet("new", 2, 1, "nginx:1.30"), replicaSet("old", 1, 3, "nginx:1.29")],
    });
    expect(row).toEqual({
      kind: "Deployment", namespace: "default", name: "web", uid: "uid-web", deleting: false, generation: 2, observedGeneration: 2,
      replicas: 3, current: 4, ready: 3, upToDate: 1, available: 3, paused: false, minReadySeconds: 0, image: "nginx:1.30",
      strategy: "RollingUpdate", maxUnavailable: "25%", maxSurge: "25%", maxUnavailablePods: 0, maxSurgePods: 1,
      currentRevision: "new",
      revisions: [{ hash: "old", revision: 1, image: "nginx:1.29", letter: "A" }, { hash: "new", revision: 2, image: "nginx:1.30", letter: "B" }],
      replicaSets: [
        { name: "web-old", uid: "uid-old", hash: "old", replicas: 3, current: 3, available: 3 },
        { name: "web-new", uid: "uid-new", hash: "new", replicas: 1, current: 1, available: 1 },
      ],
    });
  });

  test("leaves empty old ReplicaSets to the history, and shows the newest also when it is empty", () => {
    const { replicaSets, revisions } = deploymentRow(deployment({ replicas: 0 }), { replicaSets: [replicaSet("old", 1, 0, "nginx:1.29"), replicaSet("new", 2, 0, "nginx:1.30")] });
    expect(replicaSets.map((r) => r.hash)).toEqual(["new"]);
    expect(revisions).toHaveLength(2);
  });

  test("knows that a rolled-back ReplicaSet is the new one by its revision, and keeps the letters", () => {
    const row = deploymentRow(deployment(), { replicaSets: [{ ...replicaSet("old", 1, 3, "nginx:1.29"), metadata: { ...replicaSet("old", 1, 3, "").metadata, annotations: { "deployment.kubernetes.io/revision": "3" } } }, replicaSet("new", 2, 0, "nginx:1.30")] });
    expect(row.currentRevision).toBe("old");
    expect(row.revisions.map((r) => [r.letter, r.hash, r.revision])).toEqual([["A", "old", 3], ["B", "new", 2]]);
  });

  // Source: pkg/controller/deployment/util ResolveFenceposts: surge is rounded up, unavailable down, both 0 means unavailable 1.
  test.each([
    [10, "25%", "25%", 3, 2], [4, "25%", "25%", 1, 1], [1, "25%", "25%", 1, 0], [3, 0, 1, 0, 1], [3, 0, "25%", 0, 1], [3, 1, 0, 1, 0], [3, "100%", 0, 3, 0],
  ])("for %d replicas with maxSurge %s and maxUnavailable %s comes to %d more and %d fewer", (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
    const row = deploymentRow(deployment({ replicas, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } }), { replicaSets: [] });
    expect([row.maxSurgePods, row.maxUnavailablePods]).toEqual([surge, unavailable]);
  });

  test("says when it is paused, recreates, or makes no progress", () => {
    expect(deploymentRow(deployment({ paused: true, strategy: { type: "Recreate" } }), { replicaSets: [] })).toMatchObject({ paused: true, strategy: "Recreate", maxSurgePods: 0, maxUnavailablePods: 0 });
    const conditions = [{ type: "Progressing", status: "False" as const, reason: "ProgressDeadlineExceeded" }];
    expect(deploymentRow(deployment({}, { conditions }), { replicaSets: [] }).stalled).toBe("ProgressDeadlineExceeded");
  });
});

describe("a StatefulSet's row", () => {
  const set: StatefulSet = {
    apiVersion: "apps/v1", kind: "StatefulSet", metadata: { ...META, name: "db", uid: "uid-db" },
    spec: {
      replicas: 3, selector: {}, template: template("postgres:17.7"), podManagementPolicy: "OrderedReady", revisionHistoryLimit: 10, ordinals: { start: 1 },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } }, volumeClaimTemplates: [{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { ...META, name: "data", uid: "" }, spec: {}, status: {} }],
    },
    status: { observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 1, availableReplicas: 3, currentRevision: "db-1", updateRevision: "db-2" },
  };
  const revision = (name: string, number: number): ControllerRevision => ({
    apiVersion: "apps/v1", kind: "ControllerRevision", revision: number, data: { spec: { template: template(`postgres:17.${5 + number}`) } },
    metadata: { ...META, name, uid: name, labels: { "controller.kubernetes.io/hash": name.slice(3) }, creationTimestamp: `2026-01-01T00:00:0${number}Z` },
  });

  test("tells ordinals, partition, claims, and its revisions by the names that its pods carry", () => {
    expect(statefulSetRow(set, { revisions: [revision("db-1", 1), revision("db-2", 2)] })).toEqual({
      kind: "StatefulSet", namespace: "default", name: "db", uid: "uid-db", deleting: false, generation: 2, observedGeneration: 2,
      replicas: 3, current: 3, ready: 3, upToDate: 1, available: 3, strategy: "RollingUpdate", podManagementPolicy: "OrderedReady", partition: 2, firstOrdinal: 1,
      minReadySeconds: 0, image: "postgres:17.7", formerRevision: "db-1", currentRevision: "db-2", claims: ["data"],
      revisions: [{ hash: "db-1", revision: 1, image: "postgres:17.6", letter: "A" }, { hash: "db-2", revision: 2, image: "postgres:17.7", letter: "B" }],
    });
  });

  test("has no partition where somebody deletes the pods", () => {
    expect(statefulSetRow({ ...set, spec: { ...set.spec, updateStrategy: { type: "OnDelete" } } }, { revisions: [] })).toMatchObject({ strategy: "OnDelete", partition: 0 });
  });
});

test("a ReplicaSet on its own has numbers and no revisions", () => {
  expect(replicaSetRow(replicaSet("x", 1, 2, "nginx:1.29"))).toMatchObject({ kind: "ReplicaSet", replicas: 2, current: 2, ready: 0, available: 2, revisions: [] });
});
