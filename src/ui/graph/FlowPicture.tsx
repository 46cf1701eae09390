import { ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from "@xyflow/react";
import type { Node, NodeProps, NodeTypes } from "@xyflow/react";
import { memo, useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import type { Box, SceneLayout } from "../../view/scene/layout.ts";
import { isMotionAllowed } from "../hooks/animate.ts";
import { DaemonSetCard } from "./DaemonSetCard.tsx";
import { DecisionDot } from "./DecisionDot.tsx";
import { Edges } from "./Edges.tsx";
import { MOST_TRAYS } from "./scene-metrics.ts";
import { useUi } from "../store.ts";
import { Tray } from "./Tray.tsx";
import { useScene } from "./use-scene.ts";
import { Icon } from "../shell/Icon.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

type TrayNode = Node<{ nodeName: string }, "tray">;
type CardNode = Node<{ uid: string }, "card">;

// React Flow makes new props for a node that only moved; what is drawn depends on the id alone.
const NODE_TYPES: NodeTypes = {
  tray: memo(function TrayFlowNode({ data }: NodeProps<TrayNode>) {
    return <Tray nodeName={data.nodeName} />;
  }, (a, b) => a.data.nodeName === b.data.nodeName),
  card: memo(function CardFlowNode({ data }: NodeProps<CardNode>) {
    return <DaemonSetCard uid={data.uid} />;
  }, (a, b) => a.data.uid === b.data.uid),
};

const TilesCanvas = onDemand(() => import("./TilesCanvas.tsx").then((m) => m.TilesCanvas));

const MIN_ZOOM = 0.2;
const MAX_ZOOM = 2;
/** The picture is not made smaller than this to fit: words must stay legible, the rest is reached by panning. */
const SMALLEST_FIT = 0.72;
const FIT_MARGIN = 20;

interface FlowPictureProps {
  readonly names: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Trays and cards in a viewport that pans and zooms. React Flow is only that viewport: it lays nothing out. */
export function FlowPicture(props: FlowPictureProps) {
  return <ReactFlowProvider initialMinZoom={MIN_ZOOM} initialMaxZoom={MAX_ZOOM}><Flow {...props} /></ReactFlowProvider>;
}

function Flow({ names, width, height }: FlowPictureProps) {
  const isTiles = names.length > MOST_TRAYS;
  const scene = useScene(width, isTiles);
  const nodes = useMemo(() => nodesOf(scene.layout), [scene.layout]);
  const [isOwnView, setOwnView] = useState(false);
  const fit = useFit(scene.bounds, width, height);
  const flow = useReactFlow();

  useEffect(() => {
    if (!isOwnView) fit();
  }, [fit, isOwnView]);
  useReveal(scene.layout, width, height, () => setOwnView(true));

  return (
    <ReactFlow nodes={nodes} edges={NO_EDGES} nodeTypes={NODE_TYPES} minZoom={MIN_ZOOM} maxZoom={MAX_ZOOM}
      nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} elementsSelectable={false} edgesFocusable={false}
      panOnScroll zoomOnDoubleClick={false} disableKeyboardA11y deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null}
      panActivationKeyCode={null} zoomActivationKeyCode="Control" proOptions={PRO_OPTIONS}
      onMove={(event) => { if (event) setOwnView(true); }}>
      <ViewportPortal>
        <Edges layout={scene.layout} />
        <DecisionDot layout={scene.layout} />
      </ViewportPortal>
      {isTiles ? <TilesCanvas names={names} grid={scene.grid} width={width} height={height} /> : null}
      <div className="zoom-buttons">
        <button type="button" className="button icon" aria-label="Zoom in" onClick={() => { setOwnView(true); void flow.zoomIn(); }}><Icon name="plus" size={15} /></button>
        <button type="button" className="button icon" aria-label="Zoom out" onClick={() => { setOwnView(true); void flow.zoomOut(); }}><Icon name="minus" size={15} /></button>
        <button type="button" className="button icon" aria-label="Show everything" onClick={() => { setOwnView(false); fit(); }}><Icon name="fit" size={14} /></button>
      </div>
    </ReactFlow>
  );
}

const NO_EDGES: never[] = [];
const PRO_OPTIONS = { hideAttribution: false };

function nodesOf(layout: SceneLayout): (TrayNode | CardNode)[] {
  const cards = [...layout.cards].map(([uid, box]): CardNode => ({ id: `card:${uid}`, type: "card", data: { uid }, ...placed(box) }));
  const trays = [...layout.trays].map(([name, box]): TrayNode => ({ id: `tray:${name}`, type: "tray", data: { nodeName: name }, ...placed(box) }));
  return [...cards, ...trays];
}

function placed(box: Box) {
  return { position: { x: box.x, y: box.y }, width: box.width, height: box.height };
}

/** Brings the tray that got the keyboard's focus into sight. */
function useReveal(layout: SceneLayout, width: number, height: number, onReveal: () => void): void {
  const flow = useReactFlow();
  const current = useUi((s) => s.currentTray);
  const reveal = useEffectEvent(() => {
    const box = current === undefined ? undefined : layout.trays.get(current);
    const hasFocus = document.activeElement instanceof HTMLElement && document.activeElement.dataset["name"] === current;
    if (!box || !hasFocus) return;
    const { x, y, zoom } = flow.getViewport();
    const [left, top] = [box.x * zoom + x, box.y * zoom + y];
    const isInSight = left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height;
    if (isInSight) return;
    onReveal();
    void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: isMotionAllowed() ? 200 : 0 });
  });
  useEffect(() => reveal(), [current]);
}

/** Shows everything if it stays legible; else the top, at the smallest legible size. Centred across. */
function useFit(bounds: Box, width: number, height: number): () => void {
  const { setViewport } = useReactFlow();
  return useCallback(() => {
    const whole = Math.min((width - 2 * FIT_MARGIN) / Math.max(1, bounds.width), (height - 2 * FIT_MARGIN) / Math.max(1, bounds.height), 1);
    const zoom = Math.max(whole, Math.min(SMALLEST_FIT, (width - 2 * FIT_MARGIN) / Math.max(1, bounds.width)), MIN_ZOOM);
    const x = (width - bounds.width * zoom) / 2 - bounds.x * zoom;
    const spare = height - bounds.height * zoom;
    const y = Math.max(FIT_MARGIN, Math.min(spare / 3, 48)) - bounds.y * zoom;
    void setViewport({ x, y, zoom }, { duration: isMotionAllowed() ? 250 : 0 });
  }, [setViewport, bounds, width, height]);
}
