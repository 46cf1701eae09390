import { TabList } from "../shell/TabList.tsx";
import { useMirror } from "../hooks/use-mirror.ts";
import { isCrowded } from "../graph/scene-metrics.ts";
import { useMedia } from "../hooks/use-media.ts";
import { useUi } from "../store.ts";
import type { DrawerTab } from "../store.ts";
import { Icon } from "../shell/Icon.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const Feed = onDemand(() => import("./Feed.tsx").then((m) => m.Feed));
const EventsTab = onDemand(() => import("./EventsTab.tsx").then((m) => m.EventsTab));
const ObjectsTab = onDemand(() => import("./ObjectsTab.tsx").then((m) => m.ObjectsTab));
const DiagramTab = onDemand(() => import("./DiagramTab.tsx").then((m) => m.DiagramTab));
const TerminalTab = onDemand(() => import("../terminal/TerminalTab.tsx").then((m) => m.loadTerminalTab()));

/** In a smaller window, as with many nodes, the picture needs the room. */
const ROOMY = "(min-width: 761px) and (min-height: 760px)";

/** The record of the run below the picture: decisions, events, objects, and the cluster as a diagram. */
export function Drawer() {
  const tab = useUi((s) => s.drawerTab);
  const nodes = useMirror("counts", (m) => m.counts.nodes);
  const isRoomy = useMedia(ROOMY) && !isCrowded(nodes);
  const isOpen = useUi((s) => s.isDrawerOpen ?? isRoomy);
  const inert = useMirror("objects", (m) => m.inert.length);
  const tabs: readonly { readonly id: DrawerTab; readonly label: string; readonly count?: number }[] = [
    { id: "feed", label: "Feed" }, { id: "events", label: "Events" }, { id: "objects", label: "Objects", count: nodes + inert }, { id: "diagram", label: "Diagram" }, { id: "terminal", label: "Terminal" },
  ];
  return (
    <section className={isOpen ? "drawer open" : "drawer"} aria-label="Record">
      <header>
        <TabList label="Record" name="drawer" tabs={tabs} selected={tab} hasPanel={isOpen} onSelect={(id) => useUi.setState({ drawerTab: id, isDrawerOpen: true })} />
        <button type="button" className="button plain icon" aria-expanded={isOpen} aria-label={isOpen ? "Close the record" : "Open the record"}
          onClick={() => useUi.setState({ isDrawerOpen: !isOpen })}>{isOpen ? <Icon name="chevronDown" size={16} /> : <Icon name="chevronUp" size={16} />}</button>
      </header>
      {isOpen ? (
        <div className="drawer-body" role="tabpanel" id="drawer-panel" aria-labelledby={`drawer-tab-${tab}`} tabIndex={0}>
          <Body tab={tab} />
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
    case "terminal":
      return <TerminalTab />;
  }
}
