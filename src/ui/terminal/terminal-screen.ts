import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import type { Hint } from "../../terminal/hints.ts";
import type { Files } from "../../terminal/files.ts";
import type { Session } from "../session.ts";
import { openDialog, useUi, type Ran } from "../store.ts";
import { Console } from "./console.ts";
import { openFiles, openHistory, saveFiles, saveHistory, type Home } from "./saved-files.ts";
import { clusterWorld } from "./session-world.ts";
import { onThemeChange, terminalFont, terminalTheme } from "./theme.ts";

/** The terminal of a session. It lives on while its panel is closed, so that a watch goes on and nothing is lost. */
export interface TerminalScreen {
  readonly element: HTMLElement;
  readonly files: Files;
  readonly focus: () => void;
  /** Writes a line at the prompt and leaves it to be run. */
  readonly put: (line: string) => void;
  /** Runs a line as if it had been typed. */
  readonly run: (line: string) => void;
  /** Keeps the files after somebody but a command has changed them. */
  readonly filesChanged: () => void;
  readonly fit: () => void;
  /** Marks the next place of a text in what was printed, upwards; false: it is nowhere. */
  readonly find: (text: string) => boolean;
  readonly hint: () => Hint | undefined;
  readonly dismissHint: () => void;
  /** Grows with every change of the files. */
  readonly version: () => number;
  /** Told when the hint or the files change. */
  readonly subscribe: (listener: () => void) => () => void;
}

const SCREENS = new WeakMap<Session, TerminalScreen>();
const FONT_SIZE = 13;
const SCROLLBACK = 4000;

/** The one terminal of this session, made when it is first asked for. */
export function terminalOf(session: Session): TerminalScreen {
  const known = SCREENS.get(session);
  if (known) return known;
  const made = createTerminal(session);
  SCREENS.set(session, made);
  return made;
}

function createTerminal(session: Session): TerminalScreen {
  const { scene, lesson } = session.scenario;
  const home: Home = lesson ? { name: lesson.bundle.lesson.id, files: lesson.bundle.files } : { name: scene };
  const element = document.createElement("div");
  element.className = "terminal-screen";
  const term = new Terminal({
    convertEol: true, cursorBlink: false, fontFamily: terminalFont(), fontSize: FONT_SIZE, lineHeight: 1.2, scrollback: SCROLLBACK, screenReaderMode: true, theme: terminalTheme(),
    macOptionIsMeta: true, minimumContrastRatio: 4.5,
  });
  const fitting = new FitAddon();
  term.loadAddon(fitting);
  const files = openFiles(home);
  const listeners = new Set<() => void>();
  let hint: Hint | undefined;
  let version = 0;
  let resets = 0;
  const notify = () => { for (const listener of listeners) listener(); };

  session.clock.subscribe(() => { if (session.lastFrame()?.reset) resets++; });
  const console = new Console({
    files, history: openHistory(),
    screen: (text) => term.write(text),
    columns: () => term.cols,
    cluster: (stop, line) => clusterWorld(session, stop, () => resets, line),
    nodes: () => session.picture().nodes.map((node) => node.name),
    edit: editFile,
    onDone(history) {
      saveHistory(history);
      filesChanged();
    },
    onHint(next) {
      if (next === hint) return;
      hint = next;
      notify();
    },
    onLeave: leave,
  });

  function filesChanged(): void {
    version++;
    saveFiles(files, home);
    notify();
  }

  term.onData((data) => console.type(data));
  term.onResize(() => console.resized());
  term.attachCustomKeyEventHandler((event) => isForTerminal(event, term));
  onThemeChange(() => { term.options.theme = terminalTheme(); });
  term.open(element);
  term.textarea?.setAttribute("aria-label", "Terminal");
  term.textarea?.setAttribute("aria-describedby", "terminal-keys");
  console.begin();
  const told = new WeakSet<Ran>();
  const tellAll = () => {
    for (const ran of useUi.getState().told) {
      if (!told.has(ran)) console.tell(ran.kubectl.join("\n"));
      told.add(ran);
    }
  };
  tellAll();
  useUi.subscribe(tellAll);

  return {
    element, files, filesChanged,
    focus: () => term.focus(),
    put(line) {
      term.focus();
      console.put(line);
    },
    run(line) {
      term.focus();
      console.run(line);
    },
    fit() {
      // A terminal of no size would wrap everything it holds.
      if (element.clientWidth > 0 && element.clientHeight > 0) fitting.fit();
    },
    find: (text) => findIn(term, text),
    hint: () => hint,
    dismissHint() {
      hint = undefined;
      notify();
      term.focus();
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Keys that the page keeps for itself, and copying, which a browser does better. */
function isForTerminal(event: KeyboardEvent, term: Terminal): boolean {
  if (event.type !== "keydown") return true;
  const isControl = event.ctrlKey && !event.altKey && !event.metaKey;
  if (isControl && event.key === "`") return false;
  if (event.key === "Tab" && event.shiftKey) return false;
  const isCopy = isControl && event.key.toLowerCase() === "c" && (event.shiftKey || term.hasSelection());
  if (isCopy && term.hasSelection()) {
    void navigator.clipboard?.writeText(term.getSelection());
    term.clearSelection();
    event.preventDefault();
    return false;
  }
  // The browser's own paste brings the text as an event.
  return !(isControl && event.key.toLowerCase() === "v");
}

/** Back to the rest of the page: the tab that leads here. */
function leave(): void {
  document.getElementById("drawer-tab-terminal")?.focus();
}

function editFile(name: string, text: string): Promise<string | undefined> {
  return new Promise((resolve) => openDialog({ kind: "file", name, text, onClose: resolve }));
}

function findIn(term: Terminal, text: string): boolean {
  const wanted = text.toLowerCase();
  if (wanted === "") return false;
  const buffer = term.buffer.active;
  const selected = term.getSelectionPosition();
  const from = selected ? selected.start.y - 1 : buffer.length - 1;
  for (let count = 0; count < buffer.length; count++) {
    const row = (from - count + buffer.length) % buffer.length;
    const column = buffer.getLine(row)?.translateToString().toLowerCase().indexOf(wanted) ?? -1;
    if (column < 0) continue;
    term.select(column, row, text.length);
    term.scrollToLine(Math.max(0, row - Math.floor(term.rows / 2)));
    return true;
  }
  return false;
}
