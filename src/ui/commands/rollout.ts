import { formatTime } from "../../api/time.ts";
import type { WorkloadKind } from "../../api/frame.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { patchWorkload } from "./requests.ts";
import { needsWorkload, needsWorkloadObject, notNow, WORKLOADS, workloadObjectOf, workloadOf } from "./targets.ts";
import { refusal } from "./values.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const KINDS = ["DaemonSet", "Deployment", "StatefulSet"] as const;
const DEPLOYMENT = ["Deployment"] as const;

/** A new annotation on the template, hence a new revision and a rollout of the same image. */
export const rolloutRestart: Command = {
  id: "rollout-restart",
  title: "Restart rollout",
  group: "workload",
  kinds: KINDS,
  when(context) {
    const row = workloadOf(context, KINDS);
    if (row?.kind === "Deployment" && row.paused) return "can't restart paused deployment (run rollout resume first)";
    return needsWorkloadObject(context, KINDS);
  },
  plan(context) {
    const row = workloadOf(context, KINDS);
    const workload = workloadObjectOf(context, KINDS);
    if (!row || !workload) return notNow(needsWorkloadObject(context, KINDS));
    const now = formatTime(context.nowMs);
    if (workload.spec.template.metadata?.annotations?.[RESTARTED_AT] === now) {
      return refusal("", "if restart has already been triggered within the past second, please wait before attempting to trigger another");
    }
    const body = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: now } } } } };
    return {
      requests: [patchWorkload(row.kind, row, body, "kubectl-rollout")],
      kubectl: [rolloutLine("restart", row)],
    };
  },
};

/** Only a Deployment can wait with its rollout: its template may then be changed several times for one rollout. */
export const pauseRollout: Command = {
  id: "rollout-pause",
  title: "Pause rollout",
  group: "workload",
  kinds: DEPLOYMENT,
  when: (context) => pausing(context, { isWanted: true }),
  plan: (context) => pausePlan(context, "pause", true),
};

export const resumeRollout: Command = {
  id: "rollout-resume",
  title: "Resume rollout",
  group: "workload",
  kinds: DEPLOYMENT,
  when: (context) => pausing(context, { isWanted: false }),
  // What is false is left out of the object, so the patch takes the field away.
  plan: (context) => pausePlan(context, "resume", null),
};

function pausing(context: CommandContext, { isWanted }: { readonly isWanted: boolean }): true | string {
  const row = workloadOf(context, DEPLOYMENT);
  if (!row || row.paused !== isWanted) return needsWorkload(context, DEPLOYMENT);
  return `deployments.apps "${row.name}" is ${isWanted ? "already paused" : "not paused"}`;
}

function pausePlan(context: CommandContext, verb: "pause" | "resume", paused: true | null) {
  const row = workloadOf(context, DEPLOYMENT);
  if (!row) return notNow(needsWorkload(context, DEPLOYMENT));
  return {
    requests: [patchWorkload("Deployment", row, { spec: { paused } }, "kubectl-rollout")],
    kubectl: [rolloutLine(verb, row)],
  };
}

/** `kubectl rollout VERB ds/NAME`. */
export function rolloutLine(verb: string, row: { readonly kind: WorkloadKind; readonly namespace: string; readonly name: string }, flags: readonly string[] = []): string {
  return kubectlLine(["rollout", verb, `${WORKLOADS[row.kind].short}/${row.name}`, ...flags], row.namespace);
}
