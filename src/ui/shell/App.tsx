import { useEffect } from "react";
import { CommandDialog, Dialogs } from "../dialogs/Dialogs.tsx";
import { Drawer } from "../drawer/Drawer.tsx";
import { Picture } from "../graph/Picture.tsx";
import { useDriver } from "../hooks/use-driver.ts";
import { useDroppedFiles } from "../hooks/use-dropped-files.ts";
import { useShortcuts } from "../hooks/use-shortcuts.ts";
import { loadCommands } from "../load-commands.ts";
import { SessionProvider, useClock } from "../session-context.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import { useTheme } from "../theme/use-theme.ts";
import { TimelineBar } from "../timeline/TimelineBar.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { SentenceLine } from "./SentenceLine.tsx";
import { Toast } from "./Toast.tsx";
import { TopBar } from "./TopBar.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

// The page starts without the weight of what is not seen at first.
const ContextMenu = onDemand(() => import("../dialogs/ContextMenu.tsx").then((m) => m.ContextMenu));
const RanStrip = onDemand(() => import("./RanStrip.tsx").then((m) => m.RanStrip));
const CrashBanner = onDemand(() => import("./CrashBanner.tsx").then((m) => m.CrashBanner));
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
          <main className="stage" id="cluster" tabIndex={-1}>
            <CrashPlace />
            <div className="scene">
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
        <Dialogs />
        <Toast />
        {isDragging ? <div className="drop-veil" aria-hidden="true"><p>Drop YAML to apply it</p></div> : null}
      </div>
    </SessionProvider>
  );
}

/** Fetches while nobody waits for it what the first click will need. */
function useIdlePreload(): void {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadCommands(), ContextMenu.preload(), RanStrip.preload(), CommandDialog.preload(), Inspector.preload()]), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
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

function InspectorPanel() {
  const isOpen = useUi((s) => s.isInspectorOpen && s.selection !== undefined);
  return isOpen ? <Inspector /> : null;
}
