import { describe, expect, test } from "vitest";
import type { Frame, WorkloadKind } from "../api/frame.ts";
import { create, list, patch, type KubeRequest, type KubeResponse } from "../api/request.ts";
import { CONTROLLERREVISIONS, DEPLOYMENTS, FAULTS, NODES, PODS, REPLICASETS, resourceByKey, SIM_GROUP, STATEFULSETS, type Resource } from "../api/resources.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import { EngineHost } from "../bridge/engine-host.ts";
import type { FromEngine } from "../bridge/protocol.ts";
import { diagnose, surroundingsOf } from "../view/doctor.ts";
import { applyFrame, createMirror, nodeRowOf, podRows } from "../view/mirror.ts";
import type { Target, WorkloadObject } from "../ui/commands/command.ts";
import { planOf } from "../ui/commands/fixtures.ts";
import { COMMANDS } from "../ui/commands/list.ts";

const LABELS = { app: "web" };
const READY = "example/app:v1";
const GONE = "example/app:does-not-exist";

/** Two nodes with a workload called `web`, seen as the page sees it: rows out of frames. */
class Page {
  readonly #host: EngineHost;
  readonly #mirror = createMirror();
  #answer: FromEngine | undefined;

  constructor(setup: readonly KubeRequest[]) {
    this.#host = new EngineHost((message) => { this.#answer = message; }, { now: () => 0 });
    const nodes = ["node-1", "node-2"].map((name) => create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name }, status: { capacity: { cpu: "2", memory: "4Gi", pods: "110" } } } as never));
    this.#host.receive({ kind: "open", id: 0, options: { log: { engineVersion: ENGINE_VERSION, seed: 1, setup: [...nodes, ...setup], inputs: [] }, at: "settled" } });
    this.#take();
  }

  send(request: KubeRequest): unknown {
    this.#host.receive({ kind: "request", id: 0, request });
    const { response } = this.#answer as { readonly response: KubeResponse };
    if (!response.ok) throw new Error(response.status.message);
    return response.body;
  }

  runFor(seconds: number): void {
    this.#host.receive({ kind: "advance", id: 0, options: { toMs: this.#mirror.nowMs + seconds * 1000 } });
    this.#take();
  }

  workload() {
    return this.#mirror.workloads.find((w) => w.name === "web")!;
  }

  diagnosis() {
    const row = this.workload();
    return diagnose(row, surroundingsOf(this.#mirror, row, { nowMs: this.#mirror.nowMs, faults: this.#list(FAULTS).map((f) => f.metadata.name) }));
  }

  /** Does what the doctor offers under these words, as its button would, and gives the cluster time. */
  try(words: string, seconds = 60): void {
    const remedy = this.diagnosis()?.holders.flatMap((h) => h.remedies).find((r) => r.text === words);
    if (!remedy || !("commandId" in remedy)) throw new Error(`the doctor offers no “${words}”`);
    const row = remedy.nodeName !== undefined ? nodeRowOf(this.#mirror, remedy.nodeName) : this.#mirror.rows.get(remedy.podUid ?? this.workload().uid);
    const plan = planOf(COMMANDS.find((c) => c.id === remedy.commandId)!, {
      target: { kind: row!.kind, row } as Target, nodes: this.#mirror.trayNames.flatMap((n) => nodeRowOf(this.#mirror, n) ?? []), pods: podRows(this.#mirror), workloads: this.#mirror.workloads,
      objects: [DEPLOYMENTS, REPLICASETS, STATEFULSETS].flatMap((r) => this.#list(r) as unknown as WorkloadObject[]), revisions: this.#list(CONTROLLERREVISIONS) as unknown as ControllerRevision[],
      nowMs: this.#mirror.nowMs, faults: this.#list(FAULTS).map((f) => f.metadata.name),
    }, remedy.values ?? {});
    if ("error" in plan) throw new Error(plan.error);
    for (const request of plan.requests) this.send(request);
    this.runFor(seconds);
  }

  #list(resource: Resource): readonly { readonly kind: string; readonly metadata: { readonly name: string } }[] {
    const { items } = this.send(list(resource)) as { readonly items: readonly { readonly metadata: { readonly name: string } }[] };
    return items.map((item) => ({ ...item, kind: resource.kind }));
  }

  #take(): void {
    applyFrame(this.#mirror, (this.#answer as { readonly frame: Frame }).frame);
  }
}

const RESOURCES: Readonly<Partial<Record<WorkloadKind, Resource>>> = { Deployment: DEPLOYMENTS, StatefulSet: STATEFULSETS };

function workload(kind: "Deployment" | "StatefulSet", spec: object = {}, container: object = {}): KubeRequest {
  const template = { metadata: { labels: LABELS }, spec: { containers: [{ name: "app", image: READY, ...container }] } };
  const body = { apiVersion: "apps/v1", kind, metadata: { namespace: "default", name: "web" }, spec: { replicas: 3, selector: { matchLabels: LABELS }, template, ...(kind === "StatefulSet" ? { serviceName: "web" } : {}), ...spec } };
  return create(RESOURCES[kind]!, body as never);
}

function setImage(kind: "Deployment" | "StatefulSet", image: string): KubeRequest {
  return patch(RESOURCES[kind]!, { namespace: "default", name: "web" }, { spec: { template: { spec: { containers: [{ name: "app", image }] } } } }, { patchType: "strategic" });
}

function quota(pods: number): KubeRequest {
  return create(resourceByKey("resourcequotas")!, { apiVersion: "v1", kind: "ResourceQuota", metadata: { namespace: "default", name: "few" }, spec: { hard: { pods: `${pods}` } } } as never);
}

function offers(page: Page): readonly (readonly string[])[] | undefined {
  return page.diagnosis()?.holders.map((h) => h.remedies.map((r) => r.text));
}

describe("a Deployment that does not get on", () => {
  test("because of its image: says who stands, names the deadline when it has passed, and a roll back frees it", () => {
    const page = new Page([workload("Deployment", { progressDeadlineSeconds: 120 })]);
    page.send(setImage("Deployment", GONE));
    page.runFor(20);
    expect(page.diagnosis()?.text).toBe("The rollout is stuck: 1 new pod does not become available, so maxSurge 1 and maxUnavailable 0 keep 3 old pods of 3.");
    expect(page.diagnosis()?.holders[0]?.cause).toMatch(/^the image of `web-\w+-\w{5}` cannot be pulled \((?:ErrImagePull|ImagePullBackOff)\)$/);
    page.runFor(180);
    expect(page.diagnosis()?.text).toMatch(/ Its progressDeadlineSeconds have passed: Progressing is False \(ProgressDeadlineExceeded\)\.$/);
    page.try("Roll back");
    expect(page.diagnosis()).toBeUndefined();
    expect(page.workload()).toMatchObject({ available: 3, upToDate: 3, image: READY });
  });

  test("because of a quota: passes on the API server's words, and wanting fewer frees it", () => {
    const page = new Page([quota(2), workload("Deployment")]);
    expect(page.diagnosis()?.text).toBe("1 of 3 replicas is not available, and nothing here will change that by itself.");
    expect(page.diagnosis()?.holders).toMatchObject([{ name: "ResourceQuota few", cause: expect.stringContaining("is forbidden: exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2") as string }]);
    expect(offers(page)).toEqual([["Read the quota", "Want only 2"]]);
    page.try("Want only 2");
    expect(page.diagnosis()).toBeUndefined();
  });

  test("because its pods have no node: offers what the scheduler's words ask for", () => {
    const page = new Page([workload("Deployment", {}, { resources: { requests: { cpu: "1500m" } } })]);
    page.runFor(20);
    expect(offers(page)).toEqual([["Add a node", "Ask for less", "Want only 2"]]);
    page.try("Add a node");
    expect(page.diagnosis()).toBeUndefined();
    page.send(patch(NODES, { name: "node-1" }, { spec: { unschedulable: true } }, { patchType: "merge" }));
    page.send(patch(DEPLOYMENTS, { namespace: "default", name: "web" }, { spec: { replicas: 5 } }, { patchType: "merge" }));
    page.runFor(20);
    expect(offers(page)).toEqual([["Uncordon node-1", "Add a node", "Ask for less", "Want only 4"]]);
  });

  test("because its pods are never ready: only after a minute, which is given to every pod", () => {
    const page = new Page([workload("Deployment")]);
    page.send(setImage("Deployment", "example/app:notready"));
    page.runFor(40);
    expect(page.diagnosis()).toBeUndefined();
    page.runFor(60);
    expect(page.diagnosis()?.holders[0]?.cause).toMatch(/^`web-\w+-\w{5}` runs but is not ready: /);
    expect(offers(page)).toEqual([["Roll back", "Set another image"]]);
  });
});

describe("a StatefulSet that does not get on", () => {
  test("because of a broken update: a roll back alone frees nothing, the pod has to be deleted by hand", () => {
    const page = new Page([workload("StatefulSet")]);
    page.send(setImage("StatefulSet", GONE));
    page.runFor(60);
    expect(page.diagnosis()?.text).toBe("The update is stuck: OrderedReady touches no other pod until `web-2` is ready; 2 of 3 are not updated.");
    page.try("Roll back", 300);
    expect(page.diagnosis()?.holders[0]).toMatchObject({ name: "web-2", remedies: [{ text: "Delete the pod" }] });
    expect(page.diagnosis()?.holders[0]?.cause).toContain("OrderedReady never replaces a pod that is not ready");
    page.try("Delete the pod", 120);
    expect(page.diagnosis()).toBeUndefined();
    expect(page.workload()).toMatchObject({ available: 3, upToDate: 3, image: READY });
  });

  test("because a node is off: nobody makes a second pod of that name, until it is deleted by force", () => {
    const page = new Page([workload("StatefulSet")]);
    page.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "node-down-node-1" }, spec: { type: "NodeDown", nodeName: "node-1" } } as never));
    page.runFor(420);
    expect(offers(page)?.[0]).toEqual(["Give it its power back", "Remove the node", "Force delete"]);
    for (let i = 0; i < 3 && page.diagnosis(); i++) page.try("Force delete");
    expect(page.diagnosis()).toBeUndefined();
    expect(page.workload()).toMatchObject({ available: 3 });
  });
});

test("of what is done, or on its way, the doctor says nothing", () => {
  const page = new Page([workload("Deployment")]);
  expect(page.diagnosis()).toBeUndefined();
  page.send(setImage("Deployment", "example/app:v2"));
  for (let i = 0; i < 30; i++) {
    page.runFor(1);
    expect(page.diagnosis()).toBeUndefined();
  }
  expect(podsReady(page)).toBe(3);
});

function podsReady(page: Page): number {
  return (page.send(list(PODS)) as { readonly items: readonly unknown[] }).items.length;
}
