import { foldedRanges, foldEffect } from "@codemirror/language";
import type { EditorState, StateEffect, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

const APPLIED = /^(\s+)kubectl\.kubernetes\.io\/last-applied-configuration:/;

/**
 * Folds what `kubectl apply` keeps for itself to one line: the whole object once more, as JSON. It stays a part of the
 * text, and unfolds like any other fold.
 */
export function foldApplied(view: EditorView): void {
  const effects = appliedFolds(view.state);
  if (effects.length > 0) view.dispatch({ effects });
}

/** Does a change of the text by somebody else: what was folded is so afterwards, what somebody has unfolded stays open. */
export function keepFolded(view: EditorView, change: () => void): void {
  const before = appliedRange(view.state.doc);
  let isFolded = before === undefined;
  if (before) foldedRanges(view.state).between(before.from, before.to, () => { isFolded = true; });
  change();
  if (isFolded) foldApplied(view);
}

function appliedFolds({ doc, selection }: EditorState): readonly StateEffect<unknown>[] {
  const range = appliedRange(doc);
  // Where somebody is writing nothing is hidden.
  const isWritten = range && selection.main.head > range.from && selection.main.head <= range.to;
  return range && !isWritten ? [foldEffect.of(range)] : [];
}

/** From behind the name to the end of the value, which may go on in deeper lines. */
export function appliedRange(doc: Text): { readonly from: number; readonly to: number } | undefined {
  for (let n = 1; n <= doc.lines; n++) {
    const line = doc.line(n);
    const match = APPLIED.exec(line.text);
    if (!match) continue;
    const depth = match[1]!.length;
    let last = n;
    while (last < doc.lines && isDeeper(doc.line(last + 1).text, depth)) last++;
    const from = line.from + match[0].length;
    const { to } = doc.line(last);
    return to > from ? { from, to } : undefined;
  }
  return undefined;
}

function isDeeper(text: string, depth: number): boolean {
  return text.trim() !== "" && text.length - text.trimStart().length > depth;
}
