import { memo } from "react";
import type { NodeRow } from "../../api/frame.ts";
import { isControlPlane } from "../../view/scene/layout.ts";
import type { GhostSlot, Tray as TrayData } from "../../view/tray.ts";
import { durationText } from "../format.ts";
import { useMirror, useTray } from "../hooks/use-mirror.ts";
import { openMenu } from "../open-menu.ts";
import { useNow } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import type { Selection } from "../store.ts";
import { Glyph } from "./Glyph.tsx";
import { PodChip } from "./PodChip.tsx";
import { ResourceBars } from "./ResourceBars.tsx";
import { useRoving } from "./use-roving.ts";
import { MOST_CHIPS, ownLabels } from "./scene-metrics.ts";
import { TaintTag } from "./TaintTag.tsx";
import { Icon } from "../shell/Icon.tsx";

/** A node with its slots: the same DaemonSet in the same place on every node, so that a hole is seen without reading. */
export const Tray = memo(function Tray({ nodeName }: { readonly nodeName: string }) {
  const tray = useTray(nodeName);
  const roving = useRoving(nodeName);
  const uid = tray?.node?.uid;
  const isSelected = useUi((s) => uid !== undefined && s.selection?.uid === uid);
  if (!tray) return null;
  const node = tray.node;
  if (!node) return <LostTray tray={tray} />;
  const target: Selection = { kind: "Node", name: node.name, uid: node.uid };
  const classes = ["tray", isSelected ? "selected" : "", node.unschedulable ? "cordoned" : "", node.ready !== "True" ? "not-ready" : ""];
  return (
    <article className={classes.filter(Boolean).join(" ")} aria-label={node.name}>
      <header>
        <span className={`ready-dot ${node.ready === "True" ? "is-ready" : ""}`} aria-hidden="true" />
        {/* The button reaches over the whole tray; what stands in it is above. */}
        <button type="button" className="node-name stretched" tabIndex={roving.tabIndex} data-kind="Node" data-name={node.name} data-uid={node.uid}
          aria-label={nodeWords(node)} aria-pressed={isSelected} onKeyDown={roving.onKeyDown} onFocus={roving.onFocus}
          onContextMenu={(e) => openMenu(e, target)} onClick={() => select(target)}>{node.name}</button>
        {isControlPlane(node) ? <span className="crown" title="control plane"><Glyph name="crown" size={13} /></span> : null}
        <button type="button" className="more" tabIndex={roving.tabIndex} aria-label={`Actions for ${node.name}`} aria-haspopup="menu"
          onClick={(e) => openMenu(e, target)}><Icon name="more" size={16} /></button>
      </header>
      <p className="node-sub">{nodeLine(node)}</p>
      <NodeTags node={node} />
      <Slots tray={tray} tabIndex={roving.tabIndex} />
      <ResourceBars node={node} />
    </article>
  );
});

/** Pods whose Node object is gone: they stay until somebody collects them. */
function LostTray({ tray }: { readonly tray: TrayData }) {
  return (
    <article className="tray gone" aria-label={`${tray.nodeName}, removed; its pods are being collected`}>
      <header><Glyph name="node-lost" /><span className="node-name">{tray.nodeName}</span></header>
      <p className="node-sub">node object removed</p>
      <Slots tray={tray} tabIndex={0} />
    </article>
  );
}

function NodeTags({ node }: { readonly node: NodeRow }) {
  const labels = ownLabels(node);
  const shown = labels.slice(0, 2);
  return (
    <div className="node-tags">
      {node.ready !== "True" ? <LastHeard node={node} /> : null}
      {node.unschedulable ? <span className="cordon-bar"><Glyph name="closed-door" size={12} /> cordoned</span> : null}
      {node.taints.map((t) => <TaintTag key={`${t.key}:${t.effect}`} taint={t} />)}
      {labels.length > 0 ? (
        <span className="label-row">
          {shown.map(([key, value]) => <span key={key} className="tag" title={`${key}=${value}`}>{value ? `${key}=${value}` : key}</span>)}
          {labels.length > shown.length ? (
            <span className="tag quiet" title={labels.slice(2).map(([k, v]) => `${k}=${v}`).join("\n")}>+{labels.length - shown.length}</span>
          ) : null}
        </span>
      ) : null}
    </div>
  );
}

/** Ready=Unknown: the kubelet is silent; since when is what the node controller counts. */
function LastHeard({ node }: { readonly node: NodeRow }) {
  const now = useNow(1000);
  const since = durationText(now - node.readySinceMs);
  return (
    <span className="last-heard"><Glyph name="node-lost" size={12} /> {node.ready === "Unknown" ? `NotReady · silent for ${since}` : `NotReady · for ${since}`}</span>
  );
}

function Slots({ tray, tabIndex }: { readonly tray: TrayData; readonly tabIndex: number }) {
  const shown = tray.slots.slice(0, MOST_CHIPS);
  const hidden = tray.slots.length - shown.length;
  const names = useMirror("daemonsets", (m) => m.daemonSets.length) > 1;
  return (
    <div className="slots">
      {shown.map((slot) => slot.kind === "pod" || slot.kind === "pending"
        ? <PodChip key={slot.id} slot={slot} tabIndex={tabIndex} />
        : <Ghost key={slot.id} slot={slot} tabIndex={tabIndex} isNamed={names} node={tray.node} />)}
      {hidden > 0 ? <p className="more-pods">+ {hidden} more pods</p> : null}
      {tray.slots.length === 0 ? <p className="more-pods">no pods</p> : null}
    </div>
  );
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
    ...node.taints.map((t) => `taint ${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`),
  ].filter(Boolean).join(", ");
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
