import { goJson } from "../api/go-json.ts";
import type { KubeList, KubeResponse } from "../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, RESOURCES, type Resource } from "../api/resources.ts";
import type { Status } from "../api/status.ts";
import { toYaml } from "../api/to-yaml.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Answer, Api, Headers } from "./exchange.ts";
import type { Form } from "./negotiate.ts";
import { isOn } from "./options.ts";
import { partialOf, tableOf, type IncludeObject } from "./table.ts";

/** How a client wants to see things. */
export interface Rendering {
  readonly form: Form;
  readonly includeObject: IncludeObject;
  readonly isPretty: boolean;
}

export const PLAIN: Rendering = { form: { as: "object", encoding: "json", version: "v1" }, includeObject: "Metadata", isPretty: false };

/** Answers are never to be kept: `no-cache, private`, as the API server says. */
const ALWAYS: Headers = { "cache-control": "no-cache, private" };

/** `?pretty`, or a client that is a person: a browser, curl, wget. */
export function isPretty(pretty: string | undefined, userAgent = ""): boolean {
  return pretty === undefined ? /^(?:curl|Wget|Mozilla)\//.test(userAgent) : isOn(pretty);
}

/** What the API answered, in the form that was asked for. Failures are a plain Status in every form but YAML. */
export function renderResponse(api: Api, resource: Resource, response: KubeResponse, rendering: Rendering): Answer {
  const headers = warningHeaders(response.warnings ?? []);
  if (!response.ok) return renderStatus(response.status, rendering, headers);
  const body = response.body as KubeObject | KubeList | Status;
  if (body.kind === "Status") return renderValue(response.code, body, rendering, headers);
  const shown = "items" in body ? renderList(api, resource, body, rendering) : renderObject(api, resource, body as KubeObject, rendering);
  return renderValue(response.code, shown, rendering, headers);
}

export function renderStatus(status: Status, rendering: Rendering = PLAIN, headers: Headers = {}): Answer {
  const retry = status.details?.retryAfterSeconds;
  return renderValue(status.code, status, rendering, { ...headers, ...(retry === undefined ? {} : { "retry-after": String(retry) }) });
}

/** Any value as a body. */
export function renderValue(status: number, value: unknown, { form, isPretty: pretty }: Rendering = PLAIN, headers: Headers = {}): Answer {
  const isYaml = form.encoding === "yaml";
  const body = isYaml ? toYaml(value) : `${goJson(JSON.stringify(value, undefined, pretty ? 2 : undefined))}\n`;
  return { kind: "whole", status, headers: { ...ALWAYS, "content-type": isYaml ? "application/yaml" : "application/json", ...headers }, body };
}

export function renderText(status: number, text: string): Answer {
  return { kind: "whole", status, headers: { ...ALWAYS, "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" }, body: text };
}

/** One object in the form that was asked for. */
function renderObject(api: Api, resource: Resource, object: KubeObject, { form, includeObject }: Rendering): unknown {
  const shown = api.present(object);
  switch (form.as) {
    case "object": return shown;
    case "Table": return tableOf({ resource, version: form.version, includeObject, nowMs: api.nowMs() }, [shown], { resourceVersion: object.metadata.resourceVersion });
    case "PartialObjectMetadata": case "PartialObjectMetadataList": return partialOf(shown, form.version);
  }
}

function renderList(api: Api, resource: Resource, list: KubeList, { form, includeObject }: Rendering): unknown {
  const items = list.items.map((o) => api.present(o));
  switch (form.as) {
    case "object": return { kind: list.kind, apiVersion: list.apiVersion, metadata: list.metadata, items: isBuiltIn(resource) ? items.map(withoutType) : items };
    case "Table": return tableOf({ resource, version: form.version, includeObject, nowMs: api.nowMs() }, items, list.metadata);
    case "PartialObjectMetadata": case "PartialObjectMetadataList":
      return { kind: "PartialObjectMetadataList", apiVersion: `meta.k8s.io/${form.version}`, metadata: list.metadata, items: items.map((o) => partialOf(o, form.version)) };
  }
}

/** The API server leaves the type of items to their list, unless they are of a CustomResourceDefinition. */
function withoutType(object: KubeObject): object {
  const { apiVersion: _a, kind: _k, ...rest } = object;
  return rest;
}

function isBuiltIn(resource: Resource): boolean {
  return resource.key !== CUSTOMRESOURCEDEFINITIONS.key && RESOURCES.some((r) => r.key === resource.key);
}

/** One `Warning: 299` header for each text. Source: apimachinery pkg/util/net NewWarningHeader */
function warningHeaders(warnings: readonly string[]): Headers {
  const texts = [...new Set(warnings)].map((text) => `299 - "${text.replace(/[^ -~]/g, " ").replace(/(["\\])/g, "\\$1")}"`);
  return texts.length > 0 ? { warning: texts } : {};
}
