import { nodeRoles } from "../api/columns/node.ts";
import { podRestarts, podStatusText } from "../api/columns/pod.ts";
import type { DaemonSetRow, EligibilityRow, InertRow, NodeRow, PodRow, RevisionMark, WorkloadReference } from "../api/frame.ts";
import { targetNodeName } from "../api/node-matching.ts";
import { bytes, cpuMillis } from "../api/quantity.ts";
import { podRequests } from "../api/resource-requests.ts";
import type { Resource } from "../api/resources.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import { HASH_LABEL, rolloutLimits, scaledUp, TEMPLATE_GENERATION_ANNOTATION } from "../api/rollout.ts";
import { budgetUse, type BudgetUse } from "./budget.ts";
import { podHealth } from "./health.ts";
import { createdMsOf, firstImage, newestOf, revisionMarks } from "./revision-marks.ts";
import { POD_TEMPLATE_HASH_LABEL } from "./workload-rows.ts";

export interface NodeContext {
  /** Pods whose spec.nodeName is this node. */
  readonly pods: Iterable<Pod>;
  /** A NodeDown fault stands. */
  readonly isDown: boolean;
  /** When the kubelet of a machine that is down last renewed its lease. */
  readonly lastHeardMs?: number | undefined;
}

/** A Node as the picture needs it. Capacity is what pods may use (`status.allocatable`). */
export function nodeRow(node: Node, context: NodeContext): NodeRow {
  const ready = node.status.conditions?.find((c) => c.type === "Ready");
  const createdMs = createdMsOf(node);
  const room = node.status.allocatable ?? node.status.capacity ?? {};
  const requested = sumRequests(context.pods);
  return {
    kind: "Node",
    name: node.metadata.name,
    uid: node.metadata.uid,
    roles: nodeRoles(node),
    labels: node.metadata.labels ?? {},
    taints: node.spec.taints ?? [],
    unschedulable: node.spec.unschedulable ?? false,
    ready: ready?.status ?? "Unknown",
    readySinceMs: parseTime(ready?.lastTransitionTime) ?? createdMs,
    ...(ready?.status === "Unknown" && context.lastHeardMs !== undefined ? { lastHeardMs: context.lastHeardMs } : {}),
    createdMs,
    down: context.isDown,
    cpuMillis: cpuMillis(room["cpu"]),
    memoryBytes: bytes(room["memory"]),
    pods: Number(room["pods"] ?? 0) || 0,
    requestedCpuMillis: requested.cpuMillis,
    requestedMemoryBytes: requested.memoryBytes,
  };
}

export interface PodContext {
  readonly nowMs: number;
  /** The Node of spec.nodeName, if it exists. */
  readonly node?: Node | undefined;
  /** Whose card it belongs to, and what of its controller decides when it is available. */
  readonly workload?: WorkloadReference | undefined;
  readonly minReadySeconds?: number | undefined;
  /** What its DaemonSet's controller, if it has one, says about the node the pod is for. */
  readonly eligibility?: EligibilityRow | undefined;
}

/** @returns the row, and from when on it will be another one although no object changes */
export function podRow(pod: Pod, context: PodContext): { readonly row: PodRow; readonly changesAtMs: number | undefined } {
  const owner = pod.metadata.ownerReferences?.find((r) => r.controller);
  const isNodeLost = context.node?.status.conditions?.some((c) => c.type === "Ready" && c.status === "Unknown") ?? false;
  const health = podHealth(pod, { nowMs: context.nowMs, minReadySeconds: context.minReadySeconds ?? 0, isNodeLost });
  const requests = podRequests(pod.spec);
  const targetNode = targetNodeName(pod.spec);
  const revision = pod.metadata.labels?.[HASH_LABEL] ?? pod.metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
  const row: PodRow = {
    kind: "Pod",
    namespace: pod.metadata.namespace ?? "default",
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(targetNode ? { targetNode } : {}),
    ...(owner ? { ownerKind: owner.kind, ownerName: owner.name, ownerUid: owner.uid } : {}),
    ...(context.workload ? { workload: context.workload } : {}),
    state: health.state,
    status: podStatusText(pod),
    ...(health.detail !== undefined ? { detail: health.detail } : {}),
    restarts: podRestarts(pod),
    ...(revision !== undefined ? { revision } : {}),
    image: pod.spec.containers[0]?.image ?? "",
    cpuMillis: requests.cpuMillis,
    memoryBytes: requests.memoryBytes,
    createdMs: createdMsOf(pod),
    ...(health.timer ? { timer: health.timer } : {}),
    misscheduled: context.eligibility?.shouldRun === false,
  };
  return { row, changesAtMs: health.changesAtMs };
}

export interface DaemonSetContext {
  readonly nowMs: number;
  /** All ControllerRevisions it owns. */
  readonly revisions: readonly ControllerRevision[];
  /** Numbers of the letters given so far, by hash; changed in place. Without it they are given anew each time. */
  readonly letters?: Map<string, number>;
  /** All pods it owns; asked only while a rollout is unfinished. */
  pods(): Iterable<Pod>;
  /** Nodes where it should run; asked only while a rollout is unfinished. */
  shouldRunNodes(): Iterable<string>;
}

export function daemonSetRow(ds: DaemonSet, context: DaemonSetContext): DaemonSetRow {
  const { status } = ds;
  const rolling = ds.spec.updateStrategy.rollingUpdate;
  const strategy = ds.spec.updateStrategy.type ?? "RollingUpdate";
  const maxUnavailable = rolling?.maxUnavailable ?? (strategy === "RollingUpdate" ? 1 : 0);
  const maxSurge = rolling?.maxSurge ?? 0;
  const limits = rolloutLimits({ maxUnavailable, maxSurge }, status.desiredNumberScheduled);
  const revisions = revisionMarks(context.revisions, HASH_LABEL, context.letters);
  const currentRevision = newestOf(revisions)?.hash;
  return {
    kind: "DaemonSet",
    namespace: ds.metadata.namespace ?? "default",
    name: ds.metadata.name,
    uid: ds.metadata.uid,
    deleting: ds.metadata.deletionTimestamp !== undefined,
    desired: status.desiredNumberScheduled,
    current: status.currentNumberScheduled,
    ready: status.numberReady,
    upToDate: status.updatedNumberScheduled ?? 0,
    available: status.numberAvailable ?? 0,
    misscheduled: status.numberMisscheduled,
    generation: ds.metadata.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    strategy,
    maxUnavailable,
    maxSurge,
    maxUnavailableNodes: limits.maxUnavailable,
    maxSurgeNodes: limits.maxSurge,
    minReadySeconds: ds.spec.minReadySeconds ?? 0,
    image: firstImage(ds.spec.template),
    ...(currentRevision !== undefined ? { currentRevision } : {}),
    revisions,
    nodeSelector: ds.spec.template.spec.nodeSelector ?? {},
    budget: isRolloutUnfinished(ds, revisions) ? shownUses(ds, context, currentRevision, scaledUp(maxSurge, 1) > 0) : [],
  };
}

export function inertRow(resource: Resource, object: KubeObject): InertRow {
  return {
    kind: "Inert",
    resource: resource.key,
    objectKind: object.kind,
    ...(object.metadata.namespace !== undefined ? { namespace: object.metadata.namespace } : {}),
    name: object.metadata.name,
    uid: object.metadata.uid,
  };
}

/**
 * The same question as `kubectl rollout status` asks, except that the first creation is no rollout: with a single
 * revision there is nothing to replace.
 */
function isRolloutUnfinished(ds: DaemonSet, revisions: readonly RevisionMark[]): boolean {
  if (ds.spec.updateStrategy.type === "OnDelete" || revisions.length < 2) return false;
  const { status } = ds;
  const desired = status.desiredNumberScheduled;
  return (status.observedGeneration ?? 0) < (ds.metadata.generation ?? 0) || (status.updatedNumberScheduled ?? 0) < desired || (status.numberAvailable ?? 0) < desired;
}

/** In a cluster of thousands most nodes can be unavailable at once; the picture names the first ones. */
const SHOWN_USES = 100;

function shownUses(ds: DaemonSet, context: DaemonSetContext, hash: string | undefined, isSurging: boolean): BudgetUse[] {
  return budgetUse({
    pods: context.pods(),
    shouldRunNodes: context.shouldRunNodes(),
    hash,
    templateGeneration: ds.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION],
    minReadySeconds: ds.spec.minReadySeconds ?? 0,
    nowMs: context.nowMs,
    isSurging,
  }).slice(0, SHOWN_USES);
}

/** Of pods that are not terminal, as the scheduler counts them. */
function sumRequests(pods: Iterable<Pod>): { readonly cpuMillis: number; readonly memoryBytes: number } {
  let cpu = 0;
  let memory = 0;
  for (const pod of pods) {
    if (pod.status.phase === "Succeeded" || pod.status.phase === "Failed") continue;
    const requests = podRequests(pod.spec);
    cpu += requests.cpuMillis;
    memory += requests.memoryBytes;
  }
  return { cpuMillis: cpu, memoryBytes: memory };
}
