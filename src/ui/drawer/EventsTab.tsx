import "../theme/tables.css";
import { useState } from "react";
import { compareEvents } from "../../api/columns/event.ts";
import { EVENTS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import { useList } from "../hooks/use-list.ts";
import { EventTable } from "../inspector/EventTable.tsx";
import { FindBar, hasWords } from "./FindBar.tsx";

const SHOWN = 200;

/** The Events of all namespaces, newest first, to be narrowed by a word. */
export function EventsTab() {
  const events = useList<KubeEvent>(EVENTS);
  const [wanted, setWanted] = useState("");
  const [isWarning, setWarning] = useState(false);
  if (!events) return <p className="empty">Reading events…</p>;
  const found = events.filter((e) => (!isWarning || e.type === "Warning") && hasWords(wanted, e.type, e.reason, e.message, e.involvedObject.kind, e.involvedObject.name, e.involvedObject.namespace));
  return (
    <>
      <FindBar label="Find in events" text={wanted} onText={setWanted}>
        <label><input type="checkbox" checked={isWarning} onChange={(e) => setWarning(e.target.checked)} /> only warnings</label>
      </FindBar>
      <EventTable events={[...found].sort((a, b) => compareEvents(b, a)).slice(0, SHOWN)} hasObject />
    </>
  );
}
