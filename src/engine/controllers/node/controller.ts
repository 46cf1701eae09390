import { patch } from "../../../api/request.ts";
import { FAULTS, NODES } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Fault } from "../../../api/types/fault.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { lastLeaseRenewalMs } from "../../kubelet/lease.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { NOT_READY, readyStatus, UNREACHABLE, withConditionTaints } from "./conditions.ts";
import { markPodsNotReady, markUnknown } from "./unknown.ts";

export interface NodeState {
  /** Nodes whose kubelet is silent, by name: since when. */
  readonly silentSince: Map<string, number>;
  /** Nodes that got their RegisteredNode event. */
  readonly registered: Set<string>;
  /** One value, `tat`: when the next NoExecute taint may be put, 10 s after the one before. */
  readonly evictions: Map<"tat", number>;
}

const PASS_MS = 5_000;
const GRACE_MS = 50_000;
const EVICTION_INTERVAL_MS = 10_000;
/** After a node is given up: first its NoSchedule taint, then its pods, then (the eviction worker ticks each 100 ms) its NoExecute taint. */
const PODS_DELAY_MS = 30;
const EVICT_DELAY_MS = 100;

/**
 * The node lifecycle controller. Keys: `node/<name>` keeps the condition taints, `pass/<name>` is the monitor's look
 * at one node on its 5 s tick, `pods/<name>` and `evict/<name>` what follows from it, `fault/<name>` learns that a kubelet fell silent or speaks again. Nodes that are well
 * cost nothing: their leases are arithmetic, not queue entries.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
export const nodeController: Actor<NodeState> = {
  name: "node",
  who: "node-controller",
  lagMs: [5, 15],
  initial: () => ({ silentSince: new Map(), registered: new Set(), evictions: new Map() }),
  wakes,
  reconcile(world, key) {
    const name = key.slice(key.indexOf("/") + 1);
    if (key.startsWith("fault/")) return learnOfFault(world, name);
    if (key.startsWith("pass/")) return pass(world, name);
    if (key.startsWith("pods/")) return markPodsNotReady(world, name);
    if (key.startsWith("evict/")) return keepNoExecute(world, name);
    return syncTaints(world, name);
  },
};

function* wakes(change: Change): Iterable<Wake> {
  if (change.resource === NODES.key) {
    const before = change.before as Node | undefined;
    const after = change.after as Node | undefined;
    const conditionsMatter = !before || !after || before.status !== after.status || before.spec !== after.spec;
    if (after && conditionsMatter) yield { key: `node/${change.key}` };
    const isRegistration = !before || !after;
    if (isRegistration || (before && after && readyStatus(before) !== readyStatus(after))) yield { key: `pass/${change.key}` };
  }
  if (change.resource === FAULTS.key) {
    const fault = (change.after ?? change.before) as Fault;
    if (fault.spec.type === "NodeDown") yield { key: `fault/${fault.spec.nodeName}` };
  }
}

type World = ActorWorld<NodeState>;

function learnOfFault(world: World, name: string): Wake[] {
  const isDown = isNodeDown(world, name);
  if (!isDown) {
    world.state.silentSince.delete(name);
    return [];
  }
  if (!world.state.silentSince.has(name)) world.state.silentSince.set(name, world.nowMs);
  return [{ key: `pass/${name}`, afterMs: untilNextPass(world.nowMs) }];
}

function isNodeDown(world: World, name: string): boolean {
  for (const fault of world.store.all<Fault>(FAULTS)) if (fault.spec.type === "NodeDown" && fault.spec.nodeName === name) return true;
  return false;
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
    world.state.registered.add(name);
    world.event(node, "Normal", "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
  }
  const deadline = deadlineMs(world, node);
  if (deadline !== undefined && readyStatus(node) !== "Unknown") {
    if (world.nowMs < deadline) return [{ key: `pass/${name}`, afterMs: deadline - world.nowMs }];
    const wasReady = readyStatus(node) === "True";
    markUnknown(world, node);
    return [...(wasReady ? [{ key: `pods/${name}`, afterMs: PODS_DELAY_MS }] : []), { key: `evict/${name}`, afterMs: EVICT_DELAY_MS }];
  }
  return keepNoExecute(world, name);
}

function forget(world: World, name: string): void {
  world.state.silentSince.delete(name);
  if (!world.state.registered.delete(name)) return;
  const gone = { apiVersion: "v1", kind: "Node", metadata: { name, uid: name, resourceVersion: "", creationTimestamp: "" } };
  world.event(gone, "Normal", "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
}

/** The tick at which a silent node is given up: 50 s after the tick that saw its last lease renewal. */
function deadlineMs(world: World, node: Node): number | undefined {
  const since = world.state.silentSince.get(node.metadata.name);
  if (since === undefined) return undefined;
  const renewal = lastLeaseRenewalMs(node.metadata.uid, world.nowMs, since);
  return Math.ceil(renewal / PASS_MS) * PASS_MS + GRACE_MS;
}

/** The condition taints, effect NoSchedule: at once, no rate limit. */
function syncTaints(world: World, name: string): void {
  const node = world.store.get<Node>(NODES, undefined, name);
  if (!node) return;
  const { taints, added, removed } = withConditionTaints(node, formatTime(world.nowMs));
  if (added.length === 0 && removed.length === 0) return;
  writeTaints(world, node, taints, added, removed, "node/condition-taint", conditionClause(node));
}

function conditionClause(node: Node): string {
  if (node.spec.unschedulable) return "it is cordoned";
  const status = readyStatus(node);
  return status === "True" ? "it is Ready" : status === "False" ? "it is not Ready" : "its kubelet does not answer";
}

function writeTaints(world: World, node: Node, taints: readonly Taint[], added: readonly Taint[], removed: readonly Taint[], rule: string, because: string): void {
  const text = (t: Taint) => `\`${t.key}:${t.effect}\``;
  const parts = [
    ...(added.length > 0 ? [`put ${added.map(text).join(" and ")} on`] : []),
    ...(removed.length > 0 ? [`took ${removed.map(text).join(" and ")} off`] : []),
  ];
  world.decide({
    object: referenceTo(node),
    verdict: added.length > 0 ? "tainted" : "untainted",
    rule,
    evidence: [{ object: referenceTo(node), path: "status.conditions", value: node.status.conditions?.find((c) => c.type === "Ready") }],
    text: `${parts.join(" and ")} \`${node.metadata.name}\` because ${because}.`,
    source: "pkg/controller/nodelifecycle/node_lifecycle_controller.go",
  });
  world.handle(patch(NODES, node.metadata, { spec: { taints: taints.length > 0 ? taints : null } }, { patchType: "merge" }));
}

/**
 * The NoExecute twin of a NotReady taint: put by the monitor, one node in 10 s; taken off as soon as the node is
 * Ready. Source: node_lifecycle_controller.go processTaintBaseEviction, doNoExecuteTaintingPass.
 */
function keepNoExecute(world: World, name: string): Wake[] {
  const node = world.store.get<Node>(NODES, undefined, name);
  if (!node) return [];
  const status = readyStatus(node);
  const taints = node.spec.taints ?? [];
  const ours = taints.filter((t) => t.effect === "NoExecute" && (t.key === NOT_READY || t.key === UNREACHABLE));
  if (status === "True") {
    if (ours.length > 0) writeTaints(world, node, taints.filter((t) => !ours.includes(t)), [], ours, "node/no-execute-taint", "it is Ready again");
    return [];
  }
  const key = status === "False" ? NOT_READY : UNREACHABLE;
  if (ours.some((t) => t.key === key)) return [];
  const tat = world.state.evictions.get("tat") ?? 0;
  if (ours.length === 0 && tat > world.nowMs) return [{ key: `evict/${name}`, afterMs: tat - world.nowMs }];
  if (ours.length === 0) world.state.evictions.set("tat", world.nowMs + EVICTION_INTERVAL_MS);
  const added: Taint = { key, effect: "NoExecute", timeAdded: formatTime(world.nowMs) };
  const because = status === "False" ? "it is not Ready" : "its kubelet does not answer";
  writeTaints(world, node, [...taints.filter((t) => !ours.includes(t)), added], [added], ours, "node/no-execute-taint", because);
  return [];
}
