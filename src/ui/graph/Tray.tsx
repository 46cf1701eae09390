import { memo, useContext } from "react";
import type { NodeRow, WorkloadRow } from "../../api/frame.ts";
import { nodeOfDecision } from "../../view/scene/edges.ts";
import { isControlPlane } from "../../view/scene/layout.ts";
import type { GhostSlot, Tray as TrayData } from "../../view/tray.ts";
import { useIsMixed, useMirror, useTray, useWorkloads } from "../hooks/use-mirror.ts";
import { memoryText } from "../format.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { openMenu } from "../open-menu.ts";
import { useClock } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import type { Selection } from "../store.ts";
import { DensityContext } from "./density-context.ts";
import { isFresh } from "./fresh.ts";
import { Glyph } from "./Glyph.tsx";
import { useLight, useLook } from "./light-store.ts";
import { NodeMarks, NodeTags } from "./NodeTags.tsx";
import { PodChip } from "./PodChip.tsx";
import { ResourceBars } from "./ResourceBars.tsx";
import { toggleMark, useMark } from "./mark-store.ts";
import { useRoving } from "./use-roving.ts";
import { trayRows } from "./scene-metrics.ts";
import type { SlotRow } from "./scene-metrics.ts";
import { OwnerMark } from "./OwnerMark.tsx";
import { taintText } from "./TaintTag.tsx";
import { Icon } from "../shell/Icon.tsx";

const MarkBadge = onDemand(() => import("./MarkBadge.tsx").then((m) => m.MarkBadge));
const TrayLight = onDemand(() => import("./TrayLight.tsx").then((m) => m.TrayLight));

/** A node with its slots: the same DaemonSet in the same place on every node, so that a hole is seen without reading. */
export const Tray = memo(function Tray({ nodeName }: { readonly nodeName: string }) {
  const tray = useTray(nodeName);
  const roving = useRoving(nodeName);
  const uid = tray?.node?.uid;
  const isSelected = useUi((s) => uid !== undefined && s.selection?.uid === uid);
  const { isCompact } = useContext(DensityContext);
  const isDecided = useIsDecided(nodeName);
  const look = useLook("nodes", nodeName);
  const mark = useMark("nodes", nodeName);
  if (!tray) return null;
  const node = tray.node;
  if (!node) return <LostTray tray={tray} />;
  const target: Selection = { kind: "Node", name: node.name, uid: node.uid };
  const classes = ["tray", isCompact ? "compact" : "", isDecided ? "in-decision" : "", isSelected ? "selected" : "", node.unschedulable ? "cordoned" : "", node.ready !== "True" ? "not-ready" : "", look, mark && `mark-${mark}`];
  return (
    <article className={classes.filter(Boolean).join(" ")} aria-label={node.name}>
      <header>
        <span className={`ready-dot ${node.ready === "True" ? "is-ready" : ""}`} aria-hidden="true" />
        {/* The button reaches over the whole tray; what stands in it is above. */}
        <button type="button" className="node-name stretched" tabIndex={roving.tabIndex} data-kind="Node" data-name={node.name} data-uid={node.uid}
          aria-label={mark === "marked" ? `${nodeWords(node)}, marked` : nodeWords(node)} aria-pressed={isSelected} onKeyDown={roving.onKeyDown} onFocus={roving.onFocus}
          onContextMenu={(e) => openMenu(e, target)} onClick={() => { if (!toggleMark("nodes", node.name)) select(target); }}>{node.name}</button>
        {isControlPlane(node) ? <span className="crown" title="control plane"><Glyph name="crown" size={13} /></span> : null}
        {isCompact ? <NodeMarks node={node} /> : null}
        <button type="button" className="more" tabIndex={roving.tabIndex} aria-label={`Actions for ${node.name}`} aria-haspopup="menu"
          onClick={(e) => openMenu(e, target)}><Icon name="more" size={16} /></button>
      </header>
      {isCompact ? null : <><p className="node-sub">{nodeLine(node)}</p><NodeTags node={node} /></>}
      <Slots tray={tray} tabIndex={roving.tabIndex} />
      {isCompact ? null : <ResourceBars node={node} />}
      {mark === "" || mark === "open" ? null : <MarkBadge look={mark} />}
      <Lit nodeName={nodeName} />
    </article>
  );
});

/** What the light says here: nothing most of the time. */
function Lit({ nodeName }: { readonly nodeName: string }) {
  const note = useLight((s) => s.light?.notes.get(nodeName));
  const added = useLight((s) => s.outcome?.added.get(nodeName));
  return note === undefined && !added ? null : <TrayLight note={note} added={added} />;
}

/** Whether the sentence that is being told is about this node; the edge to it may be out of sight or not drawn. */
function useIsDecided(nodeName: string): boolean {
  const decision = useMirror("telling", (m) => (m.telling.told && nodeOfDecision(m, m.telling.told) === nodeName ? m.telling.told : undefined));
  return useClock((c) => isFresh(decision, c.nowMs));
}

/** Pods whose Node object is gone: they stay until somebody collects them. */
function LostTray({ tray }: { readonly tray: TrayData }) {
  const { isCompact } = useContext(DensityContext);
  return (
    <article className={isCompact ? "tray compact gone" : "tray gone"} aria-label={`${tray.nodeName}, removed; its pods are being collected`}>
      <header><Glyph name="node-lost" /><span className="node-name">{tray.nodeName}</span></header>
      {isCompact ? null : <p className="node-sub">node object removed</p>}
      <Slots tray={tray} tabIndex={0} />
    </article>
  );
}

function Slots({ tray, tabIndex }: { readonly tray: TrayData; readonly tabIndex: number }) {
  const workloads = useWorkloads();
  const isMarked = useIsMixed();
  const { rows, hidden } = trayRows(tray, workloads);
  const names = useMirror("workloads", (m) => m.daemonSets.length) > 1;
  return (
    <div className="slots">
      {rows.map((row, i) => (
        <div key={rowKey(row, i)} className="lane">
          {isMarked ? <LaneMark row={row} workload={workloads.find((w) => w.uid === row.lane)} /> : null}
          {row.slots.map((slot) => slot.kind === "pod" || slot.kind === "pending"
            ? <PodChip key={slot.id} slot={slot} tabIndex={tabIndex} />
            : <Ghost key={slot.id} slot={slot} tabIndex={tabIndex} isNamed={names} node={tray.node} />)}
        </div>
      ))}
      {hidden > 0 ? <p className="more-pods">+ {hidden} more pods</p> : null}
      {rows.length === 0 ? <p className="more-pods">no pods</p> : null}
    </div>
  );
}

/** A row is that of its DaemonSet for good: the pod that stays must not be drawn anew when the other one goes. */
function rowKey(row: SlotRow, index: number): string {
  return row.lane ? `${row.lane} ${index}` : (row.slots[0]?.id ?? "");
}

/** Whose row it is. A workload that counts pods wants nothing of a node, so where it has no pod nothing is missing. */
function LaneMark({ row, workload }: { readonly row: SlotRow; readonly workload: WorkloadRow | undefined }) {
  const [slot] = row.slots;
  const kind = workload?.kind ?? (slot && "pod" in slot ? slot.pod.workload?.kind : undefined);
  return (
    <>
      {kind ? <OwnerMark kind={kind} /> : <span className="owner" />}
      {slot ? null : <span className="vacant">no {workload?.name} here</span>}
    </>
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
  return `${role} · ${node.cpuMillis / 1000} cpu · ${memoryText(node.memoryBytes)}`;
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
