import { DAEMONSETS, NODES, PODS } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import { targetNodeName } from "../../api/node-matching.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Cluster } from "../cluster.ts";
import { controllerOf } from "../apiserver/store.ts";
import { RolloutBudget } from "./invariants-budget.ts";
import { freshCount, hasPodsInLimbo, isLive, podsOf, podsOn, sets, shouldRun, writtenCount } from "./invariants-count.ts";
import { observeWrites, type StoreWrite } from "./invariants-observer.ts";

/**
 * Looks at every write of a cluster from its beginning and keeps what breaks a rule that must always hold, one
 * sentence with its time each. Limits are judged as of a sync's start, which may be some seconds ago.
 */
export class Invariants {
  readonly violations: string[] = [];
  readonly #cluster: Cluster;
  #revision = 0;
  /** By uid. */
  #budgets = new Map<string, RolloutBudget>();
  /** A set as it was when it first had a generation: `<uid>/<generation>`. */
  #generations = new Map<string, DaemonSet>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#revision = cluster.store.revision;
    observeWrites(cluster, (write) => this.#look(write));
  }

  /** What must hold when all faults are over and nothing is left to happen. */
  checkRest(): void {
    const { store } = this.#cluster;
    if (this.#cluster.nextNotableAtMs() !== undefined) this.#report(`no rest: ${JSON.stringify(this.#cluster.peek())} is next`);
    for (const ds of sets(store)) {
      for (const node of store.all<Node>(NODES)) {
        const live = podsOn(store, ds, node.metadata.name).filter(isLive).length;
        const wanted = shouldRun(ds, node) ? 1 : 0;
        if (live !== wanted) this.#report(`${ds.metadata.name} has ${live} live pods on ${node.metadata.name} instead of ${wanted}`);
      }
      for (const pod of podsOf(store, ds)) {
        const nodeName = targetNodeName(pod.spec) ?? "";
        if (!store.get(NODES, undefined, nodeName)) this.#report(`pod ${pod.metadata.name} is left of node ${nodeName}, which is gone`);
      }
      const desired = ds.status.desiredNumberScheduled;
      const healthy = [desired, desired, desired, desired, desired, 0, 0].join(" ");
      if (writtenCount(ds) !== healthy || freshCount(store, ds, this.#cluster.nowMs) !== healthy) this.#report(`${ds.metadata.name} rests with ${writtenCount(ds)}, a fresh count gives ${freshCount(store, ds, this.#cluster.nowMs)}`);
      if (ds.status.observedGeneration !== ds.metadata.generation) this.#report(`${ds.metadata.name} rests at observedGeneration ${ds.status.observedGeneration} of ${ds.metadata.generation}`);
    }
  }

  /** Every decision says who, why, and what came before it. */
  checkDecisions(): void {
    let last = 0;
    for (const d of this.#cluster.decisions.since(0)) {
      const isSaid = d.text.trim() !== "" && !/undefined|\[object/.test(d.text) && /^[a-z-]+\/[a-z-]+$/.test(d.rule) && d.source !== "" && d.object.name !== "";
      if (!isSaid) this.#report(`decision ${d.id} lacks a text, a rule, a source or an object: ${d.rule} "${d.text}"`);
      if (d.id <= last) this.#report(`decision ${d.id} after ${last}`);
      if (d.cause !== undefined && (d.cause < 1 || d.cause >= d.id)) this.#report(`decision ${d.id} has ${d.cause} as its cause`);
      last = d.id;
    }
  }

  #report(what: string): void {
    this.violations.push(`${this.#cluster.nowMs} ms: ${what}`);
  }

  #look(write: StoreWrite): void {
    if (write.after) this.#lookAtRevision(write.after);
    for (const ds of sets(this.#cluster.store)) this.#budgetOf(ds).refresh(this.#cluster.store, ds, write.atMs);
    if (write.resource === PODS.key) this.#lookAtPod(write as StoreWrite<Pod>);
    if (write.resource === DAEMONSETS.key) this.#lookAtSet(write as StoreWrite<DaemonSet>);
  }

  #lookAtRevision({ kind, metadata }: KubeObject): void {
    const revision = Number(metadata.resourceVersion);
    if (!(revision > this.#revision)) this.#report(`${kind} ${metadata.name} has resourceVersion ${metadata.resourceVersion} after ${this.#revision}`);
    this.#revision = revision;
  }

  #lookAtPod({ before, after, atMs }: StoreWrite<Pod>): void {
    const name = (after ?? before)!.metadata.name;
    const isSame = before && after && before.metadata.uid === after.metadata.uid;
    if ((after?.metadata.ownerReferences?.filter((o) => o.controller).length ?? 0) > 1) this.#report(`pod ${name} has more than one controller`);
    if (isSame && before.spec.nodeName && before.spec.nodeName !== after.spec.nodeName) this.#report(`pod ${name} moved from ${before.spec.nodeName} to ${after.spec.nodeName}`);
    if (isSame && targetNodeName(before.spec) !== undefined && targetNodeName(before.spec) !== targetNodeName(after.spec)) this.#report(`pod ${name} is bound to ${after.spec.nodeName}, but was made for ${targetNodeName(before.spec)}`);
    if (isSame && !isLive(before) && !controllerOf(before) && controllerOf(after)) this.#report(`pod ${name} was adopted while it was being deleted`);
    const ds = sets(this.#cluster.store).find((s) => s.metadata.uid === controllerOf((after ?? before)!)?.uid);
    if (!ds) return;
    const { store } = this.#cluster;
    if (!before) this.#reportAll(this.#budgetOf(ds).onCreate(store, ds, after!, atMs));
    else if (isLive(before) && !(after && isLive(after))) {
      const decision = this.#cluster.decisions.get(this.#cluster.decisions.lastId);
      const isControllers = decision?.actor === "daemonset-controller" && decision.verdict === "deleted" && decision.subject?.uid === before.metadata.uid;
      if (isControllers) this.#reportAll(this.#budgetOf(ds).onDelete(store, ds, before, decision, atMs));
    }
  }

  #lookAtSet({ before, after, atMs }: StoreWrite<DaemonSet>): void {
    if (!after) {
      this.#budgets.delete(before!.metadata.uid);
      return;
    }
    const { name, uid, generation = 0 } = after.metadata;
    const key = `${uid}/${generation}`;
    if (!this.#generations.has(key)) this.#generations.set(key, after);
    const observed = after.status.observedGeneration ?? 0;
    if (observed > generation) this.#report(`${name} has observedGeneration ${observed} of generation ${generation}`);
    if (before?.metadata.uid !== uid) return;
    if (generation < (before.metadata.generation ?? 0)) this.#report(`${name} went back from generation ${before.metadata.generation} to ${generation}`);
    if (observed < (before.status.observedGeneration ?? 0)) this.#report(`${name} went back from observedGeneration ${before.status.observedGeneration} to ${observed}`);
    if (before.status === after.status || deepEqual(before.status, after.status)) return;
    const synced = this.#generations.get(`${uid}/${observed}`);
    if (!synced || hasPodsInLimbo(this.#cluster.store, synced)) return;
    const fresh = freshCount(this.#cluster.store, synced, atMs);
    if (writtenCount(after) !== fresh) this.#report(`the status of ${name} says ${writtenCount(after)}, a fresh count gives ${fresh}`);
  }

  #budgetOf(ds: DaemonSet): RolloutBudget {
    const { uid } = ds.metadata;
    let budget = this.#budgets.get(uid);
    if (!budget) this.#budgets.set(uid, (budget = new RolloutBudget()));
    return budget;
  }
  #reportAll(found: readonly string[]): void {
    for (const what of found) this.#report(what);
  }
}
