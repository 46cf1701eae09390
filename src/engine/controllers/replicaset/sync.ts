import { create, remove, type KubeResponse } from "../../../api/request.ts";
import { PODS, REPLICASETS } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import { noteEvent, reserveEvent, reserveRequest } from "../api-client.ts";
import { claim } from "../claim.ts";
import { controllerReference, isControlledBy } from "../controller-reference.ts";
import { isActive, isTerminal, isTerminating } from "../pod-state.ts";
import { retryWake } from "../retry.ts";
import { batchAfter, FIRST_BATCH, isBetweenBatches } from "../slow-start.ts";
import { manage } from "./manage.ts";
import type { OwnPods, ReplicaSetState, Sync, Write } from "./state.ts";
import { computeStatus, nextAvailableMs, writeStatus } from "./status.ts";

type World = ActorWorld<ReplicaSetState>;

/**
 * One sync, from the top: claim the pods, make what is missing or delete what is too much, status. Its writes go one by
 * one at the pace of the API client; while they do, the sync is a row in the state and other wake-ups wait.
 * Source: pkg/controller/replicaset/replica_set.go syncReplicaSet
 */
export function startSync(world: World, key: string): Wake[] {
  const rs = world.store.getByKey<ReplicaSet>(REPLICASETS.key, key);
  if (!rs) {
    forget(world.state, key);
    return [];
  }
  const pods = ownPods(world, rs);
  const writes = isTerminating(rs) ? [] : manage(world.store, rs, pods, world.nowMs);
  const sync: Sync = { rs, pods, writes, next: 0, slowStart: FIRST_BATCH, isDirty: false };
  const isIdle = writes.length === 0 && deepEqual(rs.status, computeStatus(rs, pods, world.nowMs));
  return isIdle ? finish(world, key, sync) : schedule(world, key, sync);
}

/** The next request of a sync under way may go. */
export function continueSync(world: World, key: string): Wake[] {
  const sync = world.state.syncs.get(key);
  if (!sync) return [];
  if (world.store.getByKey(REPLICASETS.key, key)?.metadata.uid !== sync.rs.metadata.uid) return startOver(world, key);
  const write = sync.writes[sync.next];
  return write ? writeOne(world, key, sync, write) : finish(world, key, sync);
}

/** Something changed while a sync is under way: it is looked at again when the sync is over. */
export function markDirty(world: World, key: string): Wake[] {
  world.state.syncs.set(key, { ...world.state.syncs.get(key)!, isDirty: true });
  return [];
}

/** The ReplicaSet is gone, or is another one by now: what was still to be done for it is not done any more. */
function startOver(world: World, key: string): Wake[] {
  forget(world.state, key);
  return startSync(world, key);
}

function forget(state: ReplicaSetState, key: string): void {
  state.syncs.delete(key);
  state.retries.delete(key);
}

/** Only active pods are adopted or released; of those being deleted, its own ones are counted. */
function ownPods(world: World, rs: ReplicaSet): OwnPods {
  const own = world.store.podsOwnedBy(rs.metadata.uid);
  const orphans = Array.from(world.store.orphanPods()).filter(isActive);
  return {
    active: claim(world, rs, own.filter(isActive), orphans),
    terminating: own.filter((p) => isTerminating(p) && !isTerminal(p) && isControlledBy(p, rs) && matchesLabels(rs.spec.selector, p.metadata.labels)),
  };
}

/** Saves the sync until its next request may go: at least one virtual ms later, so that each write is a moment of its own. */
function schedule(world: World, key: string, sync: Sync): Wake[] {
  if (sync.next >= sync.writes.length || isBetweenBatches(sync.slowStart, sync.next)) reserveEvent(world.state, world.nowMs);
  const at = Math.max(reserveRequest(world.state, world.nowMs), world.nowMs + world.random.int(1, 4));
  world.state.syncs.set(key, sync);
  return [{ key: `write/${key}`, afterMs: at - world.nowMs }];
}

function writeOne(world: World, key: string, sync: Sync, write: Write): Wake[] {
  const error = write.kind === "create" ? createPod(world, sync.rs, write) : deletePod(world, sync.rs, write);
  const failed = error !== undefined && sync.error === undefined ? { ...sync, error } : sync;
  return schedule(world, key, nextBatch({ ...failed, next: sync.next + 1 }));
}

/** After a batch of creates with an error the rest is skipped; deletes go all at once. */
function nextBatch(sync: Sync): Sync {
  if (sync.next < sync.slowStart.batchEnd || sync.next >= sync.writes.length || sync.writes[sync.next]!.kind === "delete") return sync;
  return sync.error === undefined ? { ...sync, slowStart: batchAfter(sync.slowStart, sync.next) } : { ...sync, next: sync.writes.length };
}

/** Source: pkg/controller/controller_utils.go GetPodFromTemplate */
function podOf(rs: ReplicaSet) {
  const { metadata: { labels, annotations, finalizers } = {}, spec } = rs.spec.template;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${rs.metadata.name}-`,
      namespace: rs.metadata.namespace ?? "default",
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(rs)],
    },
    spec,
  };
}

function createPod(world: World, rs: ReplicaSet, { reason }: Write): string | undefined {
  const response = world.handle<Pod>(create(PODS, podOf(rs)), (pod) => ({
    object: referenceTo(rs),
    subject: referenceTo(pod),
    verdict: "created",
    rule: reason.rule,
    evidence: reason.evidence,
    text: `created \`${pod.metadata.name}\` because ${reason.because}.`,
    source: "pkg/controller/replicaset/replica_set.go manageReplicas",
  }));
  if (response.ok) {
    noteEvent(world.state, world.event(rs, "Normal", "SuccessfulCreate", `Created pod: ${response.body.metadata.name}`));
    return undefined;
  }
  return response.status.details?.causes?.some((c) => c.reason === "NamespaceTerminating") ? undefined : failure(world, rs, response);
}

function failure(world: World, rs: ReplicaSet, response: KubeResponse & { ok: false }): string {
  const message = response.status.message ?? "";
  world.decide({
    object: referenceTo(rs),
    verdict: "failed",
    rule: "replicaset/create-failed",
    evidence: [{ object: referenceTo(rs), path: "spec.template" }],
    text: `could not create a pod for \`${rs.metadata.name}\`: ${message}.`,
    source: "pkg/controller/replicaset/replica_set.go manageReplicas",
  });
  noteEvent(world.state, world.event(rs, "Warning", "FailedCreate", `Error creating: ${message}`));
  return message;
}

function deletePod(world: World, rs: ReplicaSet, { pod, reason }: Extract<Write, { kind: "delete" }>): string | undefined {
  const name = pod.metadata.name;
  const response = world.handle(remove(PODS, pod.metadata), () => ({
    object: referenceTo(rs),
    subject: referenceTo(pod),
    verdict: "deleted",
    rule: reason.rule,
    evidence: reason.evidence,
    text: `deleted \`${name}\` because ${reason.because}.`,
    source: "pkg/controller/replicaset/replica_set.go manageReplicas",
  }));
  if (response.ok) noteEvent(world.state, world.event(rs, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`));
  if (response.ok || response.status.code === 404) return undefined;
  noteEvent(world.state, world.event(rs, "Warning", "FailedDelete", `Error deleting: ${response.status.message ?? ""}`));
  return response.status.message;
}

/** Status, and when to look again. */
function finish(world: World, key: string, sync: Sync): Wake[] {
  world.state.syncs.delete(key);
  const { rs, pods, error, isDirty } = sync;
  const isWritten = writeStatus(world, rs, computeStatus(rs, pods, world.nowMs, error));
  const wakes: Wake[] = [];
  const availableMs = nextAvailableMs(rs, pods, world.nowMs);
  if (availableMs !== undefined) wakes.push({ key: `delayed/${key}`, afterMs: availableMs });
  if (error !== undefined && isWritten) wakes.push(retryWake(world.state.retries, key, `delayed/${key}`));
  else world.state.retries.delete(key);
  if (isDirty) wakes.push({ key: `set/${key}`, afterMs: 1 });
  return wakes;
}
