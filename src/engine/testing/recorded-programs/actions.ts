import { create, patch, remove, update } from "../../../api/request.ts";
import { DAEMONSETS, NODES, PODS, type Resource } from "../../../api/resources.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { controllerOf } from "../../apiserver/store.ts";
import type { Cluster } from "../../cluster.ts";
import type { Action, Target } from "./program.ts";
import { classOf, isReady, podsOn, revisionsOf } from "./rest-state.ts";
import type { ScriptedMachines } from "./scripted-machines.ts";

/** Whom the actions of a program are done to. */
export interface Stage {
  readonly cluster: Cluster;
  readonly machines: ScriptedMachines;
  /** Names of nodes in the cluster by those in the program. */
  readonly names: Map<string, string>;
  /** Of the program: what the names of its nodes end in. */
  readonly id: string;
  wait(ms: number): void;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends object ? Draft<T[K]> : T[K] };
type Result = string | number;

/** Does one action. @returns the HTTP status of what was done; 0: there was nothing to do it to */
export function perform(stage: Stage, action: Action): Result {
  const { op, name = "", key = "", value } = action;
  switch (op) {
    case "addNode": return addNode(stage, action);
    case "deleteNode": return deleteNode(stage, action);
    case "label": return editNode(stage, action, ({ metadata }) => {
      const { [key]: _, ...others } = metadata.labels ?? {};
      metadata.labels = value === null || value === undefined ? others : { ...others, [key]: value };
    });
    case "taint": return editNode(stage, action, ({ spec }) => {
      spec.taints = [...(spec.taints ?? []).filter((t) => t.key !== action.taint!.key || t.effect !== action.taint!.effect), action.taint!];
    });
    case "untaint": return editNode(stage, action, ({ spec }) => (spec.taints = (spec.taints ?? []).filter((t) => t.key !== key)));
    case "cordon": return editNode(stage, action, ({ spec }) => (spec.unschedulable = true));
    case "uncordon": return editNode(stage, action, ({ spec }) => delete spec.unschedulable);
    case "deletePod": return onPod(stage, action, (pod) => statusOf(stage, remove(PODS, pod.metadata)));
    case "relabelPod": return onPod(stage, action, (pod) => statusOf(stage, patch(PODS, pod.metadata, { metadata: { labels: { app: "escaped" } } }, { patchType: "merge" })));
    case "failPod": return onPod(stage, action, (pod) => {
      stage.machines.fail(pod);
      return 200;
    });
    case "barePod": return barePod(stage, action);
    case "undo": return undo(stage, name);
    case "recreate": return recreate(stage, action);
    case "together": return action.actions!.map((one, i) => {
      if (i > 0) stage.wait(action.waitMs ?? 0);
      return perform(stage, one);
    }).join(",");
    default: return editSet(stage, name, (ds) => changeSet(ds, action));
  }
}

function changeSet({ spec }: Draft<DaemonSet>, { op, image, cpu, toleration, key, nodeSelector, updateStrategy, minReadySeconds }: Action): void {
  const pod = spec.template.spec;
  const container = pod.containers[0]!;
  switch (op) {
    case "setImage": container.image = image!; return;
    case "resources": container.resources = { ...container.resources, requests: { ...container.resources?.requests, cpu: cpu! } }; return;
    case "addToleration": pod.tolerations = [...(pod.tolerations ?? []), toleration!]; return;
    case "removeToleration": pod.tolerations = (pod.tolerations ?? []).filter((t) => t.key !== key); return;
    case "nodeSelector":
      if (nodeSelector) pod.nodeSelector = nodeSelector;
      else delete pod.nodeSelector;
      return;
    case "strategy":
      if (updateStrategy) spec.updateStrategy = updateStrategy as typeof spec.updateStrategy;
      if (minReadySeconds !== undefined) spec.minReadySeconds = minReadySeconds;
      return;
    default: throw new Error(`the action ${op} is not known`);
  }
}

function addNode({ machines, names, id }: Stage, { node }: Action): Result {
  const real = `${node!.name}-${id}`;
  names.set(node!.name, real);
  machines.add(real, node!);
  return 201;
}

function deleteNode(stage: Stage, { target }: Action): Result {
  const name = nodeOf(stage, target!);
  if (name === undefined) return 0;
  stage.machines.halt(name);
  return statusOf(stage, remove(NODES, { name }));
}

function barePod(stage: Stage, { name, target, pod }: Action): Result {
  const nodeName = nodeOf(stage, target!);
  if (nodeName === undefined) return 0;
  const container = { name: "agent", image: "registry.example/agent:v1", resources: { requests: { cpu: "50m", memory: "32Mi" } } };
  return statusOf(stage, create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: pod!, namespace: "default", labels: { app: name! } }, spec: { nodeName, containers: [container] } } as object as KubeObject));
}

/** What `kubectl rollout undo` does: the template of the last but one revision. */
function undo(stage: Stage, name: string): Result {
  const ds = stage.cluster.store.get<DaemonSet>(DAEMONSETS, "default", name);
  const before = ds && revisionsOf(stage.cluster.store, ds.metadata.uid).at(-2);
  if (!before) return 0;
  const { $patch: _, ...template } = (before["data"] as { spec: { template: Record<string, unknown> } }).spec.template;
  return editSet(stage, name, ({ spec }) => (spec.template = template as unknown as typeof spec.template));
}

/** Deleted without its pods, and created again: it adopts them. */
function recreate(stage: Stage, { name = "", image }: Action): Result {
  const { store } = stage.cluster;
  const ds = store.get<DaemonSet>(DAEMONSETS, "default", name);
  if (!ds) return 0;
  const deleted = statusOf(stage, remove(DAEMONSETS, ds.metadata, { propagationPolicy: "Orphan" }));
  for (let i = 0; i < 100 && store.get(DAEMONSETS, "default", name); i++) stage.wait(100);
  stage.wait(500);
  const again = structuredCopy({ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name, namespace: "default", labels: ds.metadata.labels }, spec: ds.spec }) as unknown as Draft<DaemonSet>;
  if (image !== undefined) again.spec.template.spec.containers[0]!.image = image;
  return `${deleted},${statusOf(stage, create(DAEMONSETS, again))}`;
}

function nodeOf({ cluster, names }: Stage, { like, pick = "first" }: Target): string | undefined {
  const { store } = cluster;
  const mine = store.get<Node>(NODES, undefined, names.get(like) ?? "");
  if (!mine) return undefined;
  const ranked = [...store.all<Node>(NODES)].filter((node) => classOf(node) === classOf(mine)).map(({ metadata: { name } }) => {
    const pods = [...store.podsOnNode(name)];
    const isBroken = pods.length > 0 && !pods.every(isReady);
    const isBehind = pick === "broken" ? !isBroken : pick === "healthy" && (isBroken || pods.length === 0);
    return { name, rank: isBehind ? 1 : 0, text: `${podsOn(store, name)} | -` };
  });
  ranked.sort((a, b) => a.rank - b.rank || compare(a.text, b.text) * (pick === "last" ? -1 : 1) || compare(a.name, b.name));
  const chosen = ranked[0]!.name;
  const other = [...names].find(([, real]) => real === chosen)?.[0];
  if (other !== undefined && other !== like) {
    names.set(other, mine.metadata.name);
    names.set(like, chosen);
  }
  return chosen;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The set's oldest pod on the node that is not terminating. */
function onPod(stage: Stage, { name, target }: Action, act: (pod: Pod) => Result): Result {
  const nodeName = nodeOf(stage, target!);
  if (nodeName === undefined) return 0;
  const isMeant = (pod: Pod) => !pod.metadata.deletionTimestamp && controllerOf(pod)?.kind === "DaemonSet" && controllerOf(pod)?.name === name;
  const pods = [...stage.cluster.store.podsOnNode(nodeName)].filter(isMeant);
  const oldest = pods.sort((a, b) => compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp))[0];
  return oldest ? act(oldest) : 0;
}

function editNode(stage: Stage, { target }: Action, change: (node: Draft<Node>) => unknown): Result {
  return edit(stage, NODES, { name: nodeOf(stage, target!) ?? "" }, change);
}
function editSet(stage: Stage, name: string, change: (ds: Draft<DaemonSet>) => unknown): Result {
  return edit(stage, DAEMONSETS, { namespace: "default", name }, change);
}
function edit<T extends KubeObject>(stage: Stage, resource: Resource, { namespace, name }: { namespace?: string; name: string }, change: (object: Draft<T>) => unknown): Result {
  const object = stage.cluster.store.get(resource, namespace, name);
  if (!object) return 0;
  const copy = structuredCopy(object);
  change(copy as unknown as Draft<T>);
  return statusOf(stage, update(resource, copy));
}

function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
function statusOf({ cluster }: Stage, request: Parameters<Cluster["handle"]>[0]): number {
  const response = cluster.handle(request);
  return response.ok ? response.code : (response.status.code ?? 500);
}
