import { useEffect } from "react";
import { useLearn } from "../lesson/learn-store.ts";
import { Drawer } from "../drawer/Drawer.tsx";
import { Picture } from "../graph/Picture.tsx";
import { loadDriver, useDriver } from "../hooks/use-driver.ts";
import { useDroppedFiles } from "../hooks/use-dropped-files.ts";
import { useShortcuts } from "../hooks/use-shortcuts.ts";
import { loadCommands } from "../load-commands.ts";
import { SessionProvider, useClock } from "../session-context.ts";
import type { AskedLesson, Session } from "../session.ts";
import { useUi } from "../store.ts";
import { useTheme } from "../theme/use-theme.ts";
import { TimelineBar } from "../timeline/TimelineBar.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { SentenceLine } from "./SentenceLine.tsx";
import { TopBar } from "./TopBar.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

// The page starts without the weight of what is not seen at first.
const Toast = onDemand(() => import("./Toast.tsx").then((m) => m.Toast));
const ContextMenu = onDemand(() => import("../dialogs/ContextMenu.tsx").then((m) => m.ContextMenu));
const loadDialogs = () => import("../dialogs/Dialogs.tsx");
const Dialogs = onDemand(() => loadDialogs().then((m) => m.Dialogs));
const RanStrip = onDemand(() => import("./RanStrip.tsx").then((m) => m.RanStrip));
const CrashBanner = onDemand(() => import("./CrashBanner.tsx").then((m) => m.CrashBanner));
const SceneNote = onDemand(() => import("./SceneNote.tsx").then((m) => m.SceneNote));
const LessonPanel = onDemand(() => import("../lesson/LessonPanel.tsx").then((m) => m.LessonPanel));
const LessonList = onDemand(() => import("../lesson/LessonList.tsx").then((m) => m.LessonList));
const Inspector = onDemand(() => import("../inspector/Inspector.tsx").then((m) => m.Inspector));

const PRELOAD_AFTER_MS = 1000;

/** The whole page over one cluster. The session is made outside, once, and handed in. */
export function App({ session }: { readonly session: Session }) {
  useTheme();
  useDriver(session);
  useShortcuts(session);
  const isDragging = useDroppedFiles();
  useIdlePreload();
  return (
    <SessionProvider value={session}>
      <div className="app">
        <a className="skip-link" href="#cluster">Skip to the cluster</a>
        <TopBar />
        <div className="columns">
          <LessonPlace asked={session.scenario.lesson} />
          <main className="stage" id="cluster" tabIndex={-1}>
            <CrashPlace />
            <div className="scene">
              {session.scenario.note ? <SceneNote note={session.scenario.note} /> : null}
              <Picture />
              <div className="below-picture">
                <SentenceLine />
                <ActionBar />
                <RanPlace />
              </div>
            </div>
            <TimelineBar />
            <Drawer />
            <ContextMenuPlace />
          </main>
          <InspectorPanel />
        </div>
        <DialogPlace />
        <LessonListPlace />
        <Toast />
        {isDragging ? <div className="drop-veil" aria-hidden="true"><p>Drop YAML to apply it</p></div> : null}
      </div>
    </SessionProvider>
  );
}

/** Fetches while nobody waits for it what the first click will need. */
function useIdlePreload(): void {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadCommands(), import("../graph/LightPlace.tsx"), loadDriver(), ContextMenu.preload(), RanStrip.preload(), Inspector.preload(), Dialogs.preload(), loadDialogs().then((m) => m.CommandDialog.preload())]), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

function DialogPlace() {
  const isOpen = useUi((s) => s.dialog !== undefined);
  return isOpen ? <Dialogs /> : null;
}

function ContextMenuPlace() {
  const isOpen = useUi((s) => s.menu !== undefined);
  return isOpen ? <ContextMenu /> : null;
}

function CrashPlace() {
  const isDead = useClock((c) => c.crash !== undefined);
  return isDead ? <CrashBanner /> : null;
}

function RanPlace() {
  const hasRun = useUi((s) => s.ran !== undefined);
  return (
    <div className="ran-place">
      {hasRun ? <RanStrip /> : <p className="ran-hint">What you do appears here as a kubectl line. <span className="wide-only"><kbd>?</kbd> shows all keys.</span></p>}
    </div>
  );
}

function LessonPlace({ asked }: { readonly asked: AskedLesson | undefined }) {
  const isOpen = useLearn((s) => s.isLessonOpen);
  return asked && isOpen ? <LessonPanel asked={asked} /> : null;
}

function LessonListPlace() {
  const isOpen = useLearn((s) => s.isListOpen);
  return isOpen ? <LessonList /> : null;
}

function InspectorPanel() {
  const isOpen = useUi((s) => s.isInspectorOpen && s.selection !== undefined);
  return isOpen ? <Inspector /> : null;
}
