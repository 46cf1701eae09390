import { useReactFlow } from "@xyflow/react";
import type { Viewport } from "@xyflow/react";
import { useEffect, useEffectEvent } from "react";
import type { RefObject } from "react";
import { nodeOfDecision } from "../../view/scene/edges.ts";
import type { Box } from "../../view/scene/layout.ts";
import { isMotionAllowed } from "../hooks/animate.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useUi } from "../store.ts";
import { FIT_MARGIN } from "./scene-metrics.ts";
import type { Fit } from "./use-fit.ts";
import { useMeant } from "./use-meant.ts";
import type { Scene } from "./use-scene.ts";

const PAN_MS = 200;

interface Reveal {
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
  readonly isOwnView: boolean;
  readonly onOwnView: () => void;
  readonly fitted: RefObject<Fit | undefined>;
}

/**
 * Pans where something happens out of sight: to the tray that got the keyboard's focus, and, unless the person has
 * moved the view, to the one that the present decision or a lesson's step is about; no further than has to be.
 */
export function useReveal({ scene, width, height, isOwnView, onOwnView, fitted }: Reveal): void {
  const flow = useReactFlow();
  const { layout, bounds } = scene;
  const current = useUi((s) => s.currentTray);
  const decided = useMirror("telling", (m) => (m.telling.told ? nodeOfDecision(m, m.telling.told) : undefined));
  const meant = useMeant(layout.trays.size);

  const revealFocus = useEffectEvent(() => {
    const box = layout.trays.get(current ?? "");
    const hasFocus = document.activeElement instanceof HTMLElement && document.activeElement.dataset["name"] === current;
    const view = flow.getViewport();
    if (!box || !hasFocus || isInSight(box, view, width, height)) return;
    onOwnView();
    void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: view.zoom, duration: panMs() });
  });
  const follow = useEffectEvent((id: string | undefined) => {
    const box = layout.trays.get(id ?? "") ?? layout.cards.get(id ?? "");
    const fit = fitted.current;
    const view = flow.getViewport();
    if (!box || !fit || fit.isWhole || isOwnView || isInSight(box, view, width, height)) return;
    void flow.setViewport({ x: fit.x, y: nearestY(box, bounds, view.y, fit.zoom, height), zoom: fit.zoom }, { duration: panMs() });
  });
  useEffect(() => revealFocus(), [current]);
  useEffect(() => follow(decided), [decided]);
  useEffect(() => follow(meant), [meant]);
}

/** The least move up or down that shows the box, and never so far that there is free room while something else is cut off. */
function nearestY(box: Box, bounds: Box, now: number, zoom: number, height: number): number {
  const [above, below] = [FIT_MARGIN - box.y * zoom, height - FIT_MARGIN - (box.y + box.height) * zoom];
  const y = Math.min(Math.max(now, above), Math.max(below, above));
  const [top, bottom] = [FIT_MARGIN - bounds.y * zoom, height - FIT_MARGIN - (bounds.y + bounds.height) * zoom];
  return Math.min(Math.max(y, bottom), top);
}

function panMs(): number {
  return isMotionAllowed() ? PAN_MS : 0;
}

function isInSight(box: Box, view: Viewport, width: number, height: number): boolean {
  const [left, top] = [box.x * view.zoom + view.x, box.y * view.zoom + view.y];
  return left >= 0 && top >= 0 && left + box.width * view.zoom <= width && top + box.height * view.zoom <= height;
}
