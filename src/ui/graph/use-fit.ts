import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import type { RefObject } from "react";
import { isMotionAllowed } from "../hooks/animate.ts";
import { FIT_MARGIN } from "./scene-metrics.ts";
import type { Scene } from "./use-scene.ts";

const MIN_ZOOM = 0.2;
/** Room kept free under the trays, so that one of them can grow a little and nothing has to move. */
const RESERVE = 30;
const MOST_TOP = 48;
const FIT_MS = 250;
/** A little under the size that trays are laid out for: taints that come make them taller, and nothing should be cut off for that. */
const SMALLEST_GROWN_FIT = 0.64;
/** Left and right of everything, in px: the zoom buttons stand there. */
const SIDE_MARGIN = 44;
const ZOOM_STEPS = 64;

export interface Fit {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** Everything is in sight: true unless it would have become too small to read. */
  readonly isWhole: boolean;
}

/**
 * Keeps everything in sight without moving it about: the view is fitted when nodes or cards come or go or the window
 * changes, and otherwise only when something would be cut off. Leaves the view alone while it is the person's own.
 * @returns `fit` does it at once; `fitted` is how it was done last
 */
export function useFit(scene: Scene, width: number, height: number, isOwnView: boolean): { readonly fit: () => void; readonly fitted: RefObject<Fit | undefined> } {
  const { setViewport } = useReactFlow();
  const fitted = useRef<Fit | undefined>(undefined);
  const place = useRef<string>(undefined);
  const fit = useCallback(() => {
    // What changes the place for the picture (the window, a dialog beside it) does so at once, and the picture with it.
    const isSamePlace = place.current === `${width} ${height}`;
    place.current = `${width} ${height}`;
    fitted.current = fitOf(scene, width, height);
    const { x, y, zoom } = fitted.current;
    void setViewport({ x, y, zoom }, { duration: isSamePlace && isMotionAllowed() ? FIT_MS : 0 });
  }, [setViewport, scene, width, height]);

  const fitAll = useEffectEvent(() => {
    if (!isOwnView) fit();
  });
  const fitIfCut = useEffectEvent(() => {
    const view = fitted.current;
    if (isOwnView || !view) return;
    if (!view.isWhole) {
      // Cut off as it was, it stays where it is; if it fits again, all of it comes back.
      if (fitOf(scene, width, height).isWhole) fit();
      return;
    }
    const right = (scene.bounds.x + scene.bounds.width) * view.zoom + view.x;
    const bottom = (scene.bounds.y + scene.bounds.height) * view.zoom + view.y;
    if (right > width || bottom > height) fit();
  });
  useEffect(() => fitAll(), [scene.shape, isOwnView]);
  useEffect(() => fitIfCut(), [scene.bounds]);
  return { fit, fitted };
}

/** Shows everything if it stays legible; else the top, at the smallest legible size. Centred across. */
function fitOf({ bounds, isTiles }: Scene, width: number, height: number): Fit {
  const across = (width - 2 * SIDE_MARGIN) / Math.max(1, bounds.width);
  const down = (height - 2 * FIT_MARGIN) / Math.max(1, bounds.height + (isTiles ? 0 : RESERVE));
  const smallest = isTiles ? MIN_ZOOM : Math.min(SMALLEST_GROWN_FIT, across);
  // In steps that sizes can be multiplied by exactly: what is in sight then is so to the last bit.
  const zoom = Math.max(Math.floor(Math.max(Math.min(across, down, 1), smallest) * ZOOM_STEPS) / ZOOM_STEPS, MIN_ZOOM);
  const spare = height - bounds.height * zoom;
  return {
    isWhole: spare >= FIT_MARGIN,
    // On whole pixels, or hairlines blur.
    x: Math.round((width - bounds.width * zoom) / 2 - bounds.x * zoom),
    y: Math.round(Math.max(FIT_MARGIN, Math.min(spare / 3, MOST_TOP)) - bounds.y * zoom),
    zoom,
  };
}
