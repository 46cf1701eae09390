import { useState } from "react";
import type { ReactNode } from "react";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { useSession } from "../session-context.ts";
import { StatusText } from "../shell/StatusText.tsx";
import { onDemand } from "../hooks/on-demand.tsx";
import { ConflictPanel } from "./ConflictPanel.tsx";
import { dropDraft, keepDraft, useDrafts } from "./drafts.ts";
import { editableYaml } from "./editable.ts";
import type { LineMark } from "./line-marks.ts";
import { ReviewPanel } from "./ReviewPanel.tsx";
import { problemsOf, sendEdit, tryEdit } from "./send-edit.ts";
import type { EditAnswer } from "./send-edit.ts";

const CodeEditor = onDemand(() => import("./CodeEditor.tsx").then((m) => m.CodeEditor));

interface ObjectEditorProps {
  readonly resource: Resource;
  /** As it is now. */
  readonly object: KubeObject;
  /** Shown until somebody writes. */
  readonly marks?: readonly LineMark[];
  readonly goTo?: { readonly line: number; readonly id: number } | undefined;
  readonly onCursor?: (offset: number | undefined, text: string) => void;
  /** What stands below the text while it is written. */
  readonly children?: ReactNode;
}

type Stage = { readonly kind: "edit" } | Extract<EditAnswer, { readonly kind: "taken" | "refused" | "conflict" | "unreadable" }>;
const EDIT: Stage = { kind: "edit" };

/**
 * An object to change: write, review what would change, apply. What is refused stays as it was written, with the
 * reason; what somebody else changed meanwhile is shown beside it. The text is kept until it is applied or discarded.
 */
export function ObjectEditor({ resource, object, marks, goTo, onCursor, children }: ObjectEditorProps) {
  const session = useSession();
  const uid = object.metadata.uid;
  const draft = useDrafts((s) => s.drafts[uid]);
  const [stage, setStage] = useState<Stage>(EDIT);
  const [isBusy, setBusy] = useState(false);
  const [toLine, setToLine] = useState<{ readonly line: number; readonly id: number; readonly hasFocus: boolean }>();
  const live = editableYaml(object);
  const text = draft?.text ?? live;

  function write(next: string) {
    setStage(EDIT);
    if (next === live) dropDraft(uid);
    else keepDraft({ base: draft?.base ?? object, text: next });
  }

  async function ask(how: typeof tryEdit, edited = draft) {
    if (!edited || isBusy) return;
    setBusy(true);
    const answer = await how(session, { resource, draft: edited });
    setBusy(false);
    if (answer.kind === "silence") return;
    const isDone = answer.kind === "taken" && how === sendEdit;
    if (isDone) dropDraft(uid);
    setStage(isDone ? EDIT : answer);
    const line = answer.kind === "refused" ? answer.line : answer.kind === "unreadable" ? answer.problem.line : undefined;
    if (line !== undefined) setToLine((l) => ({ line, id: (l?.id ?? 0) + 1, hasFocus: true }));
  }

  function discard() {
    dropDraft(uid);
    setStage(EDIT);
  }

  if (draft && stage.kind === "taken") {
    return <ReviewPanel edit={{ resource, draft }} answer={stage} isBusy={isBusy} onBack={() => setStage(EDIT)} onApply={() => void ask(sendEdit)} onDiscard={discard} />;
  }
  if (draft && stage.kind === "conflict") {
    return <ConflictPanel draft={draft} conflict={stage} onDraft={(next) => { keepDraft(next); void ask(tryEdit, next); }} onDiscard={discard} onBack={() => setStage(EDIT)} />;
  }
  return (
    <>
      <CodeEditor label={`YAML of ${object.kind} ${object.metadata.name}`} value={text} onChange={write} isWrapped
        check={async (wanted) => (wanted === live ? [] : problemsOf(await tryEdit(session, { resource, draft: { base: draft?.base ?? object, text: wanted } }), wanted))}
        onSubmit={() => void ask(tryEdit)} goTo={toLine ?? goTo} {...(onCursor ? { onCursor } : {})} {...(draft || !marks ? {} : { marks })} />
      {children}
      {draft ? (
        <div className="editor-actions">
          {stage.kind === "refused" ? <div className="notice bad"><StatusText status={stage.status} /></div> : null}
          {stage.kind === "unreadable" ? <div className="notice bad" role="alert"><p>{stage.problem.message}</p></div> : null}
          <span className="unsaved left">Unsaved</span>
          <button type="button" className="button" onClick={discard}>Discard</button>
          <button type="button" className="button primary" aria-disabled={isBusy || undefined} onClick={() => void ask(tryEdit)}>Review</button>
        </div>
      ) : null}
    </>
  );
}
