import type { Box } from "../scene/layout.ts";

/** Sizes in px that the files beside this one draw. */
export const GAP = 16;
const CARD = { width: 336, height: 84 };
const TRAY_WIDTH = 216;
const GATE = 64;

/**
 * Places for an exported picture, which has no window and no phone: cards in rows on top, centred, boxes below in rows
 * from left to right. Not `layoutScene`: sharing it with what is loaded on demand would cut the first load into more
 * and larger pieces.
 * @param width px that the rows may take
 */
export function placeScene(cards: number, trayHeights: readonly number[], width: number): { readonly cards: readonly Box[]; readonly trays: readonly Box[] } {
  const used = Math.max(Math.min(fitting(width, TRAY_WIDTH), trayHeights.length), 1);
  const block = used * (TRAY_WIDTH + GAP) - GAP;
  const cardBoxes = placeCards(cards, width, block);
  const bottom = Math.max(0, ...cardBoxes.map((b) => b.y + b.height));
  let y = bottom > 0 ? bottom + GATE : 0;
  const trays: Box[] = [];
  for (let first = 0; first < trayHeights.length; first += used) {
    const row = trayHeights.slice(first, first + used);
    for (const [i, height] of row.entries()) trays.push({ x: i * (TRAY_WIDTH + GAP), y, width: TRAY_WIDTH, height });
    y += Math.max(...row) + GAP;
  }
  return { cards: cardBoxes, trays };
}

/** Equal tiles in rows, the first at the left upper corner (0, top). */
export function placeTiles(count: number, at: { readonly top: number; readonly width: number }, size: { readonly width: number; readonly height: number; readonly gap: number }): readonly Box[] {
  const columns = Math.max(Math.floor((at.width + size.gap) / (size.width + size.gap)), 1);
  return Array.from({ length: count }, (_, i) => ({
    x: (i % columns) * (size.width + size.gap), y: at.top + Math.floor(i / columns) * (size.height + size.gap), width: size.width, height: size.height,
  }));
}

/** The smallest box around all of them. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
  return { x, y, width: Math.max(...boxes.map((b) => b.x + b.width)) - x, height: Math.max(...boxes.map((b) => b.y + b.height)) - y };
}

function placeCards(count: number, width: number, block: number): readonly Box[] {
  const perRow = fitting(width, CARD.width);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / perRow);
    const inRow = Math.min(perRow, count - row * perRow);
    const left = Math.round((block - (inRow * (CARD.width + GAP) - GAP)) / 2);
    return { x: left + (i % perRow) * (CARD.width + GAP), y: row * (CARD.height + GAP), ...CARD };
  });
}

function fitting(room: number, width: number): number {
  return Math.max(Math.floor((room + GAP) / (width + GAP)), 1);
}
