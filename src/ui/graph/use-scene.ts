import { useMemo } from "react";
import type { Mirror } from "../../view/mirror.ts";
import { layoutScene } from "../../view/scene/layout.ts";
import type { Box, SceneInput, SceneLayout } from "../../view/scene/layout.ts";
import { CELL, TILE, tileGrid } from "../../view/scene/tiles.ts";
import type { TileGrid } from "../../view/scene/tiles.ts";
import { useClock, useSession } from "../session-context.ts";
import { METRICS, traySpec } from "./scene-metrics.ts";

export interface Scene {
  /** With tiles: only the cards. */
  readonly layout: SceneLayout;
  readonly grid: TileGrid;
  readonly bounds: Box;
}

/** More nodes than this are cells of a heat grid, fewer are tiles with a name. */
const MOST_TILES = 400;

/** Where everything stands; the same object as long as nothing moves. */
export function useScene(viewportWidth: number, isTiles: boolean): Scene {
  const { mirror } = useSession();
  const version = useClock((c) => c.contextVersion);
  // Compared as text: most changes of the cluster move nothing, and then the scene keeps its identity.
  const key = useMemo(() => {
    void version;
    return JSON.stringify({ input: inputOf(mirror, viewportWidth, isTiles), tiles: isTiles ? mirror.trayNames.length : 0 });
  }, [mirror, version, viewportWidth, isTiles]);
  return useMemo(() => {
    const { input, tiles } = JSON.parse(key) as { input: SceneInput; tiles: number };
    return sceneOf(input, tiles);
  }, [key]);
}

function inputOf(mirror: Mirror, viewportWidth: number, isTiles: boolean): SceneInput {
  return {
    trays: isTiles ? [] : mirror.trayNames.flatMap((name) => { const tray = mirror.trays.get(name); return tray ? [traySpec(tray)] : []; }),
    cards: mirror.daemonSets.map((d) => d.uid),
    viewportWidth,
    metrics: METRICS,
  };
}

function sceneOf(input: SceneInput, tiles: number): Scene {
  const layout = layoutScene(input);
  const room = input.viewportWidth - 2 * METRICS.margin;
  const top = layout.bounds.height + (layout.cards.size > 0 ? METRICS.gap * 2 : 0);
  const grid = tileGrid({ count: tiles, room, top, size: tiles > MOST_TILES ? CELL : TILE });
  if (tiles === 0) return { layout, grid, bounds: layout.bounds };
  // The cards were centred over no trays at all: over the tiles they belong in the middle.
  const shift = Math.round(grid.width / 2 - (layout.bounds.x + layout.bounds.width / 2));
  const cards = new Map([...layout.cards].map(([uid, box]) => [uid, { ...box, x: box.x + shift }]));
  const x = Math.min(0, layout.bounds.x + shift);
  return { layout: { ...layout, cards }, grid, bounds: { x, y: 0, width: Math.max(grid.width, layout.bounds.x + shift + layout.bounds.width) - x, height: grid.top + grid.height } };
}
