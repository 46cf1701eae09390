import type { DaemonSetRow, NodeRow } from "../../api/frame.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import { askOf, type NodeRoom, type PodAsk } from "../../view/calculator.ts";
import { eligibilityOf } from "../../view/mirror.ts";
import { useCommandContext } from "../hooks/use-command-context.ts";
import { useSession } from "../session-context.ts";

/** A DaemonSet of the cluster as the calculator sees it. */
export interface Subject {
  readonly row: DaemonSetRow;
  readonly ask: PodAsk;
  /** The nodes that shall have a pod of it. */
  readonly rooms: readonly NodeRoom[];
}

/** The DaemonSet of a uid, or else the one in focus, or the first; new whenever the cluster changes. Undefined: there is none. */
export function useSubject(uid: string | undefined): { readonly subject: Subject | undefined; readonly sets: readonly DaemonSetRow[]; readonly nodes: number } {
  const session = useSession();
  const { workloads, nodes, objects, focus } = useCommandContext(undefined);
  const sets = workloads.filter((w) => w.kind === "DaemonSet");
  const row = sets.find((s) => s.uid === uid) ?? sets.find((s) => s.uid === focus) ?? sets[0];
  const object = objects.find((o): o is DaemonSet => o.kind === "DaemonSet" && o.metadata.uid === row?.uid);
  if (!row || !object) return { subject: undefined, sets, nodes: nodes.length };
  const rooms = nodes.filter((n) => eligibilityOf(session.mirror, row.uid, n.name)?.shouldRun).map(roomOf);
  return { subject: { row, ask: askOf(object.spec.template.spec), rooms }, sets, nodes: nodes.length };
}

function roomOf({ name, cpuMillis, memoryBytes }: NodeRow): NodeRoom {
  return { name, cpuMillis, memoryBytes };
}
