import type { KubeList, KubeRequest, KubeResponse } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, definedResources, type Resource } from "../../api/resources.ts";
import { WatchHistory } from "../../api/watch-history.ts";
import { answer } from "../../http/answer.ts";
import type { Answer, Api } from "../../http/exchange.ts";
import type { HttpAnswered, HttpAsked } from "../../terminal/process.ts";

/** What the HTTP API is answered with here: the cluster is in a worker, and the answer must be there at once. */
class Unanswered extends Error {
  readonly request: KubeRequest;
  constructor(request: KubeRequest) {
    super("the cluster was not asked yet");
    this.request = request;
  }
}

/**
 * The HTTP API's answer to a path, as a server over this cluster would give it. What it wants of the cluster is asked
 * one after the other, and the whole begun anew with each answer: it needs one or two.
 */
export async function answerHttp(asked: HttpAsked, { send, nowMs }: { readonly send: (request: KubeRequest) => Promise<KubeResponse>; readonly nowMs: () => number }): Promise<HttpAnswered> {
  const definitions = await send(list(CUSTOMRESOURCEDEFINITIONS));
  const found = definitions.ok ? (definitions.body as KubeList) : undefined;
  const revision = Number(found?.metadata.resourceVersion ?? 0);
  const custom: readonly Resource[] = found?.items.flatMap(definedResources) ?? [];
  const answers: { readonly key: string; readonly response: KubeResponse }[] = [];
  const api: Api = {
    handle(request) {
      const key = JSON.stringify(request);
      const known = answers.find((one) => one.key === key);
      if (known) return known.response;
      throw new Unanswered(request);
    },
    nowMs, revision: () => revision, customResources: () => custom,
    history: new WatchHistory(revision, () => undefined),
    present: (object) => object,
  };
  const message = { method: asked.method, target: asked.target, headers: headersOf(asked), body: new TextEncoder().encode(asked.body ?? "") };
  for (;;) {
    try {
      return wholeText(answer(api, message));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      const { request } = error;
      const isRead = request.verb === "get" || request.verb === "list";
      const response = await send(isRead ? { ...request, options: { ...request.options, showsManagedFields: true } } : request);
      answers.push({ key: JSON.stringify(request), response });
    }
  }
}

/** As kubectl introduces itself. */
function headersOf({ body }: HttpAsked): Readonly<Record<string, string>> {
  return { accept: "application/json, */*", "user-agent": "kubectl/v1.36", ...(body === undefined ? {} : { "content-type": "application/json" }) };
}

/** Of a watch what is there now: nobody waits here for what comes. */
function wholeText(given: Answer): HttpAnswered {
  if (given.kind === "whole") return { status: given.status, body: typeof given.body === "string" ? given.body : new TextDecoder().decode(given.body) };
  let body = "";
  const stream = given.start({ write: (text) => { body += text; return true; }, end: () => undefined });
  stream.stop();
  return { status: 200, body };
}
