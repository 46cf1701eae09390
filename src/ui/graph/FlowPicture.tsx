import { ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from "@xyflow/react";
import type { Node, NodeProps, NodeTypes } from "@xyflow/react";
import { memo, useMemo, useState } from "react";
import type { Box, SceneLayout } from "../../view/scene/layout.ts";
import { Card } from "./Card.tsx";
import { Edges } from "./Edges.tsx";
import { Tray } from "./Tray.tsx";
import { useFit } from "./use-fit.ts";
import { useReveal } from "./use-reveal.ts";
import { ColumnsContext } from "./use-roving.ts";
import { useScene } from "./use-scene.ts";
import type { SceneWindow } from "./use-scene.ts";
import { Icon } from "../shell/Icon.tsx";
import { onDemand } from "../hooks/on-demand.tsx";
import { useMirror } from "../hooks/use-mirror.ts";

type TrayNode = Node<{ nodeName: string }, "tray">;
type CardNode = Node<{ uid: string }, "card">;

// React Flow makes new props for a node that only moved; what is drawn depends on the id alone.
const NODE_TYPES: NodeTypes = {
  tray: memo(function TrayFlowNode({ data }: NodeProps<TrayNode>) {
    return <Tray nodeName={data.nodeName} />;
  }, (a, b) => a.data.nodeName === b.data.nodeName),
  card: memo(function CardFlowNode({ data }: NodeProps<CardNode>) {
    return <Card uid={data.uid} />;
  }, (a, b) => a.data.uid === b.data.uid),
};

// What only moves when something is decided.
const DecisionDot = onDemand(() => import("./DecisionDot.tsx").then((m) => m.DecisionDot));
const Gate = onDemand(() => import("./Gate.tsx").then((m) => m.Gate));
const TilesCanvas = onDemand(() => import("./TilesCanvas.tsx").then((m) => m.TilesCanvas));

const MIN_ZOOM = 0.2;
const MAX_ZOOM = 2;

interface FlowPictureProps extends SceneWindow {
  readonly names: readonly string[];
}

/** Trays and cards in a viewport that pans and zooms. React Flow is only that viewport: it lays nothing out. */
export function FlowPicture(props: FlowPictureProps) {
  return <ReactFlowProvider initialMinZoom={MIN_ZOOM} initialMaxZoom={MAX_ZOOM}><Flow {...props} /></ReactFlowProvider>;
}

function Flow({ names, width, height, density }: FlowPictureProps) {
  const scene = useScene({ width, height, density });
  const nodes = useMemo(() => nodesOf(scene.layout), [scene.layout]);
  const hasGate = useMirror("gate", (m) => m.gate.length > 0);
  const [isOwnView, setOwnView] = useState(false);
  const { fit, fitted } = useFit(scene, width, height, isOwnView);
  const flow = useReactFlow();
  useReveal({ scene, width, height, isOwnView, onOwnView: () => setOwnView(true), fitted });

  return (
    <ColumnsContext value={scene.layout.columns}>
      <ReactFlow nodes={nodes} edges={NO_EDGES} nodeTypes={NODE_TYPES} minZoom={MIN_ZOOM} maxZoom={MAX_ZOOM}
        nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} elementsSelectable={false} edgesFocusable={false}
        panOnScroll zoomOnDoubleClick={false} disableKeyboardA11y deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null}
        panActivationKeyCode={null} zoomActivationKeyCode="Control" proOptions={PRO_OPTIONS}
        onMove={(event) => { if (event) setOwnView(true); }}>
        <ViewportPortal>
          <Edges layout={scene.layout} />
          <DecisionDot layout={scene.layout} />
          {hasGate ? <Gate scene={scene} /> : null}
        </ViewportPortal>
        {scene.isTiles ? <TilesCanvas names={names} grid={scene.grid} width={width} height={height} /> : null}
        <div className="zoom-buttons">
          <button type="button" className="button icon" aria-label="Zoom in" onClick={() => { setOwnView(true); void flow.zoomIn(); }}><Icon name="plus" size={15} /></button>
          <button type="button" className="button icon" aria-label="Zoom out" onClick={() => { setOwnView(true); void flow.zoomOut(); }}><Icon name="minus" size={15} /></button>
          <button type="button" className="button icon" aria-label="Show everything" onClick={() => { setOwnView(false); fit(); }}><Icon name="fit" size={14} /></button>
        </div>
      </ReactFlow>
    </ColumnsContext>
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
