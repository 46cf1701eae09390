import type { Row } from "../api/frame.ts";
import type { Selection } from "./store.ts";

/** The reference by which a row is selected; undefined for rows that nothing here acts on. */
export function selectionOf(row: Row | undefined): Selection | undefined {
  switch (row?.kind) {
    case "Node":
      return { kind: "Node", name: row.name, uid: row.uid };
    case "Pod":
    case "DaemonSet":
      return { kind: row.kind, namespace: row.namespace, name: row.name, uid: row.uid };
    case "Inert":
    case undefined:
      return undefined;
  }
}

/** What the keyboard is on: the object of the element with the focus. */
export function focusedUid(): string | undefined {
  const element = document.activeElement;
  return element instanceof HTMLElement ? element.closest<HTMLElement>("[data-uid]")?.dataset["uid"] : undefined;
}
