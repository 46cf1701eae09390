import { formatTime } from "../../../api/time.ts";
import type { DeploymentCondition } from "../../../api/types/deployment.ts";

type Conditions = readonly DeploymentCondition[];

export function conditionOf(conditions: Conditions | undefined, type: string): DeploymentCondition | undefined {
  return conditions?.find((c) => c.type === type);
}

export function newCondition(type: string, status: DeploymentCondition["status"], reason: string, message: string, nowMs: number): DeploymentCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/**
 * The list with the condition at its end; unchanged if status and reason are those it has. The time of transition
 * changes only with the status. Source: pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition
 */
export function withCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const present = conditionOf(conditions, condition.type);
  if (present && present.status === condition.status && present.reason === condition.reason) return conditions;
  const kept = present?.status === condition.status && present.lastTransitionTime ? { lastTransitionTime: present.lastTransitionTime } : {};
  return [...withoutCondition(conditions, condition.type), { ...condition, ...kept }];
}

export function withoutCondition(conditions: Conditions, type: string): Conditions {
  return conditions.filter((c) => c.type !== type);
}
