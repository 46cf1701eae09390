import "../theme/editor.css";
import { useEffect, useMemo, useRef } from "react";
import { resourceOf } from "../../api/resources.ts";
import type { Inspection } from "../../api/timeline.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { toYaml } from "../../api/to-yaml.ts";
import { dropDraft, useDrafts } from "../editor/drafts.ts";
import { editableYaml } from "../editor/editable.ts";
import type { LineMark } from "../editor/line-marks.ts";
import { ObjectEditor } from "../editor/ObjectEditor.tsx";
import { CopyButton } from "../shell/CopyButton.tsx";
import { openDialog } from "../store.ts";
import { useFieldDoor } from "./use-field-door.ts";
import { decidedLines, pointedLines } from "./yaml-marks.ts";

/** The object as YAML, to read and to change; lines that decided something are marked, with what. */
export function YamlTab({ inspection, uid }: { readonly inspection: Inspection; readonly uid: string }) {
  const { object } = inspection;
  return object ? <Present inspection={inspection} object={object} /> : <Gone uid={uid} />;
}

function Present({ inspection, object }: { readonly inspection: Inspection; readonly object: KubeObject }) {
  const wish = useDrafts((s) => (s.wish?.uid === object.metadata.uid ? s.wish : undefined));
  const hasDraft = useDrafts((s) => s.drafts[object.metadata.uid] !== undefined);
  const text = editableYaml(object);
  const marks = useMemo(() => {
    // Lines that somebody has changed are no longer those that decided; and typing must not wait for them.
    if (hasDraft) return [];
    const lines = text.split("\n");
    return [...decidedLines(inspection, lines), ...(wish ? pointedLines(lines, wish.path) : [])];
  }, [inspection, text, wish, hasDraft]);
  const pointed = marks.find((m) => m.look === "pointed")?.line;
  const goTo = useMemo(() => (wish && pointed !== undefined ? { line: pointed, id: wish.id } : undefined), [wish, pointed]);
  const onCursor = useFieldDoor(object.metadata.uid);
  const resource = resourceOf(object);
  const { resourceVersion, generation } = object.metadata;
  return (
    <div className="object-editor">
      <div className="editor-tools">
        <span className="mono number muted" title="Counted by the server with every write; no part of what you can change">resourceVersion {resourceVersion}{generation === undefined ? "" : ` · generation ${generation}`}</span>
        <CopyButton text={toYaml(object)} label="Copy the YAML" />
      </div>
      {resource ? (
        <ObjectEditor resource={resource} object={object} marks={marks} goTo={goTo} onCursor={onCursor}>
          <StatusYaml inspection={inspection} object={object} path={wish?.path} />
          {hasDraft ? null : <Reasons lines={text.split("\n")} marks={marks} />}
        </ObjectEditor>
      ) : <pre>{text}</pre>}
    </div>
  );
}

/** What only the cluster writes. Open where somebody asked for a field of it. */
function StatusYaml({ inspection, object, path }: { readonly inspection: Inspection; readonly object: KubeObject; readonly path: string | undefined }) {
  const { status } = object as KubeObject & { readonly status?: unknown };
  const details = useRef<HTMLDetailsElement>(null);
  const isAsked = path?.startsWith("status.") ?? false;
  useEffect(() => {
    if (isAsked) details.current?.querySelector(".pointed")?.scrollIntoView({ block: "center" });
  }, [isAsked, path]);
  if (status === undefined) return null;
  const lines = toYaml({ status }).trimEnd().split("\n");
  const looks = new Map([...decidedLines(inspection, lines), ...(path ? pointedLines(lines, path) : [])].map((m) => [m.line, m]));
  return (
    <details className="status-yaml" ref={details} open={isAsked || undefined}>
      <summary>status: written by the cluster</summary>
      <pre>
        {lines.map((line, i) => <span key={i} className={`line ${looks.get(i + 1)?.look ?? ""}`} title={looks.get(i + 1)?.title}>{line}{"\n"}</span>)}
      </pre>
    </details>
  );
}

/** What the marked lines decided, in words: a title of a line is for the mouse alone. */
function Reasons({ lines, marks }: { readonly lines: readonly string[]; readonly marks: readonly LineMark[] }) {
  const byReason = new Map<string, number[]>();
  for (const { line, title } of marks) if (title !== undefined) byReason.set(title, [...(byReason.get(title) ?? []), line]);
  if (byReason.size === 0) return null;
  return (
    <section className="panel-section">
      <h3 className="eyebrow">Marked lines decided something</h3>
      <ul className="yaml-reasons">
        {[...byReason].map(([why, at]) => {
          const first = Math.min(...at);
          return <li key={why}><code>{first}: {lines[first - 1]?.trim()}</code>{at.length > 1 ? ` and ${at.length - 1} more` : ""}<p>{why}</p></li>;
        })}
      </ul>
    </section>
  );
}

/** Of an object that is gone only an edit is left, if there was one. */
function Gone({ uid }: { readonly uid: string }) {
  const draft = useDrafts((s) => s.drafts[uid]);
  if (!draft) return <p className="empty">The object is gone.</p>;
  return (
    <div className="object-editor">
      <p className="notice">The object is gone. What you had written is kept.</p>
      <pre className="kept-text">{draft.text}</pre>
      <div className="editor-actions">
        <button type="button" className="button" onClick={() => dropDraft(uid)}>Discard</button>
        <button type="button" className="button primary" onClick={() => openDialog({ kind: "apply", text: withoutIdentity(draft.text) })}>Create it anew…</button>
      </div>
    </div>
  );
}

/** What the server gave to the one that is gone. */
function withoutIdentity(text: string): string {
  return text.split("\n").filter((line) => !/^ {2}(?:uid|creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds): /.test(line)).join("\n");
}
