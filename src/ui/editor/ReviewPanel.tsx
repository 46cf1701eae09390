import { useLayoutEffect, useRef } from "react";
import { ForkNote } from "../dialogs/ForkNote.tsx";
import { onDemand } from "../hooks/on-demand.tsx";
import { CopyButton } from "../shell/CopyButton.tsx";
import type { Draft } from "./drafts.ts";
import { editableYaml } from "./editable.ts";
import { editLine } from "./send-edit.ts";
import type { EditAnswer } from "./send-edit.ts";
import type { Resource } from "../../api/resources.ts";

const DiffView = onDemand(() => import("./DiffView.tsx").then((m) => m.DiffView));

interface ReviewPanelProps {
  readonly edit: { readonly resource: Resource; readonly draft: Draft };
  readonly answer: Extract<EditAnswer, { readonly kind: "taken" }>;
  readonly isBusy: boolean;
  readonly onBack: () => void;
  readonly onApply: () => void;
  readonly onDiscard: () => void;
}

/** What would change, by the server's own answer to a dry run: with its defaults, and without what it ignores. */
export function ReviewPanel({ edit, answer, isBusy, onBack, onApply, onDiscard }: ReviewPanelProps) {
  const before = editableYaml(answer.current);
  const after = editableYaml(answer.object);
  const isSame = before === after;
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const line = editLine(edit);
  return (
    <div className="object-editor" role="group" aria-label="Review of the edit">
      {isSame ? <p className="notice">This changes nothing: the server would store what is there already.</p> : <h3 className="eyebrow">What will change</h3>}
      {isSame ? null : <DiffView label="What will change" before={before} after={after} />}
      {answer.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
      <section className="kubectl-preview" aria-label="The same in a terminal">
        <span className="eyebrow">You could have typed</span>
        <div className="command-line"><pre>{line}</pre><CopyButton text={line} /></div>
      </section>
      <ForkNote />
      <div className="editor-actions">
        <button type="button" className="button left" onClick={onBack}>Back to the text</button>
        {isSame ? <button ref={first} type="button" className="button" onClick={onDiscard}>Discard</button>
          : <button ref={first} type="button" className="button primary" aria-disabled={isBusy || undefined} onClick={onApply}>Apply</button>}
      </div>
    </div>
  );
}
