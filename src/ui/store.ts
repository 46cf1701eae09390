import { create } from "zustand";
import type { KubeRequest } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import type { ObjectReference } from "../api/types/meta.ts";

/** What the person looks at and how: state of the page only. What is in the cluster lives in the session's mirror. */
export interface UiState {
  /** Reference with uid, so that a pod that is gone still has a name. */
  readonly selection: Selection | undefined;
  readonly isInspectorOpen: boolean;
  readonly inspectorTab: InspectorTab;
  readonly drawerTab: DrawerTab;
  readonly isDrawerOpen: boolean;
  /** `story`, or how many virtual seconds pass in one real second. */
  readonly pace: "story" | number;
  /** The wish to run; at rest nothing runs, whatever the wish. */
  readonly isPlaying: boolean;
  readonly theme: Theme;
  readonly dialog: Dialog | undefined;
  readonly menu: Menu | undefined;
  /** What was last run, and how it went. */
  readonly ran: Ran | undefined;
  readonly toast: string | undefined;
  /** uid of the DaemonSet that slots, edges and tiles are about; absent: the first by name. */
  readonly focusUid: string | undefined;
  /** Name of the tray that Tab reaches; absent: the first. */
  readonly currentTray: string | undefined;
  /** Only pods of this state at full strength (the legend's filter). */
  readonly highlight: string | undefined;
}

export type Selectable = "Node" | "Pod" | "DaemonSet";
export interface Selection extends ObjectReference {
  readonly kind: Selectable;
  readonly uid: string;
}
export type InspectorTab = "why" | "events" | "yaml";
export type DrawerTab = "feed" | "events" | "objects" | "diagram";
export type Theme = "light" | "dark" | "system";
export type Dialog =
  | { readonly kind: "command"; readonly id: string; readonly target?: Selection | undefined }
  | { readonly kind: "apply"; readonly text?: string }
  | { readonly kind: "commands" }
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

export const useUi = create<UiState>()(() => ({
  selection: undefined,
  isInspectorOpen: false,
  inspectorTab: "why",
  drawerTab: "feed",
  isDrawerOpen: isWide(),
  pace: "story",
  isPlaying: true,
  theme: storedTheme(),
  dialog: undefined,
  menu: undefined,
  ran: undefined,
  toast: undefined,
  focusUid: undefined,
  currentTray: undefined,
  highlight: undefined,
}));

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
  try {
    if (theme === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // A sandboxed frame has no storage: the choice then holds for this visit only.
  }
  useUi.setState({ theme });
}

/** On a phone the picture needs the room; outside of a browser (tests) there is no width. */
function isWide(): boolean {
  return typeof matchMedia === "undefined" || matchMedia("(min-width: 761px)").matches;
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}
