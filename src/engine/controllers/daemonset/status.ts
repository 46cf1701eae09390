import { isPodAvailable } from "../../../api/rollout.ts";
import { updateStatus } from "../../../api/request.ts";
import { DAEMONSETS } from "../../../api/resources.ts";
import type { DaemonSet, DaemonSetStatus } from "../../../api/types/daemonset.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { isUpdated, type SyncView } from "./plan.ts";
import { isReady } from "../pod-state.ts";

/**
 * The numbers of the status: per node, from its first pod, terminating ones included.
 * Source: pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus.
 */
export function computeStatus(view: SyncView): DaemonSetStatus {
  const minReadySeconds = view.ds.spec.minReadySeconds ?? 0;
  let desired = 0, current = 0, ready = 0, available = 0, updated = 0, misscheduled = 0;
  for (const [nodeName, verdict] of view.verdicts) {
    const first = view.byNode.get(nodeName)?.[0];
    if (!verdict.shouldRun) {
      if (first) misscheduled++;
      continue;
    }
    desired++;
    if (!first) continue;
    current++;
    if (isReady(first)) {
      ready++;
      // Without minReadySeconds that is the same; the conditions of thousands of pods are not gone through twice.
      if (minReadySeconds === 0 || isPodAvailable(first, minReadySeconds, view.nowMs)) available++;
    }
    if (isUpdated(first, view)) updated++;
  }
  const { collisionCount, conditions } = view.ds.status;
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(view.ds.metadata.generation === undefined ? {} : { observedGeneration: view.ds.metadata.generation }),
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(desired > available ? { numberUnavailable: desired - available } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

/** Writes the status if a number differs; the object is read live, so that nothing else is overwritten. */
export function writeStatus(world: ActorWorld, ds: DaemonSet, status: DaemonSetStatus): boolean {
  const live = world.store.get<DaemonSet>(DAEMONSETS, ds.metadata.namespace, ds.metadata.name);
  if (!live || live.metadata.uid !== ds.metadata.uid) return false;
  return world.handle(updateStatus(DAEMONSETS, { ...live, status: { ...status, ...(live.status.collisionCount === undefined ? {} : { collisionCount: live.status.collisionCount }) } } as DaemonSet)).ok;
}
