import type { Evidence } from "../../../api/decision.ts";
import { patch } from "../../../api/request.ts";
import { FAULTS, NODES } from "../../../api/resources.ts";
import { formatTime, parseTime } from "../../../api/time.ts";
import type { Fault } from "../../../api/types/fault.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { nodeFault } from "../../kubelet/faults.ts";
import { lastLeaseRenewalMs } from "../../kubelet/lease.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { CowMap } from "../../sim/cow-map.ts";
import { heardWakes, lastHeardMs, type Heard } from "./heard.ts";
import { keepRoute } from "./network.ts";
import { NOT_READY, readyStatus, UNREACHABLE, withConditionTaints } from "./conditions.ts";
import { taintReason } from "./taint-reason.ts";
import { markPodsNotReady, markUnknown } from "./unknown.ts";
import { areAllDisrupted, zoneOf, zonesOf, type Zone } from "./zones.ts";

export interface NodeState {
  /** Nodes whose kubelet is silent, by name: since when. */
  readonly silentSince: Map<string, number>;
  /** Nodes whose kubelet is a client's, by name: what it said last. */
  readonly heard: Map<string, Heard>;
  /** Uids of the nodes that got their RegisteredNode event, by name: as many as there are nodes, so snapshots share them. */
  readonly registered: CowMap<string, string>;
  /** Zones as of the last pass, by key. */
  readonly zones: Map<string, Zone>;
  /** When the next NoExecute taint may be put in a zone, by its key. */
  readonly nextEvictions: Map<string, number>;
  /** No zone has a ready node: nothing is evicted. */
  isStopped: boolean;
  /** When that ended last: every node gets its whole grace period again. */
  resumedMs: number;
}

const PASS_MS = 5_000;
const GRACE_MS = 50_000;
/** For a node that has never reported. */
const STARTUP_GRACE_MS = 60_000;
/** After a node is given up: first its NoSchedule taint, then its zone is looked at and its pods, then (the eviction worker ticks each 100 ms) its NoExecute taint. */
const ZONES_DELAY_MS = 20;
const PODS_DELAY_MS = 30;
const EVICT_DELAY_MS = 100;

/**
 * The node lifecycle controller. Keys: `node/<name>` keeps the condition taints, `pass/<name>` is the monitor's look
 * at one node on its 5 s tick, `zones/` the look at all zones that ends a pass, `pods/<name>` and `evict/<name>` what
 * follows from them, `fault/<name>` learns that a kubelet fell silent or speaks again, `route/<name>` that the network
 * provider has no route to a node. Nodes that are well cost nothing:
 * their leases are arithmetic, not queue entries.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
export const nodeController: Actor<NodeState> = {
  name: "node",
  who: "node-controller",
  lagMs: [5, 15],
  initial: () => ({ silentSince: new Map(), heard: new Map(), registered: new CowMap(), zones: new Map(), nextEvictions: new Map(), isStopped: false, resumedMs: 0 }),
  wakes,
  reconcile(world, key) {
    const name = key.slice(key.indexOf("/") + 1);
    if (key.startsWith("fault/")) return learnOfFault(world, name);
    if (key.startsWith("route/")) return keepRoute(world, name);
    if (key.startsWith("pass/")) return pass(world, name);
    if (key.startsWith("pods/")) return markPodsNotReady(world, name);
    if (key.startsWith("evict/")) return evict(world, name);
    if (key.startsWith("zones/")) return lookAtZones(world);
    return syncTaints(world, name);
  },
};

function hasFaults(store: Store): boolean {
  return store.count(FAULTS) > 0;
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  yield* heardWakes(change);
  if (change.resource === NODES.key) {
    const before = change.before as Node | undefined;
    const after = change.after as Node | undefined;
    const conditionsMatter = !before || !after || before.status !== after.status || before.spec !== after.spec;
    if (after && conditionsMatter) yield { key: `node/${change.key}` };
    const isRegistration = !before || !after;
    const hasChanged = before && after && readyStatus(before) !== readyStatus(after);
    // Somebody else put one of our NoExecute taints: the next pass takes it off a node that is Ready.
    const isForeign = after && change.actor !== "node-controller" && before?.spec !== after.spec && readyStatus(after) === "True" && noExecuteOf(after).length > 0;
    if (isRegistration || hasChanged || isForeign) yield { key: `pass/${change.key}` };
    if (!before && hasFaults(store)) yield { key: `route/${change.key}` };
  }
  if (change.resource === FAULTS.key) {
    const { spec } = (change.after ?? change.before) as Fault;
    if (spec.type === "NodeDown" || spec.type === "NetworkCut") yield { key: `fault/${spec.nodeName}` };
    if (spec.type === "NetworkUnavailable") yield { key: `route/${spec.nodeName}` };
  }
}

type World = ActorWorld<NodeState>;

function learnOfFault(world: World, name: string): Wake[] {
  if (!isSilent(world, name)) {
    world.state.silentSince.delete(name);
    return [];
  }
  if (!world.state.silentSince.has(name)) world.state.silentSince.set(name, world.nowMs);
  return [{ key: `pass/${name}`, afterMs: untilNextPass(world.nowMs) }];
}

/** No power or no network: either way no lease comes. */
function isSilent({ store }: World, name: string): boolean {
  return nodeFault(store, "NodeDown", name) !== undefined || nodeFault(store, "NetworkCut", name) !== undefined;
}

function untilNextPass(nowMs: number): number {
  return PASS_MS - (nowMs % PASS_MS);
}

/** The monitor's look at one node. Wakes from changes are moved to the next tick: only a timer lands on one. */
function pass(world: World, name: string): Wake[] {
  if (world.nowMs % PASS_MS !== 0) return [{ key: `pass/${name}`, afterMs: untilNextPass(world.nowMs) }];
  const node = world.store.get<Node>(NODES, undefined, name);
  if (!node) {
    forget(world, name);
    return [];
  }
  if (!world.state.registered.has(name)) {
    world.state.registered.set(name, node.metadata.uid ?? "");
    world.event(node, "Normal", "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
  }
  const heardUntil = deadlineMs(world, node);
  const deadline = readyStatus(node) === "Unknown" ? undefined : heardUntil;
  if (deadline !== undefined && deadline <= world.nowMs) {
    const wasReady = readyStatus(node) === "True";
    markUnknown(world, node);
    return [ZONES, ...(wasReady ? [{ key: `pods/${name}`, afterMs: PODS_DELAY_MS }] : []), { key: `evict/${name}`, afterMs: EVICT_DELAY_MS }];
  }
  return [ZONES, ...(deadline === undefined ? [] : [{ key: `pass/${name}`, afterMs: deadline - world.nowMs }]), ...keepNoExecute(world, node)];
}

const ZONES: Wake = { key: "zones/", afterMs: ZONES_DELAY_MS };

function forget(world: World, name: string): void {
  world.state.silentSince.delete(name);
  world.state.heard.delete(name);
  const uid = world.state.registered.get(name);
  if (uid === undefined) return;
  world.state.registered.delete(name);
  const gone = { apiVersion: "v1", kind: "Node", metadata: { name, uid, resourceVersion: "", creationTimestamp: "" } };
  world.event(gone, "Normal", "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
}

/** The tick at which a silent node is given up: 50 s after the tick that saw its last lease renewal, 60 s if it has never reported. */
function deadlineMs(world: World, node: Node): number | undefined {
  const since = world.state.silentSince.get(node.metadata.name);
  const isSimulated = world.runs("kubelet");
  if (isSimulated && since === undefined) return undefined;
  const seen = (ms: number) => Math.ceil(Math.max(ms, world.state.resumedMs) / PASS_MS) * PASS_MS;
  const heardMs = isSimulated ? lastLeaseRenewalMs(node.metadata.uid, world.nowMs, since) : lastHeardMs(world.state.heard, world.store, node, world.nowMs);
  const hasReported = readyStatus(node) !== undefined && heardMs !== undefined;
  return hasReported ? seen(heardMs) + GRACE_MS : seen(parseTime(node.metadata.creationTimestamp) ?? world.nowMs) + STARTUP_GRACE_MS;
}

/** The condition taints, effect NoSchedule: at once, no rate limit. */
function syncTaints(world: World, name: string): void {
  const node = world.store.get<Node>(NODES, undefined, name);
  if (!node) return;
  const { taints, added, removed } = withConditionTaints(node, formatTime(world.nowMs));
  if (added.length === 0 && removed.length === 0) return;
  const reasons = [...added.map((t) => taintReason(node, t.key, { isAdded: true })), ...removed.map((t) => taintReason(node, t.key, { isAdded: false }))];
  writeTaints(world, node, taints, added, removed, "node/condition-taint", { because: reasons.map((r) => r.because).join(", and "), evidence: reasons.map((r) => r.evidence) });
}

function writeTaints(world: World, node: Node, taints: readonly Taint[], added: readonly Taint[], removed: readonly Taint[], rule: string, reason: { readonly because: string; readonly evidence?: readonly Evidence[] }): void {
  const text = (t: Taint) => `\`${t.key}:${t.effect}\``;
  const parts = [
    ...(added.length > 0 ? [`put ${added.map(text).join(" and ")} on`] : []),
    ...(removed.length > 0 ? [`took ${removed.map(text).join(" and ")} off`] : []),
  ];
  world.decide({
    object: referenceTo(node),
    verdict: added.length > 0 ? "tainted" : "untainted",
    rule,
    evidence: reason.evidence ?? [],
    text: `${parts.join(" and ")} \`${node.metadata.name}\` because ${reason.because}.`,
    source: "pkg/controller/nodelifecycle/node_lifecycle_controller.go",
  });
  world.handle(patch(NODES, node.metadata, { spec: { taints: taints.length > 0 ? taints : null } }, { patchType: "merge" }));
}

/**
 * The NoExecute twin of a NotReady taint. It is taken off when the node is Ready, and changed for the other one when
 * the node's state changes, both at once; the first one waits for its turn.
 * Source: node_lifecycle_controller.go processTaintBaseEviction.
 */
function keepNoExecute(world: World, node: Node): Wake[] {
  const ours = noExecuteOf(node);
  switch (readyStatus(node)) {
    case undefined: return [];
    case "True":
      dropNoExecute(world, node, "it is Ready again");
      return [];
    case "False": case "Unknown":
      if (ours.some((t) => t.key === keyFor(node))) return [];
      if (ours.length === 0) return [{ key: `evict/${node.metadata.name}`, afterMs: EVICT_DELAY_MS }];
      putNoExecute(world, node);
      return [];
  }
}

/** The first NoExecute taint of a node that is not ready, when its zone's rate allows. Source: doNoExecuteTaintingPass. */
function evict(world: World, name: string): Wake[] {
  const { state, nowMs } = world;
  const node = world.store.get<Node>(NODES, undefined, name);
  const status = node && readyStatus(node);
  if (!node || status === undefined || status === "True" || noExecuteOf(node).length > 0 || state.isStopped) return [];
  const zone = zoneOf(node);
  const rate = state.zones.get(zone)?.evictionRatePerSecond ?? 0;
  if (rate === 0) return [];
  const nextMs = state.nextEvictions.get(zone) ?? 0;
  if (nextMs > nowMs) return [{ key: `evict/${name}`, afterMs: nextMs - nowMs }];
  state.nextEvictions.set(zone, nowMs + Math.round(1000 / rate));
  putNoExecute(world, node);
  return [];
}

/**
 * The end of a pass: how the zones are now. If no node anywhere is ready, all evictions are taken back; where a zone
 * has become better, its nodes queue for their taints again.
 * Source: node_lifecycle_controller.go handleDisruption.
 */
function lookAtZones(world: World): Wake[] {
  const { state, store, nowMs } = world;
  const before = new Map(state.zones);
  const after = zonesOf(store.all<Node>(NODES));
  state.zones.clear();
  for (const [key, zone] of after) state.zones.set(key, zone);
  const isStopped = areAllDisrupted(after);
  const hasResumed = state.isStopped && !isStopped;
  if (isStopped && !state.isStopped) for (const node of store.all<Node>(NODES)) dropNoExecute(world, node, "no node of the cluster is Ready");
  if (hasResumed) state.resumedMs = nowMs;
  state.isStopped = isStopped;
  const changed = (node: Node) => hasResumed || before.get(zoneOf(node))?.evictionRatePerSecond !== after.get(zoneOf(node))?.evictionRatePerSecond;
  if (isStopped || (!hasResumed && [...after].every(([key, zone]) => zone.evictionRatePerSecond === before.get(key)?.evictionRatePerSecond))) return [];
  const waiting = [...store.all<Node>(NODES)].filter((n) => changed(n) && readyStatus(n) !== "True" && readyStatus(n) !== undefined);
  return waiting.map((n) => ({ key: `evict/${n.metadata.name}`, afterMs: EVICT_DELAY_MS }));
}

function noExecuteOf(node: Node): readonly Taint[] {
  return (node.spec.taints ?? []).filter((t) => t.effect === "NoExecute" && (t.key === NOT_READY || t.key === UNREACHABLE));
}

function keyFor(node: Node): string {
  return readyStatus(node) === "False" ? NOT_READY : UNREACHABLE;
}

function dropNoExecute(world: World, node: Node, because: string): void {
  const ours = noExecuteOf(node);
  if (ours.length > 0) writeTaints(world, node, (node.spec.taints ?? []).filter((t) => !ours.includes(t)), [], ours, "node/no-execute-taint", { because });
}

function putNoExecute(world: World, node: Node): void {
  const ours = noExecuteOf(node);
  const added: Taint = { key: keyFor(node), effect: "NoExecute", timeAdded: formatTime(world.nowMs) };
  const because = readyStatus(node) === "False" ? "it is not Ready" : "its kubelet does not answer";
  writeTaints(world, node, [...(node.spec.taints ?? []).filter((t) => !ours.includes(t)), added], [added], ours, "node/no-execute-taint", { because });
}
