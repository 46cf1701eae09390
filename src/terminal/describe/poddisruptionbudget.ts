import { formatLabelSelector } from "../../api/selector.ts";
import type { PodDisruptionBudget } from "../../api/types/poddisruptionbudget.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeName } from "./head.ts";

/** Source: kubectl pkg/describe PodDisruptionBudgetDescriber (1.36) */
export function* describePodDisruptionBudget(budget: PodDisruptionBudget, about: Describing): Steps<string> {
  const { spec, status } = budget;
  const out = new Description();
  writeName(out, budget);
  if (spec.minAvailable !== undefined) out.line(0, "Min available:", String(spec.minAvailable));
  else if (spec.maxUnavailable !== undefined) out.line(0, "Max unavailable:", String(spec.maxUnavailable));
  out.line(0, "Selector:", spec.selector ? formatLabelSelector(spec.selector) : "<unset>");
  out.line(0, "Status:");
  out.line(2, "Allowed disruptions:", String(status.disruptionsAllowed));
  out.line(2, "Current:", String(status.currentHealthy));
  out.line(2, "Desired:", String(status.desiredHealthy));
  out.line(2, "Total:", String(status.expectedPods));
  yield* writeEventsOf(out, budget, about);
  return out.text();
}
