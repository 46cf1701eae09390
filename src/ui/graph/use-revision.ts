import type { DaemonSetRow, PodRow } from "../../api/frame.ts";
import { useDaemonSets } from "../hooks/use-mirror.ts";

export interface PodRevision {
  readonly letter: string;
  /** Of the present template, while the rollout of it is under way. */
  readonly isNew: boolean;
}

/** The letter of the pod's revision; undefined for pods that no DaemonSet here owns. */
export function useRevision(pod: PodRow): PodRevision | undefined {
  return revisionOf(useDaemonSets(), pod);
}

export function revisionOf(sets: readonly DaemonSetRow[], pod: PodRow): PodRevision | undefined {
  const set = pod.revision === undefined ? undefined : sets.find((d) => d.uid === pod.ownerUid);
  const mark = set?.revisions.find((r) => r.hash === pod.revision);
  if (!set || !mark) return undefined;
  return { letter: mark.letter, isNew: isRollingOut(set) && pod.revision === set.currentRevision };
}

/** Whether some node still has to get a pod of the present template, by the DaemonSet's own numbers. */
export function isRollingOut(set: DaemonSetRow): boolean {
  return set.revisions.length > 1 && (set.upToDate < set.desired || set.observedGeneration < set.generation);
}
