import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, Suspense } from "react";
import { TabList } from "../shell/TabList.tsx";
import { useMirror } from "../hooks/use-mirror.ts";
import { useUi } from "../store.ts";
import type { DrawerTab } from "../store.ts";
import { Feed } from "./Feed.tsx";

const EventsTab = lazy(() => import("./EventsTab.tsx").then((m) => ({ default: m.EventsTab })));
const ObjectsTab = lazy(() => import("./ObjectsTab.tsx").then((m) => ({ default: m.ObjectsTab })));
const DiagramTab = lazy(() => import("./DiagramTab.tsx").then((m) => ({ default: m.DiagramTab })));

/** The record of the run below the picture: decisions, events, objects, and the cluster as a diagram. */
export function Drawer() {
  const tab = useUi((s) => s.drawerTab);
  const isOpen = useUi((s) => s.isDrawerOpen);
  const inert = useMirror("objects", (m) => m.inert.length);
  const nodes = useMirror("counts", (m) => m.counts.nodes);
  const tabs: readonly { readonly id: DrawerTab; readonly label: string; readonly count?: number }[] = [
    { id: "feed", label: "Feed" }, { id: "events", label: "Events" }, { id: "objects", label: "Objects", count: nodes + inert }, { id: "diagram", label: "Diagram" },
  ];
  return (
    <section className={isOpen ? "drawer open" : "drawer"} aria-label="Record">
      <header>
        <TabList label="Record" name="drawer" tabs={tabs} selected={tab} onSelect={(id) => useUi.setState({ drawerTab: id, isDrawerOpen: true })} />
        <button type="button" className="button plain icon" aria-expanded={isOpen} aria-label={isOpen ? "Close the record" : "Open the record"}
          onClick={() => useUi.setState({ isDrawerOpen: !isOpen })}>{isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}</button>
      </header>
      {isOpen ? (
        <div className="drawer-body" role="tabpanel" id="drawer-panel" aria-labelledby={`drawer-tab-${tab}`} tabIndex={0}>
          <Suspense fallback={<p className="empty">Loading…</p>}><Body tab={tab} /></Suspense>
        </div>
      ) : null}
    </section>
  );
}

function Body({ tab }: { readonly tab: DrawerTab }) {
  switch (tab) {
    case "feed":
      return <Feed />;
    case "events":
      return <EventsTab />;
    case "objects":
      return <ObjectsTab />;
    case "diagram":
      return <DiagramTab />;
  }
}
