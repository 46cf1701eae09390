import type { KubeRequest, LogOptions, RequestOptions } from "../api/request.ts";
import { isMembers } from "../api/semantic.ts";

type PatchType = NonNullable<RequestOptions["patchType"]>;
type Query = Readonly<Record<string, string>>;

const JSON_TYPE = "application/json";
const PATCH_TYPES: Readonly<Record<PatchType, string>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};
const DELETES: readonly KubeRequest["verb"][] = ["delete", "deletecollection"];

/** The part of a request that is not its place: query, media type and body. Deletes carry DeleteOptions as kubectl sends them. */
export function encodeOptions(request: KubeRequest): { query: Query; contentType?: string; body?: unknown } {
  const options = request.options ?? {};
  const body = DELETES.includes(request.verb) ? deleteBody(options) : request.body;
  const contentType = request.verb === "patch" ? PATCH_TYPES[options.patchType ?? "strategic"] : JSON_TYPE;
  return { query: queryOf(options), ...(body === undefined ? {} : { body, contentType }) };
}

/** The inverse. Unknown parameters and media types are ignored; a body without media type is JSON. */
export function decodeOptions(
  verb: KubeRequest["verb"],
  http: { readonly query: Query; readonly contentType?: string; readonly body?: unknown },
  subresource?: KubeRequest["subresource"],
): { options?: RequestOptions; body?: unknown } {
  const isDelete = DELETES.includes(verb);
  const options: RequestOptions = {
    ...(verb === "patch" ? { patchType: patchTypeOf(http.contentType) } : {}),
    ...queryOptions(http.query),
    ...(isDelete ? deleteOptions(http.query, http.body) : {}),
    ...(subresource === "log" ? { log: logOptions(http.query) } : {}),
  };
  return {
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(isDelete || http.body === undefined ? {} : { body: http.body }),
  };
}

/** `a=1&b=2` without the question mark, as a record. Of a repeated name the first counts. */
export function parseQuery(text: string): Query {
  const query: Record<string, string> = {};
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    const key = unescaped(name);
    if (!(key in query)) query[key] = unescaped(value.join("="));
  }
  return query;
}

/** The record as text, in its own order, without the question mark. */
export function queryText(query: Query): string {
  return Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

function queryOf(options: RequestOptions): Query {
  return {
    ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
    ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
    ...(options.fieldManager === undefined ? {} : { fieldManager: options.fieldManager }),
    ...(options.fieldValidation === undefined ? {} : { fieldValidation: options.fieldValidation }),
    ...(options.force === undefined ? {} : { force: String(options.force) }),
    ...(options.dryRun ? { dryRun: "All" } : {}),
    ...Object.fromEntries(Object.entries(options.log ?? {}).map(([name, value]) => [name, String(value)])),
  };
}

/** Numbers that are none are left out: the server has refused them before. */
function logOptions(query: Query): LogOptions {
  const flag = (name: "previous" | "timestamps") => (isOn(query[name]) ? { [name]: true } : {});
  const number = (name: "tailLines" | "limitBytes" | "sinceSeconds") => (/^[+-]?\d+$/.test(query[name] ?? "") ? { [name]: Number(query[name]) } : {});
  const text = (name: "container" | "sinceTime") => (query[name] ? { [name]: query[name] } : {});
  return { ...text("container"), ...flag("previous"), ...flag("timestamps"), ...number("tailLines"), ...number("limitBytes"), ...number("sinceSeconds"), ...text("sinceTime") };
}

/** A switch of a query: there and not said to be off. Source: apimachinery pkg/runtime/conversion.go */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "0" && value.toLowerCase() !== "false";
}

function queryOptions(query: Query): RequestOptions {
  const validation = (["Strict", "Warn", "Ignore"] as const).find((v) => v === query["fieldValidation"]);
  return {
    ...textOption(query, "labelSelector"),
    ...textOption(query, "fieldSelector"),
    ...textOption(query, "fieldManager"),
    ...(validation ? { fieldValidation: validation } : {}),
    ...(query["force"] === undefined ? {} : { force: isOn(query["force"]) }),
    ...(query["dryRun"] === "All" ? { dryRun: true } : {}),
  };
}

function textOption(query: Query, name: "labelSelector" | "fieldSelector" | "fieldManager"): RequestOptions {
  const value = query[name];
  return value ? { [name]: value } : {};
}

function patchTypeOf(contentType: string | undefined): PatchType {
  const media = contentType?.split(";")[0]?.trim();
  return (Object.keys(PATCH_TYPES) as PatchType[]).find((type) => PATCH_TYPES[type] === media) ?? "strategic";
}

function deleteBody(options: RequestOptions): unknown {
  const body = {
    ...(options.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: options.gracePeriodSeconds }),
    ...(options.propagationPolicy ? { propagationPolicy: options.propagationPolicy } : {}),
    ...(options.preconditions ? { preconditions: options.preconditions } : {}),
  };
  return Object.keys(body).length > 0 ? body : undefined;
}

/** DeleteOptions stand in the body or, from simple clients, in the query; the body wins. */
function deleteOptions(query: Query, body: unknown): RequestOptions {
  const written = isMembers(body) ? body : {};
  const grace = Number(written["gracePeriodSeconds"] ?? query["gracePeriodSeconds"] ?? Number.NaN);
  const policyText = written["propagationPolicy"] ?? query["propagationPolicy"] ?? orphanPolicy(written["orphanDependents"] ?? query["orphanDependents"]);
  const policy = (["Background", "Foreground", "Orphan"] as const).find((p) => p === policyText);
  const preconditions = written["preconditions"];
  const isDryRun = Array.isArray(written["dryRun"]) && written["dryRun"].includes("All");
  return {
    ...(Number.isInteger(grace) ? { gracePeriodSeconds: grace } : {}),
    ...(policy ? { propagationPolicy: policy } : {}),
    ...(isMembers(preconditions) ? { preconditions: preconditions as NonNullable<RequestOptions["preconditions"]> } : {}),
    ...(isDryRun ? { dryRun: true } : {}),
  };
}

/** The old way to say it. */
function orphanPolicy(orphanDependents: unknown): string | undefined {
  if (orphanDependents === undefined || orphanDependents === null) return undefined;
  return orphanDependents === true || orphanDependents === "true" ? "Orphan" : "Background";
}

function unescaped(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A broken escape stands for itself, as in browsers.
    return spaced;
  }
}
