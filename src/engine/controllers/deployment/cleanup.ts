import { remove } from "../../../api/request.ts";
import { REPLICASETS } from "../../../api/resources.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { reserveRequest } from "../api-client.ts";
import { isTerminating } from "../pod-state.ts";
import { revisionOf } from "./annotations.ts";
import { oldestFirst } from "./replica-sets.ts";
import type { DeploymentState } from "./state.ts";

const NO_LIMIT = 2_147_483_647;

/** Deletes old ReplicaSets beyond spec.revisionHistoryLimit. Source: pkg/controller/deployment/sync.go cleanupDeployment */
export function cleanUpHistory(world: ActorWorld<DeploymentState>, d: Deployment, old: readonly ReplicaSet[]): void {
  for (const rs of surplusSets(old, d.spec.revisionHistoryLimit)) {
    reserveRequest(world.state, world.nowMs);
    world.handle(remove(REPLICASETS, rs.metadata), () => ({
      object: referenceTo(d),
      subject: referenceTo(rs),
      verdict: "deleted",
      rule: "deployment/history-limit",
      evidence: [{ object: referenceTo(d), path: "spec.revisionHistoryLimit", value: d.spec.revisionHistoryLimit }],
      text: `deleted ReplicaSet \`${rs.metadata.name}\` of revision ${revisionOf(rs)}: it has no pods, and revisionHistoryLimit keeps only ${d.spec.revisionHistoryLimit} old ones.`,
      source: "pkg/controller/deployment/sync.go cleanupDeployment",
    }));
  }
}

/** The lowest revisions beyond the limit, but only those without pods that the ReplicaSet controller knows about. */
export function surplusSets(old: readonly ReplicaSet[], limit: number): ReplicaSet[] {
  if (limit === NO_LIMIT) return [];
  const present = old.filter((rs) => !isTerminating(rs));
  const surplus = Math.max(0, present.length - limit);
  const byRevision = [...present].sort((a, b) => revisionOf(a) - revisionOf(b) || oldestFirst(a, b));
  return byRevision.slice(0, surplus).filter(isEmpty);
}

function isEmpty({ spec, status, metadata }: ReplicaSet): boolean {
  return spec.replicas === 0 && status.replicas === 0 && (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);
}
