import { Download, FileText, FileUp, X } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { HOME } from "../../terminal/files.ts";
import { openDialog } from "../store.ts";
import type { TerminalScreen } from "./terminal-screen.ts";

/** Larger ones are no manifests. */
const MOST_BYTES = 200_000;

/** The files of the home folder: open, download, add. Files dropped here are kept; elsewhere on the page they are applied. */
export function FileList({ screen, onClose }: { readonly screen: TerminalScreen; readonly onClose: () => void }) {
  useSyncExternalStore(screen.subscribe, screen.version);
  const picker = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  const paths = [...screen.files.entries()].map(([path]) => path).filter((path) => path.startsWith(`${HOME}/`)).sort();

  useEffect(() => {
    const element = list.current;
    const onFiles = (event: Event) => void addFiles(screen, (event as CustomEvent<readonly File[]>).detail);
    element?.addEventListener("dropped-files", onFiles);
    return () => element?.removeEventListener("dropped-files", onFiles);
  }, [screen]);

  return (
    <section className="terminal-files" aria-label="Files" ref={list} data-takes-files>
      <header>
        <h3>Files</h3>
        <button type="button" className="button plain icon" aria-label="Add files" title="Add files, or drop them here" onClick={() => picker.current?.click()}><FileUp size={15} aria-hidden /></button>
        <button type="button" className="button plain icon" aria-label="Close the files" onClick={onClose}><X size={15} aria-hidden /></button>
        <input ref={picker} type="file" hidden multiple onChange={(e) => void addFiles(screen, [...(e.target.files ?? [])])} />
      </header>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            <button type="button" className="terminal-file" onClick={() => openFile(screen, path)}><FileText size={14} aria-hidden /> {path.slice(HOME.length + 1)}</button>
            <a className="button plain icon" aria-label={`Download ${nameOf(path)}`} title="Download" download={nameOf(path)}
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(screen.files.read(path) ?? "")}`}><Download size={14} aria-hidden /></a>
          </li>
        ))}
      </ul>
      <p className="muted">Kept in this browser.</p>
    </section>
  );
}

function openFile(screen: TerminalScreen, path: string): void {
  openDialog({
    kind: "file", name: path, text: screen.files.read(path) ?? "",
    onClose(text) {
      if (text === undefined) return;
      screen.files.write(path, text);
      screen.filesChanged();
    },
  });
}

async function addFiles(screen: TerminalScreen, files: readonly File[]): Promise<void> {
  for (const file of files) if (file.size <= MOST_BYTES) screen.files.write(`${HOME}/${file.name.replaceAll("/", "_")}`, await file.text());
  screen.filesChanged();
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
