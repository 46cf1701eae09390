import { DEPLOYMENTS } from "../../../api/resources.ts";
import { isEmptySelector } from "../../../api/selector.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import { waitForClient } from "../api-client.ts";
import { isTerminal, isTerminating } from "../pod-state.ts";
import { retryWake } from "../retry.ts";
import { cleanUpHistory } from "./cleanup.ts";
import { isRolling } from "./limits.ts";
import { createNewSet, syncRevision } from "./new-set.ts";
import { noteOutcome, noteRecreateWaiting, noteWaiting } from "./notes.ts";
import { syncPause } from "./pause.ts";
import { recheckMs, rolloutStatus } from "./progress.ts";
import { isScalingEvent, scaleSets } from "./proportions.ts";
import { activeOf, findSets, type Sets } from "./replica-sets.ts";
import { growNewSet, shrinkOldSets } from "./rolling.ts";
import { applyScaling, type Scaling } from "./scaling.ts";
import type { DeploymentState } from "./state.ts";
import { computeStatus, isComplete } from "./status.ts";
import { writeStatus } from "./write-status.ts";

type World = ActorWorld<DeploymentState>;

/** The deadline is looked at so often at least, so that a rollout that ends well leaves no far-off wake-up behind. */
const RECHECK_MS = 20_000;

/**
 * One sync: claim the ReplicaSets, take the next step of the rollout or bring the sizes in line, status. Its few writes
 * are made at once; a sync begins when the API client may send.
 * Source: pkg/controller/deployment/deployment_controller.go syncDeployment
 */
export function sync(world: World, key: string): Wake[] {
  const d = world.store.getByKey<Deployment>(DEPLOYMENTS.key, key);
  if (!d) {
    world.state.retries.delete(key);
    return [];
  }
  const waitMs = waitForClient(world.state, world.nowMs);
  if (waitMs > 0) return [{ key: `set/${key}`, afterMs: waitMs }];
  if (isEmptySelector(d.spec.selector)) {
    world.event(d, "Warning", "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
    writeStatus(world, d, { ...d.status, observedGeneration: d.metadata.generation ?? 0 });
    return [];
  }
  const error = step(world, d);
  if (error !== undefined) return [retryWake(world.state.retries, key, `delayed/${key}`)];
  world.state.retries.delete(key);
  const deadlineMs = recheckMs(world.store.getByKey<Deployment>(DEPLOYMENTS.key, key) ?? d, world.nowMs);
  return deadlineMs === undefined ? [] : [{ key: `delayed/${key}`, afterMs: Math.min(RECHECK_MS, deadlineMs) }];
}

/** @returns an error text when the sync has to be retried */
function step(world: World, start: Deployment): string | undefined {
  const isLeaving = isTerminating(start);
  const resolved = syncRevision(world, isLeaving ? start : syncPause(world, start), findSets(world, start));
  if ("error" in resolved) return resolved.error;
  const { d, sets } = resolved;
  if (isLeaving) return end(world, start, d, sets, "size");
  if (d.spec.paused || isScalingEvent(d, sets)) return changeSize(world, start, d, sets);
  return isRolling(d) ? roll(world, start, d, sets) : recreate(world, start, d, sets);
}

/** Source: pkg/controller/deployment/sync.go sync */
function changeSize(world: World, start: Deployment, d: Deployment, sets: Sets): string | undefined {
  const error = applyAll(world, d, scaleSets(d, sets));
  if (error !== undefined) return error;
  if (d.spec.paused) cleanUpHistory(world, d, sets.old);
  return end(world, start, d, sets, "size");
}

/** The first step that there is to take. Source: pkg/controller/deployment/rolling.go rolloutRolling */
function roll(world: World, start: Deployment, before: Deployment, present: Sets): string | undefined {
  const resolved = present.newSet ? { d: before, sets: present } : createNewSet(world, before, present);
  if ("error" in resolved) return resolved.error;
  const { d, sets } = resolved;
  const up = growNewSet(d, sets.newSet!, sets.old);
  const scalings = up ? [up] : shrinkOldSets(d, sets.newSet!, sets.old);
  if ("error" in scalings) return scalings.error;
  const error = applyAll(world, d, scalings);
  if (error !== undefined) return error;
  if (scalings.length === 0 && isComplete(d, d.status)) cleanUpHistory(world, d, sets.old);
  else if (scalings.length === 0) noteWaiting(world, d, sets);
  return end(world, start, d, sets, "rollout");
}

/** All old pods away, then all new ones. Source: pkg/controller/deployment/recreate.go rolloutRecreate */
function recreate(world: World, start: Deployment, before: Deployment, present: Sets): string | undefined {
  const scalings = activeOf(present.old).map((rs): Scaling => ({
    rs, replicas: 0, rule: "recreate", path: "spec.strategy.type",
    because: "its template is an old one, and the strategy Recreate takes every old pod away before it makes new ones",
  }));
  const error = applyAll(world, before, scalings);
  if (error !== undefined) return error;
  if (scalings.length > 0) return end(world, start, before, present, "rollout");
  const running = present.old.flatMap((rs) => world.store.podsOwnedBy(rs.metadata.uid)).filter((p) => !isTerminal(p));
  if (running.length > 0) {
    noteRecreateWaiting(world, before, running);
    return end(world, start, before, present, "rollout");
  }
  const resolved = present.newSet ? { d: before, sets: present } : createNewSet(world, before, present);
  if ("error" in resolved) return resolved.error;
  const { d, sets } = resolved;
  if (sets.newSet!.spec.replicas !== d.spec.replicas) {
    const failed = applyScaling(world, d, { rs: sets.newSet!, replicas: d.spec.replicas, rule: "recreate", because: "no old pod is left, so all new ones may come", path: "spec.replicas" });
    if (failed !== undefined) return failed;
  }
  if (isComplete(d, d.status)) cleanUpHistory(world, d, sets.old);
  return end(world, start, d, sets, "rollout");
}

function applyAll(world: World, d: Deployment, scalings: readonly Scaling[]): string | undefined {
  for (const scaling of scalings) {
    const error = applyScaling(world, d, scaling);
    if (error !== undefined) return error;
  }
  return undefined;
}

/**
 * The status, out of the ReplicaSets as they were before they were scaled; what became of them the next sync tells. A sync that wrote it before leaves it at that: upstream's second write fails, as its copy is old by then,
 * and the sync that follows brings it up to date. So it is here.
 */
function end(world: World, start: Deployment, d: Deployment, sets: Sets, kind: "size" | "rollout"): undefined {
  if (d !== start) return;
  const written = writeStatus(world, d, kind === "rollout" ? rolloutStatus(d, sets, world.nowMs) : computeStatus(d, sets, world.nowMs));
  if (kind === "rollout") noteOutcome(world, d, written, sets);
}
