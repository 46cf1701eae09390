import { compareEvents } from "../../api/columns/event.ts";
import { EVENTS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import { useList } from "../hooks/use-list.ts";
import { EventTable } from "../inspector/EventTable.tsx";

const SHOWN = 200;

/** The Events of all namespaces, newest first. */
export function EventsTab() {
  const events = useList<KubeEvent>(EVENTS);
  if (!events) return <p className="empty">Reading events…</p>;
  const sorted = [...events].sort((a, b) => compareEvents(b, a));
  return <EventTable events={sorted.slice(0, SHOWN)} hasObject />;
}
