import "../theme/tiles.css";
import { useReactFlow, useViewport } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { tileIndexAt } from "../../view/scene/tiles.ts";
import type { TileGrid } from "../../view/scene/tiles.ts";
import { useClock, useSession } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import { useLight } from "./light-store.ts";
import { drawTiles, readColors, tileWords } from "./draw-tiles.ts";

interface TilesCanvasProps {
  readonly names: readonly string[];
  readonly grid: TileGrid;
  readonly width: number;
  readonly height: number;
}

/** Too many nodes for trays: one tile each for the workload in focus, the others small beside it, all on one canvas. Hover names, click selects. */
export function TilesCanvas({ names, grid, width, height }: TilesCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { mirror } = useSession();
  const view = useViewport();
  const flow = useReactFlow();
  const version = useClock((c) => c.contextVersion);
  const theme = useUi((s) => s.theme);
  const selected = useUi((s) => (s.selection?.kind === "Node" ? s.selection.name : undefined));
  const lit = useLight((s) => s.light?.nodes);
  const outcome = useLight((s) => s.outcome);
  const [hover, setHover] = useState<{ readonly name: string; readonly x: number; readonly y: number }>();

  useEffect(() => {
    void version;
    void theme;
    if (canvas.current) drawTiles(canvas.current, { mirror, names, grid, view, width, height, selected, lit, outcome, colors: readColors() });
  }, [mirror, names, grid, view, width, height, version, theme, selected, lit, outcome]);

  function nameAt(event: { readonly clientX: number; readonly clientY: number }): string | undefined {
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const index = tileIndexAt(grid, point.x, point.y);
    return index === undefined ? undefined : names[index];
  }

  // The canvas lies under React Flow's pane, which pans; so the pane's own events are listened to.
  useEffect(() => {
    const pane = canvas.current?.closest(".react-flow")?.querySelector(".react-flow__pane");
    if (!pane) return undefined;
    const onMove = (event: Event) => {
      const e = event as MouseEvent;
      const name = nameAt(e);
      const box = pane.getBoundingClientRect();
      setHover(name === undefined ? undefined : { name, x: e.clientX - box.left, y: e.clientY - box.top });
    };
    const onLeave = () => setHover(undefined);
    const onClick = (event: Event) => {
      setHover(undefined);
      const node = mirror.trays.get(nameAt(event as MouseEvent) ?? "")?.node;
      if (node) select({ kind: "Node", name: node.name, uid: node.uid });
    };
    pane.addEventListener("mousemove", onMove);
    pane.addEventListener("mouseleave", onLeave);
    pane.addEventListener("click", onClick);
    return () => {
      pane.removeEventListener("mousemove", onMove);
      pane.removeEventListener("mouseleave", onLeave);
      pane.removeEventListener("click", onClick);
    };
  });

  return (
    <>
      <canvas ref={canvas} className="tiles" width={width * devicePixelRatio} height={height * devicePixelRatio} style={{ width, height }}
        role="img" aria-label={`${names.length} nodes as tiles. The table under Objects lists them.`} />
      {hover ? <div className="tile-tip" style={{ left: Math.min(hover.x + 12, width - 220), top: hover.y + 14 }}>{tileWords(mirror, hover.name)}</div> : null}
    </>
  );
}
