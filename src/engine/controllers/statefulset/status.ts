import { isPodAvailable } from "../../../api/rollout.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet, StatefulSetStatus } from "../../../api/types/statefulset.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { revisionOf } from "./identity.ts";

export interface StatusInput {
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
  readonly nowMs: number;
}

/**
 * The numbers of the status. `updated` and `current` leave out pods that are being deleted, the others do not.
 * @param pods those that exist and that the set still wants or is about to delete
 * @param deletedForUpdate pods that this very sync deletes because they are of an old revision
 * Source: pkg/controller/statefulset/stateful_set_control.go updateStatus, completeRollingUpdate (1.36)
 */
export function computeStatus(input: StatusInput, pods: readonly Pod[], deletedForUpdate = 0): StatefulSetStatus {
  const { set, current, update, nowMs } = input;
  const isOf = (revision: ControllerRevision) => (pod: Pod) => !isTerminating(pod) && revisionOf(pod) === revision.metadata.name;
  const ready = pods.filter(isRunningAndReady);
  const updated = pods.filter(isOf(update)).length;
  const isComplete = set.spec.updateStrategy.type === "RollingUpdate"
    && [updated, ready.length, pods.length].every((n) => n === set.spec.replicas) && deletedForUpdate === 0;
  const currentReplicas = isComplete ? updated : pods.filter(isOf(current)).length - deletedForUpdate;
  const conditions = set.status.conditions;
  return {
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    replicas: pods.length,
    ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
    ...(currentReplicas !== 0 ? { currentReplicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: input.collisionCount,
    availableReplicas: ready.filter((p) => isPodAvailable(p, set.spec.minReadySeconds ?? 0, nowMs)).length,
    ...(conditions === undefined ? {} : { conditions }),
  };
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status.phase === "Running" && isReady(pod);
}
