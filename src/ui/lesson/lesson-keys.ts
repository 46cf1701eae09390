import { useEffect } from "react";
import { useUi } from "../store.ts";
import type { Player } from "./player.ts";

/** Page Down and Page Up, as a clicker sends them, go through the lesson; so do the arrows where they mean nothing else. */
export function useLessonKeys(player: Player): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { dialog, menu } = useUi.getState();
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || dialog || menu || document.querySelector("dialog[open]")) return;
      const way = WAYS[event.key];
      if (way === undefined || isTyping(event.target) || (event.key.startsWith("Arrow") && !isFree(event.target))) return;
      event.preventDefault();
      player[way]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [player]);
}

const WAYS: Readonly<Record<string, "next" | "back">> = { PageDown: "next", PageUp: "back", ArrowRight: "next", ArrowLeft: "back" };

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select") !== null);
}

/** Trays, tabs and the slider have arrows of their own. */
function isFree(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.closest(".lesson") !== null && target.closest("pre, table") === null);
}
