import { isEmptySelector, matchesLabels } from "../../api/selector.ts";
import { PODDISRUPTIONBUDGETS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { PodDisruptionBudget } from "../../api/types/poddisruptionbudget.ts";
import type { Store } from "./store.ts";

type BudgetStatus = PodDisruptionBudget["status"];

/** The budgets that speak for a pod. One without a selector, or with an empty one, speaks for none. */
export function budgetsOf(store: Store, pod: Pod): PodDisruptionBudget[] {
  const budgets: PodDisruptionBudget[] = [];
  for (const budget of store.all<PodDisruptionBudget>(PODDISRUPTIONBUDGETS)) {
    const { selector } = budget.spec;
    if (budget.metadata.namespace !== pod.metadata.namespace || !selector || isEmptySelector(selector)) continue;
    if (matchesLabels(selector, pod.metadata.labels)) budgets.push(budget);
  }
  return budgets;
}

/**
 * The status with its one condition, DisruptionAllowed, as its number says.
 * Source: component-helpers apps/poddisruptionbudget/helpers.go UpdateDisruptionAllowedCondition
 */
export function withDisruptionAllowed(status: BudgetStatus, nowMs: number): BudgetStatus {
  const isAllowed = status.disruptionsAllowed > 0;
  return withBudgetCondition(status, { status: isAllowed ? "True" : "False", reason: isAllowed ? "SufficientPods" : "InsufficientPods", message: "" }, nowMs);
}

/** The time changes with the condition's status only. Source: apimachinery pkg/api/meta/conditions.go SetStatusCondition */
export function withBudgetCondition(status: BudgetStatus, said: Pick<Condition, "status" | "reason" | "message">, nowMs: number): BudgetStatus {
  const before = status.conditions?.find((c) => c.type === "DisruptionAllowed");
  const lastTransitionTime = before?.status === said.status ? before.lastTransitionTime : formatTime(nowMs);
  const condition: Condition = { type: "DisruptionAllowed", ...said, ...(lastTransitionTime ? { lastTransitionTime } : {}), ...(status.observedGeneration === undefined ? {} : { observedGeneration: status.observedGeneration }) };
  return { ...status, conditions: [...(status.conditions ?? []).filter((c) => c !== before), condition] };
}
