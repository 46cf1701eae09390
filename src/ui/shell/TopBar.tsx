import { useMirror, useFocusSet } from "../hooks/use-mirror.ts";
import { useLearn } from "../lesson/learn-store.ts";
import { beginSearch } from "../graph/light-store.ts";
import { useSession } from "../session-context.ts";
import { openDialog, setTheme, useUi } from "../store.ts";
import type { Theme } from "../store.ts";
import { BrandMark } from "./BrandMark.tsx";
import { Legend } from "./Legend.tsx";
import { Icon } from "./Icon.tsx";
import { Popover } from "./Popover.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const LessonButton = onDemand(() => import("../lesson/LessonButton.tsx").then((m) => m.LessonButton));
const SceneList = onDemand(() => import("./SceneList.tsx").then((m) => m.SceneList));

/** Name, where one is, the numbers that matter, and what concerns the page itself. */
export function TopBar() {
  const session = useSession();
  return (
    <header className="top-bar">
      <h1><BrandMark /> <span className="brand-name">Cluster Playground</span></h1>
      <span className="scenario-place">
        {session.scenario.lesson ? <LessonButton title={session.scenario.lesson.bundle.words.title} /> : session.scenario.scene === undefined ? <span className="scenario" title="What this cluster is">{session.scenario.title}</span> : <Popover label="Scenes" place="below" triggerClass="scenario" triggerTitle="What this cluster started from, and what else there is" trigger={<><span>{session.scenario.title}</span> <Icon name="chevronDown" size={13} /></>}><SceneList /></Popover>}
      </span>
      <Counters />
      <div className="actions">
        <button type="button" className="button plain learn" title="Lessons: the whole guide as things to do" onClick={() => useLearn.setState({ isListOpen: true })}>
          <Icon name="learn" size={17} /> <span className="wide-only">Learn</span><span className="visually-hidden narrow-only">Learn</span>
        </button>
        <Legend />
        <button type="button" className="button plain icon" aria-label="Search" title="Search (/)" onClick={beginSearch}>
          <Icon name="search" size={16} />
        </button>
        <button type="button" className="button plain icon" aria-label="Help and shortcuts" title="Help and shortcuts (?)" onClick={() => openDialog({ kind: "shortcuts" })}>
          <Icon name="help" size={17} />
        </button>
        <ThemeButton />
        <button type="button" className="button primary" onClick={() => openDialog({ kind: "apply" })}>
          <Icon name="fileUp" size={15} /> <span className="wide-only">Apply YAML</span><span className="visually-hidden narrow-only">Apply YAML</span>
        </button>
      </div>
    </header>
  );
}

/** Words that the card does not have: its numbers are those of the controller's last sync, these are of this moment. */
function Counters() {
  const counts = useMirror("counts", (m) => m.counts);
  const set = useFocusSet();
  return (
    <dl className="counters number" aria-label="Cluster">
      <div><dt>nodes <span className="wide-only">Ready</span></dt><dd>{counts.nodesReady}/{counts.nodes}</dd></div>
      <div><dt>pods <span className="wide-only">running</span></dt><dd>{counts.podsRunning}/{counts.pods}</dd></div>
      {set && set.upToDate < set.desired ? <div className="wide-only"><dt>updated</dt><dd>{set.upToDate} of {set.desired}</dd></div> : null}
    </dl>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

function ThemeButton() {
  const theme = useUi((s) => s.theme);
  const icon = ({ light: "sun", dark: "moon", system: "monitor" } as const)[theme];
  return (
    <button type="button" className="button plain icon" aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}`} title={`Theme: ${theme}`} onClick={() => setTheme(NEXT[theme])}>
      <Icon name={icon} size={17} />
    </button>
  );
}
