import { parseTime } from "../../../api/time.ts";
import type { Deployment, DeploymentCondition, DeploymentStatus } from "../../../api/types/deployment.ts";
import { conditionOf, newCondition, withCondition, withoutCondition } from "./conditions.ts";
import { allOf, type Sets } from "./replica-sets.ts";
import { computeStatus, isComplete } from "./status.ts";

const NO_DEADLINE = 2_147_483_647;
const PROGRESSING = "Progressing";
const AVAILABLE = "NewReplicaSetAvailable";
export const TIMED_OUT = "ProgressDeadlineExceeded";

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== NO_DEADLINE;
}

export function progressing(status: DeploymentStatus): DeploymentCondition | undefined {
  return conditionOf(status.conditions, PROGRESSING);
}

export function newProgressing(status: DeploymentCondition["status"], reason: string, message: string, nowMs: number): DeploymentCondition {
  return newCondition(PROGRESSING, status, reason, message, nowMs);
}

/**
 * The status in the course of a rollout, with Progressing and ReplicaFailure. A rollout that has once got there is not
 * judged again until the next one. Source: pkg/controller/deployment/progress.go syncRolloutStatus
 */
export function rolloutStatus(d: Deployment, sets: Sets, nowMs: number): DeploymentStatus {
  const status = computeStatus(d, sets, nowMs);
  const present = progressing(d.status);
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && present?.reason === AVAILABLE;
  let conditions = status.conditions ?? [];
  if (!hasDeadline(d)) conditions = withoutCondition(conditions, PROGRESSING);
  else if (!wasComplete) conditions = judged(d, sets, status, nowMs);
  const failure = replicaFailure(sets);
  return { ...status, conditions: failure ? withCondition(conditions, failure) : withoutCondition(conditions, "ReplicaFailure") };
}

function judged(d: Deployment, { newSet }: Sets, status: DeploymentStatus, nowMs: number): readonly DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  const who = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${d.metadata.name}"`;
  if (isComplete(d, status)) return withCondition(conditions, newProgressing("True", AVAILABLE, `${who} has successfully progressed.`, nowMs));
  if (isProgress(d.status, status)) {
    const present = progressing(d.status);
    const since = present?.status === "True" && present.lastTransitionTime ? { lastTransitionTime: present.lastTransitionTime } : {};
    // Written anew each time, for its lastUpdateTime.
    return [...withoutCondition(conditions, PROGRESSING), { ...newProgressing("True", "ReplicaSetUpdated", `${who} is progressing.`, nowMs), ...since }];
  }
  if (isTimedOut(d, status, nowMs)) return withCondition(conditions, newProgressing("False", TIMED_OUT, `${who} has timed out progressing.`, nowMs));
  return conditions;
}

/** More of the new, fewer of the old, or more that work. Source: deployment_util.go DeploymentProgressing */
function isProgress(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) || old(after) < old(before)
    || (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) || (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0);
}

/** Source: deployment_util.go DeploymentTimedOut */
function isTimedOut(d: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const condition = progressing(status);
  if (!condition || condition.reason === AVAILABLE) return false;
  return condition.reason === TIMED_OUT || deadlineMs(d, condition) < nowMs;
}

/** When a rollout that makes no progress from now on counts as timed out. */
function deadlineMs(d: Deployment, { lastUpdateTime }: DeploymentCondition): number {
  return (parseTime(lastUpdateTime) ?? 0) + d.spec.progressDeadlineSeconds * 1000;
}

/**
 * How long until the deadline has to be looked at; undefined when there is nothing to wait for. A second is added, as
 * API times are whole seconds. Source: progress.go requeueStuckDeployment
 */
export function recheckMs(d: Deployment, nowMs: number): number | undefined {
  const condition = progressing(d.status);
  if (!hasDeadline(d) || !condition || isComplete(d, d.status) || condition.reason === TIMED_OUT || condition.reason === AVAILABLE) return undefined;
  return Math.max(0, deadlineMs(d, condition) - nowMs) + 1000;
}

/** The failure of the new ReplicaSet, or else of any. Source: progress.go getReplicaFailures */
function replicaFailure(sets: Sets): DeploymentCondition | undefined {
  for (const rs of [...(sets.newSet ? [sets.newSet] : []), ...allOf(sets)]) {
    const failure = rs.status.conditions?.find((c) => c.type === "ReplicaFailure");
    if (!failure) continue;
    const { type, status, reason = "", message = "", lastTransitionTime } = failure;
    return { type, status, ...(lastTransitionTime ? { lastTransitionTime, lastUpdateTime: lastTransitionTime } : {}), reason, message };
  }
  return undefined;
}
