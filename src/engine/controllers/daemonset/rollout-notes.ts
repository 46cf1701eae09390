import { isPodAvailable } from "../../../api/rollout.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { desiredNumber, isUpdated, type SyncView } from "./plan.ts";
import type { RollingResult } from "./rolling-update.ts";
import type { DaemonSetState } from "./state.ts";

/**
 * Says that a rollout waits, and for whom, or that it is done. Only when that changes: the controller itself looks
 * many times.
 */
export function noteRollout(world: ActorWorld<DaemonSetState>, view: SyncView, result: RollingResult): void {
  const { ds } = view;
  const before = world.state.rollouts.get(ds.metadata.uid) ?? "";
  const said = result.waiting.length > 0 ? waits(view, result) : isDone(view) ? done(view) : undefined;
  if (!said || said.text === before) return;
  world.state.rollouts.set(ds.metadata.uid, said.text);
  const isFirstRollout = said.verdict === "done" && before === "";
  if (isFirstRollout) return;
  world.decide({
    object: referenceTo(ds),
    verdict: said.verdict,
    rule: said.verdict === "waits" ? "daemonset/rollout-waits" : "daemonset/rollout-done",
    evidence: [{ object: referenceTo(ds), path: "spec.updateStrategy.rollingUpdate", value: ds.spec.updateStrategy.rollingUpdate }],
    text: said.text,
    ...(said.verdict === "waits" && sameNodes(said.text, before) ? { quiet: true } : {}),
    source: "pkg/controller/daemon/update.go rollingUpdate",
  });
}

/** The same nodes hold the budget as before, only for another reason: worth knowing, not worth a stop. */
function sameNodes(a: string, b: string): boolean {
  const withoutReasons = (text: string) => text.replaceAll(/ \([^)]*\)/g, "");
  return withoutReasons(a) === withoutReasons(b);
}

function waits(view: SyncView, result: RollingResult): { verdict: "waits"; text: string } {
  const field = (view.ds.spec.updateStrategy.rollingUpdate?.maxSurge ?? 0) === 0 ? "maxUnavailable" : "maxSurge";
  const who = result.occupants.slice(0, 3).map((o) => `\`${o.nodeName}\` (${o.clause})`).join(", ");
  const more = result.occupants.length > 3 ? ` and ${result.occupants.length - 3} more` : "";
  const left = result.waiting.length === 1 ? "1 more node" : `${result.waiting.length} more nodes`;
  return { verdict: "waits", text: `waits before it updates ${left}: ${field} is ${result.limit}, used by ${who}${more}.` };
}

function isDone(view: SyncView): boolean {
  for (const [name, verdict] of view.verdicts) {
    if (!verdict.shouldRun) continue;
    const pods = view.byNode.get(name) ?? [];
    if (pods.length !== 1 || !isUpdated(pods[0]!, view) || !isPodAvailable(pods[0]!, view.ds.spec.minReadySeconds ?? 0, view.nowMs)) return false;
  }
  return desiredNumber(view) > 0;
}

function done(view: SyncView): { verdict: "done"; text: string } {
  return { verdict: "done", text: `has nothing left to do for \`${view.ds.metadata.name}\`: every node that should run it has an available pod of revision \`${view.hash}\`.` };
}
