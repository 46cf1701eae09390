import "../theme/tables.css";
import { useState } from "react";
import { compareEvents } from "../../api/columns/event.ts";
import { EVENTS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import { useIsLineLit } from "../graph/use-line-look.ts";
import { useList } from "../hooks/use-list.ts";
import { EventTable } from "../inspector/EventTable.tsx";
import { FindBar, hasWords } from "./FindBar.tsx";

const SHOWN = 200;

/** The Events of all namespaces, newest first, to be narrowed by a word. */
export function EventsTab() {
  const events = useList<KubeEvent>(EVENTS);
  const [wanted, setWanted] = useState("");
  const [isWarning, setWarning] = useState(false);
  const isLineLit = useIsLineLit();
  const isLit = isLineLit && ((e: KubeEvent) => isLineLit([e.involvedObject], `${e.reason} ${e.message ?? ""} ${e.involvedObject.name}`));
  if (!events) return <p className="empty">Reading events…</p>;
  const found = events.filter((e) => (!isWarning || e.type === "Warning") && hasWords(wanted, e.type, e.reason, e.message, e.involvedObject.kind, e.involvedObject.name, e.involvedObject.namespace));
  // What is searched for comes first: among hundreds of dimmed lines it would not be found.
  const sorted = [...found].sort((a, b) => compareEvents(b, a)).map((event) => ({ event, isLast: isLit?.(event) === false }));
  const shown = [...sorted.filter((s) => !s.isLast), ...sorted.filter((s) => s.isLast)].slice(0, SHOWN).map((s) => s.event);
  return (
    <>
      <FindBar label="Find in events" text={wanted} onText={setWanted}>
        <label><input type="checkbox" checked={isWarning} onChange={(e) => setWarning(e.target.checked)} /> only warnings</label>
      </FindBar>
      <EventTable events={shown} hasObject isLit={isLit} />
    </>
  );
}
