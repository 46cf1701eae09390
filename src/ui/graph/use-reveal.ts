import { useReactFlow } from "@xyflow/react";
import type { Viewport } from "@xyflow/react";
import { useEffect, useEffectEvent } from "react";
import type { RefObject } from "react";
import { nodeOfDecision } from "../../view/scene/edges.ts";
import type { Box, SceneLayout } from "../../view/scene/layout.ts";
import { isMotionAllowed } from "../hooks/animate.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useUi } from "../store.ts";
import type { Fit } from "./use-fit.ts";

const PAN_MS = 200;

interface Reveal {
  readonly layout: SceneLayout;
  readonly width: number;
  readonly height: number;
  readonly isOwnView: boolean;
  readonly onOwnView: () => void;
  readonly fitted: RefObject<Fit | undefined>;
}

/**
 * Pans where something happens out of sight: to the tray that got the keyboard's focus, and, unless the person has
 * moved the view, to the one that the present decision is about.
 */
export function useReveal({ layout, width, height, isOwnView, onOwnView, fitted }: Reveal): void {
  const flow = useReactFlow();
  const current = useUi((s) => s.currentTray);
  const decided = useMirror("telling", (m) => (m.telling.told ? nodeOfDecision(m, m.telling.told) : undefined));

  const revealFocus = useEffectEvent(() => {
    const box = layout.trays.get(current ?? "");
    const hasFocus = document.activeElement instanceof HTMLElement && document.activeElement.dataset["name"] === current;
    const view = flow.getViewport();
    if (!box || !hasFocus || isInSight(box, view, width, height)) return;
    onOwnView();
    void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: view.zoom, duration: panMs() });
  });
  const follow = useEffectEvent(() => {
    const box = layout.trays.get(decided ?? "");
    const fit = fitted.current;
    if (!box || !fit || fit.isWhole || isOwnView || isInSight(box, flow.getViewport(), width, height)) return;
    void flow.setViewport({ x: fit.x, y: height / 2 - (box.y + box.height / 2) * fit.zoom, zoom: fit.zoom }, { duration: panMs() });
  });
  useEffect(() => revealFocus(), [current]);
  useEffect(() => follow(), [decided]);
}

function panMs(): number {
  return isMotionAllowed() ? PAN_MS : 0;
}

function isInSight(box: Box, view: Viewport, width: number, height: number): boolean {
  const [left, top] = [box.x * view.zoom + view.x, box.y * view.zoom + view.y];
  return left >= 0 && top >= 0 && left + box.width * view.zoom <= width && top + box.height * view.zoom <= height;
}
