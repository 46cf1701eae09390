import "../theme/revisions.css";
import { useState } from "react";
import type { PodRow, WorkloadRow } from "../../api/frame.ts";
import { CONTROLLERREVISIONS, REPLICASETS } from "../../api/resources.ts";
import { podsOf } from "../../view/mirror.ts";
import type { CommandContext } from "../commands/command.ts";
import { rollback } from "../commands/rollback.ts";
import { ForkNote } from "../dialogs/ForkNote.tsx";
import { count, durationText, shortImage } from "../format.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { useCommandContext } from "../hooks/use-command-context.ts";
import { useList } from "../hooks/use-list.ts";
import { useRow } from "../hooks/use-mirror.ts";
import { runPlan } from "../run-command.ts";
import { useNow, useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { select } from "../store.ts";
import type { Selection } from "../store.ts";
import { Section } from "./Facts.tsx";
import { revisionList } from "./revision-list.ts";
import type { RevisionEntry } from "./revision-list.ts";

const DiffView = onDemand(() => import("../editor/DiffView.tsx").then((m) => m.DiffView));

/** The templates that the workload has had, the pods that still are of them, what differs between two, and the way back. */
export function RevisionsTab({ selection }: { readonly selection: Selection }) {
  const row = useRow(selection.uid);
  return row && row.kind !== "Node" && row.kind !== "Pod" && row.kind !== "Inert" ? <Revisions row={row} selection={selection} /> : null;
}

function Revisions({ row, selection }: { readonly row: WorkloadRow; readonly selection: Selection }) {
  const { mirror } = useSession();
  const context = useCommandContext(selection);
  const objects = useList(row.kind === "Deployment" ? REPLICASETS : CONTROLLERREVISIONS);
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({});
  if (!objects) return <p className="empty">Reading revisions…</p>;
  const entries = revisionList(row, objects);
  const [newest, before] = entries;
  if (!newest) return <p className="empty">There is no revision yet.</p>;
  const to = entries.find((e) => e.hash === chosen.to) ?? newest;
  const from = entries.find((e) => e.hash === chosen.from) ?? before;
  const pods = podsOf(mirror, row.uid);
  return (
    <>
      <Section title={row.kind === "Deployment" ? "Revisions, each kept by a ReplicaSet" : "Revisions, each kept by a ControllerRevision"}>
        <ol className="revision-list">
          {entries.map((e) => <Entry key={e.hash} entry={e} row={row} isNewest={e === newest} pods={pods.filter((p) => p.revision === e.hash)} context={context} />)}
        </ol>
      </Section>
      {from ? (
        <Section title="What differs">
          <div className="revision-choice">
            <RevisionSelect label="From" entries={entries} value={from.hash} onChange={(hash) => setChosen({ ...chosen, from: hash })} />
            <RevisionSelect label="To" entries={entries} value={to.hash} onChange={(hash) => setChosen({ ...chosen, to: hash })} />
          </div>
          {from.template === to.template ? <p className="muted">{from === to ? "One and the same revision." : "Their templates are the same."}</p> : <DiffView label={`From revision ${from.revision} to ${to.revision}`} before={from.template} after={to.template} />}
        </Section>
      ) : <p className="muted revision-note">A change of the template makes the second revision; then the two can be compared here, and the first put back.</p>}
    </>
  );
}

interface EntryProps {
  readonly entry: RevisionEntry;
  readonly row: WorkloadRow;
  readonly isNewest: boolean;
  readonly pods: readonly PodRow[];
  readonly context: CommandContext;
}

function Entry({ entry, row, isNewest, pods, context }: EntryProps) {
  const now = useNow(1000);
  const { letter, revision, image, changeCause, createdMs, objectName } = entry;
  return (
    <li>
      <p className="revision-head">
        <span className={isNewest ? "revision new" : "revision"}>{letter}</span>
        <b>revision {revision}</b>
        {isNewest ? <span className="tag">present</span> : null}
        <span className="muted number">{createdMs === undefined ? "" : durationText(now - createdMs)}</span>
      </p>
      <p className="mono" title={image}>{shortImage(image)}</p>
      {changeCause ? <p className="muted">{changeCause}</p> : null}
      <p className="muted mono" title={`Name of the ${row.kind === "Deployment" ? "ReplicaSet" : "ControllerRevision"}`}>{objectName}</p>
      <RevisionPods pods={pods} />
      {isNewest ? null : <RollBack entry={entry} context={context} />}
    </li>
  );
}

const SHOWN_PODS = 8;

function RevisionPods({ pods }: { readonly pods: readonly PodRow[] }) {
  if (pods.length === 0) return <p className="muted">no pods</p>;
  return (
    <details className="revision-pods">
      <summary>{count(pods.length, "pod")}</summary>
      <ul>
        {pods.slice(0, SHOWN_PODS).map((p) => <li key={p.uid}><button type="button" className="link-button mono" onClick={() => select({ kind: "Pod", namespace: p.namespace, name: p.name, uid: p.uid }, "why")}>{p.name}</button>{p.nodeName ? <span className="muted"> {p.nodeName}</span> : null}</li>)}
      </ul>
      {pods.length > SHOWN_PODS ? <p className="muted">and {pods.length - SHOWN_PODS} more</p> : null}
    </details>
  );
}

/** The command that puts a template back, with its line before it is run. */
function RollBack({ entry, context }: { readonly entry: RevisionEntry; readonly context: CommandContext }) {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  const possible = rollback.when(context);
  const plan = possible === true ? rollback.plan(context, { revision: String(entry.revision) }) : { error: possible, field: "" };
  if ("error" in plan) return <p className="muted">{plan.error}</p>;
  const line = plan.kubectl.join("\n");
  if (!isOpen) return <button type="button" className="button" onClick={() => setOpen(true)}>Roll back to revision {entry.revision}…</button>;
  return (
    <div className="roll-back">
      <div className="command-line"><pre>{line}</pre><CopyButton text={line} label="Copy the command" /></div>
      <ForkNote />
      <div className="roll-back-actions">
        <button type="button" className="button" onClick={() => setOpen(false)}>Cancel</button>
        {/* The button that was pressed is gone: what it asked for comes next. */}
        <button type="button" className="button primary" ref={focusOn} onClick={() => { setOpen(false); void runPlan(session, rollback.title, plan); }}>Roll back</button>
      </div>
    </div>
  );
}

function focusOn(element: HTMLElement | null): void {
  element?.focus();
}

interface RevisionSelectProps {
  readonly label: string;
  readonly entries: readonly RevisionEntry[];
  readonly value: string;
  readonly onChange: (hash: string) => void;
}

function RevisionSelect({ label, entries, value, onChange }: RevisionSelectProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(e) => onChange(e.target.value)}>
        {entries.map((e) => <option key={e.hash} value={e.hash}>{e.letter}: revision {e.revision}</option>)}
      </select>
    </label>
  );
}
