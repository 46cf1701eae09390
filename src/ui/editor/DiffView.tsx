import "../theme/editor.css";
import { yaml } from "@codemirror/lang-yaml";
import { codeFolding, foldKeymap } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useLayoutEffect, useRef } from "react";
import { editorLook } from "./editor-look.ts";
import { foldApplied } from "./fold-applied.ts";
import { hangingLines } from "./hanging-lines.ts";

interface DiffViewProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Two texts as one: what goes is struck out, what comes stands below it; long equal parts are folded. */
export function DiffView({ label, before, after }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(), codeFolding(), keymap.of(foldKeymap), yaml(), editorLook(), EditorView.lineWrapping, hangingLines,
          EditorState.readOnly.of(true), EditorView.editable.of(false),
          // It scrolls and unfolds, so it must be reached by key.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", role: "textbox", "aria-multiline": "true", "aria-readonly": "true" }),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 2, minSize: 5 }, allowInlineDiffs: false }),
        ],
      }),
    });
    foldApplied(view);
    return () => view.destroy();
  }, [label, before, after]);
  return <div className="code-editor diff" ref={host} />;
}
