import { useEffect } from "react";
import { loadCommands } from "../load-commands.ts";
import { focusedUid, selectionOf } from "../selection.ts";
import type { Session } from "../session.ts";
import { closeInspector, openDialog, useUi } from "../store.ts";

/** The keys of the page. None works while somebody types, or in a dialog or menu. */
export function useShortcuts(session: Session): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "`" && event.ctrlKey && !event.defaultPrevented) {
        event.preventDefault();
        toggleTerminal();
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { dialog, menu } = useUi.getState();
      // The menu has keys of its own; this is for the moment in which it is still being loaded.
      if (menu && event.key === "Escape") useUi.setState({ menu: undefined });
      if (dialog?.kind === "commands" && isFilter(event)) {
        event.preventDefault();
        openDialog({ ...dialog, typed: (dialog.typed ?? "") + event.key });
      }
      if (dialog || menu) return;
      if (pressed(session, event)) event.preventDefault();
    };
    // Some browsers click a button when Space is let go, whatever became of its pressing.
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === " " && event.target instanceof HTMLElement && event.target.closest("button") && !hasOwnSpace(event.target)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("keyup", onKeyUp);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keyup", onKeyUp);
    };
  }, [session]);
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

/** A letter for the list of commands, which is still being loaded. */
function isFilter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && document.querySelector("dialog[open]") === null;
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
    case "Escape":
      closeInspector();
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
