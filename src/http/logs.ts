import type { KubeRequest } from "../api/request.ts";
import type { Pod } from "../api/types/pod.ts";
import type { Answer, Api, Sink, Stream } from "./exchange.ts";
import { isOn } from "./options.ts";
import { renderStatus, renderText } from "./render.ts";

/** How often a followed log is asked for what is new, real ms. */
const ASK_EVERY_MS = 300;
/** How much of what was sent is looked for again when the kubelet has rotated the log, characters. */
const REMEMBERED = 4_096;

/** A container's log, at once or as it grows. The Status of a pod or container that has none is an answer of its own. */
export function answerLog(api: Api, request: KubeRequest, query: Readonly<Record<string, string>>): Answer {
  const response = api.handle(request);
  if (!response.ok) return renderStatus(response.status);
  const text = typeof response.body === "string" ? response.body : "";
  if (text === "" && !podOf(api, request)?.spec.nodeName) return { kind: "whole", status: 204, headers: {}, body: "" };
  if (!isOn(query["follow"])) return renderText(200, text);
  return {
    kind: "stream", status: 200, headers: { "cache-control": "no-cache, private", "content-type": "text/plain; charset=utf-8" },
    start: (sink) => follow(api, request, text, sink),
  };
}

/** Sends what is there, then what is added, until the container has ended. */
function follow(api: Api, request: KubeRequest, first: string, sink: Sink): Stream {
  const { container, timestamps } = request.options?.log ?? {};
  const whole: KubeRequest = { ...request, options: { log: { ...(container ? { container } : {}), ...(timestamps ? { timestamps } : {}) } } };
  const run = runOf(api, request);
  let known = textOf(api, whole);
  sink.write(first);
  const timer = setInterval(() => {
    const text = textOf(api, whole);
    const more = text.startsWith(known) ? text.slice(known.length) : afterLast(text, known);
    if (more !== "" && !sink.write(more)) return;
    known = text;
    if (runOf(api, request) === run) return;
    clearInterval(timer);
    sink.end();
  }, ASK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** What follows the end of `known` in a text that has lost its beginning. */
function afterLast(text: string, known: string): string {
  const end = known.slice(-REMEMBERED);
  const at = text.indexOf(end);
  return at < 0 ? "" : text.slice(at + end.length);
}

function textOf(api: Api, request: KubeRequest): string {
  const response = api.handle(request);
  return response.ok && typeof response.body === "string" ? response.body : "";
}

/** Which run of the container it is; another one, or none, ends a followed log. */
function runOf(api: Api, request: KubeRequest): string {
  const pod = podOf(api, request);
  const statuses = [...(pod?.status.containerStatuses ?? []), ...(pod?.status.initContainerStatuses ?? [])];
  const name = request.options?.log?.container;
  const status = name === undefined ? statuses[0] : statuses.find((s) => s.name === name);
  return `${pod?.metadata.uid} ${status?.restartCount} ${status?.state.terminated ? "ended" : "runs"}`;
}

function podOf(api: Api, { resource, namespace, name }: KubeRequest): Pod | undefined {
  const response = api.handle({ verb: "get", resource, ...(namespace ? { namespace } : {}), ...(name ? { name } : {}) });
  return response.ok ? (response.body as Pod) : undefined;
}
