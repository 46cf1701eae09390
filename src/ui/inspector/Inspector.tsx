import "../theme/inspector.css";
import { Maximize2, Minimize2, X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Inspection } from "../../api/timeline.ts";
import { useInspection } from "../hooks/use-inspection.ts";
import { useRow } from "../hooks/use-mirror.ts";
import { selectionOf } from "../selection.ts";
import { useClock, useSession } from "../session-context.ts";
import { useDrafts } from "../editor/drafts.ts";
import { TabList } from "../shell/TabList.tsx";
import { closeInspector, select, useUi } from "../store.ts";
import type { InspectorTab, Selection } from "../store.ts";
import { DaemonSetWhy } from "./DaemonSetWhy.tsx";
import { EventTable } from "./EventTable.tsx";
import { NodeWhy } from "./NodeWhy.tsx";
import { PodWhy } from "./PodWhy.tsx";
import { WorkloadWhy } from "./WorkloadWhy.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const YamlTab = onDemand(() => import("./YamlTab.tsx").then((m) => m.YamlTab));
const LogsTab = onDemand(() => import("./LogsTab.tsx").then((m) => m.LogsTab));
const EnvTab = onDemand(() => import("./EnvTab.tsx").then((m) => m.EnvTab));
const RevisionsTab = onDemand(() => import("./RevisionsTab.tsx").then((m) => m.RevisionsTab));

const LABELS: Readonly<Record<InspectorTab, string>> = { why: "Why", yaml: "YAML", events: "Events", logs: "Logs", env: "Env", revisions: "Revisions" };
const ALWAYS: readonly InspectorTab[] = ["why", "yaml", "events"];

/** What there is to see of each kind. */
const TABS: Readonly<Record<Selection["kind"], readonly InspectorTab[]>> = {
  Node: ALWAYS,
  Pod: [...ALWAYS, "logs", "env"],
  ReplicaSet: [...ALWAYS, "logs", "env"],
  DaemonSet: [...ALWAYS, "logs", "env", "revisions"],
  Deployment: [...ALWAYS, "logs", "env", "revisions"],
  StatefulSet: [...ALWAYS, "logs", "env", "revisions"],
};

/** Everything about what is selected: why it is as it is, its events, its YAML. A side panel, on a phone a sheet from below. */
export function Inspector() {
  const selection = useUi((s) => s.selection);
  return selection ? <Panel key={selection.uid} selection={selection} /> : null;
}

function Panel({ selection }: { readonly selection: Selection }) {
  const wanted = useUi((s) => s.inspectorTab);
  const isWide = useUi((s) => s.isInspectorWide);
  const hasDraft = useDrafts((s) => s.drafts[selection.uid] !== undefined);
  // The tab stays chosen while a selection passes by that lacks it.
  const tab = TABS[selection.kind].includes(wanted) ? wanted : "why";
  const tabs = TABS[selection.kind].map((id) => ({ id, label: LABELS[id], ...(id === "yaml" && hasDraft ? { mark: "unsaved" } : {}) }));
  const inspection = useInspection(selection);
  const row = useRow(selection.uid);
  const body = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const { uid } = selection;
  useLayoutEffect(() => {
    const element = panel.current;
    // In a layout effect: its end comes while the panel is still there and has the focus.
    return () => {
      if (element?.contains(document.activeElement) && !useUi.getState().selection) focusInPicture(uid);
    };
  }, [uid]);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [tab]);
  return (
    <aside ref={panel} className={isWide ? "inspector wide" : "inspector"} aria-label={`Details of ${selection.kind} ${selection.name}`}>
      <header>
        <h2 title={selection.name}>{selection.name}</h2>
        <span className="eyebrow">{selection.kind}</span>
        {selection.namespace && selection.namespace !== "default" ? <span className="muted inspector-namespace" title="Namespace">{selection.namespace}</span> : null}
        <button type="button" className="button plain icon widen" aria-label={isWide ? "Make details narrower" : "Make details wider"} aria-pressed={isWide} onClick={() => useUi.setState({ isInspectorWide: !isWide })}>
          {isWide ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
        </button>
        <button type="button" className="button plain icon" aria-label="Close details" onClick={closeInspector}><X size={16} aria-hidden /></button>
      </header>
      <TabList label="Details" name="inspector" tabs={tabs} selected={tab} hasPanel onSelect={(id) => useUi.setState({ inspectorTab: id })} />
      <div className="inspector-body" ref={body} role="tabpanel" id="inspector-panel" aria-labelledby={`inspector-tab-${tab}`} tabIndex={0}>
        {row || (selection.kind === "Node" && tab === "why") ? null : <p className="notice">It is gone. What is known about it stays here. <Successor gone={selection} /></p>}
        {inspection ? <Body selection={selection} inspection={inspection} tab={tab} /> : <p className="empty">Reading…</p>}
      </div>
    </aside>
  );
}

/** A StatefulSet's pod, or a node that came back, has the name of the one that is gone. */
function Successor({ gone }: { readonly gone: Selection }) {
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  for (const row of mirror.rows.values()) {
    const next = row.kind === gone.kind && row.name === gone.name ? selectionOf(row) : undefined;
    if (next && next.namespace === gone.namespace) return <button type="button" className="link-button" onClick={() => select(next)}>Show the new one of this name</button>;
  }
  return null;
}

/** Back to what was looked at, so that the keyboard goes on from there; to the picture as a whole if it is not drawn. */
function focusInPicture(uid: string): void {
  const picture = document.getElementById("cluster");
  (picture?.querySelector<HTMLElement>(`[data-uid="${CSS.escape(uid)}"]`) ?? picture)?.focus();
}

function Body({ selection, inspection, tab }: { readonly selection: Selection; readonly inspection: Inspection; readonly tab: InspectorTab }) {
  switch (tab) {
    case "why":
      return <Why selection={selection} inspection={inspection} />;
    case "events":
      return <EventTable events={inspection.events} />;
    case "yaml":
      return <YamlTab inspection={inspection} uid={selection.uid} />;
    case "logs":
      return <LogsTab selection={selection} />;
    case "env":
      return <EnvTab selection={selection} />;
    case "revisions":
      return <RevisionsTab selection={selection} />;
  }
}

function Why({ selection, inspection }: { readonly selection: Selection; readonly inspection: Inspection }) {
  switch (selection.kind) {
    case "Node":
      return <NodeWhy name={selection.name} inspection={inspection} />;
    case "Pod":
      return <PodWhy uid={selection.uid} inspection={inspection} />;
    case "DaemonSet":
      return <DaemonSetWhy uid={selection.uid} inspection={inspection} />;
    default:
      return <WorkloadWhy uid={selection.uid} inspection={inspection} />;
  }
}
