import { useMemo } from "react";
import type { Mirror } from "../../view/mirror.ts";
import { fittingScale, layoutScene } from "../../view/scene/layout.ts";
import type { Box, SceneInput, SceneLayout } from "../../view/scene/layout.ts";
import { CELL, MOST_TILES, MOST_TRAYS, TILE, tileGrid } from "../../view/scene/tiles.ts";
import type { TileGrid } from "../../view/scene/tiles.ts";
import { isMixed as isMixedIn, useIsMixed, useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { FIT_MARGIN, METRICS, metricsOf, ordinaryTray, SMALLEST_FIT, traySpec } from "./scene-metrics.ts";
import type { Density } from "./scene-metrics.ts";

export interface Scene {
  /** With tiles: only the cards. */
  readonly layout: SceneLayout;
  readonly grid: TileGrid;
  readonly bounds: Box;
  readonly isTiles: boolean;
  /** Changes when the scene has to be fitted into the window anew: not when a tray grows. */
  readonly shape: string;
}

export interface SceneWindow {
  readonly width: number;
  readonly height: number;
  readonly density: Density;
}

/** Tiles tell by shape, not by words. */
const SMALLEST_TILES_FIT = 0.3;

/** Where everything stands; the same object as long as nothing moves. */
export function useScene(window: SceneWindow): Scene {
  const { mirror } = useSession();
  const version = useClock((c) => c.contextVersion);
  const nodes = useMirror("nodes", (m) => m.trayNames.length);
  const cards = useMirror("workloads", (m) => m.workloads.length);
  const isMixed = useIsMixed();
  const { width, height, density } = window;
  const isTiles = nodes > MOST_TRAYS;
  const scale = useMemo(() => scaleOf({ nodes, cards, width, height, density, isMixed }), [nodes, cards, width, height, density, isMixed]);
  // Compared as text: most changes of the cluster move nothing, and then the scene keeps its identity.
  const key = useMemo(() => {
    void version;
    return JSON.stringify({ input: inputOf(mirror, width * scale, density, isTiles), tiles: isTiles ? nodes : 0 });
  }, [mirror, version, width, scale, density, isTiles, nodes]);
  return useMemo(() => {
    const { input, tiles } = JSON.parse(key) as { input: SceneInput; tiles: number };
    return { ...sceneOf(input, tiles), isTiles: tiles > 0, shape: JSON.stringify([nodes, cards, width, height, density, isMixed]) };
  }, [key, nodes, cards, width, height, density, isMixed]);
}

/** From how many nodes and cards there are, never from what the trays hold now. */
function scaleOf({ nodes, cards, width, height, density, isMixed }: SceneWindow & { readonly nodes: number; readonly cards: number; readonly isMixed: boolean }): number {
  const isTiles = nodes > MOST_TRAYS;
  const trays = Array.from({ length: isTiles ? 0 : nodes }, (_, i) => ordinaryTray(`${i}`, cards));
  const names = Array.from({ length: cards }, (_, i) => `${i}`);
  return fittingScale(height, 1 / (isTiles ? SMALLEST_TILES_FIT : SMALLEST_FIT), (scale) => {
    const input = { trays, cards: names, viewportWidth: width * scale, metrics: metricsOf({ density, nodes, cards, isMixed }) };
    return sceneOf(input, isTiles ? nodes : 0).bounds.height + 2 * FIT_MARGIN * scale;
  });
}

function inputOf(mirror: Mirror, viewportWidth: number, density: Density, isTiles: boolean): SceneInput {
  return {
    trays: isTiles ? [] : mirror.trayNames.flatMap((name) => { const tray = mirror.trays.get(name); return tray ? [traySpec(tray, mirror.workloads)] : []; }),
    cards: mirror.workloads.map((w) => w.uid),
    viewportWidth,
    metrics: metricsOf({ density, nodes: mirror.trayNames.length, cards: mirror.workloads.length, isMixed: isMixedIn(mirror) }),
  };
}

function sceneOf(input: SceneInput, tiles: number): Pick<Scene, "layout" | "grid" | "bounds"> {
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
