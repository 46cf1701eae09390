import { SCENE_METRICS } from "../../view/scene/layout.ts";
import type { SceneMetrics, TraySpec } from "../../view/scene/layout.ts";
import type { NodeRow, WorkloadRow } from "../../api/frame.ts";
import type { Slot, Tray } from "../../view/tray.ts";

/** The sizes that graph.css draws; layout and drawing must agree on them. */
export const METRICS: SceneMetrics = {
  ...SCENE_METRICS,
  trayWidth: 208, trayHead: 56, tagRow: 26, chipRow: 36, trayFoot: 46, trayPadding: 6,
  cardWidth: 440, cardHeight: 124, gate: 64, margin: 20, phoneBelow: 640,
};
/** Trays of a name, marks and chips: for many nodes, and for little room. */
const COMPACT_METRICS: SceneMetrics = {
  ...METRICS,
  trayWidth: 164, trayHead: 40, tagRow: 0, chipRow: 32, trayFoot: 0, trayPadding: 0, gate: 44, gap: 12,
};

/** So few of them have room for whole names of pods. */
const FEW_NODES = 4;
const WIDE_COMPACT = { trayWidth: 204 };

/** Cards of several kinds side by side: narrower, and with a line that says what each of them counts. Trays have a mark in each row. */
const MIXED_CARDS = { cardWidth: 372, cardHeight: 156 };
const MIXED_TRAYS = { trayWidth: 228, gate: 52 };
/** The same with little room: name, progress and that line. */
const BRIEF_CARDS = { cardWidth: 296, cardHeight: 76, gate: 32 };
/** From so many cards on they are slim: four of them stand in one row of a window with a lesson beside it. */
export const MANY_CARDS = 3;
const MANY_MIXED_CARDS = 4;
const SLIM_CARD_WIDTH = 348;

/** How much is drawn. `isCompact`: trays of a name, marks and chips. `isBrief`: cards of several kinds without numbers. */
export interface Density {
  readonly isCompact: boolean;
  readonly isBrief: boolean;
}

export interface Contents {
  readonly density: Density;
  readonly nodes: number;
  /** How many workloads have a card. */
  readonly cards: number;
  /** Something beside DaemonSets has one. */
  readonly isMixed: boolean;
}

/** The sizes of a picture. */
export function metricsOf({ density, nodes, cards, isMixed }: Contents): SceneMetrics {
  const metrics = density.isCompact ? { ...COMPACT_METRICS, ...(nodes <= FEW_NODES ? WIDE_COMPACT : {}) } : METRICS;
  const slim = cards >= (isMixed ? MANY_MIXED_CARDS : MANY_CARDS) ? { cardWidth: SLIM_CARD_WIDTH } : {};
  if (!isMixed) return { ...metrics, ...slim };
  if (density.isBrief) return { ...metrics, ...BRIEF_CARDS };
  return { ...metrics, ...(density.isCompact ? {} : MIXED_TRAYS), ...MIXED_CARDS, ...slim };
}

/** A tray shows so many pods; the rest is a number. */
const MOST_CHIPS = 6;
/** Of one workload among others: two rows of two. */
const MOST_CHIPS_OF_ONE = 4;
/** So many workloads have a row of their own in every tray, also where they have no pod. */
const MOST_ROWS_KEPT = 5;
/** More nodes than these are drawn as compact trays. */
const MOST_FULL_TRAYS = 12;
/** Words must stay legible: trays are not laid out to be drawn smaller than this to be all in sight. */
export const SMALLEST_FIT = 0.72;
/** Above and below the scene in the window. */
export const FIT_MARGIN = 12;

/** So many nodes need all the room there is. */
export function isCrowded(nodes: number): boolean {
  return nodes > MOST_FULL_TRAYS;
}

/** Labels that a person set, not those that every node has: worth a chip. */
export function ownLabels(node: NodeRow): readonly (readonly [string, string])[] {
  return Object.entries(node.labels).filter(([key]) => !isMachineLabel(key)).map(([key, value]) => [shortKey(key), value] as const);
}

/** What decides how tall a tray is drawn. */
export function traySpec(tray: Tray, workloads: readonly WorkloadRow[]): TraySpec {
  const { node } = tray;
  const tags = node ? node.taints.length + (ownLabels(node).length > 0 ? 1 : 0) + (node.unschedulable ? 1 : 0) + (node.ready !== "True" ? 1 : 0) : 1;
  const { rows, hidden } = trayRows(tray, workloads);
  return { name: tray.nodeName, chipRows: rows.length + (hidden > 0 ? 1 : 0), tagRows: tags };
}

/** An ordinary tray, for the question how many columns there should be. */
export function ordinaryTray(name: string, workloads: number): TraySpec {
  return { name, chipRows: Math.min(Math.max(1, workloads), MOST_CHIPS), tagRows: 2 };
}

/** A row of a tray: pods of one workload; none where the workload has no pod on this node. */
export interface SlotRow {
  /** uid of the workload; "" for a pod that belongs to none. */
  readonly lane: string;
  readonly slots: readonly Slot[];
}

/**
 * A tray's rows. Pods of one workload stand two and two beside each other, all others alone: while a pod takes the
 * place of another both are there, and the tray keeps its height. Where there are workloads of several kinds each
 * keeps its row on every node, in the order of the cards: pods come and go without moving anything, and who has
 * nothing on a node is seen.
 * @returns `hidden`: pods that are left out
 */
export function trayRows(tray: Tray, workloads: readonly WorkloadRow[]): { readonly rows: readonly SlotRow[]; readonly hidden: number } {
  const kept = tray.node ? keptLanes(workloads) : [];
  const lanes = new Map<string, Slot[]>(kept.map((uid) => [uid, []]));
  for (const slot of tray.slots) lanes.set(slot.lane, [...(lanes.get(slot.lane) ?? []), slot]);
  let room = kept.length > 0 ? Infinity : MOST_CHIPS;
  let shown = 0;
  const rows = [...lanes].flatMap(([lane, slots]) => {
    const taken = slots.slice(0, Math.min(room, kept.length > 0 ? MOST_CHIPS_OF_ONE : MOST_CHIPS));
    room -= taken.length;
    shown += taken.length;
    return rowsOf(lane, taken, kept.includes(lane));
  });
  return { rows, hidden: tray.slots.length - shown };
}

function keptLanes(workloads: readonly WorkloadRow[]): readonly string[] {
  return workloads.every((w) => w.kind === "DaemonSet") ? [] : workloads.slice(0, MOST_ROWS_KEPT).map((w) => w.uid);
}

function rowsOf(lane: string, slots: readonly Slot[], isKept: boolean): readonly SlotRow[] {
  if (slots.length === 0) return isKept ? [{ lane, slots }] : [];
  const width = lane === "" ? 1 : 2;
  return Array.from({ length: Math.ceil(slots.length / width) }, (_, i) => ({ lane, slots: slots.slice(i * width, (i + 1) * width) }));
}

function isMachineLabel(key: string): boolean {
  return key.startsWith("kubernetes.io/") || key.startsWith("beta.kubernetes.io/") || key.startsWith("node-role.kubernetes.io/")
    || key.startsWith("node.kubernetes.io/") || key === "topology.kubernetes.io/region";
}

/** `topology.kubernetes.io/zone` is known to everybody as the zone; other keys stay whole. */
function shortKey(key: string): string {
  return key === "topology.kubernetes.io/zone" ? "zone" : key;
}
