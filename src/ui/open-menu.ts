import type { MouseEvent } from "react";
import { useUi } from "./store.ts";
import type { Selection } from "./store.ts";

/** Opens the context menu on a target: at the pointer, or below the button that asked. */
export function openMenu(event: MouseEvent, target: Selection): void {
  event.preventDefault();
  event.stopPropagation();
  const isPointer = event.type === "contextmenu" && event.clientX + event.clientY > 0;
  const box = event.currentTarget.getBoundingClientRect();
  const at = isPointer ? { x: event.clientX, y: event.clientY } : { x: box.left + Math.min(box.width, 24), y: Math.min(box.bottom, box.top + 48) };
  useUi.setState({ menu: { target, ...at } });
}
