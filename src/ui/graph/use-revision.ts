import type { PodRow, WorkloadRow } from "../../api/frame.ts";
import { useWorkloads } from "../hooks/use-mirror.ts";

export interface PodRevision {
  readonly letter: string;
  /** Of the present template, while the rollout of it is under way. */
  readonly isNew: boolean;
}

/** The letter of the pod's revision; undefined for pods of no workload here, and of a ReplicaSet on its own. */
export function useRevision(pod: PodRow): PodRevision | undefined {
  return revisionOf(useWorkloads(), pod);
}

export function revisionOf(workloads: readonly WorkloadRow[], pod: PodRow): PodRevision | undefined {
  const row = pod.revision === undefined ? undefined : workloads.find((w) => w.uid === pod.workload?.uid);
  const mark = row?.revisions.find((r) => r.hash === pod.revision);
  if (!row || !mark) return undefined;
  return { letter: mark.letter, isNew: isRollingOut(row) && pod.revision === row.currentRevision };
}

/** Whether some pod still has to be of the present template, by the workload's own numbers. */
export function isRollingOut(row: WorkloadRow): boolean {
  const wanted = row.kind === "DaemonSet" ? row.desired : Math.max(row.replicas, row.current);
  return row.revisions.length > 1 && (row.upToDate < wanted || row.observedGeneration < row.generation);
}
