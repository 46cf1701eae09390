import type { NodeRow } from "../../api/frame.ts";
import { compareNatural } from "../natural.ts";

/** Flow coordinates in CSS px at zoom 1; x to the right, y down. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What decides how tall a tray is. `chipRows`: rows of pods; `tagRows`: rows of taint tags and labels. */
export interface TraySpec {
  readonly name: string;
  readonly chipRows: number;
  readonly tagRows: number;
}

export interface SceneInput {
  /** In the order in which they are drawn; see `sortNodes`. */
  readonly trays: readonly TraySpec[];
  /** uids of the controller cards, the one in focus first. */
  readonly cards: readonly string[];
  readonly viewportWidth: number;
  readonly metrics?: Partial<SceneMetrics>;
}

export interface SceneLayout {
  readonly mode: "grid" | "phone";
  readonly columns: number;
  readonly rows: number;
  /** Around everything; x may be negative when the cards are wider than the trays. */
  readonly bounds: Box;
  readonly cards: ReadonlyMap<string, Box>;
  readonly trays: ReadonlyMap<string, Box>;
}

/** Sizes of the parts in px. The components that draw them read the same numbers. */
export interface SceneMetrics {
  readonly trayWidth: number;
  /** Name and sub-line. */
  readonly trayHead: number;
  readonly tagRow: number;
  readonly chipRow: number;
  /** CPU and memory bars. */
  readonly trayFoot: number;
  readonly trayPadding: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
  readonly gap: number;
  /** Between the cards and the trays: the room of the scheduler's gate and the edges. */
  readonly gate: number;
  /** Left and right of the picture. */
  readonly margin: number;
  /** Below this viewport width everything stands in one column. */
  readonly phoneBelow: number;
  readonly phoneTrayHead: number;
}

export const SCENE_METRICS: SceneMetrics = {
  trayWidth: 176, trayHead: 46, tagRow: 24, chipRow: 36, trayFoot: 46, trayPadding: 12,
  cardWidth: 336, cardHeight: 108, gap: 16, gate: 72, margin: 16, phoneBelow: 600, phoneTrayHead: 44,
};

/**
 * Where everything stands: cards on top, trays below in rows from left to right. A pure function of its input: the
 * same cluster in the same window is the same picture. Columns come from the width that is asked for and never from the
 * number of trays, and rows are flush left, so a tray added at the end moves no other; centring is the viewport's job.
 */
export function layoutScene(input: SceneInput): SceneLayout {
  const metrics = { ...SCENE_METRICS, ...input.metrics };
  const isPhone = input.viewportWidth < metrics.phoneBelow;
  const room = Math.max(input.viewportWidth - 2 * metrics.margin, 1);
  const trayWidth = isPhone ? room : metrics.trayWidth;
  const columns = isPhone ? 1 : fitting(room, trayWidth, metrics.gap);
  const used = Math.min(columns, Math.max(input.trays.length, 1));
  const blockWidth = used * trayWidth + (used - 1) * metrics.gap;
  const cards = placeCards(input.cards, metrics, { room, blockWidth, isPhone });
  const top = cards.size > 0 ? bottomOf(cards.values()) + (isPhone ? metrics.gap : metrics.gate) : 0;
  const trays = placeTrays(input.trays, metrics, { top, columns, trayWidth, isPhone });
  return {
    mode: isPhone ? "phone" : "grid",
    columns,
    rows: Math.ceil(input.trays.length / columns),
    bounds: around([...cards.values(), ...trays.values()]),
    cards,
    trays,
  };
}

/**
 * How much wider and higher than the window a scene may be laid out, to be drawn smaller by the same factor: more
 * columns, fewer rows, everything in sight. The caller measures a scene of ordinary trays: if the answer followed how
 * tall the trays are at this moment, a pod more in one of them would move them all.
 * @param heightAt height of the scene in px when it is laid out `scale` times as wide as the window
 * @returns 1 to `most`; `most` also if even that is not enough
 */
export function fittingScale(height: number, most: number, heightAt: (scale: number) => number): number {
  for (let step = 0; 1 + step * SCALE_STEP < most; step++) {
    const scale = 1 + step * SCALE_STEP;
    if (heightAt(scale) <= height * scale) return scale;
  }
  return most;
}

const SCALE_STEP = 0.05;

/** Height of a tray in px. */
export function trayHeight(spec: Pick<TraySpec, "chipRows" | "tagRows">, metrics: SceneMetrics = SCENE_METRICS): number {
  return metrics.trayHead + spec.tagRows * metrics.tagRow + Math.max(spec.chipRows, 1) * metrics.chipRow + metrics.trayFoot + metrics.trayPadding;
}

/** Names as they are drawn: control plane first, then as people count. */
export function sortNodes(nodes: readonly { readonly name: string; readonly isControlPlane: boolean }[]): string[] {
  const rank = (n: { readonly isControlPlane: boolean }) => (n.isControlPlane ? 0 : 1);
  return [...nodes].sort((a, b) => rank(a) - rank(b) || compareNatural(a.name, b.name)).map((n) => n.name);
}

export function isControlPlane(node: Pick<NodeRow, "roles">): boolean {
  return node.roles.includes("control-plane") || node.roles.includes("master");
}

function fitting(room: number, width: number, gap: number): number {
  return Math.max(Math.floor((room + gap) / (width + gap)), 1);
}

/** Cards side by side, in as many rows as the window needs, each row centred above the trays. */
function placeCards(uids: readonly string[], metrics: SceneMetrics, at: { room: number; blockWidth: number; isPhone: boolean }): Map<string, Box> {
  const width = at.isPhone ? at.room : metrics.cardWidth;
  const perRow = at.isPhone ? 1 : fitting(at.room, width, metrics.gap);
  const boxes = new Map<string, Box>();
  uids.forEach((uid, i) => {
    const row = Math.floor(i / perRow);
    const inRow = Math.min(perRow, uids.length - row * perRow);
    const rowWidth = inRow * width + (inRow - 1) * metrics.gap;
    const left = Math.round((at.blockWidth - rowWidth) / 2);
    boxes.set(uid, { x: left + (i % perRow) * (width + metrics.gap), y: row * (metrics.cardHeight + metrics.gap), width, height: metrics.cardHeight });
  });
  return boxes;
}

function placeTrays(specs: readonly TraySpec[], metrics: SceneMetrics, at: { top: number; columns: number; trayWidth: number; isPhone: boolean }): Map<string, Box> {
  const boxes = new Map<string, Box>();
  let y = at.top;
  for (let first = 0; first < specs.length; first += at.columns) {
    const row = specs.slice(first, first + at.columns);
    const heights = row.map((s) => (at.isPhone ? phoneTrayHeight(s, metrics) : trayHeight(s, metrics)));
    row.forEach((spec, i) => {
      boxes.set(spec.name, { x: i * (at.trayWidth + metrics.gap), y, width: at.trayWidth, height: heights[i]! });
    });
    y += Math.max(...heights) + metrics.gap;
  }
  return boxes;
}

/** On a phone a tray is one line, name, slots and reason, and grows only for a second row of pods. */
function phoneTrayHeight(spec: TraySpec, metrics: SceneMetrics): number {
  return metrics.phoneTrayHead + spec.tagRows * metrics.tagRow + Math.max(spec.chipRows - 1, 0) * metrics.chipRow + metrics.trayPadding;
}

function bottomOf(boxes: Iterable<Box>): number {
  let bottom = 0;
  for (const b of boxes) bottom = Math.max(bottom, b.y + b.height);
  return bottom;
}

function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const b of boxes) {
    left = Math.min(left, b.x);
    top = Math.min(top, b.y);
    right = Math.max(right, b.x + b.width);
    bottom = Math.max(bottom, b.y + b.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
