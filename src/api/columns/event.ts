import { parseTime } from "../time.ts";
import type { KubeEvent } from "../types/event.ts";
import { column, NUMBER, sinceText, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get events`. Source: kubernetes pkg/printers/internalversion/printers.go printEvent (1.36) */
export const eventColumns: readonly Column<KubeEvent>[] = [
  column("Last Seen", lastSeenText),
  column("Type", (event) => event.type),
  column("Reason", (event) => event.reason),
  column("Object", (event) => eventObjectText(event)),
  column("Subobject", (event) => event.involvedObject.fieldPath ?? "", WIDE),
  column("Source", eventSourceText, WIDE),
  column("Message", (event) => event.message.trim()),
  column("First Seen", firstSeenText, WIDE),
  column("Count", eventCount, { ...NUMBER, ...WIDE }),
  column("Name", (event) => event.metadata.name, { ...WIDE, format: "name" }),
];

/** Newest time the event is known from, in milliseconds since the epoch. */
export function eventLastSeenMs(event: KubeEvent): number | undefined {
  return parseTime(seriesOf(event)?.lastObservedTime) ?? parseTime(event.lastTimestamp) ?? eventFirstSeenMs(event);
}

/** Oldest first by the second in which they were last seen, the precision most Events have; then by order of writing. */
export function compareEvents(a: KubeEvent, b: KubeEvent): number {
  const second = (event: KubeEvent) => Math.floor((eventLastSeenMs(event) ?? 0) / 1000);
  return second(a) - second(b) || Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);
}

function eventFirstSeenMs(event: KubeEvent): number | undefined {
  return parseTime(event.firstTimestamp) ?? parseTime(event.eventTime);
}

/** How often it was seen, at least once. */
export function eventCount(event: KubeEvent): number {
  return seriesOf(event)?.count || event.count || 1;
}

/** `kubelet, node-1`, or the reporting controller and its instance. */
function eventSourceText(event: KubeEvent): string {
  const { component, host } = event.source ?? {};
  const parts = component || host ? [component, host] : [event.reportingComponent, event.reportingInstance];
  return parts.filter(Boolean).join(", ");
}

/** `pod/web-1`. */
function eventObjectText(event: KubeEvent): string {
  return `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`;
}

interface Series { readonly count?: number; readonly lastObservedTime?: string | null }

/** Repetitions as events.k8s.io records them. */
function seriesOf(event: KubeEvent & { readonly series?: Series }): Series | undefined {
  return event.series;
}

function firstSeenText(event: KubeEvent, { nowMs }: { nowMs: number }): string {
  return sinceText(event.firstTimestamp ?? event.eventTime, nowMs);
}

function lastSeenText(event: KubeEvent, context: { nowMs: number }): string {
  const last = seriesOf(event)?.lastObservedTime ?? event.lastTimestamp;
  return last ? sinceText(last, context.nowMs) : firstSeenText(event, context);
}
