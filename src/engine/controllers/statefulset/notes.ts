import { isPodAvailable } from "../../../api/rollout.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { isTerminating } from "../pod-state.ts";
import { revisionOf } from "./identity.ts";
import type { Plan, Wait } from "./plan.ts";
import type { Revisions } from "./revisions.ts";
import type { StatefulSetState } from "./state.ts";

const SOURCE = "pkg/controller/statefulset/stateful_set_control.go updateStatefulSet";

/** Says for whom the set waits, or that all is done after a wait. Only when that changes: the controller looks many times. */
export function noteProgress(world: ActorWorld<StatefulSetState>, set: StatefulSet, revisions: Revisions, plan: Plan): void {
  const { notes } = world.state;
  const before = notes.get(set.metadata.uid);
  const text = plan.wait ? waitText(plan.wait) : before && isDone(world, set, revisions, plan) ? doneText(set, revisions) : undefined;
  if (!text || text === before) return;
  notes.set(set.metadata.uid, text);
  const wait = plan.wait;
  world.decide({
    object: referenceTo(set),
    ...(wait?.pod ? { subject: referenceTo(wait.pod) } : {}),
    verdict: wait ? "waits" : "done",
    rule: wait ? "statefulset/waits" : "statefulset/done",
    evidence: wait?.pod ? [{ object: referenceTo(wait.pod), path: "status.conditions", value: wait.pod.status.conditions }] : [],
    text,
    source: SOURCE,
  });
}

function waitText({ what, state, before, hint }: Wait): string {
  return `waits for ${what}, which ${state}, before ${before}${hint ? `. ${hint}` : ""}.`;
}

function isDone(world: ActorWorld, set: StatefulSet, { update }: Revisions, { writes, counted }: Plan): boolean {
  return writes.length === 0 && counted.length === set.spec.replicas && counted.every((p) =>
    !isTerminating(p) && revisionOf(p) === update.metadata.name && isPodAvailable(p, set.spec.minReadySeconds ?? 0, world.nowMs));
}

function doneText(set: StatefulSet, { update }: Revisions): string {
  const pods = set.spec.replicas === 1 ? "its pod is" : `all ${set.spec.replicas} pods are`;
  return `has nothing left to do for \`${set.metadata.name}\`: ${pods} available and of revision \`${update.metadata.name}\`.`;
}
