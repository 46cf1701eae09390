import { patch, remove, type RequestOptions } from "../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, EVENTS, PODS } from "../../api/resources.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { assert } from "../sim/assert.ts";
import type { StoreWrite } from "./invariants-observer.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, SimCluster } from "./sim-cluster.ts";

/** The toleration that lets a daemon pod onto the control plane. */
export const TOLERATION = { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" };
export const NODE_NAMES = ["node-1", "node-2", "node-3"];

/**
 * The cluster that the recordings of a real control plane were made with, at rest: a control plane and two workers,
 * the DaemonSet `log-agent` on all three.
 * @param spec merged over the spec of the DaemonSet, `template` over its pod spec
 */
export function recordedCluster(spec: object = {}, template: object = {}, seed = 7): SimCluster {
  const sim = new SimCluster(seed);
  sim.addNode("node-1", { taints: [CONTROL_PLANE_TAINT], labels: { "node-role.kubernetes.io/control-plane": "" } });
  sim.addNode("node-2");
  sim.addNode("node-3");
  sim.apply(daemonSetObject("log-agent", spec, { tolerations: [TOLERATION], ...template }));
  sim.settle();
  return sim;
}

/** Spec of a DaemonSet that rolls with these limits. */
export function rolling(rollingUpdate: object): object {
  return { updateStrategy: { type: "RollingUpdate", rollingUpdate } };
}
/** Patch that gives a node one taint. */
export function taint(key: string, effect: string): object {
  return { spec: { taints: [{ key, effect }] } };
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}
export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}
/** `v1` of `example/logger:v1`. */
export function tag(pod: Pod): string {
  return pod.spec.containers[0]!.image.split(":")[1]!;
}

export function podWrites(log: readonly StoreWrite[]): readonly StoreWrite<Pod>[] {
  return log.filter((w) => w.resource === PODS.key) as StoreWrite<Pod>[];
}
/** The writes that created a pod. */
export function created(log: readonly StoreWrite[]): readonly StoreWrite<Pod>[] {
  return podWrites(log).filter((w) => !w.before);
}
/** The writes that marked a pod for deletion, or deleted one that was not marked. */
export function deleted(log: readonly StoreWrite[]): readonly StoreWrite<Pod>[] {
  return podWrites(log).filter((w) => w.before && !isTerminating(w.before) && (!w.after || isTerminating(w.after)));
}
/** DESIRED CURRENT READY UP-TO-DATE AVAILABLE MISSCHEDULED of each write of a DaemonSet. */
export function statuses(log: readonly StoreWrite[]): string[] {
  return log.filter((w) => w.resource === DAEMONSETS.key && w.after).map((w) => (w.after as DaemonSet).status)
    .map((s) => [s.desiredNumberScheduled, s.currentNumberScheduled, s.numberReady, s.updatedNumberScheduled ?? 0, s.numberAvailable ?? 0, s.numberMisscheduled].join(" "));
}

/** Events about the object of that name, oldest first. */
export function eventsOf(sim: SimCluster, name: string): KubeEvent[] {
  return [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.name === name);
}
/** Revision numbers, ascending. */
export function revisions(sim: SimCluster): number[] {
  return [...sim.cluster.store.all<ControllerRevision>(CONTROLLERREVISIONS)].map((r) => r.revision).sort((a, b) => a - b);
}

export function deleteSet(sim: SimCluster, propagationPolicy?: NonNullable<RequestOptions["propagationPolicy"]>): void {
  sim.send(remove(DAEMONSETS, { namespace: "default", name: "log-agent" }, propagationPolicy ? { propagationPolicy } : {}));
}
/** Puts the template of an earlier moment back, as `kubectl rollout undo` does. */
export function undoTo(sim: SimCluster, template: DaemonSet["spec"]["template"]): void {
  sim.patchSet("log-agent", { spec: { template: { ...template, $patch: "replace" } } });
}
/** Reports a pod as a kubelet that evicts it does. */
export function failPod(sim: SimCluster, pod: Pod): void {
  reportPod(sim, pod, { phase: "Failed", reason: "Evicted", message: "The node was low on resource: ephemeral-storage.", conditions: [{ type: "Ready", status: "False", reason: "PodFailed" }] });
}
/** Writes part of a pod's status. */
export function reportPod(sim: SimCluster, pod: Pod, status: object): void {
  sim.send({ ...patch(PODS, pod.metadata, { status }), subresource: "status" });
}
/** A pod that nobody owns and that the selector of `log-agent` matches. */
export function strayPod(name: string, spec: object): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: "log-agent" } },
    spec: { tolerations: [TOLERATION], containers: [{ name: "logger", image: "example/logger:v1" }], ...spec },
  };
}
/** Lets time pass, one virtual millisecond after the other, until something holds. */
export function runUntil(sim: SimCluster, holds: () => boolean, limitSeconds = 60): void {
  const end = sim.cluster.nowMs + limitSeconds * 1000;
  while (!holds() && sim.cluster.nowMs < end) sim.cluster.advance(sim.cluster.nowMs + 1);
  assert(holds(), `it holds within ${limitSeconds} s`);
}
