import type { Decision } from "../api/decision.ts";
import type { EligibilityRow } from "../api/frame.ts";

/**
 * The DaemonSet controller's decision about a node as a row. `rule` is the one that refused, or `all`; `text` is its
 * clause (the whole sentence where every rule passes).
 */
export function eligibilityRow(nodeName: string, decision: Decision): EligibilityRow {
  const refusing = decision.steps?.find((s) => s.verdict === "fail");
  const shouldRun = !refusing;
  return {
    nodeName,
    shouldRun,
    shouldContinueRunning: shouldRun || isOnlyNoSchedule(refusing),
    rule: refusing?.rule ?? "all",
    text: refusing?.text ?? decision.text,
  };
}

/**
 * Only an untolerated NoSchedule taint lets a pod stay that is there already. The controller names a NoExecute taint
 * first if there is one, so the taint in the evidence tells. Source: daemon_controller.go NodeShouldRunDaemonPod.
 */
function isOnlyNoSchedule(step: NonNullable<Decision["steps"]>[number]): boolean {
  if (step.rule !== "taints") return false;
  const taint = step.evidence.find((e) => e.object.kind === "Node" && e.path.startsWith("spec.taints["));
  if (typeof taint?.value === "string") return taint.value.endsWith(":NoSchedule");
  const value = taint?.value as { readonly effect?: unknown } | undefined;
  return value?.effect === "NoSchedule";
}
