import type { WorkloadKind } from "../../api/frame.ts";
import { remove } from "../../api/request.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { needsWorkload, notNow, WORKLOADS, workloadOf } from "./targets.ts";
import { refusal, text } from "./values.ts";

const POLICIES = { background: "Background", foreground: "Foreground", orphan: "Orphan" } as const;

export const deleteDaemonSet = deleteOf("DaemonSet");
export const deleteDeployment = deleteOf("Deployment");
export const deleteStatefulSet = deleteOf("StatefulSet");
export const deleteReplicaSet = deleteOf("ReplicaSet");

function deleteOf(kind: WorkloadKind): Command {
  const kinds = [kind] as const;
  return {
    id: `delete-${kind.toLowerCase()}`,
    title: `Delete ${kind}`,
    group: "workload",
    kinds,
    shortcut: "Delete",
    danger: true,
    when: (context) => (context.target && context.target.kind !== kind ? `Select a ${kind} first.` : needsWorkload(context, kinds)),
    fields: () => [
      {
        id: "cascade", label: "Its pods", type: "choice", initial: "background",
        options: [
          { value: "background", label: `background: the ${kind} goes at once, its pods after it` },
          { value: "foreground", label: "foreground: its pods go first" },
          { value: "orphan", label: "orphan: its pods stay and belong to nobody" },
        ],
      },
    ],
    plan(context, values) {
      const row = workloadOf(context, kinds);
      if (!row) return notNow(needsWorkload(context, kinds));
      const cascade = text(values, "cascade") || "background";
      const propagationPolicy = POLICIES[cascade as keyof typeof POLICIES];
      if (!propagationPolicy) return refusal("cascade", `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
      const flags = cascade === "background" ? [] : [`--cascade=${cascade}`];
      const { resource, short } = WORKLOADS[kind];
      return {
        requests: [remove(resource, row, { propagationPolicy })],
        kubectl: [kubectlLine(["delete", short, row.name, ...flags], row.namespace)],
      };
    },
  };
}
