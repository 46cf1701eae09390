import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { PodRow, Row } from "../api/frame.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, defineResource, DEPLOYMENTS, FAULTS, NODES, PODS, REPLICASETS, resourceByKey, type Resource } from "../api/resources.ts";
import { formatTime } from "../api/time.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Pod } from "../api/types/pod.ts";
import { keyOf, Store } from "../engine/apiserver/store.ts";
import { RowBook } from "./row-book.ts";

/** A store with a clock and verdicts, and a book that is told of every write. */
class World {
  nowMs = 0;
  store = new Store();
  verdicts = new Map<string, Decision>();
  decisions = { eligibilities: () => this.verdicts };
  #book = new RowBook();
  #dirty: { resource: string; key: string }[] = [];
  #changedVerdicts: string[] = [];

  put(resource: Resource, object: KubeObject): void {
    this.store.put(resource, object);
    this.#dirty.push({ resource: resource.key, key: keyOf(object.metadata.namespace, object.metadata.name) });
  }
  delete(resource: Resource, key: string): void {
    this.store.delete(resource, key);
    this.#dirty.push({ resource: resource.key, key });
  }
  judge(nodeName: string, shouldRun: boolean): void {
    const key = `uid-agent/${nodeName}`;
    const steps = shouldRun ? [] : [{ rule: "node-selector", verdict: "fail" as const, text: "the label is missing", evidence: [] }];
    this.verdicts.set(key, {
      id: 1, atMs: 0, actor: "daemonset-controller", object: { kind: "DaemonSet", name: "agent", uid: "uid-agent" }, subject: { kind: "Node", name: nodeName },
      verdict: "v", rule: "daemonset/eligibility", evidence: [], steps, text: "t", source: "s",
    });
    this.#changedVerdicts.push(key);
  }
  forget(nodeName: string): void {
    this.verdicts.delete(`uid-agent/${nodeName}`);
    this.#changedVerdicts.push(`uid-agent/${nodeName}`);
  }
  update() {
    const changes = this.#book.update(this, this.#dirty, this.#changedVerdicts);
    this.#dirty = [];
    this.#changedVerdicts = [];
    return changes;
  }
  updateAll() {
    this.#dirty = [];
    this.#changedVerdicts = [];
    return this.#book.update(this, "all", "all");
  }
}

function meta(name: string, part: Partial<KubeObject["metadata"]> = {}) {
  return { name, uid: `uid-${name}`, resourceVersion: "1", creationTimestamp: formatTime(0), ...part };
}
function node(name: string, ready = "True"): KubeObject {
  return { apiVersion: "v1", kind: "Node", metadata: meta(name), spec: {}, status: { allocatable: { cpu: "4", memory: "8Gi", pods: "110" }, conditions: [{ type: "Ready", status: ready }] } } as KubeObject;
}
function daemonSet(part: object = {}): KubeObject {
  return {
    apiVersion: "apps/v1", kind: "DaemonSet", metadata: meta("agent", { namespace: "default", generation: 1 }),
    spec: { selector: {}, template: { spec: { containers: [{ name: "main", image: "agent:1" }] } }, updateStrategy: { type: "RollingUpdate" }, revisionHistoryLimit: 10, ...part },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  } as KubeObject;
}
function pod(name: string, nodeName: string, part: Partial<Pod["status"]> = {}): KubeObject {
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "agent", uid: "uid-agent", controller: true }];
  return {
    apiVersion: "v1", kind: "Pod", metadata: meta(name, { namespace: "default", ownerReferences }),
    spec: { nodeName, containers: [{ name: "main", image: "agent:1", resources: { requests: { cpu: "100m" } } }] },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True", lastTransitionTime: formatTime(10_000) }], ...part },
  } as KubeObject;
}
const names = (rows: readonly Row[]) => rows.map((r) => `${r.kind} ${r.name}`).sort();

function cluster(): World {
  const world = new World();
  for (const name of ["n1", "n2", "n3"]) world.put(NODES, node(name));
  world.put(DAEMONSETS, daemonSet());
  for (const name of ["n1", "n2"]) world.put(PODS, pod(`agent-${name}`, name));
  for (const name of ["n1", "n2", "n3"]) world.judge(name, true);
  return world;
}

describe("rows of changed objects", () => {
  test("are all there the first time, and none the second", () => {
    const world = cluster();
    const first = world.update();
    expect(names(first.changed)).toEqual(["DaemonSet agent", "Node n1", "Node n2", "Node n3", "Pod agent-n1", "Pod agent-n2"]);
    expect(first.eligibility.map((e) => [e.nodeName, e.row?.shouldRun])).toEqual([["n1", true], ["n2", true], ["n3", true]]);
    expect(world.update()).toEqual({ changed: [], removed: [], eligibility: [] });
    expect(world.updateAll()).toEqual({ changed: [], removed: [], eligibility: [] });
  });

  test("bring the rows along that depend on them: a new pod its node's sum", () => {
    const world = cluster();
    world.update();
    world.put(PODS, pod("agent-n3", "n3"));
    const { changed } = world.update();
    expect(names(changed)).toEqual(["Node n3", "Pod agent-n3"]);
    expect(changed.find((r) => r.kind === "Node")).toMatchObject({ requestedCpuMillis: 100 });
    world.delete(PODS, "default/agent-n3");
    const gone = world.update();
    expect(gone.removed).toEqual(["uid-agent-n3"]);
    expect(gone.changed).toMatchObject([{ kind: "Node", name: "n3", requestedCpuMillis: 0 }]);
  });

  test("are not sent when the object changed in a way that the picture does not show", () => {
    const world = cluster();
    world.update();
    world.put(PODS, { ...pod("agent-n1", "n1"), metadata: { ...pod("agent-n1", "n1").metadata, resourceVersion: "9" } });
    expect(world.update().changed).toEqual([]);
  });

  test("replace the row of an object that was made again under its name", () => {
    const world = cluster();
    world.update();
    world.put(PODS, { ...pod("agent-n1", "n1"), metadata: { ...pod("agent-n1", "n1").metadata, uid: "uid-second" } });
    const { changed, removed } = world.update();
    expect(removed).toEqual(["uid-agent-n1"]);
    expect(changed).toMatchObject([{ kind: "Pod", uid: "uid-second" }]);
  });

  test("of pods change when their node stops answering and when it is back", () => {
    const world = cluster();
    world.update();
    world.put(NODES, node("n1", "Unknown"));
    expect(world.update().changed).toMatchObject([{ kind: "Node", ready: "Unknown" }, { kind: "Pod", state: "unknown" }]);
    world.put(NODES, node("n1"));
    expect(world.update().changed).toMatchObject([{ kind: "Node", ready: "True" }, { kind: "Pod", state: "available" }]);
  });

  test("of a node show a machine without power, and the power's return", () => {
    const world = cluster();
    world.update();
    const fault = { apiVersion: "sim.playground.local/v1", kind: "Fault", metadata: meta("node-down-n2"), spec: { type: "NodeDown", nodeName: "n2" } } as KubeObject;
    world.put(FAULTS, fault);
    expect(world.update().changed).toMatchObject([{ kind: "Node", name: "n2", down: true }]);
    world.delete(FAULTS, "node-down-n2");
    expect(world.update().changed).toMatchObject([{ kind: "Node", name: "n2", down: false }]);
  });

  test("of pods change as time passes when minReadySeconds are over, and back when time goes back", () => {
    const world = cluster();
    world.put(DAEMONSETS, daemonSet({ minReadySeconds: 30 }));
    world.nowMs = 20_000;
    const states = (rows: readonly Row[]) => rows.filter((r): r is PodRow => r.kind === "Pod").map((r) => r.state);
    expect(states(world.update().changed)).toEqual(["ready", "ready"]);
    world.nowMs = 39_999;
    expect(world.update().changed).toEqual([]);
    world.nowMs = 40_000;
    expect(states(world.update().changed)).toEqual(["available", "available"]);
    world.nowMs = 25_000;
    expect(states(world.updateAll().changed)).toEqual(["ready", "ready"]);
  });

  test("of pods change with the DaemonSet's minReadySeconds", () => {
    const world = cluster();
    world.nowMs = 20_000;
    world.update();
    world.put(DAEMONSETS, daemonSet({ minReadySeconds: 30 }));
    expect(world.update().changed).toMatchObject([{ state: "ready" }, { state: "ready" }, { kind: "DaemonSet", minReadySeconds: 30 }]);
  });

  test("of a DaemonSet change with its revisions, also when one is deleted", () => {
    const world = cluster();
    world.update();
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "agent", uid: "uid-agent", controller: true }];
    const revision = {
      apiVersion: "apps/v1", kind: "ControllerRevision", revision: 1, data: { spec: { template: { spec: { containers: [{ name: "main", image: "agent:1" }] } } } },
      metadata: meta("agent-abc", { namespace: "default", ownerReferences, labels: { "controller-revision-hash": "abc" } }),
    } as KubeObject;
    world.put(CONTROLLERREVISIONS, revision);
    expect(world.update().changed).toMatchObject([{ kind: "DaemonSet", currentRevision: "abc" }]);
    world.delete(CONTROLLERREVISIONS, "default/agent-abc");
    expect(world.update().changed).toMatchObject([{ kind: "DaemonSet", revisions: [] }]);
  });

  test("are made of kinds that nothing acts on, and not of events, namespaces, or what the cluster made for itself", () => {
    const world = new World();
    world.put(resourceByKey("configmaps")!, { apiVersion: "v1", kind: "ConfigMap", metadata: meta("c", { namespace: "default" }) });
    // Made by the cluster for itself.
    world.put(resourceByKey("configmaps")!, { apiVersion: "v1", kind: "ConfigMap", metadata: meta("kube-root-ca.crt", { namespace: "default" }) });
    world.put(resourceByKey("serviceaccounts")!, { apiVersion: "v1", kind: "ServiceAccount", metadata: meta("default", { namespace: "kube-system" }) });
    world.put(resourceByKey("services")!, { apiVersion: "v1", kind: "Service", metadata: meta("kubernetes", { namespace: "default" }) });
    world.put(resourceByKey("namespaces")!, { apiVersion: "v1", kind: "Namespace", metadata: meta("default") });
    const custom = defineResource("example.com", "v1", "Widget");
    world.store.customResources.push(custom);
    world.put(custom, { apiVersion: "example.com/v1", kind: "Widget", metadata: meta("w", { namespace: "default" }) });
    expect(names(world.update().changed)).toEqual(["Inert c", "Inert w"]);
  });
});

describe("rows of a Deployment", () => {
  const owner = (kind: string, name: string) => [{ apiVersion: "apps/v1", kind, name, uid: `uid-${name}`, controller: true }];
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: meta("web", { namespace: "default" }), spec: { replicas: 1, strategy: {}, template: { spec: { containers: [] } } }, status: {} } as unknown as KubeObject;
  const replicaSet = (part: object = {}, owners = owner("Deployment", "web")) => ({
    apiVersion: "apps/v1", kind: "ReplicaSet", metadata: meta("web-1", { namespace: "default", ownerReferences: owners, labels: { "pod-template-hash": "1" } }),
    spec: { replicas: 1, template: { spec: { containers: [{ name: "main", image: "web:1" }] } }, ...part }, status: { replicas: 1 },
  }) as unknown as KubeObject;
  const webPod = { ...pod("web-1-x", "n1"), metadata: meta("web-1-x", { namespace: "default", ownerReferences: owner("ReplicaSet", "web-1"), labels: { "pod-template-hash": "1" } }) } as KubeObject;

  function world(): World {
    const w = new World();
    w.put(NODES, node("n1"));
    w.put(DEPLOYMENTS, deployment);
    w.put(REPLICASETS, replicaSet());
    w.put(PODS, webPod);
    return w;
  }

  test("tell for its ReplicaSets, and its pods are its own", () => {
    const { changed } = world().update();
    expect(names(changed)).toEqual(["Deployment web", "Node n1", "Pod web-1-x"]);
    expect(changed.find((r) => r.kind === "Pod")).toMatchObject({ ownerKind: "ReplicaSet", workload: { kind: "Deployment", name: "web", uid: "uid-web" }, revision: "1" });
    expect(changed.find((r) => r.kind === "Deployment")).toMatchObject({ replicaSets: [{ name: "web-1", replicas: 1 }], revisions: [{ hash: "1", image: "web:1", letter: "A" }] });
  });

  test("change when a ReplicaSet does, and its pods with the ReplicaSet's minReadySeconds", () => {
    const w = world();
    w.nowMs = 20_000;
    w.update();
    w.put(REPLICASETS, replicaSet({ replicas: 2 }));
    expect(w.update().changed).toMatchObject([{ kind: "Deployment", replicaSets: [{ replicas: 2 }] }]);
    w.put(REPLICASETS, replicaSet({ replicas: 2, minReadySeconds: 30 }));
    expect(w.update().changed).toMatchObject([{ kind: "Pod", state: "ready" }]);
  });

  test("leave a ReplicaSet that is let go with a row and pods of its own", () => {
    const w = world();
    w.update();
    w.delete(DEPLOYMENTS, "default/web");
    w.put(REPLICASETS, replicaSet({}, []));
    const { changed, removed } = w.update();
    expect(removed).toEqual(["uid-web"]);
    expect(changed).toMatchObject([{ kind: "Pod", workload: { kind: "ReplicaSet", name: "web-1" } }, { kind: "ReplicaSet", name: "web-1" }]);
  });

  test("keep their pods on their card while owners are taken away from above", () => {
    const w = world();
    w.update();
    w.delete(DEPLOYMENTS, "default/web");
    w.delete(REPLICASETS, "default/web-1");
    w.put(PODS, { ...webPod, metadata: { ...webPod.metadata, deletionTimestamp: formatTime(30_000), deletionGracePeriodSeconds: 30 } } as KubeObject);
    expect(w.update().changed).toMatchObject([{ kind: "Pod", state: "terminating", workload: { kind: "Deployment", name: "web" } }]);
  });
});

describe("eligibility", () => {
  test("is sent only where it says something else, and makes pods misscheduled", () => {
    const world = cluster();
    world.update();
    world.judge("n1", true);
    world.judge("n2", false);
    const { changed, eligibility } = world.update();
    expect(eligibility).toMatchObject([{ daemonSetUid: "uid-agent", nodeName: "n2", row: { shouldRun: false, rule: "node-selector" } }]);
    expect(changed).toMatchObject([{ kind: "Pod", name: "agent-n2", misscheduled: true }]);
  });

  test("is null when the node or the set is gone", () => {
    const world = cluster();
    world.update();
    world.forget("n3");
    expect(world.update().eligibility).toEqual([{ daemonSetUid: "uid-agent", nodeName: "n3", row: null }]);
  });
});

describe("after a jump", () => {
  test("only what is another object than before is sent", () => {
    const world = cluster();
    world.update();
    const earlier = world.store.clone();
    world.put(PODS, pod("agent-n3", "n3"));
    world.put(PODS, pod("agent-n1", "n1", { phase: "Failed", conditions: [] }));
    world.delete(PODS, "default/agent-n2");
    world.update();
    world.store = earlier;
    const { changed, removed } = world.updateAll();
    expect(removed).toEqual(["uid-agent-n3"]);
    expect(names(changed)).toEqual(["Node n1", "Node n2", "Node n3", "Pod agent-n1", "Pod agent-n2"]);
  });
});
