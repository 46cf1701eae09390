import { firstUntolerated, matchesRequiredNodeAffinity, targetNodeName } from "../../api/node-matching.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, NODES, PODS } from "../../api/resources.ts";
import { HASH_LABEL, isPodAvailable, isPodUpdated, TEMPLATE_GENERATION_ANNOTATION } from "../../api/rollout.ts";
import { matchesLabels } from "../../api/selector.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod, Toleration } from "../../api/types/pod.ts";
import { controllerOf, type Store } from "../apiserver/store.ts";

/*
 * What the DaemonSet controller should see, told a second time from the rules alone and without its code, so that
 * tests can hold one against the other.
 */

const ADDED: readonly Toleration[] = [
  ...["not-ready", "unreachable"].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: "Exists" as const, effect: "NoExecute" as const })),
  ...["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: "Exists" as const, effect: "NoSchedule" as const })),
];

export function isLive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}
/** Failed or succeeded and being deleted: no longer looked at. */
function isOver(pod: Pod): boolean {
  return !isLive(pod) && (pod.status.phase === "Failed" || pod.status.phase === "Succeeded");
}

export function sets(store: Store): DaemonSet[] {
  return [...store.all<DaemonSet>(DAEMONSETS)];
}
/** Whether a missing pod of the set is to be made on the node. `template` without hostNetwork. */
export function shouldRun(ds: DaemonSet, node: Node): boolean {
  const spec = ds.spec.template.spec;
  return matchesRequiredNodeAffinity(spec, node).matches && !firstUntolerated(node.spec.taints, [...(spec.tolerations ?? []), ...ADDED]);
}
/** Whether a pod that is there may stay. */
export function mayStay(ds: DaemonSet, node: Node): boolean {
  const spec = ds.spec.template.spec;
  return matchesRequiredNodeAffinity(spec, node).matches && !firstUntolerated(node.spec.taints, [...(spec.tolerations ?? []), ...ADDED], ["NoExecute"]);
}
export function desiredNodes(store: Store, ds: DaemonSet): number {
  return [...store.all<Node>(NODES)].filter((node) => shouldRun(ds, node)).length;
}

/** Pods that have the set as their controller. */
export function podsOf(store: Store, ds: DaemonSet): Pod[] {
  return [...store.all<Pod>(PODS)].filter((p) => controllerOf(p)?.uid === ds.metadata.uid);
}
/** Of these, the ones for the node, oldest first, without those that are over. */
export function podsOn(store: Store, ds: DaemonSet, nodeName: string): Pod[] {
  return podsOf(store, ds).filter((p) => targetNodeName(p.spec) === nodeName && !isOver(p)).sort(oldestFirst);
}
function oldestFirst(a: Pod, b: Pod): number {
  if (!a.spec.nodeName !== !b.spec.nodeName) return a.spec.nodeName ? -1 : 1;
  const [x, y] = [`${a.metadata.creationTimestamp} ${a.metadata.name}`, `${b.metadata.creationTimestamp} ${b.metadata.name}`];
  return x < y ? -1 : 1;
}
/** Pods about to be adopted or released: between two looks of the controller it is open whether they count. */
export function hasPodsInLimbo(store: Store, ds: DaemonSet): boolean {
  return [...store.all<Pod>(PODS)].some((p) => {
    const isMatching = p.metadata.namespace === ds.metadata.namespace && matchesLabels(ds.spec.selector, p.metadata.labels);
    const owner = controllerOf(p);
    return owner ? owner.uid === ds.metadata.uid && !isMatching : isMatching && isLive(p);
  });
}

export function isAvailable(ds: DaemonSet, pod: Pod, nowMs: number): boolean {
  return isPodAvailable(pod, ds.spec.minReadySeconds ?? 0, nowMs);
}
/** Since when a pod has its Ready condition, in whole seconds; undefined if it is not ready. */
export function readySince(pod: Pod): string | null | undefined {
  return pod.status.conditions?.find((c) => c.type === "Ready" && c.status === "True")?.lastTransitionTime;
}

/** The status of a set as a fresh count gives it: `desired current ready updated available misscheduled unavailable`. */
export function freshCount(store: Store, ds: DaemonSet, nowMs: number): string {
  const hash = currentHash(store, ds);
  let [desired, current, ready, updated, available, misscheduled] = [0, 0, 0, 0, 0, 0];
  for (const node of store.all<Node>(NODES)) {
    const [first] = podsOn(store, ds, node.metadata.name);
    if (!shouldRun(ds, node)) {
      if (first) misscheduled++;
      continue;
    }
    desired++;
    if (!first) continue;
    current++;
    if (readySince(first) !== undefined) ready++;
    if (isPodUpdated(first, ds.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION], hash)) updated++;
    if (isAvailable(ds, first, nowMs)) available++;
  }
  return [desired, current, ready, updated, available, misscheduled, desired - available].join(" ");
}

/** The same of a status as written. */
export function writtenCount({ status }: DaemonSet): string {
  return [status.desiredNumberScheduled, status.currentNumberScheduled, status.numberReady, status.updatedNumberScheduled ?? 0, status.numberAvailable ?? 0, status.numberMisscheduled, status.numberUnavailable ?? 0].join(" ");
}

/** The current revision is the one with the highest number, once the controller has looked. */
function currentHash(store: Store, ds: DaemonSet): string | undefined {
  const own = [...store.all<ControllerRevision>(CONTROLLERREVISIONS)].filter((r) => controllerOf(r)?.uid === ds.metadata.uid);
  return own.sort((a, b) => b.revision - a.revision)[0]?.metadata.labels?.[HASH_LABEL];
}
