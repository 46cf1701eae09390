import type { DecisionDraft } from "../../../api/decision.ts";
import { isPodAvailable } from "../../../api/rollout.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { isActive } from "../pod-state.ts";
import { revisionOf } from "./annotations.ts";
import { limitsOf } from "./limits.ts";
import { progressing, TIMED_OUT } from "./progress.ts";
import { allOf, specReplicas, type Sets } from "./replica-sets.ts";
import { numberOf } from "./rolling.ts";
import type { DeploymentState } from "./state.ts";

type World = ActorWorld<DeploymentState>;

/** Says that a rolling update goes no further for now, and for whom it waits; once for each reason. */
export function noteWaiting(world: World, d: Deployment, sets: Sets): void {
  const { newSet, old } = sets;
  if (!newSet || specReplicas(old) === 0) return;
  const late = world.store.podsOwnedBy(newSet.metadata.uid).filter((p) => isActive(p) && !isPodAvailable(p, d.spec.minReadySeconds ?? 0, world.nowMs));
  // Its pods are about to be made, or its status about to tell of them: that is no waiting.
  if (late.length === 0) return;
  const { maxSurge, maxUnavailable } = limitsOf(d);
  const most = d.spec.replicas + maxSurge;
  note(world, d, {
    verdict: "waits",
    rule: "deployment/rollout-waits",
    evidence: [{ object: referenceTo(d), path: "spec.strategy.rollingUpdate", value: d.spec.strategy.rollingUpdate }],
    text: `holds the rollout of \`${d.metadata.name}\` because ${names(late)} ${late.length === 1 ? "is" : "are"} not available yet: ${d.spec.replicas - maxUnavailable} pods must be available (maxUnavailable ${maxUnavailable}), at most ${most} may exist (maxSurge ${maxSurge}), and ${specReplicas(allOf(sets))} were asked for.`,
    source: "pkg/controller/deployment/rolling.go rolloutRolling",
  });
}

/** Says that the new pods come only when the old ones are gone. */
export function noteRecreateWaiting(world: World, d: Deployment, running: readonly Pod[]): void {
  note(world, d, {
    verdict: "waits",
    rule: "deployment/recreate-waits",
    evidence: [{ object: referenceTo(d), path: "spec.strategy.type", value: "Recreate" }],
    text: `holds the rollout of \`${d.metadata.name}\` until the old pods are gone, as its strategy is Recreate: ${names(running)} ${running.length === 1 ? "is" : "are"} still there.`,
    source: "pkg/controller/deployment/recreate.go rolloutRecreate",
  });
}

/** Says how a rollout ended: what the written condition Progressing says. The very first is no news. */
export function noteOutcome(world: World, before: Deployment, after: Deployment, sets: Sets): void {
  const condition = progressing(after.status);
  if (condition?.reason === progressing(before.status)?.reason || !sets.newSet) return;
  const evidence = [{ object: referenceTo(after), path: "status.conditions", value: condition }];
  const source = "pkg/controller/deployment/progress.go syncRolloutStatus";
  const name = `\`${after.metadata.name}\``;
  if (condition?.reason === "NewReplicaSetAvailable") {
    world.state.rollouts.delete(after.metadata.uid);
    if (sets.old.length === 0) return;
    decide(world, after, {
      verdict: "done", rule: "deployment/rollout-done", evidence, source,
      text: `has finished the rollout of ${name}: ${numberOf(after.spec.replicas, "replica")} of revision ${revisionOf(sets.newSet)} are available, and no old pod is left.`,
    });
  } else if (condition?.reason === TIMED_OUT) {
    decide(world, after, {
      verdict: "timed-out", rule: "deployment/progress-deadline", evidence, source,
      text: `declared the rollout of ${name} as failed: no progress for ${after.spec.progressDeadlineSeconds} s (progressDeadlineSeconds). It keeps trying all the same.`,
    });
  }
}

/** A reason to wait is told when it begins; that it goes on with other pods is worth knowing, but no stop. */
function note(world: World, d: Deployment, said: Omit<DecisionDraft, "object">): void {
  const before = world.state.rollouts.get(d.metadata.uid);
  if (before === said.text) return;
  world.state.rollouts.set(d.metadata.uid, said.text);
  decide(world, d, { ...said, ...(before === undefined ? {} : { quiet: true }) });
}

function decide(world: World, d: Deployment, said: Omit<DecisionDraft, "object">): void {
  world.decide({ object: referenceTo(d), ...said });
}

function names(pods: readonly Pod[]): string {
  const shown = pods.map((p) => `\`${p.metadata.name}\``).sort().slice(0, 3).join(", ");
  return pods.length > 3 ? `${shown} and ${pods.length - 3} more` : shown;
}
