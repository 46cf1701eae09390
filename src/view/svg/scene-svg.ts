import type { Box } from "../scene/layout.ts";
import { edgePath, sceneEdges, type SceneEdge } from "../scene/edges.ts";
import { MOST_TILES, MOST_TRAYS } from "../scene/tiles.ts";
import type { Mirror } from "../mirror.ts";
import { cardSvg } from "./card-svg.ts";
import { around, GAP, placeScene, placeTiles } from "./place.ts";
import { tileSvg } from "./tile-svg.ts";
import { trayHeight, traySvg } from "./tray-svg.ts";
import { element, escaped, type Colors } from "./write.ts";

export interface SceneSvg {
  readonly text: string;
  /** In px. */
  readonly width: number;
  readonly height: number;
}

const TILE = { width: 64, height: 48, gap: 8 };
const CELL = { width: 10, height: 10, gap: 2 };
const MARGIN = 24;

/**
 * The picture of the present cluster as a standalone SVG document: cards, lines and trays, or tiles where there are
 * more than 48 nodes. Text is real text, fonts are named with others that stand in, and nothing outside is asked for.
 * @param colors those of the theme in which it is drawn
 * @param width px for the scene to be laid out in: it decides how many trays stand side by side
 */
export function sceneSvg(mirror: Mirror, { colors, width }: { readonly colors: Colors; readonly width: number }): SceneSvg {
  const names = mirror.trayNames;
  const trays = names.length > MOST_TRAYS ? [] : names.flatMap((name) => mirror.trays.get(name) ?? []);
  const places = placeScene(mirror.workloads.length, trays.map(trayHeight), width);
  const cards = new Map(mirror.workloads.map((w, i) => [w.uid, places.cards[i]!]));
  const boxes = new Map(trays.map((t, i) => [t.nodeName, places.trays[i]!]));
  const top = around(places.cards).height + GAP * 2;
  const tiles = names.length > MOST_TRAYS ? placeTiles(names.length, { top, width }, names.length > MOST_TILES ? CELL : TILE) : [];
  const parts = [
    ...(tiles.length > 0 ? [] : sceneEdges(mirror).flatMap((e) => edgeSvg(e, { from: cards.get(e.workloadUid), to: boxes.get(e.nodeName), cards: places.cards }, colors))),
    ...mirror.workloads.map((w, i) => cardSvg(w, places.cards[i]!, colors)),
    ...trays.map((tray, i) => traySvg(mirror, tray, places.trays[i]!, colors)),
    ...tiles.map((box, i) => tileSvg(mirror, names[i]!, box, colors)),
  ];
  return document(around([...places.cards, ...places.trays, ...tiles]), parts, wordsOf(mirror), colors);
}

function edgeSvg(edge: SceneEdge, { from, to, cards }: { readonly from: Box | undefined; readonly to: Box | undefined; readonly cards: readonly Box[] }, colors: Colors): string[] {
  if (!from || !to) return [];
  const { stroke, dash } = EDGE_LOOK[edge.kind];
  return [element("path", { d: edgePath(from, to, cards), fill: "none", stroke: colors[stroke], "stroke-width": 1.5, "stroke-dasharray": dash })];
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
