import { SCENE_METRICS } from "../../view/scene/layout.ts";
import type { SceneMetrics, TraySpec } from "../../view/scene/layout.ts";
import type { NodeRow } from "../../api/frame.ts";
import type { Tray } from "../../view/tray.ts";

/** The sizes that graph.css draws; layout and drawing must agree on them. */
export const METRICS: SceneMetrics = {
  ...SCENE_METRICS,
  trayWidth: 208, trayHead: 56, tagRow: 26, chipRow: 36, trayFoot: 46, trayPadding: 6,
  cardWidth: 440, cardHeight: 124, gate: 76, margin: 20, phoneBelow: 640,
};

/** A tray shows so many pods; the rest is a number. */
export const MOST_CHIPS = 6;
/** From here on trays become tiles on one canvas. */
export const MOST_TRAYS = 48;

/** Labels that a person set, not those that every node has: worth a chip. */
export function ownLabels(node: NodeRow): readonly (readonly [string, string])[] {
  return Object.entries(node.labels).filter(([key]) => !isMachineLabel(key)).map(([key, value]) => [shortKey(key), value] as const);
}

/** What decides how tall a tray is drawn. */
export function traySpec(tray: Tray): TraySpec {
  const { node, slots } = tray;
  const tags = node ? node.taints.length + (ownLabels(node).length > 0 ? 1 : 0) + (node.unschedulable ? 1 : 0) + (node.ready !== "True" ? 1 : 0) : 1;
  return { name: tray.nodeName, chipRows: Math.min(slots.length, MOST_CHIPS) + (slots.length > MOST_CHIPS ? 1 : 0), tagRows: tags };
}

function isMachineLabel(key: string): boolean {
  return key.startsWith("kubernetes.io/") || key.startsWith("beta.kubernetes.io/") || key.startsWith("node-role.kubernetes.io/")
    || key.startsWith("node.kubernetes.io/") || key === "topology.kubernetes.io/region";
}

/** `topology.kubernetes.io/zone` is known to everybody as the zone; other keys stay whole. */
function shortKey(key: string): string {
  return key === "topology.kubernetes.io/zone" ? "zone" : key;
}
