import { goJson } from "../api/go-json.ts";
import type { KubeList, KubeRequest } from "../api/request.ts";
import { apiVersionOf, type Resource } from "../api/resources.ts";
import type { Status } from "../api/status.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Answer, Api, Sink, Stream } from "./exchange.ts";
import { revisionOf } from "./lists.ts";
import { isOn } from "./options.ts";
import type { Rendering } from "./render.ts";
import { selectionOf } from "../api/selection.ts";
import { expired } from "./statuses.ts";
import { bookmarkTable, partialOf, tableOf } from "./table.ts";
import { watchEventOf } from "../api/watch.ts";
import type { StoredChange } from "../api/watch-history.ts";

type Query = Readonly<Record<string, string>>;

const BOOKMARK_EVERY_MS = 60_000;
/** The last bookmark comes so long before the end. */
const LAST_BOOKMARK_MS = 2_000;
/** Source: apiserver --min-request-timeout, 1800 s; the end is drawn between it and its double. */
const MIN_TIMEOUT_MS = 1_800_000;

/** One watch of one collection. */
interface Watch {
  readonly api: Api;
  readonly resource: Resource;
  readonly isWanted: (object: KubeObject) => boolean;
  readonly rendering: Rendering;
  readonly sink: Sink;
}

/**
 * Answers a watch: what is there already (unless it begins after a resourceVersion), then every change, each as a
 * line. An object that begins to match is ADDED, one that ceases to is DELETED, both with their new state.
 * @param chance of [0, 1), for the time at which a watch without `timeoutSeconds` ends
 * Source: apiserver pkg/endpoints/handlers/watch.go, pkg/storage/cacher (1.36)
 */
export function answerWatch(api: Api, resource: Resource, request: KubeRequest, query: Query, rendering: Rendering, chance: number): Answer | Status {
  const { labelSelector, fieldSelector } = request.options ?? {};
  const isWanted = selectionOf(resource, { labelSelector, fieldSelector, namespace: request.namespace });
  if (typeof isWanted !== "function") return isWanted;
  const from = revisionOf(resource, query["resourceVersion"] ?? "");
  if (typeof from !== "number") return from;
  const sendsInitial = isOn(query["sendInitialEvents"]);
  const begin: Begin = sendsInitial || (from === 0 && query["sendInitialEvents"] === undefined) ? { with: "everything", marksEnd: sendsInitial } : { with: "changes", from };
  const seconds = Number(query["timeoutSeconds"] || 0);
  const timeoutMs = seconds > 0 ? seconds * 1000 : Math.round(MIN_TIMEOUT_MS * (1 + chance));
  const bookmarks = isOn(query["allowWatchBookmarks"]);
  return {
    kind: "stream", status: 200, headers: { "cache-control": "no-cache, private", "content-type": "application/json" },
    start: (sink) => startWatch({ api, resource, isWanted, rendering, sink }, request, begin, { timeoutMs, bookmarks }),
  };
}

type Begin = { readonly with: "everything"; readonly marksEnd: boolean } | { readonly with: "changes"; readonly from: number };

function startWatch(watch: Watch, request: KubeRequest, begin: Begin, { timeoutMs, bookmarks }: { readonly timeoutMs: number; readonly bookmarks: boolean }): Stream {
  const { api, resource, sink } = watch;
  const events = eventWriter(watch);
  const { history } = api;
  if (begin.with === "changes" && begin.from > 0 && begin.from < history.oldest) {
    sink.write(line("ERROR", expired(`too old resource version: ${begin.from} (${history.oldest})`)));
    sink.end();
    return { stop: () => undefined };
  }
  if (begin.with === "everything") {
    const response = api.handle(request);
    for (const object of response.ok ? (response.body as KubeList).items : []) events.send("ADDED", object);
    if (begin.marksEnd && bookmarks) events.bookmark({ "k8s.io/initial-events-end": "true" });
  } else if (begin.from > 0) {
    for (const change of history.since(resource.key, begin.from)) events.change(change);
  }
  // A resourceVersion of the future is waited for.
  const after = begin.with === "changes" ? begin.from : 0;
  const unlisten = history.listen(resource.key, (change) => {
    if (change.resourceVersion > after) events.change(change);
  });
  const timers = [
    setTimeout(() => { stop(); sink.end(); }, Math.min(timeoutMs, 2 ** 31 - 1)),
    ...(bookmarks ? [setInterval(() => events.bookmark(), BOOKMARK_EVERY_MS)] : []),
    ...(bookmarks && timeoutMs > LAST_BOOKMARK_MS ? [setTimeout(() => events.bookmark(), Math.min(timeoutMs - LAST_BOOKMARK_MS, 2 ** 31 - 1))] : []),
  ];
  function stop(): void {
    unlisten();
    for (const timer of timers) clearTimeout(timer);
  }
  return { stop };
}

/** Writes events in the form of the watch. */
function eventWriter({ api, resource, isWanted, rendering: { form, includeObject }, sink }: Watch) {
  let isFirst = true;
  const tableForm = () => ({ resource, version: form.version, includeObject, nowMs: api.nowMs() });

  function send(type: string, object: KubeObject): void {
    const shown = api.present(object);
    if (form.as === "Table") sink.write(line(type, tableOf(tableForm(), [shown], { resourceVersion: object.metadata.resourceVersion }, isFirst)));
    else sink.write(line(type, form.as === "object" ? shown : partialOf(shown, form.version)));
    isFirst = false;
  }

  return {
    send,
    change(change: StoredChange): void {
      const event = watchEventOf(change, isWanted);
      if (event) send(event.type, event.object);
    },
    bookmark(annotations?: Readonly<Record<string, string>>): void {
      const metadata = { resourceVersion: String(api.revision()), creationTimestamp: null, ...(annotations ? { annotations } : {}) };
      const object = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata };
      if (form.as === "Table") sink.write(line("BOOKMARK", bookmarkTable(tableForm(), object, isFirst)));
      else sink.write(line("BOOKMARK", form.as === "object" ? object : partialOf(object as unknown as KubeObject, form.version)));
      isFirst = false;
    },
  };
}

function line(type: string, object: unknown): string {
  return `${goJson(JSON.stringify({ type, object }))}\n`;
}
