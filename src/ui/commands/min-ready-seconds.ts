import type { Command } from "./command.ts";
import { patchPlan } from "./requests.ts";
import { daemonSetOf, needsDaemonSet, notNow } from "./targets.ts";
import { readInteger } from "./values.ts";

const MAX_SECONDS = 2_147_483_647;

/** How long a pod must be ready before it counts as available, and a rollout goes on. */
export const minReadySeconds: Command = {
  id: "min-ready-seconds",
  title: "Set minReadySeconds",
  group: "workload",
  kinds: ["DaemonSet"],
  when: needsDaemonSet,
  fields: (context) => [
    { id: "minReadySeconds", label: "minReadySeconds", type: "text", initial: String(daemonSetOf(context)?.minReadySeconds ?? 0), required: true, help: "Seconds; 0: available as soon as ready." },
  ],
  plan(context, values) {
    const row = daemonSetOf(context);
    if (!row) return notNow(needsDaemonSet(context));
    const seconds = readInteger(values, "minReadySeconds", "minReadySeconds", { min: 0, max: MAX_SECONDS });
    return "error" in seconds ? seconds : patchPlan(row, { spec: { minReadySeconds: seconds.value } });
  },
};
