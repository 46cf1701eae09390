import type { SyncView } from "./plan.ts";
import { isTerminating } from "../pod-state.ts";

/** Why a node without a live pod, or with one old and one new, uses the rollout's budget. */
export function rolloutBudgetClause(view: SyncView, nodeName: string): string {
  const pods = view.byNode.get(nodeName) ?? [];
  const leaving = pods.find(isTerminating);
  if (leaving) return `its pod \`${leaving.metadata.name}\` is terminating`;
  return pods.length === 0 ? "has no pod" : "has an old and a new pod";
}
