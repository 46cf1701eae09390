import "../theme/inspector.css";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Inspection } from "../../api/timeline.ts";
import { useInspection } from "../hooks/use-inspection.ts";
import { useRow } from "../hooks/use-mirror.ts";
import { TabList } from "../shell/TabList.tsx";
import { closeInspector, useUi } from "../store.ts";
import type { InspectorTab, Selection } from "../store.ts";
import { DaemonSetWhy } from "./DaemonSetWhy.tsx";
import { EventTable } from "./EventTable.tsx";
import { NodeWhy } from "./NodeWhy.tsx";
import { PodWhy } from "./PodWhy.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const YamlTab = onDemand(() => import("./YamlTab.tsx").then((m) => m.YamlTab));

const TABS: readonly { readonly id: InspectorTab; readonly label: string }[] = [{ id: "why", label: "Why" }, { id: "events", label: "Events" }, { id: "yaml", label: "YAML" }];

/** Everything about what is selected: why it is as it is, its events, its YAML. A side panel, on a phone a sheet from below. */
export function Inspector() {
  const selection = useUi((s) => s.selection);
  return selection ? <Panel key={selection.uid} selection={selection} /> : null;
}

function Panel({ selection }: { readonly selection: Selection }) {
  const tab = useUi((s) => s.inspectorTab);
  const inspection = useInspection(selection);
  const row = useRow(selection.uid);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [tab]);
  return (
    <aside className="inspector" aria-label={`Details of ${selection.kind} ${selection.name}`}>
      <header>
        <h2 title={selection.name}>{selection.name}</h2>
        <span className="eyebrow">{selection.kind}</span>
        <button type="button" className="button plain icon" aria-label="Close details" onClick={closeInspector}><X size={16} aria-hidden /></button>
      </header>
      <TabList label="Details" name="inspector" tabs={TABS} selected={tab} hasPanel onSelect={(id) => useUi.setState({ inspectorTab: id })} />
      <div className="inspector-body" ref={body} role="tabpanel" id="inspector-panel" aria-labelledby={`inspector-tab-${tab}`} tabIndex={0}>
        {row || (selection.kind === "Node" && tab === "why") ? null : <p className="notice">It is gone. What is known about it stays here.</p>}
        {inspection ? <Body selection={selection} inspection={inspection} tab={tab} /> : <p className="empty">Reading…</p>}
      </div>
    </aside>
  );
}

function Body({ selection, inspection, tab }: { readonly selection: Selection; readonly inspection: Inspection; readonly tab: InspectorTab }) {
  switch (tab) {
    case "why":
      return <Why selection={selection} inspection={inspection} />;
    case "events":
      return <EventTable events={inspection.events} />;
    case "yaml":
      return <YamlTab inspection={inspection} />;
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
  }
}
