import { updateStatus } from "../../../api/request.ts";
import { REPLICASETS } from "../../../api/resources.ts";
import { isPodAvailable } from "../../../api/rollout.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { formatTime, parseTime } from "../../../api/time.ts";
import type { Condition } from "../../../api/types/meta.ts";
import type { ReplicaSet, ReplicaSetStatus } from "../../../api/types/replicaset.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { isReady } from "../pod-state.ts";
import type { OwnPods } from "./state.ts";

const REPLICA_FAILURE = "ReplicaFailure";

/**
 * The numbers of the status, out of the pods that a sync began with.
 * @param error of its writes, for the condition ReplicaFailure
 * Source: pkg/controller/replicaset/replica_set_utils.go calculateStatus
 */
export function computeStatus(rs: ReplicaSet, { active, terminating }: OwnPods, nowMs: number, error?: string): ReplicaSetStatus {
  const templateLabels = { matchLabels: rs.spec.template.metadata?.labels ?? {} };
  const ready = active.filter(isReady);
  const counts = {
    fullyLabeledReplicas: active.filter((p) => matchesLabels(templateLabels, p.metadata.labels)).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((p) => isPodAvailable(p, rs.spec.minReadySeconds ?? 0, nowMs)).length,
  };
  const conditions = withFailure(rs.status.conditions ?? [], active.length - rs.spec.replicas, nowMs, error);
  return {
    replicas: active.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: terminating.length,
    observedGeneration: rs.metadata.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

function withFailure(conditions: readonly Condition[], surplus: number, nowMs: number, error: string | undefined): readonly Condition[] {
  if (error === undefined) return conditions.filter((c) => c.type !== REPLICA_FAILURE);
  if (conditions.some((c) => c.type === REPLICA_FAILURE)) return conditions;
  const reason = surplus < 0 ? "FailedCreate" : "FailedDelete";
  return [...conditions, { type: REPLICA_FAILURE, status: "True", lastTransitionTime: formatTime(nowMs), reason, message: error }];
}

/** Writes the status if it differs; the object is read live, so that nothing else is overwritten. False: the object is gone. */
export function writeStatus(world: ActorWorld, rs: ReplicaSet, status: ReplicaSetStatus): boolean {
  const live = world.store.get<ReplicaSet>(REPLICASETS, rs.metadata.namespace, rs.metadata.name);
  if (!live || live.metadata.uid !== rs.metadata.uid) return false;
  return world.handle(updateStatus(REPLICASETS, { ...live, status } as ReplicaSet)).ok;
}

/** Until the next ready pod has been so for minReadySeconds; undefined if none has to wait. */
export function nextAvailableMs(rs: ReplicaSet, { active }: OwnPods, nowMs: number): number | undefined {
  const minReadyMs = (rs.spec.minReadySeconds ?? 0) * 1000;
  const times = active.filter(isReady).flatMap((pod) => parseTime(pod.status.conditions?.find((c) => c.type === "Ready")?.lastTransitionTime) ?? []);
  const waits = times.map((sinceMs) => sinceMs + minReadyMs - nowMs).filter((ms) => ms > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}
