import { useEffect } from "react";
import { commandContext } from "./use-command-context.ts";
import { loadCommands } from "../load-commands.ts";
import { startCommand } from "../run-command.ts";
import { focusedUid, selectionOf } from "../selection.ts";
import type { Session } from "../session.ts";
import { closeInspector, openDialog, useUi } from "../store.ts";

/** The keys of the page. None works while somebody types, or in a dialog or menu. */
export function useShortcuts(session: Session): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { dialog, menu } = useUi.getState();
      // The menu has keys of its own; this is for the moment in which it is still being loaded.
      if (menu && event.key === "Escape") useUi.setState({ menu: undefined });
      if (dialog || menu) return;
      if (pressed(session, event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [session]);
}

/** @returns whether the key meant something */
function pressed(session: Session, event: KeyboardEvent): boolean {
  switch (event.key) {
    case " ":
      // On a button the space bar is that button's.
      if (event.target instanceof HTMLElement && event.target.closest("button, summary, [role=slider]")) return false;
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
  void loadCommands().then(({ commandForKey }) => {
    const found = commandForKey(key, commandContext(session, target));
    if (found) startCommand(session, found, target);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select") !== null);
}
