import { create } from "zustand";

export type MarkKind = "nodes" | "pods";
/** How a mark turned out: as it came; marked though it did not come; not marked though it came. */
export type Outcome = "right" | "extra" | "missed";

/** A question whose answer is given by marking things in the picture. */
export interface Marking {
  readonly kind: MarkKind;
  /** Names that can be marked. */
  readonly names: readonly string[];
  readonly marked: ReadonlySet<string>;
  /** After the answer is known nothing can be marked any more. */
  readonly outcomes: ReadonlyMap<string, Outcome> | undefined;
}

export const useMarks = create<{ readonly marking: Marking | undefined }>()(() => ({ marking: undefined }));

/** Marks, or takes the mark away. @returns whether marks are being asked for of this; else a click means what it always does */
export function toggleMark(kind: MarkKind, name: string): boolean {
  const { marking } = useMarks.getState();
  if (!marking || marking.kind !== kind || marking.outcomes || !marking.names.includes(name)) return false;
  const marked = new Set(marking.marked);
  if (!marked.delete(name)) marked.add(name);
  useMarks.setState({ marking: { ...marking, marked } });
  return true;
}

/** What stands at a thing: `open`: it can be marked. */
export type MarkLook = Outcome | "marked" | "open" | "";

export function useMark(kind: MarkKind, name: string): MarkLook {
  return useMarks(({ marking }) => {
    if (!marking || marking.kind !== kind) return "";
    if (marking.outcomes) return marking.outcomes.get(name) ?? "";
    return marking.marked.has(name) ? "marked" : marking.names.includes(name) ? "open" : "";
  });
}
