import type { Decision } from "../api/decision.ts";
import type { DaemonSetRow, EligibilityRow, Frame, InertRow, NodeRow, PodRow, Row, WorkloadRow } from "../api/frame.ts";
import { NO_COUNTS, sameCounts, startTally, tallyNode, tallyPod, tallyTray, type Counts, type Tally } from "./counts.ts";
import { mergeTicks, type Tick } from "./marks.ts";
import { compareNatural } from "./natural.ts";
import { isControlPlane, sortNodes } from "./scene/layout.ts";
import { hear, NOTHING_TOLD, type Telling } from "./telling.ts";
import { buildTray, laneOf, leaveSeat, takeSeat, type Seats, type Tray } from "./tray.ts";

/**
 * What one can subscribe to. `clock`: every frame. `nodes`: `trayNames` or their order. `workloads`: also `daemonSets`
 * and `focus`. `gate`, `objects` (inert ones), `decisions`, `telling`, `counts`: the field of that name.
 * `tray:<node name>` and `row:<uid>`: that one.
 */
export type MirrorId =
  | "clock" | "nodes" | "workloads" | "gate" | "objects" | "decisions" | "telling" | "counts"
  | `tray:${string}` | `row:${string}`;

/**
 * The page's copy of the cluster, as rows. Changed only by `applyFrame` and `setFocus`; every field that holds a list,
 * and every tray, keeps its identity until it really changes, so it can be the snapshot of a subscription.
 */
export interface Mirror {
  readonly nowMs: number;
  readonly endMs: number;
  readonly resourceVersion: number;
  readonly behind: boolean;
  readonly nextAtMs: number | undefined;
  readonly nextNotableAtMs: number | undefined;
  readonly rows: ReadonlyMap<string, Row>;
  /** Names of the trays as they are drawn: control plane first, then as people count. */
  readonly trayNames: readonly string[];
  readonly trays: ReadonlyMap<string, Tray>;
  /**
   * The order of lanes and cards: DaemonSets, Deployments, StatefulSets, ReplicaSets on their own; each by namespace
   * and name, a DaemonSet in focus first.
   */
  readonly workloads: readonly WorkloadRow[];
  /** Those of the workloads that are DaemonSets. */
  readonly daemonSets: readonly DaemonSetRow[];
  readonly inert: readonly InertRow[];
  /** Pods that are neither bound nor meant for one node: they wait at the scheduler. */
  readonly gate: readonly PodRow[];
  /** Oldest first, at most the newest 1,000. */
  readonly decisions: readonly Decision[];
  /** A tick for each decision of this run that was ever seen, also those after `nowMs`. */
  readonly ticks: readonly Tick[];
  /** Which of the decisions have been told; the session says when the next one is. */
  readonly telling: Telling;
  readonly counts: Counts;
  /** uid of the workload that edges and tiles are about; absent if there is none. */
  readonly focus: string | undefined;
}

export function createMirror(): Mirror {
  const empty: Inside = {
    nowMs: 0, endMs: 0, resourceVersion: 0, behind: false, nextAtMs: undefined, nextNotableAtMs: undefined,
    rows: new Map(), trayNames: [], trays: new Map(), workloads: [], daemonSets: [], inert: [], gate: [], decisions: [], ticks: [], telling: NOTHING_TOLD,
    counts: NO_COUNTS, focus: undefined, wanted: undefined, nodes: new Map(), seats: new Map(), belonging: new Map(), eligibility: new Map(),
    listeners: new Map(),
  };
  return empty;
}

/**
 * Takes a frame in and tells the subscribers. A frame is a diff against the frames before it; removals come first, so
 * a frame that replaces everything is the same thing.
 * @returns the ids that changed
 */
export function applyFrame(mirror: Mirror, frame: Frame): ReadonlySet<MirrorId> {
  const m = mirror as Inside;
  const work: Work = { dirty: new Set(["clock"]), trays: new Set(), allTrays: false, workloads: false, nodes: false, gate: false, inert: false };
  const counts = startTally(m.counts);
  for (const uid of frame.removed) {
    const row = m.rows.get(uid);
    if (row) dropRow(m, row, counts, work);
  }
  for (const row of frame.changed) putRow(m, row, counts, work);
  for (const change of frame.eligibility) putEligibility(m, change, work);
  m.nowMs = frame.nowMs;
  m.endMs = frame.endMs;
  m.resourceVersion = frame.resourceVersion;
  m.behind = frame.behind;
  m.nextAtMs = frame.nextAtMs;
  m.nextNotableAtMs = frame.nextNotableAtMs;
  takeDecisions(m, frame, work);
  settle(m, counts, work);
  tell(m, work.dirty);
  return work.dirty;
}

/** Goes on telling: see telling.ts for what can be `next`. */
export function setTelling(mirror: Mirror, next: Telling): void {
  const m = mirror as Inside;
  if (next === m.telling) return;
  m.telling = next;
  tell(m, new Set(["telling"]));
}

/**
 * Makes edges and tiles be about a workload; a DaemonSet also comes first in every tray and card row. A uid that is not
 * there (yet) is remembered.
 */
export function setFocus(mirror: Mirror, workloadUid: string | undefined): ReadonlySet<MirrorId> {
  const m = mirror as Inside;
  m.wanted = workloadUid;
  const work: Work = { dirty: new Set(), trays: new Set(), allTrays: false, workloads: true, nodes: false, gate: false, inert: false };
  settle(m, startTally(m.counts), work);
  tell(m, work.dirty);
  return work.dirty;
}

/** Calls the listener after each change of `id`. @returns the end of the subscription */
export function subscribe(mirror: Mirror, id: MirrorId, listener: () => void): () => void {
  const { listeners } = mirror as Inside;
  const set = listeners.get(id) ?? new Set();
  listeners.set(id, set);
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
  };
}

export function nodeRowOf(mirror: Mirror, nodeName: string): NodeRow | undefined {
  return (mirror as Inside).nodes.get(nodeName);
}

/** All pods in order of arrival. A new array at each call: not a snapshot of a subscription. */
export function podRows(mirror: Mirror): PodRow[] {
  return [...mirror.rows.values()].filter((r): r is PodRow => r.kind === "Pod");
}

/** The pods of a workload, a Deployment's through its ReplicaSets, in order of arrival. A new array at each call. */
export function podsOf(mirror: Mirror, workloadUid: string): PodRow[] {
  const uids = (mirror as Inside).belonging.get(workloadUid) ?? [];
  return [...uids].map((uid) => mirror.rows.get(uid) as PodRow);
}

export function eligibilityOf(mirror: Mirror, daemonSetUid: string, nodeName: string): EligibilityRow | undefined {
  return (mirror as Inside).eligibility.get(daemonSetUid)?.get(nodeName);
}

const KEPT_DECISIONS = 1000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Inside extends Mutable<Mirror> {
  rows: Map<string, Row>;
  trays: Map<string, Tray>;
  /** What setFocus asked for; `focus` is what can be had. */
  wanted: string | undefined;
  nodes: Map<string, NodeRow>;
  seats: Map<string, Seats>;
  belonging: Map<string, Set<string>>;
  eligibility: Map<string, Map<string, EligibilityRow>>;
  listeners: Map<string, Set<() => void>>;
}

/** What one frame touched. */
interface Work {
  readonly dirty: Set<MirrorId>;
  readonly trays: Set<string>;
  allTrays: boolean;
  workloads: boolean;
  nodes: boolean;
  gate: boolean;
  inert: boolean;
}

function putRow(m: Inside, row: Row, counts: Tally, work: Work): void {
  const before = m.rows.get(row.uid);
  if (before === row) return;
  work.dirty.add(`row:${row.uid}`);
  m.rows.set(row.uid, row);
  switch (row.kind) {
    case "Node": return putNode(m, before, row, counts, work);
    case "Pod": return putPod(m, before, row, counts, work);
    case "Inert":
      work.inert = true;
      return;
    default:
      work.workloads = true;
      if (before?.kind !== row.kind || before.deleting !== row.deleting) work.allTrays = true;
  }
}

function dropRow(m: Inside, row: Row, counts: Tally, work: Work): void {
  work.dirty.add(`row:${row.uid}`);
  m.rows.delete(row.uid);
  switch (row.kind) {
    case "Node":
      if (m.nodes.get(row.name)?.uid === row.uid) m.nodes.delete(row.name);
      tallyNode(counts, row, -1);
      work.nodes = true;
      work.trays.add(row.name);
      return;
    case "Pod":
      unplacePod(m, row, work);
      tallyPod(counts, row, -1);
      return;
    case "Inert":
      work.inert = true;
      return;
    default:
      m.eligibility.delete(row.uid);
      work.workloads = true;
      work.allTrays = true;
  }
}

function putNode(m: Inside, before: Row | undefined, row: NodeRow, counts: Tally, work: Work): void {
  if (before?.kind === "Node") tallyNode(counts, before, -1);
  tallyNode(counts, row, 1);
  m.nodes.set(row.name, row);
  if (before?.kind !== "Node" || isControlPlane(before) !== isControlPlane(row)) work.nodes = true;
  work.trays.add(row.name);
}

function putPod(m: Inside, before: Row | undefined, row: PodRow, counts: Tally, work: Work): void {
  if (before?.kind === "Pod") {
    tallyPod(counts, before, -1);
    const moved = trayNameOf(before) !== trayNameOf(row) || laneOf(before) !== laneOf(row);
    if (moved) unplacePod(m, before, work);
  }
  tallyPod(counts, row, 1);
  const name = trayNameOf(row);
  if (name === undefined) {
    work.gate = true;
  } else {
    const seats = m.seats.get(name) ?? new Map();
    m.seats.set(name, seats);
    takeSeat(seats, row);
    work.trays.add(name);
  }
  const lane = laneOf(row);
  if (lane !== "") m.belonging.set(lane, (m.belonging.get(lane) ?? new Set()).add(row.uid));
}

function unplacePod(m: Inside, row: PodRow, work: Work): void {
  const name = trayNameOf(row);
  if (name === undefined) {
    work.gate = true;
  } else {
    const seats = m.seats.get(name);
    if (seats) leaveSeat(seats, row);
    if (seats?.size === 0) m.seats.delete(name);
    work.trays.add(name);
  }
  const pods = m.belonging.get(laneOf(row));
  pods?.delete(row.uid);
  if (pods?.size === 0) m.belonging.delete(laneOf(row));
}

function trayNameOf(pod: PodRow): string | undefined {
  return pod.nodeName ?? pod.targetNode;
}

function putEligibility(m: Inside, change: Frame["eligibility"][number], work: Work): void {
  const ofSet = m.eligibility.get(change.daemonSetUid) ?? new Map();
  m.eligibility.set(change.daemonSetUid, ofSet);
  if (change.row) ofSet.set(change.nodeName, change.row);
  else ofSet.delete(change.nodeName);
  if (ofSet.size === 0) m.eligibility.delete(change.daemonSetUid);
  work.trays.add(change.nodeName);
}

function takeDecisions(m: Inside, frame: Frame, work: Work): void {
  if (frame.reset || frame.decisions.length > 0) {
    const all = frame.reset ? frame.decisions : [...m.decisions, ...frame.decisions];
    m.decisions = all.length > KEPT_DECISIONS ? all.slice(-KEPT_DECISIONS) : all;
    work.dirty.add("decisions");
  }
  const telling = hear(m.telling, frame);
  if (telling !== m.telling) {
    m.telling = telling;
    work.dirty.add("telling");
  }
  m.ticks = mergeTicks(m.ticks, frame);
}

/** Derives the lists and trays from what the rows say now. */
function settle(m: Inside, counts: Tally, work: Work): void {
  if (work.workloads) settleWorkloads(m, work);
  if (work.inert) {
    m.inert = [...m.rows.values()].filter((r): r is InertRow => r.kind === "Inert");
    work.dirty.add("objects");
  }
  if (work.gate) {
    m.gate = podRows(m).filter((p) => trayNameOf(p) === undefined);
    work.dirty.add("gate");
  }
  const names = work.allTrays ? new Set([...m.nodes.keys(), ...m.seats.keys(), ...work.trays]) : work.trays;
  for (const name of names) settleTray(m, name, counts, work);
  if (work.nodes) {
    m.trayNames = sortNodes([...m.trays.values()].map((t) => ({ name: t.nodeName, isControlPlane: t.node ? isControlPlane(t.node) : false })));
    work.dirty.add("nodes");
  }
  if (!sameCounts(counts, m.counts)) {
    m.counts = counts;
    work.dirty.add("counts");
  }
}

function settleWorkloads(m: Inside, work: Work): void {
  const rows = [...m.rows.values()].filter(isWorkload);
  const isThere = rows.some((r) => r.uid === m.wanted);
  const first = isThere ? m.wanted : undefined;
  rows.sort((a, b) => rank(a, first) - rank(b, first) || compareNatural(a.namespace, b.namespace) || compareNatural(a.name, b.name));
  const focus = first ?? rows[0]?.uid;
  const sameOrder = rows.length === m.workloads.length && rows.every((r, i) => r.uid === m.workloads[i]!.uid);
  if (!sameOrder) work.allTrays = true;
  if (sameOrder && focus === m.focus && rows.every((r, i) => r === m.workloads[i])) return;
  m.workloads = rows;
  const sets = rows.filter((r) => r.kind === "DaemonSet");
  if (sets.length !== m.daemonSets.length || sets.some((r, i) => r !== m.daemonSets[i])) m.daemonSets = sets;
  m.focus = focus;
  work.dirty.add("workloads");
}

const KINDS: readonly string[] = ["DaemonSet", "Deployment", "StatefulSet", "ReplicaSet"];

function isWorkload(row: Row): row is WorkloadRow {
  return KINDS.includes(row.kind);
}

/** By kind; a DaemonSet in focus before all others. */
function rank(row: WorkloadRow, focus: string | undefined): number {
  return row.kind === "DaemonSet" && row.uid === focus ? -1 : KINDS.indexOf(row.kind);
}

function settleTray(m: Inside, nodeName: string, counts: Tally, work: Work): void {
  const before = m.trays.get(nodeName);
  const node = m.nodes.get(nodeName);
  const seats = m.seats.get(nodeName);
  if (before) tallyTray(counts, before, -1);
  if (!node && !seats) {
    if (!before) return;
    m.trays.delete(nodeName);
    work.nodes = true;
    work.dirty.add(`tray:${nodeName}`);
    return;
  }
  const eligibility = (uid: string) => m.eligibility.get(uid)?.get(nodeName);
  const tray = buildTray({ nodeName, node, seats: seats ?? new Map(), workloads: m.workloads, eligibility }, before);
  tallyTray(counts, tray, 1);
  if (!before) work.nodes = true;
  if (tray === before) return;
  m.trays.set(nodeName, tray);
  work.dirty.add(`tray:${nodeName}`);
}

function tell(m: Inside, dirty: ReadonlySet<MirrorId>): void {
  // Collected first: a listener may end its subscription, or begin another, while it is called.
  const listeners = [...dirty].flatMap((id) => [...(m.listeners.get(id) ?? [])]);
  for (const listener of listeners) listener();
}
