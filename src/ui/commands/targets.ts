import type { DaemonSetRow, NodeRow, PodRow } from "../../api/frame.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Command, CommandContext } from "./command.ts";

/** The selected node. */
export function nodeOf(context: CommandContext): NodeRow | undefined {
  return context.target?.kind === "Node" ? context.target.row : undefined;
}

/** The selected pod. */
export function podOf(context: CommandContext): PodRow | undefined {
  return context.target?.kind === "Pod" ? context.target.row : undefined;
}

/** The DaemonSet meant: the selected one, the selected pod's owner, the one in focus, or the only one there is. */
export function daemonSetOf(context: CommandContext): DaemonSetRow | undefined {
  const { target, daemonSets, daemonSet } = context;
  if (target?.kind === "DaemonSet") return target.row;
  const ownerUid = target?.kind === "Pod" ? target.row.ownerUid : undefined;
  const byUid = (uid: string | undefined) => daemonSets.find((d) => d.uid === uid);
  return byUid(ownerUid) ?? byUid(daemonSet?.metadata.uid) ?? (daemonSets.length === 1 ? daemonSets[0] : undefined);
}

/** The name of what a command will change: not the pod that is selected, if it is its DaemonSet. */
export function nameOfTarget(command: Pick<Command, "group">, context: CommandContext): string | undefined {
  switch (command.group) {
    case "node":
      return nodeOf(context)?.name;
    case "pod":
      return podOf(context)?.name;
    case "daemonset":
      return daemonSetOf(context)?.name;
    case "cluster":
      return undefined;
  }
}

/** The whole object of the DaemonSet meant, if the page has it. */
export function daemonSetObjectOf(context: CommandContext): DaemonSet | undefined {
  const row = daemonSetOf(context);
  return row && context.daemonSet?.metadata.uid === row.uid ? context.daemonSet : undefined;
}

export function needsNode(context: CommandContext): true | string {
  return nodeOf(context) ? true : "Select a node first.";
}

export function needsPod(context: CommandContext): true | string {
  return podOf(context) ? true : "Select a pod first.";
}

export function needsDaemonSet(context: CommandContext): true | string {
  const row = daemonSetOf(context);
  if (row) return row.deleting ? `DaemonSet ${row.name} is being deleted.` : true;
  return context.daemonSets.length === 0 ? "There is no DaemonSet in this cluster." : "Select a DaemonSet first.";
}

export function needsDaemonSetObject(context: CommandContext): true | string {
  const found = needsDaemonSet(context);
  if (found !== true) return found;
  return daemonSetObjectOf(context) ? true : "The page is still reading the DaemonSet.";
}

/** For a plan whose `when` did not hold: commands throw nothing. */
export function notNow(reason: true | string): { readonly error: string; readonly field: string } {
  return { error: reason === true ? "This is not possible now." : reason, field: "" };
}
