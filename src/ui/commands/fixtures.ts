import type { DaemonSetRow, NodeRow, PodRow } from "../../api/frame.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import { GUIDE_DAEMONSET } from "../../lessons/guide-daemonset.ts";
import type { Command, CommandContext, Plan, Target, Values } from "./command.ts";

/** The guide's cluster as rows, for the tests of commands. */
export function nodeRow(name: string, more: Partial<NodeRow> = {}): NodeRow {
  return {
    kind: "Node", name, uid: `uid-${name}`, roles: [], labels: { "kubernetes.io/hostname": name }, taints: [], unschedulable: false,
    ready: "True", readySinceMs: 0, createdMs: 0, down: false, cpuMillis: 4000, memoryBytes: 8_589_934_592, pods: 110,
    requestedCpuMillis: 50, requestedMemoryBytes: 67_108_864, ...more,
  };
}

export function podRow(name: string, more: Partial<PodRow> = {}): PodRow {
  return {
    kind: "Pod", namespace: "default", name, uid: `uid-${name}`, nodeName: "node-2", ownerKind: "DaemonSet", ownerName: "node-logger", ownerUid: "uid-ds", workload: { kind: "DaemonSet", name: "node-logger", uid: "uid-ds" },
    state: "available", status: "Running", restarts: 0, image: "fluent/fluent-bit:4.1", cpuMillis: 50, memoryBytes: 67_108_864, createdMs: 0, misscheduled: false, ...more,
  };
}

export function daemonSetRow(more: Partial<DaemonSetRow> = {}): DaemonSetRow {
  return {
    kind: "DaemonSet", namespace: "default", name: "node-logger", uid: "uid-ds", deleting: false, desired: 3, current: 3, ready: 3, upToDate: 3, available: 3,
    misscheduled: 0, generation: 1, observedGeneration: 1, strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1, maxSurgeNodes: 0,
    minReadySeconds: 0, image: "fluent/fluent-bit:4.1", revisions: [{ hash: "a", revision: 1, image: "fluent/fluent-bit:4.1", letter: "A" }], nodeSelector: {}, budget: [], ...more,
  };
}

const META = { uid: "uid-ds", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };

export const DAEMONSET: DaemonSet = {
  ...GUIDE_DAEMONSET,
  metadata: { ...GUIDE_DAEMONSET.metadata, ...META },
  spec: { ...GUIDE_DAEMONSET.spec, updateStrategy: { type: "RollingUpdate" }, revisionHistoryLimit: 10 },
  status: { currentNumberScheduled: 3, numberMisscheduled: 0, desiredNumberScheduled: 3, numberReady: 3 },
};

export function controllerRevision(revision: number, template: unknown): ControllerRevision {
  return {
    apiVersion: "apps/v1", kind: "ControllerRevision", revision, data: { spec: { template } },
    metadata: { ...META, name: `node-logger-${revision}`, uid: `uid-r${revision}`, labels: { "controller-revision-hash": `hash-${revision}` }, ownerReferences: [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "node-logger", uid: "uid-ds", controller: true }] },
  };
}

export function contextOf(target?: Target["row"], more: Partial<CommandContext> = {}): CommandContext {
  const nodes = ["node-1", "node-2", "node-3"].map((name) => nodeRow(name));
  return {
    ...(target ? { target: { kind: target.kind, row: target } as Target } : {}),
    nodes, pods: [podRow("node-logger-aaaaa")], workloads: [daemonSetRow()], objects: [DAEMONSET], nowMs: 65_000, faults: [], ...more,
  };
}

/** The plan with the form's initial answers, changed by `values`. */
export function planOf(command: Command, context: CommandContext, values: Values = {}): Plan | { readonly error: string; readonly field: string } {
  const initial = Object.fromEntries((command.fields?.(context) ?? []).map((field) => [field.id, field.initial]));
  return command.plan(context, { ...initial, ...values });
}
