import { lastAnswer } from "../../api/last-answer.ts";
import { create, update } from "../../api/request.ts";
import { EVENTS } from "../../api/resources.ts";
import { formatMicroTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ActorWorld } from "./actor.ts";
import type { CowMap } from "./cow-map.ts";
import { eventName } from "./event-name.ts";
import { flat } from "./flat.ts";
import { textHash } from "./random.ts";

/** Reporters that use the newer events API (events.k8s.io), with what they call the doing behind a reason. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "default-scheduler": { Scheduled: "Binding", FailedScheduling: "Scheduling", Preempted: "Preempting" },
};

const SERIES_MS = 360_000;

/** The Event that a repetition joins. */
export interface Series {
  /** Hash of reporter, reason, type and resourceVersion of the object: what has to be the same. */
  readonly content: number;
  readonly name: string;
  readonly count: number;
  readonly lastMs: number;
}

export function usesSeries(component: string): boolean {
  return component in ACTIONS;
}

/**
 * Writes an Event of the newer API. The same reason about the same state of the object within six minutes is a series:
 * the second time is written, with the first note; later ones are only counted. No limit, no combining.
 * Source: client-go tools/events/event_broadcaster.go recordToSink; the key holds the object's resourceVersion, so an
 * object that changed in between gets a new Event.
 */
export function recordInSeries(
  world: Pick<ActorWorld, "nowMs" | "random" | "store" | "handle">,
  series: CowMap<string, readonly Series[]>,
  component: string,
  object: KubeObject,
  event: { type: "Normal" | "Warning"; reason: string; message: string },
): void {
  const key = object.metadata.uid;
  const content = textHash(`${component}/${event.reason}/${event.type}/${object.metadata.resourceVersion}`);
  const others = (series.get(key) ?? []).filter((s) => s.content !== content && world.nowMs - s.lastMs <= SERIES_MS);
  const known = series.get(key)?.find((s) => s.content === content);
  const isRunning = known !== undefined && world.nowMs - known.lastMs <= SERIES_MS;
  const namespace = object.metadata.namespace ?? "default";
  if (!isRunning) {
    const name = eventName(world, object.metadata.name);
    series.set(key, others.concat({ content, name, count: 1, lastMs: world.nowMs }));
    world.handle(create(EVENTS, newEvent(component, object, namespace, name, event, world.nowMs)));
    return;
  }
  const count = known.count + 1;
  series.set(key, others.concat({ ...known, count, lastMs: world.nowMs }));
  const written = world.store.get<KubeEvent>(EVENTS, namespace, known.name);
  if (count === 2 && written) world.handle(update(EVENTS, { ...written, series: { count, lastObservedTime: formatMicroTime(world.nowMs) } } as KubeEvent));
}

/** The object is gone: its series end. */
export function forgetSeries(series: CowMap<string, readonly Series[]>, object: KubeObject): void {
  series.delete(object.metadata.uid);
}

/** One for all Events: objects are immutable. */
const NO_SOURCE = {};

const instanceOf = lastAnswer((component: string) => flat(`${component}-control-plane`));

function newEvent(component: string, object: KubeObject, namespace: string, name: string, event: { type: string; reason: string; message: string }, nowMs: number) {
  const { namespace: ns, name: objectName, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    involvedObject: { kind: object.kind, ...(ns ? { namespace: ns } : {}), name: objectName, uid, apiVersion: object.apiVersion, resourceVersion },
    reason: event.reason,
    message: flat(event.message),
    source: NO_SOURCE,
    firstTimestamp: null,
    lastTimestamp: null,
    type: event.type,
    eventTime: flat(formatMicroTime(nowMs)),
    action: ACTIONS[component]?.[event.reason] ?? "",
    reportingComponent: component,
    reportingInstance: instanceOf(component),
  };
}
