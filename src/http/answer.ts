import type { KubeRequest, KubeResponse } from "../api/request.ts";
import { PODS, RESOURCES, resourceByKey, type Resource } from "../api/resources.ts";
import { isMembers } from "../api/semantic.ts";
import { badRequest, internalError, methodNotAllowed } from "../api/status.ts";
import { decodeBody } from "./body.ts";
import { optionsProblem } from "./check-options.ts";
import { decodeRequest, type HttpRequest } from "./codec.ts";
import { discoveryAnswer } from "./discovery/discovery.ts";
import type { Answer, Api, HttpMessage } from "./exchange.ts";
import { answeredAs, impersonationProblem } from "./impersonation.ts";
import { answerList, isWatch } from "./lists.ts";
import { answerLog } from "./logs.ts";
import { answerMetrics } from "./metrics.ts";
import { negotiate } from "./negotiate.ts";
import { openApiAnswer } from "./openapi/openapi.ts";
import { parseQuery } from "./options.ts";
import { isPretty, PLAIN, renderResponse, renderStatus, renderText, renderValue, type Rendering } from "./render.ts";
import { rootAnswer } from "./root-paths.ts";
import { notAcceptable } from "./statuses.ts";
import { includeObjectOf } from "./table.ts";
import { answerWatch } from "./watch.ts";

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/**
 * The answer of the API to a message of HTTP. Bad input gets a Status (for unknown roots the text `404 page not
 * found`), never an exception.
 * @param chance of [0, 1)
 */
export function answer(api: Api, message: HttpMessage, chance = 0): Answer {
  const { path, query } = splitTarget(message.target);
  // HEAD is GET without the body, which the server does not send.
  const method = message.method === "HEAD" ? "GET" : message.method;
  return (method === "GET" ? answerOutside(api, message, path, query) : undefined) ?? answerInside(api, { ...message, method }, path, query, chance);
}

/** Path and query of a request target, which may also be a whole URL. */
export function splitTarget(target: string): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  const local = target.replace(/^https?:\/\/[^/]*/i, "");
  const mark = local.indexOf("?");
  return mark < 0 ? { path: local, query: {} } : { path: local.slice(0, mark), query: parseQuery(local.slice(mark + 1)) };
}

/** Every value of a parameter that may be given several times. */
export function allOf(target: string, name: string): string[] {
  const mark = target.indexOf("?");
  const pairs = mark < 0 ? [] : target.slice(mark + 1).split("&");
  return pairs.flatMap((pair) => Object.entries(parseQuery(pair))).filter(([key]) => key === name).map(([, value]) => value);
}

/** Discovery, OpenAPI, health, version, metrics. */
function answerOutside(api: Api, { headers }: HttpMessage, path: string, query: Readonly<Record<string, string>>): Answer | undefined {
  const accept = headers["accept"] ?? "";
  const resources = [...RESOURCES, ...api.customResources()];
  const root = rootAnswer(path, resources);
  if (root) return "text" in root ? renderText(200, root.text) : renderValue(200, root.json, { ...PLAIN, isPretty: isPretty(query["pretty"], headers["user-agent"]) });
  const discovery = discoveryAnswer(path, accept, resources);
  if (discovery) return renderValue(200, discovery.body, PLAIN, { "content-type": discovery.contentType, vary: "Accept" });
  const openApi = openApiAnswer(path, accept, query, resources);
  if (openApi) {
    const isKnown = openApi.headers["ETag"] !== undefined && openApi.headers["ETag"] === headers["if-none-match"];
    return { kind: "whole", status: isKnown ? 304 : openApi.status, headers: { ...openApi.headers, "content-type": openApi.contentType }, body: isKnown ? "" : openApi.body };
  }
  const metrics = answerMetrics(api, path, query);
  if (!metrics) return undefined;
  return metrics.ok ? renderValue(metrics.code, metrics.body) : renderStatus(metrics.status);
}

function answerInside(api: Api, message: HttpMessage, at: string, query: Readonly<Record<string, string>>, chance: number): Answer {
  if (!METHODS.includes(message.method)) return renderStatus(methodNotAllowed());
  const unasked = impersonationProblem(message.headers, message.target);
  if (unasked !== undefined) return renderText(500, unasked);
  const custom = api.customResources();
  const contentType = message.headers["content-type"];
  const path = pathOfBinding(message, at) ?? at;
  const http: HttpRequest = { method: message.method as HttpRequest["method"], path, query, ...(contentType ? { contentType } : {}) };
  const place = decodeRequest(http, custom);
  if (!place.ok) return "text" in place ? renderText(404, place.text) : renderStatus(place.status);
  const { resource: key, verb, subresource } = place.request;
  const resource = resourceByKey(key, custom)!;
  const form = negotiate(message.headers["accept"], { streams: verb === "list" && isWatch(query) });
  // Logs are text whatever is asked for.
  if (!form && subresource !== "log") return renderStatus(notAcceptable());
  const includeObject = form?.as === "Table" ? includeObjectOf(query["includeObject"]) : "Metadata";
  if (typeof includeObject !== "string") return renderStatus(includeObject);
  const rendering: Rendering = { form: form ?? PLAIN.form, includeObject, isPretty: isPretty(query["pretty"], message.headers["user-agent"]) };

  if (verb === "get" || verb === "list") {
    const problem = optionsProblem(verb, query, undefined);
    return problem ? renderStatus(problem, rendering) : answerRead(api, resource, place.request, query, rendering, chance);
  }
  const body = decodeBody(resource, verb, contentType, message.body);
  if (!body.ok) return renderStatus(body.status, rendering);
  const problem = optionsProblem(verb, query, body.value);
  if (problem) return renderStatus(problem, rendering);
  const decoded = decodeRequest({ ...http, ...(body.value === undefined ? {} : { body: body.value }) }, custom);
  if (!decoded.ok) return renderStatus(internalError("the place of a request depends on its body"), rendering);
  return renderResponse(api, resource, answeredAs(message.headers, resource, write(api, resource, withManager(decoded.request, message), body.duplicates)), rendering);
}

/** `bindings` is an old way to the `binding` of a pod, which many schedulers still go: the pod's name stands in the body. */
function pathOfBinding({ method, headers, body }: HttpMessage, path: string): string | undefined {
  const [, namespace] = /^\/api\/v1\/namespaces\/([^/]+)\/bindings\/?$/.exec(path) ?? [];
  if (namespace === undefined || method !== "POST") return undefined;
  const decoded = decodeBody(PODS, "create", headers["content-type"], body);
  const { metadata } = (decoded.ok && isMembers(decoded.value) ? decoded.value : {}) as { readonly metadata?: { readonly name?: unknown } };
  return `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(typeof metadata?.name === "string" && metadata.name !== "" ? metadata.name : "-")}/binding`;
}

function answerRead(api: Api, resource: Resource, request: KubeRequest, query: Readonly<Record<string, string>>, rendering: Rendering, chance: number): Answer {
  if (request.subresource === "log") return answerLog(api, request, query);
  if (request.verb === "get") return renderResponse(api, resource, api.handle(request), rendering);
  if (!isWatch(query)) return renderResponse(api, resource, answerList(api, resource, request, query), rendering);
  const watch = answerWatch(api, resource, request, query, rendering, chance);
  return watch.kind === "Status" ? renderStatus(watch, rendering) : watch;
}

function write(api: Api, resource: Resource, request: KubeRequest, duplicates: readonly string[]): KubeResponse {
  if (request.subresource === "exec" || request.subresource === "attach") return { ok: false, status: badRequest("Upgrade request required") };
  const validation = request.options?.fieldValidation ?? "Warn";
  if (duplicates.length === 0 || validation === "Ignore" || request.verb.startsWith("delete")) return api.handle(request);
  const texts = duplicates.map((path) => `duplicate field "${path}"`);
  if (validation === "Warn") {
    const response = api.handle(request);
    return { ...response, warnings: [...texts, ...(response.warnings ?? [])] };
  }
  // A dry run tells which unknown fields there are besides.
  const tried = api.handle({ ...request, options: { ...request.options, dryRun: true } });
  const others = tried.ok ? undefined : /strict decoding error: (.*)$/.exec(tried.status.message ?? "")?.[1];
  // A body that does not say what it is, is what the path is about.
  const { kind = resource.kind, apiVersion = resource.version } = (request.body ?? {}) as { readonly kind?: string; readonly apiVersion?: string };
  const problem = `strict decoding error: ${[...texts, ...(others ? [others] : [])].join(", ")}`;
  return { ok: false, status: badRequest(`${kind} in version ${JSON.stringify(apiVersion.split("/").at(-1))} cannot be handled as a ${kind}: ${problem}`) };
}

/** Whoever does not say who manages a field is named by the program he uses. Source: handlers/rest.go managerOrUserAgent */
function withManager(request: KubeRequest, { headers }: HttpMessage): KubeRequest {
  const agent = (headers["user-agent"] ?? "").split("/")[0]!;
  if (request.options?.fieldManager || request.options?.patchType === "apply" || request.verb.startsWith("delete") || agent === "") return request;
  return { ...request, options: { ...request.options, fieldManager: agent.replace(/[^\u0020-\u007e]/g, "").slice(0, 128) } };
}
