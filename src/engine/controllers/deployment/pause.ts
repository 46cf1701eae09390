import type { Deployment } from "../../../api/types/deployment.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { withCondition } from "./conditions.ts";
import { hasDeadline, newProgressing, progressing, TIMED_OUT } from "./progress.ts";
import type { DeploymentState } from "./state.ts";
import { writeStatus } from "./write-status.ts";

/**
 * Tells in the condition Progressing that the Deployment was paused or resumed, unless it has timed out before.
 * @returns the Deployment as it is by now
 * Source: pkg/controller/deployment/sync.go checkPausedConditions
 */
export function syncPause(world: ActorWorld<DeploymentState>, d: Deployment): Deployment {
  const reason = progressing(d.status)?.reason;
  if (!hasDeadline(d) || reason === TIMED_OUT) return d;
  const isPaused = d.spec.paused === true;
  if (isPaused === (reason === "DeploymentPaused")) return d;
  const condition = isPaused
    ? newProgressing("Unknown", "DeploymentPaused", "Deployment is paused", world.nowMs)
    : newProgressing("Unknown", "DeploymentResumed", "Deployment is resumed", world.nowMs);
  world.decide({
    object: referenceTo(d),
    verdict: isPaused ? "paused" : "resumed",
    rule: isPaused ? "deployment/paused" : "deployment/resumed",
    evidence: [{ object: referenceTo(d), path: "spec.paused", value: isPaused }],
    text: isPaused
      ? `holds every rollout of \`${d.metadata.name}\` because it is paused; its size may still change.`
      : `rolls out \`${d.metadata.name}\` again because it is no longer paused.`,
    source: "pkg/controller/deployment/sync.go checkPausedConditions",
  });
  return writeStatus(world, d, { ...d.status, conditions: withCondition(d.status.conditions ?? [], condition) });
}
