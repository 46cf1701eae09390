import type { DaemonSetRow, EligibilityRow, NodeRow, PodRow, WorkloadRow } from "../api/frame.ts";

/** One place in a tray. `id` is stable: the pod's uid, or one of the ghost of a DaemonSet. */
export type Slot = PodSlot | GhostSlot;

interface SlotPlace {
  readonly id: string;
  /** uid of the workload whose lane it is; "" for everything that belongs to none. */
  readonly lane: string;
  /** Place in the lane. A pod keeps it for life, so places may be missing between two slots. */
  readonly index: number;
}

interface PodPlace extends SlotPlace {
  readonly pod: PodRow;
}

/** `pending`: created for this node but not bound to it yet (a ghost with a pod). */
export type PodSlot = (PodPlace & { readonly kind: "pod" }) | (PodPlace & { readonly kind: "pending" });

interface GhostPlace extends SlotPlace {
  readonly daemonSetUid: string;
  readonly daemonSetName: string;
  readonly eligibility: EligibilityRow;
}

/** A DaemonSet without a pod here: `missing` where it wants one, `not-eligible` where it does not. */
export type GhostSlot = (GhostPlace & { readonly kind: "missing" }) | (GhostPlace & { readonly kind: "not-eligible" });

/** A node as it is drawn. Immutable; an unchanged tray keeps its identity. */
export interface Tray {
  readonly nodeName: string;
  /** Absent: the Node object is gone, pods that were bound to it are left. */
  readonly node?: NodeRow;
  /** The DaemonSet in focus first, then other DaemonSets by name, then other workloads as their cards stand, then the rest. */
  readonly slots: readonly Slot[];
}

/** The lane of a pod: that of its workload, or the common one. */
export function laneOf(pod: PodRow): string {
  return pod.workload?.uid ?? "";
}

/** Which pod sits where in one tray. Changed in place by `takeSeat` and `leaveSeat`. */
export type Seats = Map<string, (PodRow | undefined)[]>;

/** Puts the row in the pod's place; a new pod gets the first free one of its lane. */
export function takeSeat(seats: Seats, pod: PodRow): void {
  const lane = laneOf(pod);
  const row = seats.get(lane) ?? [];
  seats.set(lane, row);
  const own = row.findIndex((p) => p?.uid === pod.uid);
  const free = own >= 0 ? own : row.indexOf(undefined);
  if (free >= 0) row[free] = pod;
  else row.push(pod);
}

/** Frees the pod's place; the others stay where they are. */
export function leaveSeat(seats: Seats, pod: PodRow): void {
  const lane = laneOf(pod);
  const row = seats.get(lane);
  const own = row?.findIndex((p) => p?.uid === pod.uid) ?? -1;
  if (!row || own < 0) return;
  row[own] = undefined;
  while (row.length > 0 && row[row.length - 1] === undefined) row.pop();
  if (row.length === 0) seats.delete(lane);
}

export interface TrayParts {
  readonly nodeName: string;
  readonly node: NodeRow | undefined;
  readonly seats: Seats;
  /** In the order in which their lanes are drawn. */
  readonly workloads: readonly WorkloadRow[];
  eligibility(daemonSetUid: string): EligibilityRow | undefined;
}

/** The tray of these parts; `before`, or as many of its slots as did not change, keeps its identity. */
export function buildTray(parts: TrayParts, before: Tray | undefined): Tray {
  const old = new Map(before?.slots.map((s) => [s.id, s]));
  const slots = listSlots(parts).map((slot) => {
    const same = old.get(slot.id);
    return same && sameSlot(same, slot) ? same : slot;
  });
  const unchanged =
    before !== undefined &&
    before.node === parts.node &&
    before.slots.length === slots.length &&
    slots.every((s, i) => s === before.slots[i]);
  if (unchanged) return before;
  return { nodeName: parts.nodeName, ...(parts.node ? { node: parts.node } : {}), slots };
}

function listSlots(parts: TrayParts): Slot[] {
  const slots: Slot[] = [];
  for (const workload of parts.workloads) {
    const row = parts.seats.get(workload.uid);
    if (row) pushPods(slots, row, workload.uid);
    else if (workload.kind === "DaemonSet") pushGhost(slots, workload, parts);
  }
  for (const lane of strayLanes(parts)) pushPods(slots, parts.seats.get(lane)!, lane);
  const rest = parts.seats.get("");
  if (rest) pushPods(slots, rest, "");
  return slots;
}

function pushPods(slots: Slot[], row: readonly (PodRow | undefined)[], lane: string): void {
  row.forEach((pod, index) => {
    if (pod) slots.push({ kind: pod.nodeName === undefined ? "pending" : "pod", id: pod.uid, lane, index, pod });
  });
}

function pushGhost(slots: Slot[], set: DaemonSetRow, parts: TrayParts): void {
  const eligibility = parts.eligibility(set.uid);
  // A set that is being deleted wants nothing any more, and a node that is gone cannot get a pod.
  if (!eligibility || !parts.node || set.deleting) return;
  const kind = eligibility.shouldRun ? "missing" : "not-eligible";
  slots.push({ kind, id: `ghost:${set.uid}`, lane: set.uid, index: 0, daemonSetUid: set.uid, daemonSetName: set.name, eligibility });
}

/** Lanes of workloads that are gone while their pods still stop; in order of arrival. */
function strayLanes(parts: TrayParts): string[] {
  const known = new Set(parts.workloads.map((w) => w.uid));
  return [...parts.seats.keys()].filter((lane) => lane !== "" && !known.has(lane));
}

function sameSlot(a: Slot, b: Slot): boolean {
  if (a.kind !== b.kind || a.lane !== b.lane || a.index !== b.index) return false;
  return "pod" in a ? "pod" in b && a.pod === b.pod : "eligibility" in b && a.eligibility === b.eligibility;
}
