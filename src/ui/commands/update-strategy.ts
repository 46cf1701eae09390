import type { IntOrString } from "../../api/types/meta.ts";
import type { Command } from "./command.ts";
import { patchPlan } from "./requests.ts";
import { daemonSetOf, needsDaemonSet, notNow } from "./targets.ts";
import { readIntOrPercent, refusal, text } from "./values.ts";

/** That exactly one of the two numbers must not be 0 is the API server's rule, and it says so itself. */
export const updateStrategy: Command = {
  id: "update-strategy",
  title: "Change update strategy",
  group: "workload",
  kinds: ["DaemonSet"],
  shortcut: "s",
  when: needsDaemonSet,
  fields(context) {
    const row = daemonSetOf(context);
    // With OnDelete the two numbers are not there: what RollingUpdate has by default is offered.
    const rolling = row?.strategy === "RollingUpdate" ? row : undefined;
    const shown = (value: IntOrString | undefined, fallback: string) => (value === undefined ? fallback : String(value));
    return [
      {
        id: "type", label: "Type", type: "choice", initial: row?.strategy ?? "RollingUpdate",
        options: [
          { value: "RollingUpdate", label: "RollingUpdate: the controller replaces pods, a few at a time" },
          { value: "OnDelete", label: "OnDelete: a pod is replaced when somebody deletes it" },
        ],
      },
      { id: "maxUnavailable", label: "maxUnavailable", type: "text", initial: shown(rolling?.maxUnavailable, "1"), help: "Number of nodes, or a percentage of the desired ones, rounded up. One of the two must be 0, the other not." },
      { id: "maxSurge", label: "maxSurge", type: "text", initial: shown(rolling?.maxSurge, "0"), help: "Nodes that may run the old and the new pod together. Only for RollingUpdate, like maxUnavailable." },
    ];
  },
  plan(context, values) {
    const row = daemonSetOf(context);
    if (!row) return notNow(needsDaemonSet(context));
    const type = text(values, "type");
    if (type === "OnDelete") return patchPlan(row, { spec: { updateStrategy: { type, rollingUpdate: null } } });
    if (type !== "RollingUpdate") return refusal("type", "Choose RollingUpdate or OnDelete.");
    const maxUnavailable = readIntOrPercent(values, "maxUnavailable");
    if ("error" in maxUnavailable) return maxUnavailable;
    const maxSurge = readIntOrPercent(values, "maxSurge");
    if ("error" in maxSurge) return maxSurge;
    const rollingUpdate = { maxUnavailable: maxUnavailable.value, maxSurge: maxSurge.value };
    return patchPlan(row, { spec: { updateStrategy: { type, rollingUpdate } } });
  },
};
