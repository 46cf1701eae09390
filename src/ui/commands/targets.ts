import type { DaemonSetRow, NodeRow, PodRow, WorkloadKind, WorkloadRow } from "../../api/frame.ts";
import { DAEMONSETS, DEPLOYMENTS, REPLICASETS, STATEFULSETS, type Resource } from "../../api/resources.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import type { Command, CommandContext } from "./command.ts";

/** The selected node. */
export function nodeOf(context: CommandContext): NodeRow | undefined {
  return context.target?.kind === "Node" ? context.target.row : undefined;
}

/** The selected pod. */
export function podOf(context: CommandContext): PodRow | undefined {
  return context.target?.kind === "Pod" ? context.target.row : undefined;
}

/** The workload of these kinds that is meant: the selected one, the selected pod's, the one in focus, or the only one there is. */
export function workloadOf<K extends WorkloadKind>(context: CommandContext, kinds: readonly K[]): RowOf<K> | undefined {
  const { target } = context;
  const all = context.workloads.filter((w): w is RowOf<K> => isOf(w, kinds));
  if (target && target.kind !== "Node" && target.kind !== "Pod") return isOf(target.row, kinds) ? (target.row as RowOf<K>) : undefined;
  const byUid = (uid: string | undefined) => all.find((w) => w.uid === uid);
  return byUid(target?.kind === "Pod" ? target.row.workload?.uid : undefined) ?? byUid(context.focus) ?? (all.length === 1 ? all[0] : undefined);
}

type RowOf<K extends WorkloadKind> = Extract<WorkloadRow, { readonly kind: K }>;
type ObjectOf<K extends WorkloadKind> = { readonly DaemonSet: DaemonSet; readonly Deployment: Deployment; readonly StatefulSet: StatefulSet; readonly ReplicaSet: ReplicaSet }[K];

function isOf(row: WorkloadRow, kinds: readonly WorkloadKind[]): boolean {
  return kinds.includes(row.kind);
}

/** The whole object of the workload meant, if the page has it. */
export function workloadObjectOf<K extends WorkloadKind>(context: CommandContext, kinds: readonly K[]): ObjectOf<K> | undefined {
  const row = workloadOf(context, kinds);
  return row && (context.objects.find((o) => o.metadata.uid === row.uid) as ObjectOf<K> | undefined);
}

/** kubectl's short name and the resource of a kind. */
export const WORKLOADS: Readonly<Record<WorkloadKind, { readonly short: string; readonly resource: Resource }>> = {
  DaemonSet: { short: "ds", resource: DAEMONSETS },
  Deployment: { short: "deploy", resource: DEPLOYMENTS },
  StatefulSet: { short: "sts", resource: STATEFULSETS },
  ReplicaSet: { short: "rs", resource: REPLICASETS },
};

const DAEMONSET = ["DaemonSet"] as const;

export function daemonSetOf(context: CommandContext): DaemonSetRow | undefined {
  return workloadOf(context, DAEMONSET);
}

/** The name of what a command will change: not the pod that is selected, if it is its workload. */
export function nameOfTarget(command: Pick<Command, "group" | "kinds">, context: CommandContext): string | undefined {
  switch (command.group) {
    case "node":
      return nodeOf(context)?.name;
    case "pod":
      return podOf(context)?.name;
    case "workload":
      return workloadOf(context, command.kinds ?? [])?.name;
    case "cluster":
      return undefined;
  }
}

export function daemonSetObjectOf(context: CommandContext): DaemonSet | undefined {
  return workloadObjectOf(context, DAEMONSET);
}

export function needsNode(context: CommandContext): true | string {
  return nodeOf(context) ? true : "Select a node first.";
}

export function needsPod(context: CommandContext): true | string {
  return podOf(context) ? true : "Select a pod first.";
}

export function needsDaemonSet(context: CommandContext): true | string {
  return needsWorkload(context, DAEMONSET);
}

export function needsDaemonSetObject(context: CommandContext): true | string {
  return needsWorkloadObject(context, DAEMONSET);
}

/** True, or why there is no workload of these kinds to do something with. */
export function needsWorkload(context: CommandContext, kinds: readonly WorkloadKind[]): true | string {
  const row = workloadOf(context, kinds);
  if (row) return row.deleting ? `${row.kind} ${row.name} is being deleted.` : true;
  return context.workloads.some((w) => isOf(w, kinds)) ? `Select a ${oneOf(kinds)} first.` : `There is no ${oneOf(kinds)} in this cluster.`;
}

export function needsWorkloadObject(context: CommandContext, kinds: readonly WorkloadKind[]): true | string {
  const found = needsWorkload(context, kinds);
  if (found !== true) return found;
  return workloadObjectOf(context, kinds) ? true : `The page is still reading the ${workloadOf(context, kinds)?.kind ?? ""}.`;
}

/** `Deployment, StatefulSet or ReplicaSet`. */
function oneOf(kinds: readonly string[]): string {
  return kinds.length < 2 ? kinds.join("") : `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1) ?? ""}`;
}

/** For a plan whose `when` did not hold: commands throw nothing. */
export function notNow(reason: true | string): { readonly error: string; readonly field: string } {
  return { error: reason === true ? "This is not possible now." : reason, field: "" };
}
