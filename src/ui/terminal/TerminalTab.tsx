import "../theme/terminal.css";
import { FolderOpen, Search, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useSession } from "../session-context.ts";
import { FileList } from "./FileList.tsx";
import { HintNote } from "./HintNote.tsx";
import { ResizeHandle } from "./ResizeHandle.tsx";
import { loadTerminalFont } from "./theme.ts";
import { terminalOf } from "./terminal-screen.ts";

/** The tab, when the font that it measures is there. */
export async function loadTerminalTab(): Promise<typeof TerminalTab> {
  await loadTerminalFont();
  return TerminalTab;
}

/** The terminal with its files beside it. */
 function TerminalTab() {
  const screen = terminalOf(useSession());
  const place = useRef<HTMLDivElement>(null);
  const [hasFiles, setHasFiles] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const hint = useSyncExternalStore(screen.subscribe, screen.hint);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    element.append(screen.element);
    const observer = new ResizeObserver(() => screen.fit());
    observer.observe(element);
    screen.fit();
    // Whoever goes through the tabs by key stays on them.
    if (!document.activeElement?.matches("[role=tab]:focus-visible")) screen.focus();
    return () => {
      observer.disconnect();
      screen.element.remove();
    };
  }, [screen]);

  return (
    <div className="terminal">
      <ResizeHandle />
      <div className="terminal-main">
        <div className="terminal-tools" role="toolbar" aria-label="Terminal">
          {isSearching ? <SearchField onFind={screen.find} onClose={() => { setSearching(false); screen.focus(); }} /> : (
            <button type="button" className="button plain icon" aria-label="Search in what was printed" title="Search" onClick={() => setSearching(true)}><Search size={15} aria-hidden /></button>
          )}
          <button type="button" className="button plain icon" aria-label="Files" title="Files" aria-expanded={hasFiles} onClick={() => setHasFiles(!hasFiles)}><FolderOpen size={15} aria-hidden /></button>
        </div>
        <div className="terminal-place" ref={place} />
        <p id="terminal-keys" className="visually-hidden">Tab completes, arrow up goes through the history, Control C stops a command. Escape leaves the terminal.</p>
        {hint ? <HintNote hint={hint} onRun={(line) => screen.run(line)} onClose={() => screen.dismissHint()} /> : null}
      </div>
      {hasFiles ? <FileList screen={screen} onClose={() => setHasFiles(false)} /> : null}
    </div>
  );
}

function SearchField({ onFind, onClose }: { readonly onFind: (text: string) => boolean; readonly onClose: () => void }) {
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <form className="terminal-search" role="search" onSubmit={(e) => {
      e.preventDefault();
      const text = new FormData(e.currentTarget).get("text");
      setMissing(typeof text === "string" && !onFind(text));
    }}>
      <input name="text" aria-label="Search in what was printed" placeholder="Search, Enter for the next" ref={input} spellCheck={false}
        onKeyDown={(e) => { if (e.key === "Escape") { e.stopPropagation(); onClose(); } }} onChange={() => setMissing(false)} />
      <span className="muted" role="status">{isMissing ? "not found" : ""}</span>
      <button type="button" className="button plain icon" aria-label="Close the search" onClick={onClose}><X size={15} aria-hidden /></button>
    </form>
  );
}
