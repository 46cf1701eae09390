import { patch } from "../../../api/request.ts";
import { PODS } from "../../../api/resources.ts";
import { formatTime, parseTime } from "../../../api/time.ts";
import type { Condition } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import { isTerminal, isTerminating } from "../pod-state.ts";

/** Source: disruption.go stalePodDisruptionTimeout */
const STALE_AFTER_MS = 120_000;

/**
 * The condition that says a pod is about to be disrupted, on a pod that is not going. The kubelet's own never gets old:
 * it may come long before the end. Source: disruption.go nonTerminatingPodHasStaleDisruptionCondition
 */
export function staleCondition(pod: Pod): Condition | undefined {
  if (isTerminating(pod) || isTerminal(pod)) return undefined;
  return pod.status.conditions?.find((c) => c.type === "DisruptionTarget" && c.status === "True" && c.reason !== "TerminationByKubelet");
}

/** Takes the condition back when the pod is still there after two minutes. Source: disruption.go syncStalePodDisruption */
export function syncStaleCondition(world: ActorWorld, key: string): readonly Wake[] {
  const pod = world.store.getByKey<Pod>(PODS.key, key);
  const condition = pod && staleCondition(pod);
  if (!pod || !condition) return [];
  const leftMs = (parseTime(condition.lastTransitionTime) ?? 0) + STALE_AFTER_MS - world.nowMs;
  if (leftMs > 0) return [{ key: `pod/${key}`, afterMs: leftMs }];
  world.decide({
    object: referenceTo(pod),
    verdict: "reset",
    rule: "disruption/stale-condition",
    evidence: [{ object: referenceTo(pod), path: "status.conditions", value: condition }],
    text: `took the condition DisruptionTarget of \`${pod.metadata.name}\` back: two minutes later the pod is still there.`,
    quiet: true,
    source: "pkg/controller/disruption/disruption.go syncStalePodDisruption",
  });
  const conditions = [{ type: "DisruptionTarget", status: "False", reason: null, message: null, lastTransitionTime: formatTime(world.nowMs) }];
  world.handle({ ...patch(PODS, pod.metadata, { status: { conditions } }), subresource: "status" });
  return [];
}
