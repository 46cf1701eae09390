import type { Decision } from "../api/decision.ts";
import { targetNodeName } from "../api/node-matching.ts";
import { isMembers } from "../api/semantic.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Pod, PodSpec } from "../api/types/pod.ts";

/** A moment of a run, as far as lessons look at it: all objects, and every decision up to then. */
export interface Moment {
  readonly nowMs: number;
  readonly objects: Iterable<KubeObject>;
  readonly decisions: readonly Decision[];
}

/** The names that hold objects of a kind in conditions. */
export const LISTS = {
  nodes: "Node", pods: "Pod", daemonsets: "DaemonSet", deployments: "Deployment", replicasets: "ReplicaSet", statefulsets: "StatefulSet",
  controllerrevisions: "ControllerRevision", events: "Event", faults: "Fault", services: "Service",
  poddisruptionbudgets: "PodDisruptionBudget", persistentvolumeclaims: "PersistentVolumeClaim",
} as const;
type ListName = keyof typeof LISTS;

/** The names that find one object by its name. Namespaced ones: in `default`. */
export const MAPS = { node: "nodes", ds: "daemonsets", deploy: "deployments", sts: "statefulsets", pod: "pods" } as const satisfies Readonly<Record<string, ListName>>;

export type Lists = Readonly<Record<ListName, readonly KubeObject[]>>;

/** What conditions are asked of: a moment, and the one at which the step began. */
export interface Facts {
  readonly nowSeconds: number;
  readonly startSeconds: number;
  readonly lists: Lists;
  readonly startLists: Lists;
  readonly decisions: readonly Decision[];
  readonly startDecisions: readonly Decision[];
}

/** @param start the moment at which the step began; absent: it begins now */
export function factsOf(now: Moment, start: Moment = now): Facts {
  const lists = listsOf(now.objects);
  return {
    nowSeconds: Math.floor(now.nowMs / 1000),
    startSeconds: Math.floor(start.nowMs / 1000),
    lists,
    startLists: start === now ? lists : listsOf(start.objects),
    decisions: now.decisions,
    startDecisions: start.decisions,
  };
}

function listsOf(objects: Iterable<KubeObject>): Lists {
  const byKind = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const known = byKind.get(object.kind);
    if (known) known.push(object);
    else byKind.set(object.kind, [object]);
  }
  return Object.fromEntries(Object.entries(LISTS).map(([list, kind]) => [list, byKind.get(kind) ?? []])) as unknown as Lists;
}

/** Pods that belong to a node: bound to it, or made for it and still waiting, as the picture draws them. */
export function podsOn(lists: Lists, nodeName: string): readonly KubeObject[] {
  return lists.pods.filter((pod) => targetNodeName(podSpec(pod)) === nodeName);
}

/** Pods of the workloads of a name, in any namespace; those of a Deployment through its ReplicaSets. */
export function podsOf(lists: Lists, workloadName: string): readonly KubeObject[] {
  const owners = new Set([...lists.daemonsets, ...lists.deployments, ...lists.statefulsets, ...lists.replicasets].filter((o) => o.metadata.name === workloadName).map((o) => o.metadata.uid));
  for (const set of lists.replicasets) if (ownersOf(set).some((uid) => owners.has(uid))) owners.add(set.metadata.uid);
  return lists.pods.filter((pod) => ownersOf(pod).some((uid) => owners.has(uid)));
}

/** A number of a workload's status that says how many pods are available; 0 if there is no such workload. */
export function available(lists: Lists, workloadName: string): number {
  const workload = [...lists.daemonsets, ...lists.deployments, ...lists.statefulsets, ...lists.replicasets].find((o) => o.metadata.name === workloadName);
  const status = membersOf(membersOf(workload)["status"]);
  const count = workload?.kind === "DaemonSet" ? status["numberAvailable"] : status["availableReplicas"];
  return typeof count === "number" ? count : 0;
}

/** `True`, `False` or `Unknown`; an empty text if the object has no such condition. */
export function conditionStatus(object: unknown, type: string): string {
  const conditions = membersOf(membersOf(object)["status"])["conditions"];
  const found: unknown = Array.isArray(conditions) ? conditions.find((c: unknown) => membersOf(c)["type"] === type) : undefined;
  const status = membersOf(found)["status"];
  return typeof status === "string" ? status : "";
}

/**
 * Node and Pod: the condition Ready is True. A workload: its controller has seen the newest spec, and all wanted pods
 * are up to date and ready.
 */
export function isReady(object: unknown): boolean {
  const { kind, metadata, spec, status } = membersOf(object);
  const [{ generation }, counts] = [membersOf(metadata), membersOf(status)];
  const count = (key: string) => Number(counts[key] ?? 0);
  if (kind === "Node" || kind === "Pod") return conditionStatus(object, "Ready") === "True";
  if (counts["observedGeneration"] !== generation) return false;
  if (kind === "DaemonSet") return count("numberReady") === count("desiredNumberScheduled") && count("updatedNumberScheduled") === count("desiredNumberScheduled");
  const wanted = Number(membersOf(spec)["replicas"] ?? 1);
  return count("readyReplicas") === wanted && (kind === "ReplicaSet" || count("updatedReplicas") === wanted);
}

export function taintsOf(node: unknown): readonly unknown[] {
  const taints = membersOf(membersOf(node)["spec"])["taints"];
  return Array.isArray(taints) ? taints : [];
}

export function labelsOf(object: unknown): Readonly<Record<string, unknown>> {
  return membersOf(membersOf(membersOf(object)["metadata"])["labels"]);
}

function ownersOf(object: KubeObject): readonly string[] {
  return (object.metadata.ownerReferences ?? []).map((r) => r.uid);
}

function podSpec(pod: KubeObject): PodSpec {
  return (pod as Pod).spec;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMembers(value) ? value : {};
}
