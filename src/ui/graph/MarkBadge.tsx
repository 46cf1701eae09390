import { LEARN } from "../messages/learn.ts";
import type { MarkLook } from "./mark-store.ts";

/** The mark of a node in words, for colour alone says nothing to some. */
export function MarkBadge({ look }: { readonly look: Exclude<MarkLook, "" | "open"> }) {
  return <span className={`mark-badge ${look}`}>{look === "marked" ? `✓ ${LEARN.marked}` : LEARN.onPicture[look]}</span>;
}
