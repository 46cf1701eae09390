import { createContext, useContext } from "react";
import type { KeyboardEvent } from "react";
import { useMirror } from "../hooks/use-mirror.ts";
import { useUi } from "../store.ts";

/** Trays side by side; set by the picture. */
export const ColumnsContext = createContext(1);

interface Roving {
  readonly tabIndex: 0 | -1;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
}

/** Trays form one stop for Tab; arrows go from tray to tray as they stand in rows. */
export function useRoving(nodeName: string): Roving {
  const columns = useContext(ColumnsContext);
  const names = useMirror("nodes", (m) => m.trayNames);
  const isCurrent = useUi((s) => (s.currentTray !== undefined && names.includes(s.currentTray) ? s.currentTray : names[0]) === nodeName);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    const to = event.key === "Home" ? names[0] : event.key === "End" ? names.at(-1) : step === undefined ? undefined : names[names.indexOf(nodeName) + step];
    if (to === undefined) return;
    event.preventDefault();
    useUi.setState({ currentTray: to });
    document.querySelector<HTMLElement>(`[data-kind="Node"][data-name="${CSS.escape(to)}"]`)?.focus({ preventScroll: true });
  }

  return { tabIndex: isCurrent ? 0 : -1, onKeyDown, onFocus: () => useUi.setState({ currentTray: nodeName }) };
}
