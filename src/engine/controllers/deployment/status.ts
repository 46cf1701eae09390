import type { Deployment, DeploymentCondition, DeploymentStatus } from "../../../api/types/deployment.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { newCondition, withCondition } from "./conditions.ts";
import { limitsOf } from "./limits.ts";
import { allOf, availableReplicas, specReplicas, type Sets } from "./replica-sets.ts";

/** The numbers of the status and the condition Available. Source: pkg/controller/deployment/sync.go calculateStatus */
export function computeStatus(d: Deployment, sets: Sets, nowMs: number): DeploymentStatus {
  const all = allOf(sets);
  const available = availableReplicas(all);
  const terminating = terminatingReplicas(all);
  const counts = {
    replicas: sum(all, (rs) => rs.status.replicas),
    updatedReplicas: sets.newSet?.status.replicas ?? 0,
    readyReplicas: sum(all, (rs) => rs.status.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, specReplicas(all) - available),
  };
  return {
    observedGeneration: d.metadata.generation ?? 0,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(d.status.collisionCount === undefined ? {} : { collisionCount: d.status.collisionCount }),
    conditions: withCondition(d.status.conditions ?? [], availability(d, available, nowMs)),
  };
}

/** Every replica is of the present template and available, nothing old is left, and this generation was seen. Source: deployment_util.go DeploymentComplete */
export function isComplete({ spec: { replicas }, metadata: { generation = 0 } }: Deployment, status: DeploymentStatus): boolean {
  return (status.updatedReplicas ?? 0) === replicas && (status.replicas ?? 0) === replicas
    && (status.availableReplicas ?? 0) === replicas && (status.observedGeneration ?? 0) >= generation;
}

function availability(d: Deployment, available: number, nowMs: number): DeploymentCondition {
  return available >= d.spec.replicas - limitsOf(d).maxUnavailable
    ? newCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", nowMs)
    : newCondition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", nowMs);
}

/** Not known as long as one of the ReplicaSets has no status yet. Source: deployment_util.go GetTerminatingReplicaCountForReplicaSets */
function terminatingReplicas(sets: readonly ReplicaSet[]): number | undefined {
  const counts = sets.map((rs) => rs.status.terminatingReplicas);
  return counts.includes(undefined) ? undefined : counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

function sum(sets: readonly ReplicaSet[], count: (rs: ReplicaSet) => number): number {
  return sets.reduce((total, rs) => total + count(rs), 0);
}
