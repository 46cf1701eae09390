import { EVENTS } from "../../api/resources.ts";
import { create, update } from "../../api/request.ts";
import { formatTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ActorWorld } from "./actor.ts";

/** What the recorder remembers; plain values, so that a snapshot can copy the Maps. */
export interface RecorderState {
  /** Event name by its whole content: a repetition raises the count of that Event. */
  readonly seen: Map<string, string>;
  /** Similar events (all but the message alike): the distinct messages within the window. */
  readonly similar: Map<string, { readonly messages: readonly string[]; readonly lastMs: number }>;
  /** Token bucket by source and object. */
  readonly spam: Map<string, { readonly tokens: number; readonly atMs: number }>;
}

export function initialRecorder(): RecorderState {
  return { seen: new Map(), similar: new Map(), spam: new Map() };
}

const MAX_SIMILAR = 10;
const SIMILAR_WINDOW_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;

/**
 * Writes an Event as client-go's recorder does: the same event again raises the count, the tenth and later similar ones
 * within ten minutes become "(combined from similar events): …", and a source gets 25 a burst, then one in five
 * minutes, for each object. Source: client-go tools/record/events_cache.go.
 */
export function recordEvent(
  world: Pick<ActorWorld, "nowMs" | "random" | "store" | "handle">,
  state: RecorderState,
  component: string,
  object: KubeObject,
  event: { type: "Normal" | "Warning"; reason: string; message: string; fieldPath?: string },
): void {
  const spamKey = `${component}/${object.kind}/${object.metadata.uid}`;
  const similarKey = `${spamKey}/${event.type}/${event.reason}`;
  const message = aggregate(state, similarKey, event.message, world.nowMs);
  const combined = message !== event.message;
  const contentKey = combined ? `${similarKey}/combined` : `${similarKey}/${event.fieldPath ?? ""}/${message}`;
  if (!takeToken(state, spamKey, world.nowMs)) return;
  const namespace = object.metadata.namespace ?? "default";
  const known = state.seen.get(contentKey);
  const old = known ? world.store.get<KubeEvent>(EVENTS, namespace, known) : undefined;
  const now = formatTime(world.nowMs);
  if (old) {
    world.handle(update(EVENTS, { ...old, message, count: (old.count ?? 1) + 1, lastTimestamp: now } as KubeEvent));
    return;
  }
  const name = `${object.metadata.name}.${world.random.pick("0123456789abcdef", 16)}`;
  state.seen.set(contentKey, name);
  world.handle(create(EVENTS, newEvent(object, namespace, name, component, { ...event, message }, now)));
}

function newEvent(object: KubeObject, namespace: string, name: string, component: string, event: { type: "Normal" | "Warning"; reason: string; message: string; fieldPath?: string }, now: string) {
  const isKubelet = component === "kubelet";
  const host = isKubelet ? hostOf(object) : undefined;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}),
      name: object.metadata.name,
      // The kubelet names its node by name where others give the uid.
      uid: isKubelet && object.kind === "Node" ? object.metadata.name : object.metadata.uid,
      resourceVersion: object.metadata.resourceVersion,
      ...(event.fieldPath ? { fieldPath: event.fieldPath } : {}),
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    source: { component, ...(host ? { host } : {}) },
    reportingComponent: component,
    reportingInstance: host ?? "",
  };
}

function hostOf(object: KubeObject): string | undefined {
  if (object.kind === "Node") return object.metadata.name;
  return (object as KubeObject & { spec?: { nodeName?: string } }).spec?.nodeName;
}

function takeToken(state: RecorderState, key: string, nowMs: number): boolean {
  const bucket = state.spam.get(key) ?? { tokens: SPAM_BURST, atMs: nowMs };
  const refill = Math.floor((nowMs - bucket.atMs) / SPAM_REFILL_MS);
  const tokens = Math.min(SPAM_BURST, bucket.tokens + refill);
  if (tokens < 1) return false;
  state.spam.set(key, { tokens: tokens - 1, atMs: tokens === SPAM_BURST ? nowMs : bucket.atMs + refill * SPAM_REFILL_MS });
  return true;
}

function aggregate(state: RecorderState, key: string, message: string, nowMs: number): string {
  const known = state.similar.get(key);
  const fresh = known && nowMs - known.lastMs <= SIMILAR_WINDOW_MS ? known.messages : [];
  const messages = fresh.includes(message) ? fresh : [...fresh, message];
  const isCombined = messages.length >= MAX_SIMILAR;
  state.similar.set(key, { messages: isCombined ? messages.slice(1) : messages, lastMs: nowMs });
  return isCombined ? `(combined from similar events): ${message}` : message;
}
