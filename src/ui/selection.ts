import type { Row } from "../api/frame.ts";
import type { Selection } from "./store.ts";

/** The reference by which a row is selected; undefined for rows that nothing here acts on. */
export function selectionOf(row: Row | undefined): Selection | undefined {
  if (!row || row.kind === "Inert") return undefined;
  const { kind, name, uid } = row;
  return row.kind === "Node" ? { kind, name, uid } : { kind, namespace: row.namespace, name, uid };
}

/** What the keyboard is on: the object of the element with the focus. */
export function focusedUid(): string | undefined {
  const element = document.activeElement;
  return element instanceof HTMLElement ? element.closest<HTMLElement>("[data-uid]")?.dataset["uid"] : undefined;
}
