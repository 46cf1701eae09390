import { parseInt64, parseRequirements } from "./label-selector-parser.ts";
import type { LabelRequirement } from "./label-selector-parser.ts";
import type { Resource } from "./resources.ts";
import { isMembers } from "./semantic.ts";
import type { KubeObject, LabelSelector, StringMap } from "./types/meta.ts";
import type { KubeEvent } from "./types/event.ts";

/** A label selector that was written as text; it may also hold `Gt` and `Lt`. */
export interface TextLabelSelector { readonly matchExpressions: readonly LabelRequirement[] }

/**
 * Whether labels satisfy a selector. The empty selector `{}` matches everything, an absent one nothing.
 * NotIn and DoesNotExist also match when the key is missing.
 * Source: kubernetes apimachinery pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector (1.36)
 */
export function matchesLabels(selector: LabelSelector | TextLabelSelector | undefined, labels: StringMap | undefined): boolean {
  if (!selector) return false;
  const pairs = "matchLabels" in selector ? selector.matchLabels : undefined;
  for (const key in pairs) {
    if (labelOf(labels, key) !== pairs[key]) return false;
  }
  const expressions: readonly LabelRequirement[] | undefined = selector.matchExpressions;
  return expressions?.every((expression) => holds(expression, labelOf(labels, expression.key))) ?? true;
}

/** Its own value only: every object of JavaScript knows something by the names `constructor` and `toString`. */
function labelOf(labels: StringMap | undefined, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** `{}`, which matches everything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length;
}

/**
 * The selector as Kubernetes prints it: `app=web,tier in (a,b),!old`, by key; `<none>` when absent or empty.
 * Source: kubernetes apimachinery FormatLabelSelector (1.36)
 */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const pairs = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = (selector?.matchExpressions ?? []).map((e) => ({ key: e.key, text: requirementText(e) }));
  const sorted = [...pairs, ...expressions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.map((part) => part.text).join(",") || "<none>";
}

/** `tier in (a,b)`: one requirement as Kubernetes prints it, values sorted. */
export function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  const list = [...values].sort().join(",");
  switch (operator) {
    case "In": return `${key} in (${list})`;
    case "NotIn": return `${key} notin (${list})`;
    case "Exists": return key;
    case "DoesNotExist": return `!${key}`;
    case "Gt": return `${key}>${list}`;
    case "Lt": return `${key}<${list}`;
    default: return key;
  }
}

/** Reads `kubectl -l` and `?labelSelector=`; empty text matches everything. The error is the API's text for a 400. */
export function parseLabelSelector(text: string): { readonly selector: TextLabelSelector } | { readonly error: string } {
  const requirements = parseRequirements(text);
  return "error" in requirements ? requirements : { selector: { matchExpressions: requirements } };
}

/** One requirement of a field selector: `spec.nodeName!=node-1`. */
export interface FieldRequirement { readonly field: string; readonly operator: "=" | "!="; readonly value: string }

/**
 * Reads `?fieldSelector=`: `a=b,c!=d`, with `\` before a comma, equals sign or backslash of a value.
 * The error is the API's text for a 400. Whether a field may be asked for is fieldSelectorError's question.
 * Source: kubernetes apimachinery pkg/fields/selector.go ParseSelector (1.36)
 */
export function parseFieldSelector(text: string): { readonly requirements: readonly FieldRequirement[] } | { readonly error: string } {
  const requirements: FieldRequirement[] = [];
  for (const term of text.match(/(?:\\.|[^,\\])+/g) ?? []) {
    const [, field, sign, value] = /^((?:\\.|[^=!\\])*)(!=|==|=)(.*)$/s.exec(term) ?? [];
    if (field === undefined || value === undefined) return { error: `invalid selector: '${text}'; can't understand '${term}'` };
    requirements.push({ field, operator: sign === "!=" ? "!=" : "=", value: value.replace(/\\(.)/g, "$1") });
  }
  return { requirements };
}

/** Why these fields cannot be asked of this resource (the API's text for a 400); undefined if they can. */
export function fieldSelectorError(resource: Pick<Resource, "key">, requirements: readonly FieldRequirement[]): string | undefined {
  const supported = FIELDS.get(resource.key);
  const unknown = requirements.find(({ field }) => !(supported ?? COMMON_FIELDS).includes(field))?.field;
  if (unknown === undefined) return undefined;
  return supported ? `field label not supported: ${unknown}` : `"${unknown}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** An absent field counts as empty text, an absent switch as `false`. */
export function matchesFields(requirements: readonly FieldRequirement[], object: KubeObject): boolean {
  return requirements.every(({ field, operator, value }) => (fieldValue(object, field) === value) === (operator === "="));
}

const COMMON_FIELDS = ["metadata.name", "metadata.namespace"];

/** Kinds with selectable fields of their own. Source: kubernetes pkg/apis/core/v1/conversion.go (1.36) */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["pods", [...COMMON_FIELDS, "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
    "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"]],
  ["nodes", ["metadata.name", "spec.unschedulable"]],
  ["namespaces", ["metadata.name", "status.phase"]],
  ["events", [...COMMON_FIELDS, ...["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map((f) => `involvedObject.${f}`),
    "reason", "reportingComponent", "source", "type"]],
  ["secrets", [...COMMON_FIELDS, "type"]],
  ["replicationcontrollers", [...COMMON_FIELDS, "status.replicas"]],
]);

const SWITCHES = ["spec.unschedulable", "spec.hostNetwork"];

function fieldValue(object: KubeObject, field: string): string {
  if (field === "source") {
    const event = object as KubeEvent;
    return event.source?.component || event.reportingComponent || "";
  }
  const value = field.split(".").reduce<unknown>((at, name) => (isMembers(at) && Object.hasOwn(at, name) ? at[name] : undefined), object);
  if (Array.isArray(value)) return value.map((item) => (isMembers(item) ? String(item["ip"]) : String(item))).join(",");
  return value === undefined || value === null ? (SWITCHES.includes(field) ? "false" : "") : String(value as string | number | boolean);
}

function holds({ operator, values = [] }: LabelRequirement, label: string | undefined): boolean {
  switch (operator) {
    case "In": return label !== undefined && values.includes(label);
    case "NotIn": return label === undefined || !values.includes(label);
    case "Exists": return label !== undefined;
    case "DoesNotExist": return label === undefined;
    case "Gt":
    case "Lt": {
      const [left, right] = [parseInt64(label), parseInt64(values[0])];
      if (left === undefined || right === undefined) return false;
      return operator === "Gt" ? left > right : left < right;
    }
    default: return false;
  }
}
