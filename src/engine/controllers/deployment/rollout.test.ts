import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, PODS, REPLICASETS } from "../../../api/resources.ts";
import { create, remove, update } from "../../../api/request.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { clusterWith, deploymentObject, eventsOf, patchWeb, replicaSets, setWebImage, web } from "../../testing/deployment-object.ts";
import type { SimCluster } from "../../testing/sim-cluster.ts";

const sizes = (sim: SimCluster) => replicaSets(sim).map((rs) => rs.spec.replicas);
const scalings = (sim: SimCluster) => eventsOf(sim, "Deployment").map((text) => text.replace(/^ScalingReplicaSet: Scaled (up|down) replica set /, ""));
const revisions = (sim: SimCluster) => replicaSets(sim).map((rs) => rs.metadata.annotations?.["deployment.kubernetes.io/revision"]);
const progressing = (sim: SimCluster) => web(sim).status.conditions?.find((c) => c.type === "Progressing");

describe("a rolling update", () => {
  test("of 4 with 25% each goes as recorded: one more, one less, and on as pods become ready", () => {
    const sim = clusterWith({ replicas: 4 });
    setWebImage(sim, "v2");
    sim.settle();
    expect(scalings(sim).slice(0, 4)).toEqual(["rev1 from 0 to 4", "rev2 from 0 to 1", "rev1 from 4 to 3", "rev2 from 1 to 2"]);
    expect(sizes(sim)).toEqual([0, 4]);
    const { conditions, ...status } = web(sim).status;
    expect(status).toEqual({ observedGeneration: 2, replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4, terminatingReplicas: 0 });
    expect(conditions?.map(({ type, status: is, reason, message }) => ({ type, status: is, reason, message }))).toEqual([
      { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." },
      { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable", message: `ReplicaSet "${replicaSets(sim)[1]!.metadata.name}" has successfully progressed.` },
    ]);
  });

  test.each([
    [10, "25%", "25%", [8, 5]],
    [3, 0, 1, [2, 1]],
    [3, 1, 0, [3, 1]],
    [10, 2, 2, [8, 4]],
    [3, "100%", 0, [3, 3]],
    [3, 0, "100%", [0, 3]],
    [1, "25%", "25%", [1, 1]],
  ])("of %s to an image that cannot be pulled stops with maxSurge %s and maxUnavailable %s at %j", (replicas, maxSurge, maxUnavailable, stuck) => {
    const sim = clusterWith({ replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
    setWebImage(sim, "bad");
    sim.runFor(30);
    expect(sizes(sim)).toEqual(stuck);
  });

  test("to a bad image is declared failed after the deadline, and goes on when the template is put back", () => {
    const sim = clusterWith({ replicas: 10, progressDeadlineSeconds: 60 });
    setWebImage(sim, "bad");
    sim.runFor(30);
    expect(progressing(sim)).toMatchObject({ status: "True", reason: "ReplicaSetUpdated" });
    sim.runFor(60);
    expect(progressing(sim)).toMatchObject({ status: "False", reason: "ProgressDeadlineExceeded", message: `ReplicaSet "${replicaSets(sim)[1]!.metadata.name}" has timed out progressing.` });
    setWebImage(sim, "v1");
    sim.settle();
    expect(scalings(sim).slice(-2)).toEqual(["rev2 from 5 to 0", "rev1 from 8 to 10"]);
    expect(revisions(sim)).toEqual(["3", "2"]);
    expect(replicaSets(sim)[0]!.metadata.annotations).toMatchObject({ "deployment.kubernetes.io/revision-history": "1" });
    expect(progressing(sim)).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
    expect(sim.cluster.decisions.since(0).filter((d) => d.actor === "deployment-controller" && ["timed-out", "renumbered"].includes(d.verdict)).map((d) => d.text.replaceAll(/web-[a-z0-9]+/g, "RS"))).toEqual([
      "declared the rollout of `web` as failed: no progress for 60 s (progressDeadlineSeconds). It keeps trying all the same.",
      "went back to ReplicaSet `RS`: the template is that of revision 1, which becomes revision 3.",
    ]);
  });

  test("says for whom it waits, once", () => {
    const sim = clusterWith({ replicas: 2, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
    setWebImage(sim, "bad");
    sim.runFor(60);
    const waits = sim.cluster.decisions.since(0).filter((d) => d.rule === "deployment/rollout-waits");
    expect(waits.map((d) => d.text.replaceAll(/web-[a-z0-9]+-[a-z0-9]+/g, "POD"))).toEqual([
      "holds the rollout of `web` because `POD` is not available yet: 2 pods must be available (maxUnavailable 0), at most 3 may exist (maxSurge 1), and 3 were asked for.",
    ]);
  });

  test("counts a pod as available only after minReadySeconds, and says so at that moment", () => {
    const sim = clusterWith({ replicas: 2, minReadySeconds: 30 });
    expect(web(sim).status).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
    setWebImage(sim, "v2");
    sim.runFor(20);
    expect(sizes(sim)).toEqual([2, 1]);
    sim.settle();
    expect(sizes(sim)).toEqual([0, 2]);
  });
});

describe("the size", () => {
  test("changed in the middle of a rollout is shared among the ReplicaSets", () => {
    const sim = clusterWith({ replicas: 10, strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
    setWebImage(sim, "bad");
    sim.runFor(30);
    expect(sizes(sim)).toEqual([8, 5]);
    patchWeb(sim, { spec: { replicas: 15 } });
    sim.runFor(30);
    expect(sizes(sim)).toEqual([11, 7]);
    patchWeb(sim, { spec: { replicas: 5 } });
    sim.runFor(30);
    expect(sizes(sim)).toEqual([3, 5]);
  });

  test("changes while it is paused, the template does not", () => {
    const sim = clusterWith({ replicas: 2 });
    patchWeb(sim, { spec: { paused: true } });
    setWebImage(sim, "v2");
    patchWeb(sim, { spec: { replicas: 4 } });
    sim.settle();
    expect(sizes(sim)).toEqual([4]);
    expect(progressing(sim)).toMatchObject({ status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" });
    patchWeb(sim, { spec: { paused: false } });
    sim.settle();
    expect(sizes(sim)).toEqual([0, 4]);
  });
});

test("Recreate makes no new pod before the last old one has ended", () => {
  const sim = clusterWith({ replicas: 3, strategy: { type: "Recreate" } });
  setWebImage(sim, "v2");
  const images = new Set<string>();
  sim.watch(() => images.add([...new Set(sim.pods().filter((p) => p.status.phase !== "Succeeded").map((p) => p.spec.containers[0]!.image))].sort().join(" and ")));
  expect([...images].filter((i) => i !== "")).toEqual(["example/web:v1", "example/web:v2"]);
  expect(scalings(sim)).toEqual(["rev1 from 0 to 3", "rev1 from 3 to 0", "rev2 from 0 to 3"]);
});

test("old ReplicaSets beyond the history limit are deleted, the lowest revision first", () => {
  const sim = clusterWith({ replicas: 1, revisionHistoryLimit: 1 });
  for (const tag of ["v2", "v3", "v4"]) {
    setWebImage(sim, tag);
    sim.settle();
  }
  expect(revisions(sim)).toEqual(["3", "4"]);
});

test("a hash that another template has already gets another salt", () => {
  const sim = clusterWith({ replicas: 1 });
  const { name } = replicaSets(sim)[0]!.metadata;
  // The ReplicaSet gets another template behind the Deployment's back: its name now stands for something else.
  const [rs] = replicaSets(sim);
  const template = { ...rs!.spec.template, spec: { ...rs!.spec.template.spec, hostNetwork: true } };
  sim.send(update(REPLICASETS, { ...rs!, spec: { ...rs!.spec, template } } as ReplicaSet));
  patchWeb(sim, { metadata: { labels: { look: "again" } } });
  sim.settle();
  expect(web(sim).status.collisionCount).toBe(1);
  expect(replicaSets(sim).map((rs) => rs.metadata.name).filter((n) => n !== name)).toHaveLength(1);
});

test("a Deployment that comes back adopts the ReplicaSets it left behind, and no pod is disturbed", () => {
  const sim = clusterWith({ replicas: 2 });
  const before = sim.pods().map((p: Pod) => p.metadata.uid);
  const { metadata, spec } = web(sim);
  sim.send(remove(DEPLOYMENTS, metadata, { propagationPolicy: "Orphan" }));
  sim.settle();
  expect(replicaSets(sim)[0]!.metadata.ownerReferences).toBeUndefined();
  sim.send(create(DEPLOYMENTS, deploymentObject(spec) as never));
  sim.settle();
  expect(replicaSets(sim)[0]!.metadata.ownerReferences).toMatchObject([{ kind: "Deployment", name: "web", uid: web(sim).metadata.uid }]);
  expect([...sim.cluster.store.all<Pod>(PODS)].map((p) => p.metadata.uid)).toEqual(before);
});
