import type { StringMap } from "../../api/types/meta.ts";
import type { Command } from "./command.ts";
import { patchPlan } from "./requests.ts";
import { daemonSetOf, needsDaemonSet, notNow } from "./targets.ts";
import { labelLines, readLabels, refusal } from "./values.ts";

export const nodeSelector: Command = {
  id: "node-selector",
  title: "Set nodeSelector",
  group: "workload",
  kinds: ["DaemonSet"],
  when: needsDaemonSet,
  fields: (context) => [
    { id: "nodeSelector", label: "nodeSelector", type: "lines", initial: labelLines(daemonSetOf(context)?.nodeSelector ?? {}), placeholder: "disk=ssd", help: "One key=value a line; a node needs all of them. Empty: every node." },
  ],
  plan(context, values) {
    const row = daemonSetOf(context);
    if (!row) return notNow(needsDaemonSet(context));
    const wanted = readLabels(values, "nodeSelector");
    if ("error" in wanted) return wanted;
    const change = changeOf(row.nodeSelector, wanted.value);
    const planOf = (selector: unknown) => patchPlan(row, { spec: { template: { spec: { nodeSelector: selector } } } });
    if (change !== null && Object.keys(change).length === 0) {
      return { ...refusal("nodeSelector", "That is the present nodeSelector."), kubectl: planOf(row.nodeSelector).kubectl };
    }
    return planOf(change);
  },
};

/** A patch merges maps, so a key that shall go must be sent as null; null alone removes the whole selector. */
function changeOf(present: StringMap, wanted: StringMap): Readonly<Record<string, string | null>> | null {
  const gone = Object.keys(present).filter((key) => !(key in wanted));
  if (gone.length > 0 && Object.keys(wanted).length === 0) return null;
  const set = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  return Object.fromEntries([...gone.map((key) => [key, null] as const), ...set]);
}
