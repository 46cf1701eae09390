import "../theme/tables.css";
import { Fragment } from "react";
import { eventLastSeenMs } from "../../api/columns/event.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import { durationText } from "../format.ts";
import { selectionOf } from "../selection.ts";
import { useNow, useSession } from "../session-context.ts";
import { select } from "../store.ts";
import { SchedulingText } from "./SchedulingText.tsx";

interface EventTableProps {
  readonly events: readonly KubeEvent[];
  /** With a column that says about what. */
  readonly hasObject?: boolean;
  /** Whether an event belongs to what is lit in the picture; the others are dimmed. */
  readonly isLit?: ((event: KubeEvent) => boolean) | undefined;
}

/** Events with the columns and words of kubectl. */
export function EventTable({ events, hasObject, isLit }: EventTableProps) {
  const now = useNow(1000);
  if (events.length === 0) return <p className="empty">No events.</p>;
  return (
    <table className="event-table">
      <thead><tr><th scope="col">Last seen</th><th scope="col">Type</th><th scope="col">Reason</th>{hasObject ? <th scope="col">Object</th> : null}<th scope="col">Message</th></tr></thead>
      <tbody>
        {events.map((e) => (
          <tr key={e.metadata.uid} className={[e.type === "Warning" ? "warning" : "", isLit?.(e) === false ? "dim" : ""].filter(Boolean).join(" ") || undefined}>
            <td className="number">{ageOf(e, now)}{(e.count ?? 1) > 1 ? <span className="muted"> ×{e.count}</span> : null}</td>
            <td>{e.type}</td>
            <td><Breakable word={e.reason} /></td>
            {hasObject ? <td className="mono"><ObjectName event={e} /></td> : null}
            <td>{e.reason === "FailedScheduling" && e.message ? <SchedulingText text={e.message} podUid={e.involvedObject.uid} /> : e.message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As kubectl names it; a door to what is still there. */
function ObjectName({ event: { involvedObject: { kind, name, uid } } }: { readonly event: KubeEvent }) {
  const { mirror } = useSession();
  const target = selectionOf(mirror.rows.get(uid ?? ""));
  const text = `${kind.toLowerCase()}/${name}`;
  return target ? <button type="button" className="link-button mono" onClick={() => select(target)}>{text}</button> : text;
}

/** `NodeHasSufficientMemory` may break before a capital, where the column is narrow. */
function Breakable({ word }: { readonly word: string }) {
  return word.split(/(?=[A-Z])/).map((part, i) => <Fragment key={i}>{i > 0 ? <wbr /> : null}{part}</Fragment>);
}

function ageOf(event: KubeEvent, nowMs: number): string {
  const at = eventLastSeenMs(event);
  return at === undefined ? "" : durationText(nowMs - at);
}
