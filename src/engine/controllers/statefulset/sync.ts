import { updateStatus } from "../../../api/request.ts";
import { CONTROLLERREVISIONS, PERSISTENTVOLUMECLAIMS, STATEFULSETS } from "../../../api/resources.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { StatefulSet, StatefulSetStatus } from "../../../api/types/statefulset.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import { reserveEvent, reserveRequest } from "../api-client.ts";
import { claimPods } from "../claim.ts";
import { retryWake } from "../retry.ts";
import { batchAfter, FIRST_BATCH, isBetweenBatches } from "../slow-start.ts";
import { noteProgress } from "./notes.ts";
import { ordinalOf } from "./ordinals.ts";
import { plan } from "./plan.ts";
import { syncRevisions, truncateHistory } from "./revisions.ts";
import type { StatefulSetState, Sync } from "./state.ts";
import { computeStatus } from "./status.ts";
import { carryOut } from "./writes.ts";

type World = ActorWorld<StatefulSetState>;

/**
 * One sync, from the top: revisions, what to write, status, history. The writes go one by one at the pace of the API
 * client; while they do, the sync is a row in the state and other wake-ups wait.
 * Source: pkg/controller/statefulset/stateful_set.go sync, stateful_set_control.go UpdateStatefulSet.
 */
export function startSync(world: World, key: string): Wake[] {
  const set = world.store.getByKey<StatefulSet>(STATEFULSETS.key, key);
  if (!set) return abandon(world, key);
  const pods = claimPods(world, set, (pod: Pod) => ordinalOf(set, pod) >= 0);
  const before = world.store.lastWrite(CONTROLLERREVISIONS);
  const revisions = syncRevisions(world, set);
  if (world.store.lastWrite(CONTROLLERREVISIONS) !== before) reserveRequest(world.state, world.nowMs);
  if ("error" in revisions) return [retryWake(world.state.retries, key, `delayed/${key}`)];

  const find = (name: string) => world.store.get<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS, set.metadata.namespace, name);
  const planned = plan({ set, current: revisions.current, update: revisions.update, pods, find, nowMs: world.nowMs });
  noteProgress(world, set, revisions, planned);
  const sync: Sync = { set, revisions, plan: planned, next: 0, slowStart: FIRST_BATCH, isDirty: false };
  const isIdle = planned.writes.length === 0 && deepEqual(statusOf(world, sync), set.status);
  return isIdle ? finish(world, key, sync) : schedule(world, key, sync);
}

/** The next request of a sync under way may go. */
export function continueSync(world: World, key: string): Wake[] {
  const sync = world.state.syncs.get(key);
  if (!sync) return [];
  const write = sync.plan.writes[sync.next];
  if (!write) return finish(world, key, sync);
  const error = carryOut(world, sync.set, write);
  return schedule(world, key, nextBatch({ ...sync, next: sync.next + 1, ...(error !== undefined && sync.error === undefined ? { error } : {}) }));
}

/** Something changed while a sync is under way: it is looked at again when the sync is over. */
export function markDirty(world: World, key: string): Wake[] {
  world.state.syncs.set(key, { ...world.state.syncs.get(key)!, isDirty: true });
  return [];
}

/** After an error an ordered set stops at once, a parallel one at the end of the batch. */
function nextBatch(sync: Sync): Sync {
  const isOrdered = sync.set.spec.podManagementPolicy !== "Parallel";
  const isBatchOver = isOrdered || sync.next >= sync.slowStart.batchEnd;
  if (!isBatchOver) return sync;
  return sync.error === undefined ? { ...sync, slowStart: batchAfter(sync.slowStart, sync.next) } : { ...sync, next: sync.plan.writes.length };
}

/** Saves the sync until its next request may go: at least one virtual ms later, so that each write is a moment of its own. */
function schedule(world: World, key: string, sync: Sync): Wake[] {
  const isStatus = sync.next >= sync.plan.writes.length;
  if (isStatus || isBetweenBatches(sync.slowStart, sync.next)) reserveEvent(world.state, world.nowMs);
  const at = Math.max(reserveRequest(world.state, world.nowMs), world.nowMs + world.random.int(1, 4));
  world.state.syncs.set(key, sync);
  return [{ key: `write/${key}`, afterMs: at - world.nowMs }];
}

function statusOf(world: World, { set, revisions, plan: { counted, deletedForUpdate }, error }: Sync): StatefulSetStatus {
  const { current, update, collisionCount } = revisions;
  return computeStatus({ set, current, update, collisionCount, nowMs: world.nowMs }, counted, error === undefined ? deletedForUpdate : 0);
}

/** Status, history, and when to look again. */
function finish(world: World, key: string, sync: Sync): Wake[] {
  world.state.syncs.delete(key);
  const status = statusOf(world, sync);
  writeStatus(world, key, sync.set, status);
  const wakes: Wake[] = [];
  if (sync.error !== undefined) wakes.push(retryWake(world.state.retries, key, `delayed/${key}`));
  else {
    world.state.retries.delete(key);
    truncateHistory(world, sync.set, sync.revisions, sync.plan.counted);
    const minReadySeconds = sync.set.spec.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && status.availableReplicas !== sync.set.spec.replicas) wakes.push({ key: `delayed/${key}`, afterMs: minReadySeconds * 1000 });
  }
  if (sync.isDirty) wakes.push({ key: `set/${key}`, afterMs: 1 });
  return wakes;
}

/** The object is read live, so that nothing but the status is overwritten. */
function writeStatus(world: World, key: string, set: StatefulSet, status: StatefulSetStatus): void {
  const live = world.store.getByKey<StatefulSet>(STATEFULSETS.key, key);
  if (live?.metadata.uid === set.metadata.uid && !deepEqual(live.status, status)) world.handle(updateStatus(STATEFULSETS, { ...live, status } as StatefulSet));
}

/** The set is gone: its sync ends. */
function abandon(world: World, key: string): [] {
  world.state.syncs.delete(key);
  world.state.retries.delete(key);
  return [];
}
