import { useMemo } from "react";
import { toYaml } from "../../api/to-yaml.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { StatusText } from "../shell/StatusText.tsx";
import type { Draft } from "./drafts.ts";
import { editableOf, editableYaml, readOne } from "./editable.ts";
import type { EditAnswer } from "./send-edit.ts";
import { mergeChanges } from "./three-way.ts";

const DiffView = onDemand(() => import("./DiffView.tsx").then((m) => m.DiffView));

interface ConflictPanelProps {
  readonly draft: Draft;
  readonly conflict: Extract<EditAnswer, { readonly kind: "conflict" }>;
  /** Goes on with this text, against the present object. */
  readonly onDraft: (draft: Draft) => void;
  /** Takes the cluster's version. */
  readonly onDiscard: () => void;
  readonly onBack: () => void;
}

/** Somebody else was faster: both sides, and what to do about it. Nothing is sent before it was reviewed. */
export function ConflictPanel({ draft, conflict, onDraft, onDiscard, onBack }: ConflictPanelProps) {
  const { current } = conflict;
  const base = editableYaml(draft.base);
  const merged = useMemo(() => mergeOf(draft, current), [draft, current]);
  return (
    <div className="object-editor" role="group" aria-label="Conflict">
      <div className="notice bad"><StatusText status={conflict.status} /></div>
      <div className="conflict-sides">
        <h3 className="eyebrow">Changed in the cluster meanwhile</h3>
        <DiffView label="Changed in the cluster meanwhile" before={base} after={editableYaml(current)} />
        <h3 className="eyebrow">Changed by you</h3>
        <DiffView label="Changed by you" before={base} after={draft.text} />
        {merged && merged.clashes.length > 0 ? (
          <>
            <p>Both changed the same {merged.clashes.length === 1 ? "field" : "fields"}; merged, yours would stand there:</p>
            <ul>{merged.clashes.map((c) => <li key={c}><code>{c}</code></li>)}</ul>
          </>
        ) : null}
      </div>
      <div className="editor-actions">
        <button type="button" className="button left" onClick={onBack}>Back to the text</button>
        <button type="button" className="button" onClick={onDiscard}>Take the cluster’s</button>
        <button type="button" className="button" onClick={() => onDraft({ base: current, text: draft.text })}>Keep mine</button>
        {merged ? <button type="button" className="button primary" onClick={() => onDraft({ base: current, text: toYaml(merged.value) })}>Merge both</button> : null}
      </div>
    </div>
  );
}

/** Undefined where the person's text is no object, so that there is nothing to merge. */
function mergeOf(draft: Draft, current: Draft["base"]) {
  const read = readOne(draft.text);
  return "document" in read ? mergeChanges(editableOf(draft.base), read.document.object, editableOf(current)) : undefined;
}
