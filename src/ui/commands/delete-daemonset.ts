import { remove } from "../../api/request.ts";
import { DAEMONSETS } from "../../api/resources.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { daemonSetOf, needsDaemonSet, notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

const POLICIES = { background: "Background", foreground: "Foreground", orphan: "Orphan" } as const;

export const deleteDaemonSet: Command = {
  id: "delete-daemonset",
  title: "Delete DaemonSet",
  group: "daemonset",
  shortcut: "Delete",
  danger: true,
  when: (context) => (context.target && context.target.kind !== "DaemonSet" ? "Select a DaemonSet first." : needsDaemonSet(context)),
  fields: () => [
    {
      id: "cascade", label: "Its pods", type: "choice", initial: "background",
      options: [
        { value: "background", label: "background: the DaemonSet goes at once, its pods after it" },
        { value: "foreground", label: "foreground: its pods go first" },
        { value: "orphan", label: "orphan: its pods stay and belong to nobody" },
      ],
    },
  ],
  plan(context, values) {
    const row = daemonSetOf(context);
    if (!row) return notNow(needsDaemonSet(context));
    const cascade = text(values, "cascade") || "background";
    const propagationPolicy = POLICIES[cascade as keyof typeof POLICIES];
    if (!propagationPolicy) return refusal("cascade", `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
    const flags = cascade === "background" ? [] : [`--cascade=${cascade}`];
    return {
      requests: [remove(DAEMONSETS, row, { propagationPolicy })],
      kubectl: [kubectlLine(["delete", "ds", row.name, ...flags], row.namespace)],
    };
  },
};
