import "../theme/editor.css";
import { acceptCompletion, autocompletion } from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { lintGutter, linter } from "@codemirror/lint";
import type { Diagnostic } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { keymap, panels, placeholder as placeholderText } from "@codemirror/view";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { editorLook } from "./editor-look.ts";
import { foldApplied, keepFolded } from "./fold-applied.ts";
import { hangingLines } from "./hanging-lines.ts";
import { lineMarks, showMarks } from "./line-marks.ts";
import type { LineMark } from "./line-marks.ts";
import { completeBySchema, hoverBySchema } from "./schema-help.ts";

/** Where a text is wrong, and what the API server (or the YAML reader) says about it. `line` counts from 1. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isReadOnly?: boolean;
  /** Asked whenever somebody stops typing. */
  readonly check?: (text: string) => Promise<readonly Problem[]>;
  /** Mod-Enter. */
  readonly onSubmit?: () => void;
  readonly marks?: readonly LineMark[];
  /** A line to bring into sight, from 1; another `id` is another wish. */
  readonly goTo?: { readonly line: number; readonly id: number; readonly hasFocus?: boolean } | undefined;
  readonly placeholder?: string;
  readonly isWrapped?: boolean;
  readonly hasAutoFocus?: boolean;
  /** The cursor has come to another place of the text, an offset; undefined: the keys go elsewhere. */
  readonly onCursor?: (offset: number | undefined, text: string) => void;
}

const CHECK_AFTER_MS = 500;
/** The buttons below stay in sight over the end of a long text: the cursor's line must not be under them. */
const UNDER_BUTTONS = { top: 8, bottom: 72 };
const NO_MARKS: readonly LineMark[] = [];

/**
 * A YAML editor that knows the API: completes fields and values, says what a field is, underlines what is wrong.
 * Tab leaves it, as it leaves every other field; it only takes a completion that is offered.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { value, marks = NO_MARKS, goTo, hasAutoFocus } = props;
  const host = useRef<HTMLDivElement>(null);
  const panelPlace = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const changed = useEffectEvent((text: string) => { if (text !== props.value) props.onChange(text); });
  const check = useEffectEvent(async (view: EditorView) => diagnostics(view, await (props.check?.(view.state.doc.toString()) ?? [])));
  const submit = useEffectEvent(() => props.onSubmit?.());
  const moved = useEffectEvent((view: EditorView) => props.onCursor?.(view.hasFocus ? view.state.selection.main.head : undefined, view.state.doc.toString()));

  useLayoutEffect(() => {
    if (!host.current || !panelPlace.current) return undefined;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: props.value, extensions: extensionsOf(props, { panelPlace: panelPlace.current, changed: (t) => changed(t), check: (v) => check(v), submit: () => submit(), moved: (v) => moved(v) }) }),
    });
    editor.current = view;
    foldApplied(view);
    if (hasAutoFocus) view.focus();
    return () => view.destroy();
    // Made once: what changes later goes in by the effects below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useLayoutEffect(() => {
    const view = editor.current;
    if (view) keepFolded(view, () => replaceText(view, value));
  }, [value]);

  useEffect(() => {
    if (editor.current) showMarks(editor.current, marks);
  }, [marks, value]);

  useEffect(() => {
    const view = editor.current;
    if (!view || !goTo) return;
    const { from } = view.state.doc.line(Math.min(Math.max(1, goTo.line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    if (goTo.hasFocus) view.focus();
  }, [goTo]);

  return <div className="code-editor"><div className="editor-panels"><div ref={panelPlace} /></div><div ref={host} /></div>;
}

interface Wires {
  readonly panelPlace: HTMLElement;
  readonly changed: (text: string) => void;
  readonly check: (view: EditorView) => Promise<readonly Diagnostic[]>;
  readonly submit: () => void;
  readonly moved: (view: EditorView) => void;
}

function extensionsOf(props: CodeEditorProps, wires: Wires): Extension {
  return [
    Prec.high(keymap.of([{ key: "Tab", run: acceptCompletion }, { key: "Mod-Enter", run: () => { wires.submit(); return props.onSubmit !== undefined; } }])),
    basicSetup,
    // The search stands above the text: below it, in a long one, it would be out of sight.
    panels({ bottomContainer: wires.panelPlace }),
    yaml(),
    editorLook(),
    lineMarks,
    autocompletion({ override: [completeBySchema], icons: false }),
    hoverBySchema,
    EditorView.contentAttributes.of({ "aria-label": props.label, spellcheck: "false" }),
    EditorView.updateListener.of((update) => { if (update.docChanged) wires.changed(update.state.doc.toString()); }),
    ...(props.onCursor ? [EditorView.updateListener.of((update) => { if (update.selectionSet || update.focusChanged || update.docChanged) wires.moved(update.view); })] : []),
    ...(props.check ? [lintGutter(), linter(wires.check, { delay: CHECK_AFTER_MS })] : []),
    ...(props.isReadOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : []),
    ...(props.isWrapped ? [EditorView.lineWrapping, hangingLines, EditorView.scrollMargins.of(() => UNDER_BUTTONS)] : []),
    ...(props.placeholder ? [placeholderText(props.placeholder)] : []),
  ];
}

/** Only what differs is replaced, so that cursor and scroll position stay. */
function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  let from = 0;
  while (from < old.length && old[from] === text[from]) from++;
  let end = 0;
  while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  view.dispatch({ changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) } });
}

function diagnostics(view: EditorView, problems: readonly Problem[]): readonly Diagnostic[] {
  return problems.map(({ line, message }) => {
    const { from, to, text } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
    return { from: Math.min(to, from + text.length - text.trimStart().length), to, severity: "error", message };
  });
}
