import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** The editor in the page's own colours: custom properties, so that light and dark need no second theme. */
export function editorLook(): Extension {
  return [LOOK, syntaxHighlighting(WORDS)];
}

const MONO = "var(--mono)";

const LOOK = EditorView.theme({
  "&": { fontSize: "12px", color: "var(--ink)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: MONO, fontVariantLigatures: "none", lineHeight: "1.55" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 8px 0 4px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--ink-3)", whiteSpace: "pre" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-ring)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-gutters.cm-gutters-before": { borderRightWidth: "0" },
  // Else a long word leaves the line of its own depth empty.
  ".cm-lineWrapping": { wordBreak: "break-all" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "none" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "26px", padding: "0 4px 0 6px" },
  ".cm-gutter-lint": { width: "10px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 1px" },
  ".cm-lint-marker": { width: "8px", height: "8px" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--chip)", border: "none", color: "var(--ink-2)" },
  ".decided": { backgroundColor: "var(--pending-soft)", boxShadow: "inset 3px 0 var(--pending)" },
  ".pointed": { backgroundColor: "var(--accent-soft)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--failed-ink)", textUnderlineOffset: "3px" },
  ".cm-tooltip": { border: "1px solid var(--border)", borderRadius: "8px", backgroundColor: "var(--bg)", color: "var(--ink)", boxShadow: "var(--shadow-float)", maxWidth: "min(360px, 90vw)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: MONO, fontSize: "12px", maxHeight: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", fontSize: "12.5px", lineHeight: "1.45" },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "3px solid var(--failed-ink)", fontSize: "12.5px" },
  ".field-doc": { padding: "7px 10px", fontSize: "12.5px", lineHeight: "1.45" },
  ".field-doc code": { fontFamily: MONO, fontSize: "11.5px" },
  ".field-doc span": { color: "var(--ink-3)" },
  ".cm-panels": { backgroundColor: "var(--bg)", color: "var(--ink)", borderColor: "var(--hairline)" },
  ".cm-searchMatch": { backgroundColor: "var(--pending-soft)", outline: "1px solid var(--pending-line)" },
  ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--ready-soft) !important" },
  ".cm-changedText": { background: "none !important", fontWeight: "700", textDecoration: "underline var(--ready-line)" },
  ".cm-deletedChunk": { backgroundColor: "var(--failed-soft)", paddingLeft: "4px" },
  ".cm-deletedText, .cm-deletedChunk .cm-deletedText": { background: "none !important", fontWeight: "700", textDecoration: "line-through var(--failed-line)" },
  ".cm-changeGutter": { width: "3px", paddingLeft: "1px" },
  ".cm-changedLineGutter": { background: "var(--ready) !important" },
  ".cm-deletedLineGutter": { background: "var(--failed-ink) !important" },
  ".cm-collapsedLines": { padding: "3px 8px", background: "var(--chip)", color: "var(--ink-2)", fontFamily: "var(--font)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"…" !important' },
});

/**
 * Few inks: names, values and remarks have to be told apart, nothing else. By the colours that CodeMirror's own style
 * gives to names and remarks, since its vocabulary of parts is in a package of its own.
 */
const INKS: Readonly<Record<string, string>> = { "#00c": "var(--accent)", "#940": "var(--ink-3)", "#404740": "var(--ink-3)", "#085": "var(--ink-3)" };

const WORDS = HighlightStyle.define(defaultHighlightStyle.specs.map(({ tag, color }) => ({ tag, color: INKS[String(color)] ?? "var(--ink)" })));
