import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import type { DecorationSet, EditorView, ViewUpdate } from "@codemirror/view";

/** Depth is meaning in YAML: what does not fit into a line goes on deeper than the line began, not at the edge. */
export const hangingLines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = hang(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = hang(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const FURTHER = 2;

function hang(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const depth = (/^ *(?:- +)*/.exec(line.text)?.[0].length ?? 0) + FURTHER;
      builder.add(line.from, line.from, Decoration.line({ attributes: { style: `padding-left: calc(4px + ${depth}ch); text-indent: -${depth}ch` } }));
      at = line.to + 1;
    }
  }
  return builder.finish();
}
