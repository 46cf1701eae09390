import { create, patch, remove } from "../../../../api/request.ts";
import { NODES, resourceOf } from "../../../../api/resources.ts";
import type { Condition, KubeObject, StringMap } from "../../../../api/types/meta.ts";
import type { Taint } from "../../../../api/types/node.ts";
import type { Pod, Toleration } from "../../../../api/types/pod.ts";
import type { ClusterStep } from "./cluster-case.ts";
import { wholeNode } from "./objects.ts";
import { argument, type ScenarioWorld } from "./scenario-world.ts";

export type StepTable = Readonly<Record<string, (world: ScenarioWorld, step: ClusterStep, given: readonly KubeObject[]) => void>>;

const NO_NETWORK = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

/** What can be done to nodes and to pods on them, in scenarios of every topic. */
export const NODE_STEPS: StepTable = {
  setTaints: (world, step) => world.setTaints(argument(step, "node"), (step["taints"] ?? []) as readonly Taint[]),
  bindPod: (world, step) => world.seedPod(argument<Pod>(step, "pod")),
  podObjectGone: (world, step) => world.deletePod(argument(step, "pod"), { gracePeriodSeconds: 0 }),
  deletePod: (world, step) => world.deletePod(argument(step, "pod"), graceOf(step)),
  markTerminating: (world, step) => world.deletePod(argument(step, "pod"), graceOf(step)),
  updateTolerations: (world, step) => world.setTolerations(argument(step, "pod"), (step["tolerations"] ?? []) as readonly Toleration[]),
  stopKubelet: (world, step) => world.stopKubelet(argument(step, "node")),
  startKubelet: (world, step) => world.startKubelet(argument(step, "node")),
  // The uid of the node was chosen so that this is the moment: see the seeding of nodes.
  lastLeaseRenewal: () => {},
  setReady: (world, step) => world.setConditions(argument(step, "node"), [readyCondition(step)]),
  setCondition: (world, step) => world.setConditions(argument(step, "node"), [(step["condition"] ?? conditionOf(step)) as Condition]),
  reportNotReady: (world, step) => {
    for (const node of namesOf(step)) world.setConditions(node, [{ type: "Ready", status: "False", reason: "KubeletNotReady", message: NO_NETWORK }]);
  },
  reportReady: (world, step) => {
    for (const node of namesOf(step)) world.setConditions(node, [{ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" }]);
  },
  deleteNode: (world, step) => world.send(remove(NODES, { name: argument(step, "node") })),
  createNode: createNode,
  addNode: createNode,
  create: (world, step) => createObject(world, argument<KubeObject>(step, "object")),
  cordon: (world, step) => setUnschedulable(world, step, true),
  uncordon: (world, step) => setUnschedulable(world, step, null),
  addNodeLabel: (world, step) => setLabels(world, step, labelsOf(step)),
  setNodeLabels: (world, step) => setLabels(world, step, labelsOf(step)),
  removeNodeLabel: (world, step) => setLabels(world, step, Object.fromEntries(Object.keys(labelsOf(step)).map((key) => [key, null]))),
  runFor: (world, step) => world.runFor(argument<number>(step, "seconds")),
};

function createNode(world: ScenarioWorld, step: ClusterStep, given: readonly KubeObject[]): void {
  const wanted = (step["object"] ?? step["node"]) as KubeObject | string;
  const object = typeof wanted === "string" ? (given.find((o) => o.kind === "Node" && o.metadata.name === wanted) ?? wholeNode({}, wanted)) : wanted;
  createObject(world, object);
}

function createObject(world: ScenarioWorld, object: KubeObject): void {
  const resource = resourceOf(object);
  if (!resource) throw new Error(`${object.apiVersion} ${object.kind} is no kind that the API server knows`);
  const { uid: _, resourceVersion: _r, creationTimestamp: _c, ...metadata } = object.metadata;
  world.send(create(resource, { ...object, metadata } as never));
}

function setUnschedulable(world: ScenarioWorld, step: ClusterStep, unschedulable: true | null): void {
  for (const name of namesOf(step)) world.send(patch(NODES, { name }, { spec: { unschedulable } }, { patchType: "merge" }));
}

function setLabels(world: ScenarioWorld, step: ClusterStep, labels: Readonly<Record<string, string | null>>): void {
  world.send(patch(NODES, { name: argument(step, "node") }, { metadata: { labels } }, { patchType: "merge" }));
}

/** `label: "key=value"` (or only the key), or `labels: {key: value}`. */
function labelsOf(step: ClusterStep): StringMap {
  if (step["labels"]) return step["labels"] as StringMap;
  const [key = "", value = ""] = argument<string>(step, "label").split("=");
  return { [key]: value };
}

function namesOf(step: ClusterStep): readonly string[] {
  return (step["nodes"] as readonly string[] | undefined) ?? [argument<string>(step, "node")];
}

function readyCondition(step: ClusterStep): Condition {
  const status = argument<Condition["status"]>(step, "status");
  const fallback = status === "True"
    ? { reason: "KubeletReady", message: "kubelet is posting ready status" }
    : { reason: "KubeletNotReady", message: NO_NETWORK };
  return { type: "Ready", status, reason: (step["reason"] as string | undefined) ?? fallback.reason, message: (step["message"] as string | undefined) ?? fallback.message };
}

function conditionOf(step: ClusterStep): Condition {
  return { type: argument(step, "type"), status: argument(step, "status"), ...textsOf(step) };
}

function textsOf(step: ClusterStep): Pick<Condition, "reason" | "message"> {
  const { reason, message } = step as ClusterStep & { readonly reason?: string; readonly message?: string };
  return { ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

function graceOf(step: ClusterStep): { gracePeriodSeconds?: number } {
  const seconds = step["gracePeriodSeconds"] as number | undefined;
  return seconds === undefined ? {} : { gracePeriodSeconds: seconds };
}

/** Does one step, at its time. */
export function doStep(world: ScenarioWorld, step: ClusterStep, given: readonly KubeObject[], table: StepTable): void {
  const act = Object.hasOwn(table, step.do) ? table[step.do] : undefined;
  if (!act) throw new Error(`step ${JSON.stringify(step.do)} is not understood`);
  if (step.at !== undefined) world.runTo(step.at);
  act(world, step, given);
}
