import { CowMap } from "./cow-map.ts";
import { lastAnswer } from "../../api/last-answer.ts";
import { EVENTS } from "../../api/resources.ts";
import { eventLastSeenMs } from "../../api/columns/event.ts";
import { create, remove, update } from "../../api/request.ts";
import { eventName } from "./event-name.ts";
import { flat } from "./flat.ts";
import { textHash } from "./random.ts";
import { forgetSeries, recordInSeries, usesSeries, type Series } from "./series-recorder.ts";
import { formatTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ActorWorld } from "./actor.ts";

/**
 * Events of one type and reason about one object: the distinct messages of late, and the Events written for them.
 * Every pod has some, so they are kept small: texts by their hash, and lists put together with `concat`, which makes
 * them as long as they are (the engine gives a list that was spread room for sixteen more).
 */
interface Group {
  readonly key: string;
  readonly messages: readonly number[];
  readonly lastMs: number;
  /** By content (field path and message); that of the combined one is the empty text. */
  readonly written: readonly Written[];
}

/** The name is empty as long as nothing was written. `missed`: how often it was said since, when the bucket was empty. */
interface Written {
  readonly content: number;
  readonly name: string;
  readonly missed?: number;
}

/** One source about one object, with its token bucket. */
interface Correspondence {
  readonly tokens: number;
  readonly atMs: number;
  readonly groups: readonly Group[];
}

/** What the recorder remembers, `about` by `<source>/<kind>/<uid>`, `series` by the object's uid; immutable values, so that a snapshot is a fork. */
export interface RecorderState {
  readonly about: CowMap<string, Correspondence>;
  readonly series: CowMap<string, readonly Series[]>;
}

export function initialRecorder(): RecorderState {
  return { about: new CowMap(), series: new CowMap() };
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
): boolean {
  expireOld(world);
  if (usesSeries(component)) {
    recordInSeries(world, state.series, component, object, event);
    return true;
  }
  const key = [component, object.kind, object.metadata.uid].join("/");
  const known = state.about.get(key) ?? { tokens: SPAM_BURST, atMs: world.nowMs, groups: [] };
  const group = withMessage(known.groups.find((g) => g.key === groupKey(event)), event, world.nowMs);
  const isCombined = group.messages.length >= MAX_SIMILAR;
  const kept = isCombined ? { ...group, messages: group.messages.slice(1) } : group;
  const bucket = takeToken(known, world.nowMs);
  const told = bucket
    ? write(world, component, object, kept, { ...event, ...(isCombined ? { message: `(combined from similar events): ${event.message}` } : {}) }, isCombined)
    : miss(kept, contentOf(event, isCombined));
  const groups = known.groups.filter((g) => g.key !== group.key).concat(told);
  state.about.set(key, { ...(bucket ?? known), groups });
  return bucket !== undefined;
}

/**
 * It has only the name of its pod at hand, which may be gone: `kubectl describe pod`, which asks by uid, does not find what
 * it says. Source: pkg/controller/tainteviction/taint_eviction.go emitPodDeletionEvent
 */
const NAMES_ONLY = "taint-eviction-controller";

const EVENT_TTL_MS = 3_600_000;
const LOOKED_AT = 4;

/** Events live for an hour after they were last written (kube-apiserver --event-ttl). Looked after whenever one is written. */
function expireOld(world: Pick<ActorWorld, "nowMs" | "store" | "handle">): void {
  const old: KubeEvent[] = [];
  let looked = 0;
  for (const event of world.store.all<KubeEvent>(EVENTS)) {
    if ((eventLastSeenMs(event) ?? 0) + EVENT_TTL_MS < world.nowMs) old.push(event);
    if (++looked === LOOKED_AT) break;
  }
  for (const event of old) world.handle(remove(EVENTS, event.metadata));
}

/** The object is gone: nothing more will be written about it. */
export function forgetEvents(state: RecorderState, components: Iterable<string>, object: KubeObject): void {
  for (const component of components) state.about.delete([component, object.kind, object.metadata.uid].join("/"));
  if (object.kind === "Pod") forgetSeries(state.series, object);
}

function groupKey(event: { type: string; reason: string }): string {
  return event.type === "Warning" ? `!${event.reason}` : event.reason;
}

/** The group with the message among its recent ones. After ten minutes of silence the count begins anew. */
function withMessage(known: Group | undefined, event: { type: string; reason: string; message: string }, nowMs: number): Group {
  const message = textHash(event.message);
  if (!known) return { key: groupKey(event), messages: [message], lastMs: nowMs, written: [] };
  const recent = nowMs - known.lastMs <= SIMILAR_WINDOW_MS ? known.messages : [];
  return { ...known, lastMs: nowMs, messages: recent.includes(message) ? recent : [...recent, message] };
}

/** Raises the count of the Event for this content, or writes a new one and remembers its name. */
function write(
  world: Pick<ActorWorld, "nowMs" | "random" | "store" | "handle">,
  component: string,
  object: KubeObject,
  group: Group,
  event: { type: "Normal" | "Warning"; reason: string; message: string; fieldPath?: string },
  isCombined: boolean,
): Group {
  const content = contentOf(event, isCombined);
  const namespace = object.metadata.namespace ?? "default";
  const { name = "", missed = 0 } = group.written.find((w) => w.content === content) ?? {};
  const others = group.written.filter((w) => w.content !== content);
  const old = name ? world.store.get<KubeEvent>(EVENTS, namespace, name) : undefined;
  const now = formatTime(world.nowMs);
  if (old) {
    world.handle(update(EVENTS, { ...old, message: event.message, count: (old.count ?? 1) + missed + 1, lastTimestamp: now } as KubeEvent));
    return missed === 0 ? group : { ...group, written: others.concat({ content, name }) };
  }
  const fresh = eventName(world, object.metadata.name);
  world.handle(create(EVENTS, newEvent(object, namespace, fresh, component, { ...event, count: missed + 1 }, now)));
  return { ...group, written: others.concat({ content, name: fresh }) };
}

/** What is dropped is counted all the same: the next Event that gets through tells of it. Source: events_cache.go EventCorrelate */
function miss(group: Group, content: number): Group {
  const { name = "", missed = 0 } = group.written.find((w) => w.content === content) ?? {};
  return { ...group, written: group.written.filter((w) => w.content !== content).concat({ content, name, missed: missed + 1 }) };
}

function contentOf({ message, fieldPath }: { message: string; fieldPath?: string }, isCombined: boolean): number {
  return textHash(isCombined ? "" : fieldPath ? `${fieldPath} ${message}` : message);
}

function newEvent(object: KubeObject, namespace: string, name: string, component: string, event: { type: "Normal" | "Warning"; reason: string; message: string; count: number; fieldPath?: string }, now: string) {
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
      ...(component === NAMES_ONLY ? {} : {
        // The kubelet names its node by name where others give the uid.
        uid: isKubelet && object.kind === "Node" ? object.metadata.name : object.metadata.uid,
        resourceVersion: object.metadata.resourceVersion,
      }),
      ...(event.fieldPath ? { fieldPath: event.fieldPath } : {}),
    },
    type: event.type,
    reason: event.reason,
    message: flat(event.message),
    count: event.count,
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    source: host ? kubeletOn(host) : { component },
    reportingComponent: component,
    reportingInstance: host ?? "",
  };
}

/** The same for all that one kubelet tells at a time. */
const kubeletOn = lastAnswer((host: string) => ({ component: "kubelet", host }));

function hostOf(object: KubeObject): string | undefined {
  if (object.kind === "Node") return object.metadata.name;
  return (object as KubeObject & { spec?: { nodeName?: string } }).spec?.nodeName;
}

/** The bucket after one event more; undefined if it is empty and the event is dropped. */
function takeToken(bucket: Correspondence, nowMs: number): Pick<Correspondence, "tokens" | "atMs"> | undefined {
  const refill = Math.floor((nowMs - bucket.atMs) / SPAM_REFILL_MS);
  const tokens = Math.min(SPAM_BURST, bucket.tokens + refill);
  if (tokens < 1) return undefined;
  return { tokens: tokens - 1, atMs: tokens === SPAM_BURST ? nowMs : bucket.atMs + refill * SPAM_REFILL_MS };
}
