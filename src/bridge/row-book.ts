import type { Decision } from "../api/decision.ts";
import type { EligibilityRow, Frame, NodeRow, PodRow, Row, WorkloadReference, WorkloadRow } from "../api/frame.ts";
import { targetNodeName } from "../api/node-matching.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, FAULTS, NODES, PODS, REPLICASETS, resourceByKey, STATEFULSETS } from "../api/resources.ts";
import { deepEqual } from "../api/semantic.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Deployment } from "../api/types/deployment.ts";
import type { Fault } from "../api/types/fault.ts";
import type { KubeObject, OwnerReference } from "../api/types/meta.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import type { ReplicaSet } from "../api/types/replicaset.ts";
import type { StatefulSet } from "../api/types/statefulset.ts";
import { controllerOf, keyOf, type Store } from "../engine/apiserver/store.ts";
import { lastLeaseRenewalMs } from "../engine/kubelet/lease.ts";
import { eligibilityRow } from "../view/eligibility.ts";
import { daemonSetRow, inertRow, nodeRow, podRow, type PodContext } from "../view/rows.ts";
import { deploymentRow, replicaSetRow, statefulSetRow } from "../view/workload-rows.ts";
import { RowWork, idOf, isInert, isOfInterest, isOfTheCluster, keyFrom, splitVerdictKey, type ObjectKey } from "./row-work.ts";

export type RowChanges = Pick<Frame, "changed" | "removed" | "eligibility">;

/** What the book reads: the part of a Cluster that rows are made of. */
export interface RowSource {
  readonly nowMs: number;
  readonly store: Store;
  readonly decisions: { eligibilities(): Pick<ReadonlyMap<string, Decision>, "get" | "keys"> };
}

/**
 * The rows as they were last sent. `update` turns changed objects into changed rows, with everything that depends on
 * them: a pod's node (sums of requests) and DaemonSet (budget), a node's pods (lost or back), pods that become
 * available as time passes. Costs what changed, not what is there.
 */
export class RowBook {
  #rows = new Map<string, Row>();
  /** The object each row (or other object of interest) was made from; `===` tells whether it changed. */
  #objects = new Map<string, KubeObject>();
  #eligibility = new Map<string, Map<string, EligibilityRow>>();
  #verdicts = new Map<string, Decision>();
  /** Keys of DaemonSets by uid. */
  #daemonSetKeys = new Map<string, string>();
  /** Keys of pods by the node they are for. */
  #podsFor = new Map<string, Set<string>>();
  /** Numbers of the letters that revisions were given, by hash. */
  #letters = new Map<string, number>();
  /** When a pod's row changes by itself. */
  #changesAt = new Map<string, number>();

  /**
   * @param dirty what was written since the last call; "all" after a jump in time
   * @param verdicts keys `<DaemonSet uid>/<node name>` whose eligibility may have changed; "all" likewise
   */
  update(source: RowSource, dirty: "all" | Iterable<ObjectKey>, verdicts: "all" | Iterable<string>): RowChanges {
    const work = new RowWork();
    for (const { resource, key } of dirty === "all" ? this.#changedObjects(source.store, work) : dirty) this.#touch(source.store, resource, key, work);
    const eligibility = this.#updateEligibility(source, verdicts, work);
    for (const [key, atMs] of this.#changesAt) if (source.nowMs >= atMs) work.pods.add(key);
    for (const key of work.nodes) this.#updateNode(source, key, work);
    for (const key of work.pods) this.#updatePod(source, key, work);
    // After the pods: their former and present owners and nodes are known only now.
    for (const key of work.lateNodes) if (!work.nodes.has(key)) this.#updateNode(source, key, work);
    for (const id of work.workloads) this.#updateWorkload(source, id, work);
    for (const { resource, key } of work.inert) this.#updateInert(source.store, resource, key, work);
    return { changed: work.changed, removed: work.removed, eligibility };
  }

  eligibility(daemonSetUid: string, nodeName: string): EligibilityRow | undefined {
    return this.#eligibility.get(daemonSetUid)?.get(nodeName);
  }

  /** After a jump: whatever is another object than before, and pods whose state depends on the time. */
  #changedObjects(store: Store, work: RowWork): ObjectKey[] {
    const out: ObjectKey[] = [];
    const gone = new Set(this.#objects.keys());
    for (const { resource, key, object } of store.everything()) {
      if (!isOfInterest(resource, store)) continue;
      const id = idOf(resource, key);
      gone.delete(id);
      if (this.#objects.get(id) !== object) out.push({ resource, key });
    }
    for (const id of gone) out.push(keyFrom(id));
    for (const row of this.#rows.values()) if ("minReadySeconds" in row && row.minReadySeconds > 0) for (const uid of ownersOfPods(row)) this.#touchPodsOf(store, uid, work);
    return out;
  }

  /** Notes an object that was written, and what depends on it. */
  #touch(store: Store, resource: string, key: string, work: RowWork): void {
    switch (resource) {
      case PODS.key: return void work.pods.add(key);
      case NODES.key: return void work.nodes.add(key);
      case DAEMONSETS.key:
      case STATEFULSETS.key: return this.#touchOwner(store, resource, key, work);
      case DEPLOYMENTS.key: return void work.workloads.add(idOf(resource, key));
      case REPLICASETS.key: return this.#touchReplicaSet(store, key, work);
      case CONTROLLERREVISIONS.key: return this.#touchBeforeAndAfter(store, resource, key, (r) => {
        for (const owner of r.metadata.ownerReferences ?? []) {
          const kind = REVISED[owner.kind];
          if (kind !== undefined) work.workloads.add(idOf(kind, keyOf(r.metadata.namespace, owner.name)));
        }
      });
      case FAULTS.key: return this.#touchBeforeAndAfter(store, resource, key, (f) => {
        const { spec } = f as Fault;
        if (spec.type === "NodeDown") work.nodes.add(spec.nodeName);
      });
      default:
        if (isInert(resource, store)) work.inert.push({ resource, key });
    }
  }

  /** Something that owns pods and decides when they are available. */
  #touchOwner(store: Store, resource: string, key: string, work: RowWork): void {
    work.workloads.add(idOf(resource, key));
    const before = this.#objects.get(idOf(resource, key)) as PodOwner | undefined;
    const after = store.getByKey<PodOwner>(resource, key);
    if (after && before?.spec.minReadySeconds !== after.spec.minReadySeconds) this.#touchPodsOf(store, after.metadata.uid, work);
  }

  /** It tells for its Deployment, and which Deployment that is decides on whose card its pods are. */
  #touchReplicaSet(store: Store, key: string, work: RowWork): void {
    const before = this.#objects.get(idOf(REPLICASETS.key, key));
    const after = store.getByKey<ReplicaSet>(REPLICASETS.key, key);
    this.#touchOwner(store, REPLICASETS.key, key, work);
    for (const set of [before, after]) {
      const owner = set && controllerOf(set);
      if (owner?.kind === DEPLOYMENTS.kind) work.workloads.add(idOf(DEPLOYMENTS.key, keyOf(set?.metadata.namespace, owner.name)));
    }
    if (after && controllerOf(after)?.uid !== (before && controllerOf(before)?.uid)) this.#touchPodsOf(store, after.metadata.uid, work);
  }

  #touchPodsOf(store: Store, ownerUid: string, work: RowWork): void {
    for (const pod of store.podsOwnedBy(ownerUid)) work.pods.add(keyOf(pod.metadata.namespace, pod.metadata.name));
  }

  #touchBeforeAndAfter(store: Store, resource: string, key: string, touch: (object: KubeObject) => void): void {
    const id = idOf(resource, key);
    const before = this.#objects.get(id);
    const after = store.getByKey(resource, key);
    if (before) touch(before);
    if (after) touch(after);
    this.#remember(id, after);
  }

  #updateEligibility(source: RowSource, verdicts: "all" | Iterable<string>, work: RowWork): Frame["eligibility"] {
    const now = source.decisions.eligibilities();
    const out: { daemonSetUid: string; nodeName: string; row: EligibilityRow | null }[] = [];
    for (const key of verdicts === "all" ? new Set([...this.#verdicts.keys(), ...now.keys()]) : verdicts) {
      const decision = now.get(key);
      if (decision === this.#verdicts.get(key)) continue;
      const [daemonSetUid, nodeName] = splitVerdictKey(key);
      if (decision) this.#verdicts.set(key, decision);
      else this.#verdicts.delete(key);
      const before = this.eligibility(daemonSetUid, nodeName);
      const row = decision ? eligibilityRow(nodeName, decision) : null;
      if (deepEqual(before ?? null, row)) continue;
      this.#putEligibility(daemonSetUid, nodeName, row);
      out.push({ daemonSetUid, nodeName, row });
      if (before?.shouldRun !== row?.shouldRun) this.#touchDependents(daemonSetUid, nodeName, work);
    }
    return out;
  }

  #putEligibility(daemonSetUid: string, nodeName: string, row: EligibilityRow | null): void {
    const byNode = this.#eligibility.get(daemonSetUid) ?? new Map<string, EligibilityRow>();
    if (row) byNode.set(nodeName, row);
    else byNode.delete(nodeName);
    if (byNode.size > 0) this.#eligibility.set(daemonSetUid, byNode);
    else this.#eligibility.delete(daemonSetUid);
  }

  /** A verdict makes pods misscheduled or not, and nodes count for the budget or not. */
  #touchDependents(daemonSetUid: string, nodeName: string, work: RowWork): void {
    for (const key of this.#podsFor.get(nodeName) ?? []) {
      const row = this.#rows.get(idOf(PODS.key, key));
      if (row?.kind === "Pod" && row.ownerUid === daemonSetUid) work.pods.add(key);
    }
    const daemonSetKey = this.#daemonSetKeys.get(daemonSetUid);
    if (daemonSetKey !== undefined) work.workloads.add(idOf(DAEMONSETS.key, daemonSetKey));
  }

  #updateNode(source: RowSource, name: string, work: RowWork): void {
    const id = idOf(NODES.key, name);
    const node = source.store.getByKey<Node>(NODES.key, name);
    const before = this.#rows.get(id) as NodeRow | undefined;
    this.#remember(id, node);
    const downSinceMs = work.downSinceMs(source.store, name);
    const lastHeardMs = node && downSinceMs !== undefined ? lastLeaseRenewalMs(node.metadata.uid, source.nowMs, downSinceMs) : undefined;
    const row = node && nodeRow(node, { pods: source.store.podsOnNode(name), isDown: downSinceMs !== undefined, lastHeardMs });
    this.#putRow(id, row, work);
    // Only the step to or from Unknown changes its pods: everything else about them is in the pods themselves.
    if ((before?.ready === "Unknown") === (row?.ready === "Unknown")) return;
    for (const key of this.#podsFor.get(name) ?? []) work.pods.add(key);
  }

  #updatePod(source: RowSource, key: string, work: RowWork): void {
    const { store } = source;
    const id = idOf(PODS.key, key);
    const pod = store.getByKey<Pod>(PODS.key, key);
    const before = this.#rows.get(id) as PodRow | undefined;
    this.#remember(id, pod);
    const made = pod && podRow(pod, this.#podContext(source, pod, before));
    if (made?.changesAtMs !== undefined) this.#changesAt.set(key, made.changesAtMs);
    else this.#changesAt.delete(key);
    const after = made?.row;
    this.#indexPod(key, before?.targetNode, after?.targetNode);
    const kept = this.#putRow(id, after, work);
    if (kept === before && before !== undefined && before.uid === after?.uid) return;
    for (const row of [before, after]) {
      if (row?.nodeName !== undefined) work.lateNodes.add(row.nodeName);
      if (row?.ownerKind === DAEMONSETS.kind) work.workloads.add(idOf(DAEMONSETS.key, keyOf(row.namespace, row.ownerName!)));
    }
  }

  #podContext(source: RowSource, pod: Pod, before: PodRow | undefined): PodContext {
    const { store, nowMs } = source;
    const owner = controllerOf(pod);
    const key = owner && POD_OWNERS[owner.kind];
    const found = key === undefined ? undefined : store.getByKey<PodOwner>(key, keyOf(pod.metadata.namespace, owner!.name));
    const object = found?.metadata.uid === owner?.uid ? found : undefined;
    // While a Deployment is taken away its ReplicaSets go first: their pods stay where they were drawn.
    const workload = object || owner?.uid !== before?.ownerUid ? workloadOf(owner, object) : before?.workload;
    const node = pod.spec.nodeName ? store.get<Node>(NODES, undefined, pod.spec.nodeName) : undefined;
    const target = targetNodeName(pod.spec);
    const eligibility = object?.kind === DAEMONSETS.kind && target !== undefined ? this.eligibility(object.metadata.uid, target) : undefined;
    return { nowMs, node, workload, minReadySeconds: object?.spec.minReadySeconds, eligibility };
  }

  #updateWorkload(source: RowSource, id: string, work: RowWork): void {
    const { resource, key } = keyFrom(id);
    const object = source.store.getByKey(resource, key);
    this.#remember(id, object);
    if (resource === DAEMONSETS.key) this.#noteKey(this.#rows.get(id)?.uid, object?.metadata.uid, key);
    this.#putRow(id, object && this.#workloadRow(source, resource, object), work);
  }

  #noteKey(before: string | undefined, after: string | undefined, key: string): void {
    if (before !== undefined) this.#daemonSetKeys.delete(before);
    if (after !== undefined) this.#daemonSetKeys.set(after, key);
  }

  /** None for a ReplicaSet that a Deployment tells about. */
  #workloadRow(source: RowSource, resource: string, object: KubeObject): WorkloadRow | undefined {
    const { uid } = object.metadata;
    const letters = this.#letters;
    const { store } = source;
    switch (resource) {
      case DEPLOYMENTS.key:
        return deploymentRow(object as Deployment, { letters, replicaSets: replicaSetsOf(store, uid) });
      case STATEFULSETS.key:
        return statefulSetRow(object as StatefulSet, { letters, revisions: store.revisionsOwnedBy<ControllerRevision>(uid) });
      case REPLICASETS.key:
        return controllerOf(object)?.kind === DEPLOYMENTS.kind ? undefined : replicaSetRow(object as ReplicaSet);
      default:
        return daemonSetRow(object as DaemonSet, {
          nowMs: source.nowMs,
          revisions: store.revisionsOwnedBy<ControllerRevision>(uid),
          letters,
          pods: () => store.podsOwnedBy(uid),
          shouldRunNodes: () => [...(this.#eligibility.get(uid)?.values() ?? [])].filter((e) => e.shouldRun).map((e) => e.nodeName),
        });
    }
  }

  #updateInert(store: Store, resource: string, key: string, work: RowWork): void {
    const id = idOf(resource, key);
    const object = store.getByKey(resource, key);
    this.#remember(id, object);
    const isShown = object && !isOfTheCluster(resource, object.metadata);
    this.#putRow(id, isShown ? inertRow(resourceByKey(resource, store.customResources)!, object) : undefined, work);
  }

  /** Notes the row as sent unless it says the same as before. @returns the row that stands now */
  #putRow(id: string, row: Row | undefined, work: RowWork): Row | undefined {
    const before = this.#rows.get(id);
    if (before && before.uid !== row?.uid) work.removed.push(before.uid);
    if (!row) {
      this.#rows.delete(id);
      return undefined;
    }
    if (before && deepEqual(before, row)) return before;
    this.#rows.set(id, row);
    work.changed.push(row);
    return row;
  }

  #remember(id: string, object: KubeObject | undefined): void {
    if (object) this.#objects.set(id, object);
    else this.#objects.delete(id);
  }

  #indexPod(key: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    if (before !== undefined) {
      const set = this.#podsFor.get(before);
      set?.delete(key);
      if (set?.size === 0) this.#podsFor.delete(before);
    }
    if (after !== undefined) this.#podsFor.set(after, (this.#podsFor.get(after) ?? new Set()).add(key));
  }
}

type PodOwner = DaemonSet | StatefulSet | ReplicaSet;

/** Resources of the kinds that make pods themselves. */
const POD_OWNERS: Readonly<Record<string, string>> = { DaemonSet: DAEMONSETS.key, StatefulSet: STATEFULSETS.key, ReplicaSet: REPLICASETS.key };
/** Resources of the kinds that keep ControllerRevisions. */
const REVISED: Readonly<Record<string, string>> = { DaemonSet: DAEMONSETS.key, StatefulSet: STATEFULSETS.key };

/** Whose card a pod of this controller belongs to; a ReplicaSet's own controller, if that is a Deployment. */
function workloadOf(owner: OwnerReference | undefined, object: KubeObject | undefined): WorkloadReference | undefined {
  if (!owner) return undefined;
  const above = owner.kind === REPLICASETS.kind && object ? controllerOf(object) : undefined;
  if (above?.kind === DEPLOYMENTS.kind) return { kind: "Deployment", name: above.name, uid: above.uid };
  return owner.kind in POD_OWNERS ? { kind: owner.kind as WorkloadReference["kind"], name: owner.name, uid: owner.uid } : undefined;
}

/** uids of the objects whose minReadySeconds the row tells. */
function ownersOfPods(row: WorkloadRow): readonly string[] {
  return row.kind === "Deployment" ? row.replicaSets.map((r) => r.uid) : [row.uid];
}

function replicaSetsOf(store: Store, deploymentUid: string): ReplicaSet[] {
  const sets: ReplicaSet[] = [];
  for (const object of store.ownedBy(deploymentUid)) if (object.kind === REPLICASETS.kind) sets.push(object as ReplicaSet);
  return sets;
}
