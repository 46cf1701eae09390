import { list } from "../../api/request.ts";
import { EVENTS } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { goSort } from "../print/go-sort.ts";
import { sendList, type Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import type { Description } from "./description.ts";
import { since } from "./times.ts";

/** The block `Events:` that ends a description; nothing where the command wants none. */
export function* writeEventsOf(out: Description, object: KubeObject, about: Describing): Steps<void> {
  if (about.showEvents) writeEvents(out, yield* eventsOf(object), about.nowMs);
}

/** The events about one object, however many it has had. */
function* eventsOf({ kind, metadata: { name, namespace, uid } }: Pick<KubeObject, "kind" | "metadata">): Steps<readonly KubeEvent[]> {
  const wanted = { name, namespace: namespace ?? "", kind, uid };
  const fieldSelector = Object.entries(wanted).map(([field, value]) => `involvedObject.${field}=${value}`).join(",");
  const response = yield* sendList<KubeEvent>(list(EVENTS, namespace, { fieldSelector }));
  return response.ok ? response.body.items : [];
}

/** Source: kubectl pkg/describe DescribeEvents (1.36) */
export function writeEvents(out: Description, events: readonly KubeEvent[], nowMs: number): void {
  if (events.length === 0) return out.line(0, "Events:", "<none>");
  out.line(0, "Events:");
  out.line(1, "Type", "Reason", "Age", "From", "Message");
  out.line(1, "----", "------", "----", "----", "-------");
  for (const event of byLastTimestamp(events)) {
    out.line(1, event.type, event.reason, agesText(event, nowMs), event.source.component || event.reportingComponent, messageText(event));
  }
}

/** Oldest first, by the last time each was seen; those that have no such time, as the scheduler's, before the others. */
function byLastTimestamp(events: readonly KubeEvent[]): readonly KubeEvent[] {
  const at = ({ lastTimestamp }: KubeEvent) => parseTime(lastTimestamp) ?? -Infinity;
  return goSort(events, (a, b) => at(a) < at(b));
}

/** `29s (x19 over 5m14s)`, or how long ago it was, for what happened once. Events of a series count in that. */
export function agesText(event: KubeEvent, nowMs: number): string {
  const first = since(event.eventTime ?? event.firstTimestamp, nowMs);
  const series = seriesOf(event);
  if (series) return `${since(series.lastObservedTime, nowMs)} (x${series.count} over ${first})`;
  return (event.count ?? 0) > 1 ? `${since(event.lastTimestamp, nowMs)} (x${event.count} over ${first})` : first;
}

function messageText({ involvedObject, message }: KubeEvent): string {
  const text = message.trim();
  return involvedObject.fieldPath ? `${involvedObject.fieldPath}: ${text}` : text;
}

/** How an event that happens over and over is counted since events.k8s.io. */
export function seriesOf(event: KubeEvent): { readonly count: number; readonly lastObservedTime: string } | undefined {
  return (event as { readonly series?: { readonly count: number; readonly lastObservedTime: string } }).series;
}
