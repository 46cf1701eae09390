import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import type { Text } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import type { DecorationSet } from "@codemirror/view";

/** A line that stands out. */
export interface LineMark {
  /** From 1. */
  readonly line: number;
  readonly look: "decided" | "pointed";
  readonly title?: string;
}

const setMarks = StateEffect.define<DecorationSet>();

/** Marks move with the text while somebody writes. */
export const lineMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const replaced = transaction.effects.find((e) => e.is(setMarks));
    return replaced ? replaced.value : marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function showMarks(view: EditorView, marks: readonly LineMark[]): void {
  view.dispatch({ effects: setMarks.of(decorations(view.state.doc, marks)) });
}

function decorations(doc: Text, marks: readonly LineMark[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { line, look, title } of [...marks].sort((a, b) => a.line - b.line)) {
    if (line < 1 || line > doc.lines) continue;
    const at = doc.line(line).from;
    builder.add(at, at, Decoration.line({ class: look, ...(title ? { attributes: { title } } : {}) }));
  }
  return builder.finish();
}
