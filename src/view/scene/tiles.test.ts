import { describe, expect, test } from "vitest";
import { CELL, tileBox, tileGrid, tileIndexAt, tilesIn } from "./tiles.ts";

describe("the tile grid", () => {
  const grid = tileGrid({ count: 100, room: 500, top: 200 });

  test("fills the room from left to right", () => {
    expect(grid).toMatchObject({ columns: 7, rows: 15, width: 496, height: 832 });
  });

  test("finds every tile at its own middle and none in the gaps", () => {
    for (let i = 0; i < grid.count; i++) {
      const box = tileBox(grid, i);
      expect(tileIndexAt(grid, box.x + box.width / 2, box.y + box.height / 2)).toBe(i);
      expect(tileIndexAt(grid, box.x + box.width + 1, box.y)).toBeUndefined();
    }
    expect(tileIndexAt(grid, -1, 210)).toBeUndefined();
    expect(tileIndexAt(grid, 10, 100)).toBeUndefined();
    expect(tileIndexAt(grid, 480, 200 + 14 * 56)).toBeUndefined();
  });

  test("lists the tiles that a window touches", () => {
    expect(tilesIn(grid, { x: 0, y: 200, width: 80, height: 60 })).toEqual([0, 1, 7, 8]);
    expect(tilesIn(grid, { x: -1000, y: -1000, width: 5000, height: 5000 })).toHaveLength(100);
  });

  test("puts 5,000 cells on less than a screen", () => {
    expect(tileGrid({ count: 5000, room: 1200, size: CELL })).toMatchObject({ columns: 100, rows: 50, height: 598 });
  });
});
