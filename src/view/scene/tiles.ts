import type { Box } from "./layout.ts";

/** A grid of equal tiles for clusters too large for trays. Only arithmetic: nothing is kept for each tile. */
/** More nodes than these are tiles. */
export const MOST_TRAYS = 48;
/** More nodes than these are cells of a heat grid without names, fewer are tiles with a name. */
export const MOST_TILES = 400;

export interface TileGrid {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly gap: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface TileSize {
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly gap: number;
}

export const TILE: TileSize = { tileWidth: 64, tileHeight: 48, gap: 8 };
/** Cells of the heat grid, for more than 400 nodes. */
export const CELL: TileSize = { tileWidth: 10, tileHeight: 10, gap: 2 };

/** Tiles in rows from left to right, starting at y = `top`; as many columns as the room takes. */
export function tileGrid(input: { readonly count: number; readonly room: number; readonly top?: number; readonly size?: TileSize }): TileGrid {
  const { tileWidth, tileHeight, gap } = input.size ?? TILE;
  const columns = Math.max(Math.floor((input.room + gap) / (tileWidth + gap)), 1);
  const rows = Math.ceil(input.count / columns);
  const used = Math.min(columns, input.count);
  return {
    count: input.count, columns, rows, tileWidth, tileHeight, gap, top: input.top ?? 0,
    width: Math.max(used * (tileWidth + gap) - gap, 0),
    height: Math.max(rows * (tileHeight + gap) - gap, 0),
  };
}

export function tileBox(grid: TileGrid, index: number): Box {
  const column = index % grid.columns;
  const row = Math.floor(index / grid.columns);
  return { x: column * (grid.tileWidth + grid.gap), y: grid.top + row * (grid.tileHeight + grid.gap), width: grid.tileWidth, height: grid.tileHeight };
}

/** The tile under a point, or undefined between and beside tiles. */
export function tileIndexAt(grid: TileGrid, x: number, y: number): number | undefined {
  const column = Math.floor(x / (grid.tileWidth + grid.gap));
  const row = Math.floor((y - grid.top) / (grid.tileHeight + grid.gap));
  if (column < 0 || column >= grid.columns || row < 0) return undefined;
  const index = row * grid.columns + column;
  if (index >= grid.count) return undefined;
  const box = tileBox(grid, index);
  return x < box.x + box.width && y < box.y + box.height ? index : undefined;
}

/** Indexes of the tiles that a rectangle of the picture touches, row by row. */
export function tilesIn(grid: TileGrid, window: Box): number[] {
  const stepX = grid.tileWidth + grid.gap;
  const stepY = grid.tileHeight + grid.gap;
  const firstColumn = Math.max(Math.floor(window.x / stepX), 0);
  const lastColumn = Math.min(Math.floor((window.x + window.width) / stepX), grid.columns - 1);
  const firstRow = Math.max(Math.floor((window.y - grid.top) / stepY), 0);
  const lastRow = Math.min(Math.floor((window.y + window.height - grid.top) / stepY), grid.rows - 1);
  const out: number[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * grid.columns + column;
      if (index < grid.count) out.push(index);
    }
  }
  return out;
}
