import { lazy, Suspense } from "react";
import { ContextMenu } from "../dialogs/ContextMenu.tsx";
import { Dialogs } from "../dialogs/Dialogs.tsx";
import { Drawer } from "../drawer/Drawer.tsx";
import { Picture } from "../graph/Picture.tsx";
import { useDriver } from "../hooks/use-driver.ts";
import { useDroppedFiles } from "../hooks/use-dropped-files.ts";
import { useShortcuts } from "../hooks/use-shortcuts.ts";
import { SessionProvider } from "../session-context.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import { useTheme } from "../theme/use-theme.ts";
import { TimelineBar } from "../timeline/TimelineBar.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { CrashBanner } from "./CrashBanner.tsx";
import { RanStrip } from "./RanStrip.tsx";
import { SentenceLine } from "./SentenceLine.tsx";
import { Toast } from "./Toast.tsx";
import { TopBar } from "./TopBar.tsx";

const Inspector = lazy(() => import("../inspector/Inspector.tsx").then((m) => ({ default: m.Inspector })));

/** The whole page over one cluster. The session is made outside, once, and handed in. */
export function App({ session }: { readonly session: Session }) {
  useTheme();
  useDriver(session);
  useShortcuts(session);
  const isDragging = useDroppedFiles();
  return (
    <SessionProvider value={session}>
      <div className="app">
        <a className="skip-link" href="#cluster">Skip to the cluster</a>
        <TopBar />
        <div className="columns">
          <main className="stage" id="cluster" tabIndex={-1}>
            <CrashBanner />
            <div className="scene">
              <Picture />
              <div className="below-picture">
                <SentenceLine />
                <ActionBar />
                <RanStrip />
              </div>
            </div>
            <TimelineBar />
            <Drawer />
          </main>
          <InspectorPanel />
        </div>
        <ContextMenu />
        <Dialogs />
        <Toast />
        {isDragging ? <div className="drop-veil" aria-hidden="true"><p>Drop YAML to apply it</p></div> : null}
      </div>
    </SessionProvider>
  );
}

/** Loaded when it is first opened; the page starts without its weight. */
function InspectorPanel() {
  const isOpen = useUi((s) => s.isInspectorOpen && s.selection !== undefined);
  return isOpen ? <Suspense fallback={<aside className="inspector" aria-busy="true" aria-label="Details" />}><Inspector /></Suspense> : null;
}
