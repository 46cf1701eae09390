import { memo, useContext } from "react";
import type { NodeRow } from "../../api/frame.ts";
import { nodeOfDecision } from "../../view/scene/edges.ts";
import { isControlPlane } from "../../view/scene/layout.ts";
import type { GhostSlot, Slot, Tray as TrayData } from "../../view/tray.ts";
import { useMirror, useTray } from "../hooks/use-mirror.ts";
import { openMenu } from "../open-menu.ts";
import { useClock } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import type { Selection } from "../store.ts";
import { CompactContext } from "./compact-context.ts";
import { isFresh } from "./fresh.ts";
import { Glyph } from "./Glyph.tsx";
import { NodeMarks, NodeTags } from "./NodeTags.tsx";
import { PodChip } from "./PodChip.tsx";
import { ResourceBars } from "./ResourceBars.tsx";
import { useRoving } from "./use-roving.ts";
import { MOST_CHIPS, slotRows } from "./scene-metrics.ts";
import { taintText } from "./TaintTag.tsx";
import { Icon } from "../shell/Icon.tsx";

/** A node with its slots: the same DaemonSet in the same place on every node, so that a hole is seen without reading. */
export const Tray = memo(function Tray({ nodeName }: { readonly nodeName: string }) {
  const tray = useTray(nodeName);
  const roving = useRoving(nodeName);
  const uid = tray?.node?.uid;
  const isSelected = useUi((s) => uid !== undefined && s.selection?.uid === uid);
  const isCompact = useContext(CompactContext);
  const isDecided = useIsDecided(nodeName);
  if (!tray) return null;
  const node = tray.node;
  if (!node) return <LostTray tray={tray} />;
  const target: Selection = { kind: "Node", name: node.name, uid: node.uid };
  const classes = ["tray", isCompact ? "compact" : "", isDecided ? "in-decision" : "", isSelected ? "selected" : "", node.unschedulable ? "cordoned" : "", node.ready !== "True" ? "not-ready" : ""];
  return (
    <article className={classes.filter(Boolean).join(" ")} aria-label={node.name}>
      <header>
        <span className={`ready-dot ${node.ready === "True" ? "is-ready" : ""}`} aria-hidden="true" />
        {/* The button reaches over the whole tray; what stands in it is above. */}
        <button type="button" className="node-name stretched" tabIndex={roving.tabIndex} data-kind="Node" data-name={node.name} data-uid={node.uid}
          aria-label={nodeWords(node)} aria-pressed={isSelected} onKeyDown={roving.onKeyDown} onFocus={roving.onFocus}
          onContextMenu={(e) => openMenu(e, target)} onClick={() => select(target)}>{node.name}</button>
        {isControlPlane(node) ? <span className="crown" title="control plane"><Glyph name="crown" size={13} /></span> : null}
        {isCompact ? <NodeMarks node={node} /> : null}
        <button type="button" className="more" tabIndex={roving.tabIndex} aria-label={`Actions for ${node.name}`} aria-haspopup="menu"
          onClick={(e) => openMenu(e, target)}><Icon name="more" size={16} /></button>
      </header>
      {isCompact ? null : <><p className="node-sub">{nodeLine(node)}</p><NodeTags node={node} /></>}
      <Slots tray={tray} tabIndex={roving.tabIndex} />
      {isCompact ? null : <ResourceBars node={node} />}
    </article>
  );
});

/** Whether the sentence that is being told is about this node; the edge to it may be out of sight or not drawn. */
function useIsDecided(nodeName: string): boolean {
  const decision = useMirror("telling", (m) => (m.telling.told && nodeOfDecision(m, m.telling.told) === nodeName ? m.telling.told : undefined));
  return useClock((c) => isFresh(decision, c.nowMs));
}

/** Pods whose Node object is gone: they stay until somebody collects them. */
function LostTray({ tray }: { readonly tray: TrayData }) {
  const isCompact = useContext(CompactContext);
  return (
    <article className={isCompact ? "tray compact gone" : "tray gone"} aria-label={`${tray.nodeName}, removed; its pods are being collected`}>
      <header><Glyph name="node-lost" /><span className="node-name">{tray.nodeName}</span></header>
      {isCompact ? null : <p className="node-sub">node object removed</p>}
      <Slots tray={tray} tabIndex={0} />
    </article>
  );
}

function Slots({ tray, tabIndex }: { readonly tray: TrayData; readonly tabIndex: number }) {
  const shown = tray.slots.slice(0, MOST_CHIPS);
  const hidden = tray.slots.length - shown.length;
  const names = useMirror("daemonsets", (m) => m.daemonSets.length) > 1;
  return (
    <div className="slots">
      {slotRows(shown).map((row, i) => (
        <div key={rowKey(row, i)} className="lane">
          {row.map((slot) => slot.kind === "pod" || slot.kind === "pending"
            ? <PodChip key={slot.id} slot={slot} tabIndex={tabIndex} />
            : <Ghost key={slot.id} slot={slot} tabIndex={tabIndex} isNamed={names} node={tray.node} />)}
        </div>
      ))}
      {hidden > 0 ? <p className="more-pods">+ {hidden} more pods</p> : null}
      {tray.slots.length === 0 ? <p className="more-pods">no pods</p> : null}
    </div>
  );
}

/** A row is that of its DaemonSet for good: the pod that stays must not be drawn anew when the other one goes. */
function rowKey(row: readonly Slot[], index: number): string {
  const [first] = row;
  return first?.lane ? `${first.lane} ${index}` : (first?.id ?? "");
}

interface GhostProps {
  readonly slot: GhostSlot;
  readonly tabIndex: number;
  readonly isNamed: boolean;
  readonly node: NodeRow | undefined;
}

/** Where a pod is wanted and missing, or not wanted at all. Both are doors to the reason. */
function Ghost({ slot, tabIndex, isNamed, node }: GhostProps) {
  const isMissing = slot.kind === "missing";
  const words = isMissing
    ? `${slot.daemonSetName} is missing on ${slot.eligibility.nodeName}`
    : `${slot.daemonSetName} is not wanted on ${slot.eligibility.nodeName}: ${plain(slot.eligibility.text)}`;
  return (
    <button type="button" tabIndex={tabIndex} className={isMissing ? "slot-ghost missing" : "slot-ghost not-eligible"} aria-label={words} title={words}
      onClick={() => { if (node) select({ kind: "Node", name: node.name, uid: node.uid }, "why"); }}>
      <Glyph name={isMissing ? "missing" : "not-wanted"} size={12} />
      <span>{isMissing ? (isNamed ? `${slot.daemonSetName} missing` : "pod missing") : isNamed ? `no ${slot.daemonSetName}` : "not wanted here"}</span>
      <span className="why-mark" aria-hidden="true">?</span>
    </button>
  );
}

function nodeLine(node: NodeRow): string {
  const role = node.roles.length > 0 ? node.roles.join(", ") : "worker";
  return `${role} · ${node.cpuMillis / 1000} cpu · ${Math.round(node.memoryBytes / 1024 ** 3)}Gi`;
}

function nodeWords(node: NodeRow): string {
  return [
    `node ${node.name}, ${node.roles.join(", ") || "worker"}`,
    node.ready === "True" ? "Ready" : "NotReady",
    node.unschedulable ? "cordoned" : "",
    ...node.taints.map((t) => `taint ${taintText(t)}`),
  ].filter(Boolean).join(", ");
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
