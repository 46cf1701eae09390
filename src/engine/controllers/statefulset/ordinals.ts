import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** Ordinal of the first pod. */
export function startOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

/** The number at the end of a pod's name, if the rest is the set's name; -1 otherwise: such a pod is none of the set's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number {
  const prefix = `${set.metadata.name}-`;
  const { name } = pod.metadata;
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^[0-9]+$/.test(digits) ? Number(digits) : -1;
}

/** One of the ordinals that the set wants. */
export function isWanted(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= startOrdinal(set) && ordinal < startOrdinal(set) + set.spec.replicas;
}
