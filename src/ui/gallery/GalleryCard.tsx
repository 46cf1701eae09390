import { Play } from "lucide-react";
import { useState } from "react";
import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { DaemonSetRow } from "../../api/frame.ts";
import type { GalleryEntry } from "../../lessons/gallery.ts";
import type { CardWords } from "../../lessons/gallery-words.ts";
import type { Plan } from "../commands/command.ts";
import { wishField } from "../editor/drafts.ts";
import { turnDoor } from "../graph/light-store.ts";
import { GALLERY as SAYS } from "../messages/gallery.ts";
import { runPlan } from "../run-command.ts";
import { selectionOf } from "../selection.ts";
import { useClock, useSession } from "../session-context.ts";
import type { Session } from "../session.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { StatusText } from "../shell/StatusText.tsx";
import type { Status } from "../../api/status.ts";
import { closeDialog, openDialog, select } from "../store.ts";
import { applyPlan, removePlan } from "./gallery-plan.ts";

interface GalleryCardProps {
  readonly entry: GalleryEntry;
  readonly words: CardWords;
}

/** One product: what it is, and the ways to run it, to see it, and to be rid of it. */
export function GalleryCard({ entry, words }: GalleryCardProps) {
  const session = useSession();
  const row = useRow(session, entry);
  const [busy, setBusy] = useState<"run" | "remove" | "next">();
  const [failure, setFailure] = useState<Status>();

  async function run(what: "run" | "remove" | "next", title: string, plan: () => Promise<Plan> | Plan): Promise<void> {
    if (busy) return;
    setBusy(what);
    // An engine that died answers nothing more; its banner says why.
    const made = await Promise.resolve(plan()).catch(() => undefined);
    if (made) setFailure(await runPlan(session, title, made));
    setBusy(undefined);
  }

  const of = <span className="visually-hidden">{SAYS.of(words.product)}</span>;
  return (
    <li className={row ? "gallery-card here" : "gallery-card"}>
      <h4>{words.product}</h4>
      <p className="gallery-state" role="status">{row ? (row.deleting ? SAYS.leaving : SAYS.state(row.available, row.desired)) : SAYS.notHere}</p>
      <p>{words.does}</p>
      <dl>
        <dt>{SAYS.whyEach}</dt>
        <dd><CodeText text={words.why} /></dd>
        <dt>{SAYS.notice}</dt>
        <dd><CodeText text={words.notice} /></dd>
      </dl>
      {words.beware ? <p className="gallery-beware">{words.beware}</p> : null}
      {row && entry.next && row.desired === 0 && !row.deleting ? (
        <p className="gallery-next"><span>{SAYS.next}: <code>{entry.next.kubectl}</code></span>
          <button type="button" className="button" onClick={() => void run("next", words.product, () => labelPlan(entry))}>{SAYS.nextDo}{of}</button>
        </p>
      ) : null}
      {failure ? <div className="notice bad"><StatusText status={failure} /></div> : null}
      <div className="gallery-buttons">
        {row ? (
          <>
            <button type="button" className="button" onClick={() => showNodes(row)}>{SAYS.showNodes}{of}</button>
            <button type="button" className="button" onClick={() => showField(row, entry.field)}>{SAYS.showField}{of}</button>
            <button type="button" className="button plain danger" aria-disabled={busy !== undefined || row.deleting || undefined} onClick={() => void run("remove", `Remove ${words.product}`, () => removePlan(session, entry))}>{busy === "remove" ? SAYS.removing : SAYS.remove}{of}</button>
          </>
        ) : (
          <>
            <button type="button" className="button primary" aria-disabled={busy !== undefined || undefined} onClick={() => void run("run", `Run ${words.product}`, () => applyPlan(session, entry))}><Play size={14} aria-hidden /> {busy === "run" ? SAYS.running : SAYS.run}{of}</button>
            <button type="button" className="button plain" onClick={() => openDialog({ kind: "apply", text: entry.text })}>{SAYS.manifest}{of}</button>
          </>
        )}
      </div>
    </li>
  );
}

function useRow(session: Session, { namespace, name }: GalleryEntry): DaemonSetRow | undefined {
  useClock((c) => c.contextVersion);
  return session.picture().workloads.find((w): w is DaemonSetRow => w.kind === "DaemonSet" && w.namespace === namespace && w.name === name);
}

/** The label of the card's last word, on the node that it names. */
function labelPlan({ next }: GalleryEntry): Plan {
  const [, node = "", key = "", value = ""] = /nodes (\S+) ([^=\s]+)=(\S*)$/.exec(next?.kubectl ?? "") ?? [];
  return { requests: [patch(NODES, { name: node }, { metadata: { labels: { [key]: value } } }, { patchType: "strategic", fieldManager: "kubectl-label" })], kubectl: [next?.kubectl ?? ""] };
}

/** Which nodes it counts, by light; the others say why not. */
function showNodes(row: DaemonSetRow): void {
  closeDialog();
  turnDoor({ kind: "count", id: `gallery ${row.uid}`, uid: row.uid, count: "desired" });
}

function showField(row: DaemonSetRow, path: string): void {
  const selection = selectionOf(row);
  if (!selection) return;
  closeDialog();
  wishField(row.uid, path);
  select(selection, "yaml");
}
