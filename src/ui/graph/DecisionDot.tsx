import { useEffect, useRef } from "react";
import { edgePath, sceneEdges } from "../../view/scene/edges.ts";
import type { SceneLayout } from "../../view/scene/layout.ts";
import { subscribe } from "../../view/mirror.ts";
import { animate } from "../hooks/animate.ts";
import { useSession } from "../session-context.ts";

const TRAVEL_MS = 380;
const KEYFRAMES = 14;

/** The present decision on its way from the controller to the tray, once. */
export function DecisionDot({ layout }: { readonly layout: SceneLayout }) {
  const { mirror } = useSession();
  const dot = useRef<HTMLDivElement>(null);
  const places = useRef(layout);
  useEffect(() => {
    places.current = layout;
  }, [layout]);

  useEffect(() => {
    let told = mirror.telling.told?.id ?? 0;
    let stop: (() => void) | undefined;
    const end = subscribe(mirror, "telling", () => {
      const decision = mirror.telling.told;
      // After a jump back in time the newest decision is an old one: nothing travels.
      const isNew = decision !== undefined && decision.id > told;
      told = decision?.id ?? 0;
      if (!isNew || !dot.current) return;
      const edge = sceneEdges(mirror, { decision }).find((e) => e.isDecision);
      const from = edge && places.current.cards.get(edge.workloadUid);
      const to = edge && places.current.trays.get(edge.nodeName);
      if (!from || !to) return;
      const keyframes = pointsOf(edgePath(from, to, places.current.cards.values())).map((p, i, all) => ({
        transform: `translate(${p.x}px, ${p.y}px)`, opacity: i === all.length - 1 ? 0 : 1,
      }));
      stop?.();
      stop = animate(dot.current, keyframes, { duration: TRAVEL_MS, easing: "ease-in-out" });
    });
    return () => {
      end();
      stop?.();
    };
  }, [mirror]);

  return <div ref={dot} className="decision-dot" aria-hidden="true" />;
}

/** Points along an SVG path, so that a transform can follow it without layout. */
function pointsOf(d: string): readonly DOMPoint[] {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", d);
  const length = path.getTotalLength();
  return Array.from({ length: KEYFRAMES + 1 }, (_, i) => path.getPointAtLength((length * i) / KEYFRAMES));
}
