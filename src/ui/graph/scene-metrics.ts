import { SCENE_METRICS } from "../../view/scene/layout.ts";
import type { SceneMetrics, TraySpec } from "../../view/scene/layout.ts";
import type { NodeRow } from "../../api/frame.ts";
import type { Slot, Tray } from "../../view/tray.ts";

/** The sizes that graph.css draws; layout and drawing must agree on them. */
export const METRICS: SceneMetrics = {
  ...SCENE_METRICS,
  trayWidth: 208, trayHead: 56, tagRow: 26, chipRow: 36, trayFoot: 46, trayPadding: 6,
  cardWidth: 440, cardHeight: 124, gate: 64, margin: 20, phoneBelow: 640,
};
/** Trays of a name, marks and chips: for many nodes, and for little room. */
export const COMPACT_METRICS: SceneMetrics = {
  ...METRICS,
  trayWidth: 164, trayHead: 40, tagRow: 0, chipRow: 32, trayFoot: 0, trayPadding: 0, gate: 44, gap: 12,
};

/** A tray shows so many pods; the rest is a number. */
export const MOST_CHIPS = 6;
/** From here on trays become tiles on one canvas. */
export const MOST_TRAYS = 48;
/** More nodes than these are drawn as compact trays. */
const MOST_FULL_TRAYS = 12;
/** In a picture less high than this, in px, full trays would be too small to read. */
const LEAST_FULL_HEIGHT = 330;

/** Whether the picture is drawn with compact trays. */
export function isDense(nodes: number, pictureHeight: number): boolean {
  return isCrowded(nodes) || pictureHeight < LEAST_FULL_HEIGHT;
}

/** So many nodes need all the room there is. */
export function isCrowded(nodes: number): boolean {
  return nodes > MOST_FULL_TRAYS;
}

/** Labels that a person set, not those that every node has: worth a chip. */
export function ownLabels(node: NodeRow): readonly (readonly [string, string])[] {
  return Object.entries(node.labels).filter(([key]) => !isMachineLabel(key)).map(([key, value]) => [shortKey(key), value] as const);
}

/** What decides how tall a tray is drawn. */
export function traySpec(tray: Tray): TraySpec {
  const { node, slots } = tray;
  const tags = node ? node.taints.length + (ownLabels(node).length > 0 ? 1 : 0) + (node.unschedulable ? 1 : 0) + (node.ready !== "True" ? 1 : 0) : 1;
  return { name: tray.nodeName, chipRows: slotRows(slots.slice(0, MOST_CHIPS)).length + (slots.length > MOST_CHIPS ? 1 : 0), tagRows: tags };
}

/** An ordinary tray, for the question how many columns there should be. */
export function ordinaryTray(name: string, daemonSets: number): TraySpec {
  return { name, chipRows: Math.max(1, daemonSets), tagRows: 2 };
}

/**
 * Slots as they stand in rows: pods of one DaemonSet two and two beside each other, all others alone. While a pod
 * takes the place of another both are there, and the tray keeps its height.
 */
export function slotRows(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const rows: Slot[][] = [];
  for (const slot of slots) {
    const last = rows.at(-1);
    if (slot.lane !== "" && last?.length === 1 && last[0]!.lane === slot.lane) last.push(slot);
    else rows.push([slot]);
  }
  return rows;
}

function isMachineLabel(key: string): boolean {
  return key.startsWith("kubernetes.io/") || key.startsWith("beta.kubernetes.io/") || key.startsWith("node-role.kubernetes.io/")
    || key.startsWith("node.kubernetes.io/") || key === "topology.kubernetes.io/region";
}

/** `topology.kubernetes.io/zone` is known to everybody as the zone; other keys stay whole. */
function shortKey(key: string): string {
  return key === "topology.kubernetes.io/zone" ? "zone" : key;
}
