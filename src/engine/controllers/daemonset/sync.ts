import { create, remove } from "../../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, NODES, PODS } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import { isEmptySelector } from "../../../api/selector.ts";
import type { DaemonSet, DaemonSetStatus } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld, Wake } from "../../sim/actor.ts";
import { noteEvent, reserveEvent, reserveRequest } from "../api-client.ts";
import { claimPods } from "../claim.ts";
import { retryWake } from "../retry.ts";
import { batchAfter, FIRST_BATCH, isBetweenBatches } from "../slow-start.ts";
import { daemonPod } from "./daemon-pod.ts";
import { failedPodGate } from "./failed-pods.ts";
import { manage } from "./manage.ts";
import { cutToBurst, type SyncView, type Write } from "./plan.ts";
import { podsByNode } from "./pods-by-node.ts";
import { cleanupHistory, constructHistory } from "./revisions.ts";
import { rollingUpdate } from "./rolling-update.ts";
import { noteRollout } from "./rollout-notes.ts";
import type { DaemonSetState, NodeView, Sync } from "./state.ts";
import { computeStatus, writeStatus } from "./status.ts";
import { verdictOf } from "./verdicts.ts";
import { noteWaitingPods } from "./waiting-notes.ts";

type World = ActorWorld<DaemonSetState>;

/**
 * One sync, from the top: history, what is missing or too much, the update strategy, cleanup, status. Its writes go
 * one by one at the pace of the API client; while they do, the sync is a row in the state and other wake-ups wait.
 * Source: daemon_controller.go syncDaemonSet, updateDaemonSet.
 */
export function startSync(world: World, key: string): Wake[] {
  const ds = world.store.getByKey<DaemonSet>(DAEMONSETS.key, key);
  if (!ds) {
    abandon(world, key);
    return [];
  }
  if (isEmptySelector(ds.spec.selector)) {
    world.event(ds, "Warning", "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.");
    return [];
  }
  if (ds.metadata.deletionTimestamp) return [];
  const pods = claimPods(world, ds);
  const revisions = world.store.count(CONTROLLERREVISIONS);
  const history = constructHistory(world, ds, pods);
  if (world.store.count(CONTROLLERREVISIONS) !== revisions) reserveRequest(world.state, world.nowMs);
  if ("error" in history) return retry(world, key);

  const view = viewOf(world, ds, history.hash, pods);
  const gate = failedPodGate(world.state.failedPods, `${ds.metadata.uid}/${ds.status.observedGeneration ?? 0}`, world.nowMs);
  const { writes, waiting, retryAfterMs } = manage(view, gate);
  noteWaitingPods(world, ds, waiting);
  const sync: Sync = {
    ds, history, stage: "manage", writes: cutToBurst(writes), next: 0, slowStart: FIRST_BATCH, isDirty: false,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return begin(world, key, sync, view);
}

/** A round of writes waits for its first turn; a round without any goes on at once. */
function begin(world: World, key: string, sync: Sync, view: SyncView): Wake[] {
  return sync.writes.length > 0 ? schedule(world, key, sync) : run(world, key, sync, view);
}

/** The next request of a sync under way may go. */
export function continueSync(world: World, key: string): Wake[] {
  const sync = world.state.syncs.get(key);
  return sync ? run(world, key, sync) : [];
}

/** Something changed while a sync is under way: it is looked at again when the sync is over. */
export function markDirty(world: World, key: string): Wake[] {
  world.state.syncs.set(key, { ...world.state.syncs.get(key)!, isDirty: true });
  return [];
}

function viewOf(world: World, ds: DaemonSet, hash: string, pods: readonly Pod[]): SyncView {
  const { nodes, verdicts } = nodeViewOf(world, ds);
  return { ds, nodes, verdicts, byNode: podsByNode(pods), hash, nowMs: world.nowMs };
}

function nodeViewOf(world: World, ds: DaemonSet): NodeView {
  const known = world.state.nodeViews.get(ds.metadata.uid);
  const nodesRevision = world.store.lastWrite(NODES);
  if (known && known.nodesRevision === nodesRevision && known.template === ds.spec.template) return known;
  const nodes = [...world.store.all<Node>(NODES)];
  const verdicts = new Map(nodes.map((node) => [node.metadata.name, verdictOf(world, ds, node, { isNews: false })]));
  const view: NodeView = { nodesRevision, template: ds.spec.template, nodes, verdicts };
  world.state.nodeViews.set(ds.metadata.uid, view);
  return view;
}

/** The next step of a sync. `view` holds if it was made at this very moment and nothing has been written since. */
function run(world: World, key: string, sync: Sync, view?: SyncView): Wake[] {
  if (sync.next < sync.writes.length) return writeOne(world, key, sync);
  if (sync.stage === "manage" && sync.writes.length === 0 && sync.error === undefined) return startRollingUpdate(world, key, sync, view);
  if (sync.stage === "status") return finish(world, key, sync);
  const written = sync.writes.length === 0 && sync.error === undefined && view !== undefined ? writtenStatus(world, sync.ds, view) : undefined;
  const last: Sync = { ...sync, stage: "status", writes: [], next: 0 };
  return written ? finish(world, key, last, written) : schedule(world, key, last);
}

/** The status as it stands, if there is nothing to write: such a sync asks for no turn of the client. */
function writtenStatus(world: World, ds: DaemonSet, view: SyncView): DaemonSetStatus | undefined {
  const live = world.store.get<DaemonSet>(DAEMONSETS, ds.metadata.namespace, ds.metadata.name);
  return live && deepEqual(live.status, computeStatus({ ...view, ds: live })) ? live.status : undefined;
}

function startRollingUpdate(world: World, key: string, sync: Sync, known: SyncView | undefined): Wake[] {
  const isRolling = sync.ds.spec.updateStrategy.type !== "OnDelete";
  if (!isRolling) return run(world, key, { ...sync, stage: "rolling-update" }, known);
  const view = known ?? viewOf(world, sync.ds, sync.history.hash, claimPods(world, sync.ds));
  const result = rollingUpdate(view, world.random);
  const writes = cutToBurst(result.writes);
  if (writes.length === 0) noteRollout(world, view, result);
  const next: Sync = { ...sync, stage: "rolling-update", writes, next: 0, slowStart: FIRST_BATCH, ...(result.error === undefined ? {} : { error: result.error }) };
  return begin(world, key, next, view);
}

/** The next write, if the client lets it go now; then on to the one after. */
function writeOne(world: World, key: string, sync: Sync): Wake[] {
  const write = sync.writes[sync.next]!;
  const error = write.kind === "create" ? createPod(world, sync, write) : deletePod(world, sync, write);
  const failed = error !== undefined && sync.error === undefined ? { ...sync, error } : sync;
  return schedule(world, key, nextBatch({ ...failed, next: sync.next + 1 }));
}

/** At the end of a batch of creates with an error the remaining creates are skipped; deletes still happen. */
function nextBatch(sync: Sync): Sync {
  if (sync.next < sync.slowStart.batchEnd || sync.next >= sync.writes.length || sync.writes[sync.next]!.kind === "delete") return sync;
  if (sync.error !== undefined) {
    const firstDelete = sync.writes.findIndex((w) => w.kind === "delete");
    return { ...sync, next: firstDelete < 0 ? sync.writes.length : firstDelete };
  }
  return { ...sync, slowStart: batchAfter(sync.slowStart, sync.next) };
}

/** Saves the sync until its next request may go: at least one virtual ms later, so that each write is a moment of its own. */
function schedule(world: World, key: string, sync: Sync): Wake[] {
  const isOver = sync.next >= sync.writes.length && sync.stage === "status" && !needsStatus(world, sync);
  const isBetween = sync.stage === "status" || isBetweenBatches(sync.slowStart, sync.next);
  if (isBetween) reserveEvent(world.state, world.nowMs);
  const at = isOver ? world.nowMs : Math.max(reserveRequest(world.state, world.nowMs), world.nowMs + world.random.int(1, 4));
  world.state.syncs.set(key, sync);
  return [{ key: `write/${key}`, afterMs: at - world.nowMs }];
}

function needsStatus(world: World, sync: Sync): boolean {
  return world.store.get(DAEMONSETS, sync.ds.metadata.namespace, sync.ds.metadata.name) !== undefined;
}

function createPod(world: World, sync: Sync, write: Extract<Write, { kind: "create" }>): string | undefined {
  const ds = sync.ds;
  const response = world.handle<Pod>(create(PODS, daemonPod(ds, sync.history.hash, write.nodeName)), (pod) => ({
    object: referenceTo(ds),
    subject: referenceTo(pod),
    verdict: "created",
    rule: write.reason.rule,
    evidence: write.reason.evidence ?? [],
    text: `created \`${pod.metadata.name}\` for \`${write.nodeName}\` because ${write.reason.because}.`,
    source: "pkg/controller/daemon/daemon_controller.go syncNodes",
  }));
  if (response.ok) {
    noteEvent(world.state, world.event(ds, "Normal", "SuccessfulCreate", `Created pod: ${response.body.metadata.name}`));
    return undefined;
  }
  const cause = response.status.details?.causes?.[0]?.reason;
  if (cause === "NamespaceTerminating") return undefined;
  const message = response.status.message ?? "";
  world.decide({
    object: referenceTo(ds), verdict: "failed", rule: "daemonset/create-failed", evidence: [],
    text: `could not create a pod for \`${write.nodeName}\`: ${message}.`,
    source: "pkg/controller/daemon/daemon_controller.go syncNodes",
  });
  noteEvent(world.state, world.event(ds, "Warning", "FailedCreate", `Error creating: ${message}`));
  return message;
}

function deletePod(world: World, sync: Sync, write: Extract<Write, { kind: "delete" }>): string | undefined {
  const { ds } = sync;
  const name = write.pod.metadata.name;
  if (write.event) noteEvent(world.state, world.event(ds, write.event.type, write.event.reason, write.event.message));
  world.decide({
    object: referenceTo(ds),
    subject: referenceTo(write.pod),
    verdict: "deleted",
    rule: write.reason.rule,
    evidence: write.reason.evidence ?? [],
    text: `deleted \`${name}\` on \`${write.nodeName}\` because ${write.reason.because}.`,
    source: "pkg/controller/daemon/daemon_controller.go syncNodes",
  });
  const response = world.handle(remove(PODS, write.pod.metadata));
  if (response.ok) noteEvent(world.state, world.event(ds, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`));
  else if (response.status.code !== 404) world.event(ds, "Warning", "FailedDelete", `Error deleting: ${response.status.message ?? ""}`);
  return response.ok || response.status.code === 404 ? undefined : response.status.message;
}

/** Cleanup, status, and when to look again. @param known the status that needs no counting and no writing */
function finish(world: World, key: string, sync: Sync, known?: DaemonSetStatus): Wake[] {
  world.state.syncs.delete(key);
  const { ds } = sync;
  const pods = world.store.podsOwnedBy(ds.metadata.uid);
  if (sync.error === undefined) cleanupHistory(world, ds, sync.history.old, pods);
  const status = known ?? computeStatus(viewOf(world, ds, sync.history.hash, pods));
  const written = known !== undefined || writeStatus(world, ds, status);
  const wakes: Wake[] = [];
  const delayed = (afterMs: number, routine = false) => wakes.push({ key: `delayed/${key}`, afterMs, ...(routine ? { routine } : {}) });
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0)) delayed(minReadySeconds * 1000);
  if (sync.retryAfterMs !== undefined) delayed(sync.retryAfterMs);
  if (sync.error !== undefined || !written) wakes.push(...retry(world, key));
  else world.state.retries.delete(key);
  if (sync.isDirty) wakes.push({ key: `set/${key}`, afterMs: 1 });
  return wakes;
}

function retry(world: World, key: string): Wake[] {
  if (!world.store.getByKey(DAEMONSETS.key, key)) return [];
  return [retryWake(world.state.retries, key, `delayed/${key}`)];
}

/** The set is gone: its sync ends. */
function abandon(world: World, key: string): void {
  world.state.syncs.delete(key);
  world.state.retries.delete(key);
}
