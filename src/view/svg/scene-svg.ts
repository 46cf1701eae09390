import { layoutScene, SCENE_METRICS, type Box, type SceneMetrics } from "../scene/layout.ts";
import { edgePath, sceneEdges, type SceneEdge } from "../scene/edges.ts";
import { CELL, TILE, tileGrid, type TileGrid } from "../scene/tiles.ts";
import type { Mirror } from "../mirror.ts";
import { cardSvg } from "./card-svg.ts";
import { tileSvg } from "./tile-svg.ts";
import { shownSlots, tagsOf, traySvg } from "./tray-svg.ts";
import { element, escaped, type Colors } from "./write.ts";

export interface SceneSvg {
  readonly text: string;
  /** In px. */
  readonly width: number;
  readonly height: number;
}

/** The sizes that tray-svg.ts and card-svg.ts draw. */
const METRICS: SceneMetrics = { ...SCENE_METRICS, trayWidth: 216, trayHead: 52, tagRow: 20, chipRow: 46, trayFoot: 0, trayPadding: 8, cardWidth: 336, cardHeight: 84, gate: 64 };
/** As in the page: more nodes than these are tiles, and more than those are cells without a name. */
const MOST_TRAYS = 48;
const MOST_TILES = 400;
const MARGIN = 24;

/**
 * The picture of the present cluster as a standalone SVG document: cards, lines and trays, or tiles where there are
 * more than 48 nodes. Text is real text, fonts are named with others that stand in, and nothing outside is asked for.
 * @param colors those of the theme in which it is drawn
 * @param width px for the scene to be laid out in: it decides how many trays stand side by side
 */
export function sceneSvg(mirror: Mirror, { colors, width }: { readonly colors: Colors; readonly width: number }): SceneSvg {
  const isTiles = mirror.trayNames.length > MOST_TRAYS;
  const layout = layoutScene({
    trays: isTiles ? [] : mirror.trayNames.map((name) => specOf(mirror, name)),
    cards: mirror.workloads.map((w) => w.uid), viewportWidth: Math.max(width, METRICS.phoneBelow), metrics: METRICS,
  });
  const grid = isTiles ? gridOf(mirror, layout.bounds, width) : undefined;
  const bounds = grid ? around(layout.bounds, grid) : layout.bounds;
  const parts = [
    ...(isTiles ? [] : sceneEdges(mirror).flatMap((e) => edgeSvg(e, layout.cards.get(e.workloadUid), layout.trays.get(e.nodeName), colors))),
    ...mirror.workloads.flatMap((w) => { const box = layout.cards.get(w.uid); return box ? [cardSvg(w, box, colors)] : []; }),
    ...(grid
      ? mirror.trayNames.map((name, i) => tileSvg(mirror, name, { grid, index: i, colors }))
      : mirror.trayNames.flatMap((name) => { const box = layout.trays.get(name); const tray = mirror.trays.get(name); return box && tray ? [traySvg(mirror, tray, box, colors)] : []; })),
  ];
  return document(bounds, parts, wordsOf(mirror), colors);
}

function specOf(mirror: Mirror, name: string) {
  const tray = mirror.trays.get(name);
  if (!tray) return { name, chipRows: 0, tagRows: 0 };
  const { slots, hidden } = shownSlots(tray);
  return { name, chipRows: slots.length + (hidden > 0 ? 1 : 0), tagRows: tagsOf(tray).length };
}

function gridOf(mirror: Mirror, cards: Box, width: number): TileGrid {
  const count = mirror.trayNames.length;
  return tileGrid({ count, room: Math.max(width, cards.width), top: cards.height + METRICS.gap * 2, size: count > MOST_TILES ? CELL : TILE });
}

function around(cards: Box, grid: TileGrid): Box {
  const left = Math.min(cards.x, 0);
  return { x: left, y: 0, width: Math.max(cards.x + cards.width, grid.width) - left, height: grid.top + grid.height };
}

function edgeSvg(edge: SceneEdge, from: Box | undefined, to: Box | undefined, colors: Colors): string[] {
  if (!from || !to) return [];
  const { stroke, dash } = EDGE_LOOK[edge.kind];
  return [element("path", { d: edgePath(from, to), fill: "none", stroke: colors[stroke], "stroke-width": 1.5, "stroke-dasharray": dash })];
}

const EDGE_LOOK: Readonly<Record<SceneEdge["kind"], { readonly stroke: keyof Colors; readonly dash?: string }>> = {
  settled: { stroke: "accent-line" },
  working: { stroke: "pending-line", dash: "6 4" },
  missing: { stroke: "pending-line", dash: "2 4" },
  problem: { stroke: "failed-line" },
};

function document(bounds: Box, parts: readonly string[], words: string, colors: Colors): SceneSvg {
  const [x, y] = [bounds.x - MARGIN, bounds.y - MARGIN];
  const [width, height] = [bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN];
  const inside = [
    element("title", {}, escaped(words)),
    element("rect", { x, y, width, height, fill: colors.canvas }),
    ...parts,
  ];
  return { text: element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${x} ${y} ${width} ${height}`, width, height, role: "img" }, `\n${inside.join("\n")}\n`), width, height };
}

/** What it shows, for those who do not see it. */
function wordsOf(mirror: Mirror): string {
  const workloads = mirror.workloads.map((w) => `${w.kind} ${w.name}, ready ${w.ready} of ${w.kind === "DaemonSet" ? w.desired : w.replicas}`);
  return [`Kubernetes cluster of ${mirror.trayNames.length} node${mirror.trayNames.length === 1 ? "" : "s"}`, ...workloads].join("; ");
}
