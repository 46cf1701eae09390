import { splitFieldPath } from "../../api/field-path.ts";
import { ceilDiv, MILLI, nanosOf, ONE } from "../../api/quantity.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Container, Pod, ResourceRequirements } from "../../api/types/pod.ts";

/** The text a reference stands for, or why it stands for nothing. */
export type Resolved = { readonly value: string } | { readonly error: string };

/**
 * The value of an environment variable that shows a field of its pod. Labels and annotations need a subscript; an
 * absent one is empty text.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go podFieldSelectorRuntimeValue (1.36)
 */
export function envFieldValue(pod: Pod, fieldPath: string): Resolved {
  const { status, spec } = pod;
  switch (fieldPath) {
    case "spec.nodeName": case "spec.host": return { value: spec.nodeName ?? "" };
    case "spec.serviceAccountName": return { value: (spec["serviceAccountName"] as string | undefined) ?? "" };
    case "status.hostIP": return { value: status.hostIP ?? status.hostIPs?.[0]?.ip ?? "" };
    case "status.hostIPs": return { value: addresses(status.hostIPs, status.hostIP) };
    case "status.podIP": return { value: status.podIP ?? status.podIPs?.[0]?.ip ?? "" };
    case "status.podIPs": return { value: addresses(status.podIPs, status.podIP) };
    default: return metadataValue(pod, fieldPath);
  }
}

/**
 * The content of a file of a downwardAPI volume. A whole map is one line an entry, `key="quoted"`, by key.
 * Source: kubernetes pkg/fieldpath/fieldpath.go ExtractFieldPathAsString (1.36)
 */
export function volumeFieldValue(pod: Pod, fieldPath: string): Resolved {
  switch (fieldPath) {
    case "metadata.labels": return { value: mapText(pod.metadata.labels) };
    case "metadata.annotations": return { value: mapText(pod.metadata.annotations) };
    default: return metadataValue(pod, fieldPath);
  }
}

function metadataValue(pod: Pod, fieldPath: string): Resolved {
  const { path, subscript, isSubscripted } = splitFieldPath(fieldPath);
  const { metadata } = pod;
  if (isSubscripted) {
    if (path === "metadata.labels") return { value: metadata.labels?.[subscript] ?? "" };
    if (path === "metadata.annotations") return { value: metadata.annotations?.[subscript] ?? "" };
    return { error: `field label does not support subscript: ${fieldPath}` };
  }
  switch (path) {
    case "metadata.name": return { value: metadata.name };
    case "metadata.namespace": return { value: metadata.namespace ?? "" };
    case "metadata.uid": return { value: metadata.uid };
    default: return { error: `unsupported fieldPath: ${fieldPath}` };
  }
}

/** The primary address first, all joined by commas. */
function addresses(list: readonly { readonly ip: string }[] | undefined, primary: string | undefined): string {
  return list?.length ? list.map((a) => a.ip).join(",") : (primary ?? "");
}

export interface ResourceRef {
  readonly resource: string;
  /** Absent or zero counts as one. */
  readonly divisor?: string;
}

/**
 * The value of a `resourceFieldRef`: the amount divided by the divisor, rounded up. A limit that is missing or zero
 * is the pod's own limit, else all that the node can give.
 * @param podResources pod-level requests and limits, where the pod has them
 * Source: kubernetes pkg/api/v1/resource/helpers.go ExtractContainerResourceValue, MergeContainerResourceLimits (1.36)
 */
export function resourceFieldValue(
  container: Pick<Container, "resources">,
  nodeAllocatable: StringMap | undefined,
  ref: ResourceRef,
  podResources?: ResourceRequirements,
): Resolved {
  const [, list, name = ""] = /^(limits|requests)\.(.+)$/.exec(ref.resource) ?? [];
  const isHugePages = name.startsWith("hugepages-");
  if (!list || !(isHugePages || NODE_RESOURCES.includes(name))) return { error: `unsupported container resource : ${ref.resource}` };
  const own = nanosOf(list === "limits" ? container.resources?.limits?.[name] : container.resources?.requests?.[name]);
  const amount = list === "limits" && own === 0n && !isHugePages ? nanosOf(podResources?.limits?.[name]) || nanosOf(nodeAllocatable?.[name]) : own;
  const divisor = nanosOf(ref.divisor) || ONE;
  const unit = name === "cpu" ? MILLI : ONE;
  return { value: String(ceilDiv(ceilDiv(amount, unit), ceilDiv(divisor, unit))) };
}

const NODE_RESOURCES = ["cpu", "memory", "ephemeral-storage"];
function mapText(map: StringMap | undefined): string {
  return Object.entries(map ?? {}).map(([key, value]) => ({ key, line: `${key}=${goQuote(value)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)).map((entry) => entry.line).join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\", '"': '\\"',
};

/** Text in double quotes as Go's %q prints it. Source: Go strconv.Quote */
function goQuote(text: string): string {
  let out = '"';
  for (const char of text) out += ESCAPES[char] ?? (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char) ? char : escaped(char.codePointAt(0)!));
  return `${out}"`;
}

function escaped(code: number): string {
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
