import { create } from "zustand";
import type { WorkloadKind } from "../api/frame.ts";
import type { KubeRequest } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import type { ObjectReference } from "../api/types/meta.ts";

/** What the person looks at and how: state of the page only. What is in the cluster lives in the session's mirror. */
export interface UiState {
  /** Reference with uid, so that a pod that is gone still has a name. */
  readonly selection: Selection | undefined;
  readonly isInspectorOpen: boolean;
  readonly inspectorTab: InspectorTab;
  /** More room for texts and logs, less for the picture. */
  readonly isInspectorWide: boolean;
  readonly drawerTab: DrawerTab;
  /** Undefined until somebody opens or closes it: then the room decides. */
  readonly isDrawerOpen: boolean | undefined;
  /** `story`, or how many virtual seconds pass in one real second. */
  readonly pace: "story" | number;
  /** The wish to run; at rest nothing runs, whatever the wish. */
  readonly isPlaying: boolean;
  /** Stopped by Pause, not by a step or a jump: then even a command does not let time run. */
  readonly isPaused: boolean;
  readonly theme: Theme;
  readonly dialog: Dialog | undefined;
  readonly menu: Menu | undefined;
  /** What was last run, and how it went. */
  readonly ran: Ran | undefined;
  /** What was run from the page and worked, oldest first, of late: the terminal shows it. */
  readonly told: readonly Ran[];
  readonly toast: string | undefined;
  /** Name of the tray that Tab reaches; absent: the first. */
  readonly currentTray: string | undefined;
  /** Only pods of this state at full strength (the legend's filter). */
  readonly highlight: string | undefined;
  /** Single keys act. Somebody who speaks or types by accident switches them off (WCAG 2.1.4). */
  readonly hasKeys: boolean;
}

export type Selectable = "Node" | "Pod" | WorkloadKind;
export interface Selection extends ObjectReference {
  readonly kind: Selectable;
  readonly uid: string;
}
export type InspectorTab = "why" | "yaml" | "events" | "logs" | "env" | "revisions";
export type DrawerTab = "feed" | "events" | "objects" | "diagram" | "terminal";
export type Theme = "light" | "dark" | "system";
export type Dialog =
  | { readonly kind: "command"; readonly id: string; readonly target?: Selection | undefined }
  | { readonly kind: "apply"; readonly text?: string }
  /** An object that has no place in the picture. `resource`: the API's key of its kind. */
  | { readonly kind: "object"; readonly resource: string; readonly namespace?: string; readonly name: string }
  /** A file of the terminal. `onClose` gets the text as saved, or undefined. */
  | { readonly kind: "file"; readonly name: string; readonly text: string; readonly onClose: (text: string | undefined) => void }
  /** `typed`: letters that came before the list was there. */
  | { readonly kind: "commands"; readonly typed?: string }
  | { readonly kind: "gallery" | "calculator" }
  | { readonly kind: "shortcuts" };
export interface Menu {
  readonly target: Selection;
  readonly x: number;
  readonly y: number;
}
export interface Ran {
  readonly title: string;
  readonly kubectl: readonly string[];
  readonly requests: readonly KubeRequest[];
  readonly failure?: Status;
  readonly warnings: readonly string[];
}

const THEME_KEY = "cluster-playground.theme";
const KEYS_KEY = "cluster-playground.keys";

export const useUi = create<UiState>()(() => ({
  selection: undefined,
  isInspectorOpen: false,
  inspectorTab: "why",
  isInspectorWide: false,
  drawerTab: "feed",
  isDrawerOpen: undefined,
  pace: "story",
  isPlaying: true,
  isPaused: false,
  theme: firstTheme(),
  dialog: undefined,
  menu: undefined,
  ran: undefined,
  told: [],
  toast: undefined,
  currentTray: undefined,
  highlight: undefined,
  hasKeys: stored(KEYS_KEY) !== "off",
}));

const MOST_TOLD = 50;
useUi.subscribe(({ ran, told }, before) => {
  if (ran && ran !== before.ran && !ran.failure && ran.kubectl.length > 0) useUi.setState({ told: [...told.slice(1 - MOST_TOLD), ran] });
});

/** Opens the drawer on a tab. */
export function openDrawer(tab: DrawerTab): void {
  useUi.setState({ drawerTab: tab, isDrawerOpen: true });
}

/** Selects and opens the inspector on it. */
export function select(selection: Selection, tab?: InspectorTab): void {
  useUi.setState({ selection, isInspectorOpen: true, menu: undefined, ...(tab ? { inspectorTab: tab } : {}) });
}

export function closeInspector(): void {
  useUi.setState({ isInspectorOpen: false, selection: undefined });
}

export function openDialog(dialog: Dialog): void {
  useUi.setState({ dialog, menu: undefined });
}

export function closeDialog(): void {
  useUi.setState({ dialog: undefined });
}

/** Keeps the choice for the next visit, where the browser lets us. */
export function setTheme(theme: Theme): void {
  keep(THEME_KEY, theme === "system" ? undefined : theme);
  useUi.setState({ theme });
}

/** Switches the single keys on or off, also for the next visit. */
export function setHasKeys(hasKeys: boolean): void {
  keep(KEYS_KEY, hasKeys ? undefined : "off");
  useUi.setState({ hasKeys });
}

/** The address wins over what was chosen on another visit, and does not change it; index.html does the same before the first paint. */
function firstTheme(): Theme {
  const asked = typeof location === "undefined" ? null : new URLSearchParams(location.search).get("theme");
  return [asked, stored(THEME_KEY)].find((t) => t === "light" || t === "dark") ?? "system";
}

function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A sandboxed frame has no storage: the choice then holds for this visit only.
  }
}
