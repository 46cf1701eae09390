import { beginSearch, endLight, useLight } from "../graph/light-store.ts";
import { loadCommands } from "../load-commands.ts";
import { focusedUid, selectionOf } from "../selection.ts";
import type { Session } from "../session.ts";
import { closeInspector, openDialog, useUi } from "../store.ts";

/** What a key means on the page. None does anything while somebody types, or in a dialog or menu. */
export function keyDown(session: Session, event: KeyboardEvent): void {
  // Also a dialog that the store does not know as one, such as the list of lessons. Escape closes it natively.
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "`" && event.ctrlKey && !event.defaultPrevented) {
    event.preventDefault();
    toggleTerminal();
  }
  if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey) return withControl(session, event);
  const { dialog, menu } = useUi.getState();
  // The menu has keys of its own; this is for the moment in which it is still being loaded.
  if (menu && event.key === "Escape") useUi.setState({ menu: undefined });
  // A letter for the list of commands, which is still being loaded.
  if (dialog?.kind === "commands" && event.key.length === 1) {
    event.preventDefault();
    openDialog({ ...dialog, typed: (dialog.typed ?? "") + event.key });
  }
  const { search, isSearchComing } = useLight.getState();
  if (dialog || menu) return;
  // As well for the search.
  if (isSearchComing && search !== undefined && event.key.length === 1) {
    event.preventDefault();
    useLight.setState({ search: search + event.key });
    return;
  }
  if (pressed(session, event)) event.preventDefault();
}

/** Some browsers click a button when Space is let go, whatever became of its pressing. */
export function keyUp(event: KeyboardEvent): void {
  if (event.key === " " && event.target instanceof HTMLElement && event.target.closest("button") && !hasOwnSpace(event.target)) event.preventDefault();
}

/** Ctrl or Cmd with a letter: the palette, undo and redo. */
function withControl(session: Session, event: KeyboardEvent): void {
  const { dialog, menu } = useUi.getState();
  const key = event.key.toLowerCase();
  if (dialog || menu || !["k", "y", "z"].includes(key)) return;
  event.preventDefault();
  if (key === "k") openDialog({ kind: "commands" });
  else void loadCommands().then(({ undo, redo }) => (key === "y" || event.shiftKey ? redo(session) : undo(session)));
}

/** To the terminal, and from it back to the page. */
function toggleTerminal(): void {
  const { activeElement } = document;
  const isInside = activeElement !== null && activeElement.closest(".terminal") !== null;
  if (activeElement instanceof HTMLElement) activeElement.blur();
  useUi.setState({ drawerTab: "terminal", isDrawerOpen: !isInside });
  if (isInside) document.getElementById("drawer-tab-terminal")?.focus();
  else document.querySelector<HTMLElement>(".terminal-screen textarea")?.focus();
}

/** @returns whether the key meant something */
function pressed(session: Session, event: KeyboardEvent): boolean {
  // Space is no character key: it cannot be said or typed by accident.
  if (event.key.length === 1 && event.key !== " " && !useUi.getState().hasKeys) return false;
  switch (event.key) {
    case " ":
      if (hasOwnSpace(event.target)) return false;
      session.togglePlaying();
      return true;
    case ".":
      session.step();
      return true;
    case "?":
      openDialog({ kind: "shortcuts" });
      return true;
    case "k":
      openDialog({ kind: "commands" });
      return true;
    case "y":
      openDialog({ kind: "apply" });
      return true;
    case "ContextMenu":
      return menuOfFocus(session);
    case "F10":
      return event.shiftKey && menuOfFocus(session);
    case "/":
      beginSearch();
      return true;
    case "Escape":
      if (!endLight()) closeInspector();
      return true;
    default:
      command(session, event.key);
      return false;
  }
}

/** On a button the space bar is that button's; nodes and pods are opened with Enter, so that Space always plays. */
function hasOwnSpace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.closest("button, summary, [role=slider]")) return false;
  return target.closest("[data-kind], .slots") === null;
}

function menuOfFocus(session: Session): boolean {
  const element = document.activeElement;
  const target = selectionOf(session.mirror.rows.get(focusedUid() ?? ""));
  if (!element || !target) return false;
  const box = element.getBoundingClientRect();
  useUi.setState({ menu: { target, x: box.left + 12, y: box.bottom } });
  return true;
}

/** Acts on what has the focus, else on what is selected. */
function command(session: Session, key: string): void {
  if (key.length !== 1 && key !== "Delete") return;
  const focused = selectionOf(session.mirror.rows.get(focusedUid() ?? ""));
  const target = focused ?? useUi.getState().selection;
  // Delete with nothing selected would ask for something to delete: too easily done by accident.
  if (key === "Delete" && !target) return;
  void loadCommands().then(({ startCommandForKey }) => startCommandForKey(session, key, target));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select") !== null);
}
