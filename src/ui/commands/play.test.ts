import { describe, expect, test } from "vitest";
import type { DaemonSetRow, WorkloadRow } from "../../api/frame.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, FAULTS, NODES, PODS, REPLICASETS, STATEFULSETS } from "../../api/resources.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { Conditions } from "../../lessons/conditions.ts";
import { FIRST_STEPS, MANIFESTS, THREE_CONTROLLERS } from "../../lessons/content.ts";
import { factsOf, type Moment } from "../../lessons/facts.ts";
import { loadLesson } from "../../lessons/lesson.ts";
import { loadScenario } from "../../lessons/scenario.ts";
import { createRequests } from "../../lessons/setup.ts";
import { readManifests } from "../../api/manifest.ts";
import { deploymentRow, replicaSetRow, statefulSetRow } from "../../view/workload-rows.ts";
import type { Command, CommandContext, Target, Values } from "./command.ts";
import { daemonSetRow, nodeRow, planOf, podRow } from "./fixtures.ts";
import { COMMANDS } from "./list.ts";

/** The start cluster, at rest. */
function startCluster(files: Parameters<typeof loadScenario>[0] = FIRST_STEPS): SimCluster {
  const scenario = loadScenario(files);
  if ("errors" in scenario) throw new Error(JSON.stringify(scenario.errors));
  const sim = new SimCluster(scenario.seed, scenario.setup);
  sim.settle();
  return sim;
}

function all<T extends KubeObject>(sim: SimCluster, resource: typeof PODS): readonly T[] {
  return [...sim.cluster.store.all<T>(resource)];
}

/** What the page would hand to a command. `on` names a node or a pod's node. */
function contextOf(sim: SimCluster, kind: Target["kind"] | undefined, on = "node-3"): CommandContext {
  const nodes = all<Node>(sim, NODES).map((n) => nodeRow(n.metadata.name, { labels: n.metadata.labels ?? {}, taints: n.spec.taints ?? [], unschedulable: n.spec.unschedulable ?? false }));
  const revisions = all<ControllerRevision>(sim, CONTROLLERREVISIONS);
  const marks = revisions.map((r) => ({ hash: r.metadata.labels!["controller-revision-hash"]!, revision: r.revision, letter: "A", image: "x" }));
  const sets = all<DaemonSet>(sim, DAEMONSETS);
  const daemonSets: DaemonSetRow[] = sets.map((d) => daemonSetRow({ uid: d.metadata.uid, image: d.spec.template.spec.containers[0]!.image, revisions: marks, nodeSelector: d.spec.template.spec.nodeSelector ?? {} }));
  const pods = all<Pod>(sim, PODS).map((p) => podRow(p.metadata.name, { nodeName: p.spec.nodeName ?? "", ownerUid: sets[0]?.metadata.uid ?? "", workload: { kind: "DaemonSet", name: "node-logger", uid: sets[0]?.metadata.uid ?? "" } }));
  const others = otherWorkloads(sim, revisions);
  const workloads: readonly WorkloadRow[] = [...daemonSets, ...others.rows];
  const row = kind === "Node" ? nodes.find((n) => n.name === on) : kind === "Pod" ? pods.find((p) => p.nodeName === on) : workloads.find((w) => w.kind === kind);
  return {
    ...(row ? { target: { kind: row.kind, row } as Target } : {}),
    nodes, pods, workloads, objects: [...sets, ...others.objects], revisions,
    nowMs: sim.cluster.nowMs, faults: all(sim, FAULTS).map((f) => f.metadata.name),
  };
}

function otherWorkloads(sim: SimCluster, revisions: readonly ControllerRevision[]) {
  const deployments = all<Deployment>(sim, DEPLOYMENTS);
  const statefulSets = all<StatefulSet>(sim, STATEFULSETS);
  const replicaSets = all<ReplicaSet>(sim, REPLICASETS);
  const ownedBy = <T extends KubeObject>(objects: readonly T[], uid: string) => objects.filter((o) => o.metadata.ownerReferences?.some((r) => r.uid === uid));
  const rows: readonly WorkloadRow[] = [
    ...deployments.map((d) => deploymentRow(d, { replicaSets: ownedBy(replicaSets, d.metadata.uid) })),
    ...statefulSets.map((s) => statefulSetRow(s, { revisions: ownedBy(revisions, s.metadata.uid) })),
    ...replicaSets.filter((r) => !r.metadata.ownerReferences).map(replicaSetRow),
  ];
  return { rows, objects: [...deployments, ...statefulSets, ...replicaSets] };
}

/** Runs a command as the page does, through the API, and lets the cluster come to rest. */
function run(sim: SimCluster, id: string, kind?: Target["kind"], values: Values = {}, on?: string): readonly string[] {
  const command = COMMANDS.find((c) => c.id === id)!;
  const context = contextOf(sim, kind, on);
  expect(command.when(context)).toBe(true);
  const plan = planOf(command, context, values);
  if ("error" in plan) throw new Error(`${id}: ${plan.field}: ${plan.error}`);
  for (const request of plan.requests) sim.send(request);
  sim.settle();
  return plan.kubectl;
}

describe("the first lesson, played with the page's own commands on the engine", () => {
  const conditions = new Conditions();
  const lesson = loadLesson(FIRST_STEPS, conditions);
  const steps = "lesson" in lesson ? lesson.lesson.steps : [];
  const sim = startCluster();
  const deeds: Readonly<Record<string, () => readonly string[]>> = {
    "add-node": () => run(sim, "add-node"),
    taint: () => run(sim, "taint-node", "Node", {}, "node-4"),
    "delete-pod": () => run(sim, "delete-pod", "Pod", {}, "node-4"),
    tolerate: () => run(sim, "edit-tolerations", "DaemonSet", { tolerations: "node-role.kubernetes.io/control-plane:NoSchedule\ndedicated=db:NoSchedule" }),
    update: () => run(sim, "update-image", "DaemonSet"),
    "bad-image": () => run(sim, "update-image", "DaemonSet", { version: "fluent/fluent-bit:does-not-exist" }),
    undo: () => run(sim, "rollback", "DaemonSet"),
    "fail-node": () => run(sim, "fail-node", "Node", {}, "node-3"),
  };
  const moment = (): Moment => ({ nowMs: sim.cluster.nowMs, objects: [...sim.cluster.store.everything()].map(({ object }) => object), decisions: sim.cluster.decisions.since(0) });

  test.each(steps.map((s) => [s.id, s] as const))("%s: not yet so before, so after", (id, step) => {
    const start = moment();
    const unmet = () => [...(step.goal?.all ?? []), ...step.claims].filter((expression) => !conditions.ask(expression, factsOf(moment(), start)).holds);
    const deed = deeds[id];
    expect(deed !== undefined).toBe(step.action !== undefined);
    if (deed) {
      expect(unmet()).not.toEqual([]);
      deed();
    }
    expect(unmet()).toEqual([]);
  });
});

describe("every command is accepted by the API server", () => {
  const rows: readonly (readonly [Command["id"], Target["kind"] | undefined, Values?])[] = [
    ["add-node", undefined, { role: "gpu", count: "3", labels: "disk=ssd" }],
    ["add-node", undefined, { role: "control-plane" }],
    ["taint-node", "Node", { effect: "NoExecute" }],
    ["untaint-node", "Node"],
    ["label-node", "Node", { labels: "disk=ssd\nteam=a" }],
    ["unlabel-node", "Node"],
    ["cordon-node", "Node"],
    ["uncordon-node", "Node"],
    ["fill-node", "Node"],
    ["fail-node", "Node"],
    ["recover-node", "Node"],
    ["cut-network", "Node"],
    ["heal-network", "Node"],
    ["node-pressure", "Node", { condition: "NetworkUnavailable" }],
    ["node-pressure", "Node", { condition: "DiskPressure" }],
    ["end-pressure", "Node"],
    ["break-registry", undefined, { where: "node-2", error: "boom" }],
    ["break-registry", undefined],
    ["repair-registry", undefined],
    ["disturb-pod", "Pod"],
    ["disturb-pod", "Pod", { how: "oom" }],
    ["disturb-pod", "Pod", { how: "slow", seconds: "5" }],
    ["calm-pod", "Pod"],
    ["crash-pod", "Pod"],
    ["crash-pod", "Pod", { times: "always" }],
    ["recover-pod", "Pod"],
    ["delete-pod", "Pod"],
    ["force-delete-pod", "Pod"],
    ["update-image", "DaemonSet"],
    ["rollback", "DaemonSet"],
    ["update-strategy", "DaemonSet", { maxUnavailable: "0", maxSurge: "50%" }],
    ["update-strategy", "DaemonSet", { type: "OnDelete" }],
    ["update-strategy", "DaemonSet", { type: "RollingUpdate", maxUnavailable: "2", maxSurge: "0" }],
    ["rollout-restart", "DaemonSet"],
    ["edit-tolerations", "DaemonSet", { tolerations: "*" }],
    ["node-selector", "DaemonSet", { nodeSelector: "disk=ssd" }],
    ["node-selector", "DaemonSet", { nodeSelector: "" }],
    ["set-resources", "DaemonSet", { "requests.cpu": "60m", "limits.memory": "" }],
    ["min-ready-seconds", "DaemonSet", { minReadySeconds: "5" }],
    ["remove-node", "Node"],
    ["delete-daemonset", "DaemonSet"],
    ["create-daemonset", undefined],
  ];
  const sim = startCluster();
  const mixedRows: typeof rows = [
    ["add-node", undefined],
    ["scale", "Deployment", { replicas: "5" }],
    ["scale", "StatefulSet", { replicas: "4" }],
    ["update-image", "Deployment"],
    ["update-image", "StatefulSet"],
    ["rollback", "Deployment"],
    ["rollback", "StatefulSet"],
    ["rollout-restart", "Deployment"],
    ["rollout-restart", "StatefulSet"],
    ["rollout-pause", "Deployment"],
    ["update-image", "Deployment"],
    ["rollout-resume", "Deployment"],
    ["delete-deployment", "Deployment", { cascade: "orphan" }],
    ["scale", "ReplicaSet", { replicas: "1" }],
    ["delete-replicaset", "ReplicaSet"],
    ["create-deployment", undefined, { name: "shop" }],
    ["delete-statefulset", "StatefulSet"],
  ];
  const mixed = startCluster(THREE_CONTROLLERS);

  test("the table names every command", () => {
    expect(new Set(["create-statefulset", ...[...rows, ...mixedRows].map(([id]) => id)])).toEqual(new Set(COMMANDS.map((c) => c.id)));
  });

  test.each(rows.map(([id, kind, values]) => ({ id, kind, values })))("$id, selected: $kind", ({ id, kind, values }) => {
    expect(run(sim, id, kind, values).length).toBeGreaterThan(0);
  });

  test.each(mixedRows.map(([id, kind, values]) => ({ id, kind, values })))("$id, selected: $kind, in the scene with three controllers", ({ id, kind, values }) => {
    expect(run(mixed, id, kind, values).length).toBeGreaterThan(0);
  });
});

test("the guide's StatefulSet is created with its Service and comes up in order", () => {
  const sim = startCluster();
  run(sim, "create-statefulset");
  expect(all<StatefulSet>(sim, STATEFULSETS)[0]?.status).toMatchObject({ replicas: 3, readyReplicas: 3 });
  expect(all<Pod>(sim, PODS).map((p) => p.metadata.name).filter((n) => n.startsWith("db-"))).toEqual(["db-0", "db-1", "db-2"]);
});

test("in the scene with three controllers only the DaemonSet reacts to a new node", () => {
  const sim = startCluster(THREE_CONTROLLERS);
  const podsBy = () => all<Pod>(sim, PODS).map((p) => p.metadata.name);
  const before = new Set(podsBy());
  expect(before.size).toBe(9);
  run(sim, "add-node");
  const news = all<Pod>(sim, PODS).filter((p) => !before.has(p.metadata.name));
  expect(news.map((p) => [p.metadata.ownerReferences?.[0]?.kind, p.spec.nodeName])).toEqual([["DaemonSet", "node-4"]]);
});

test.each(MANIFESTS.map((m) => [m.file, m.text] as const))("%s is created and comes up on the workers", (file, text) => {
  const sim = startCluster();
  if (file === "daemonset-simple.yaml") run(sim, "delete-daemonset", "DaemonSet");
  const { requests } = createRequests(readManifests(text).documents.map((d) => d.object));
  for (const request of requests) sim.send(request);
  sim.settle();
  const set = all<DaemonSet>(sim, DAEMONSETS).find((d) => d.metadata.name === file.replace(".yaml", "").replace("daemonset-simple", "node-logger"));
  expect(set?.status).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3 });
});
