import type { KubeObject, ObjectMeta, StringMap } from "../../api/types/meta.ts";
import type { Description } from "./description.ts";

/** kubectl's own notes, which nobody wants to read. */
const HIDDEN_ANNOTATIONS = ["kubectl.kubernetes.io/last-applied-configuration"];
const MAX_ANNOTATION = 140;

/** Name and Namespace, where most descriptions begin. */
export function writeName(out: Description, { metadata }: KubeObject): void {
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace ?? "");
}

/** Labels and Annotations, one below the other. */
export function writeLabelsAndAnnotations(out: Description, { metadata }: KubeObject): void {
  writeLabels(out, 0, "Labels", metadata.labels);
  writeAnnotations(out, 0, metadata.annotations);
}

/** @param hidden keys to leave out */
export function writeLabels(out: Description, level: number, title: string, labels: StringMap | undefined, hidden: readonly string[] = []): void {
  out.column(level, `${title}:`, sortedEntries(labels, hidden).map(([key, value]) => `${key}=${value}`));
}

/** Source: kubectl pkg/describe printAnnotationsMultiline (1.36) */
export function writeAnnotations(out: Description, level: number, annotations: StringMap | undefined): void {
  const lines = sortedEntries(annotations, HIDDEN_ANNOTATIONS).flatMap(([key, written]) => {
    const value = written.replace(/\n$/, "");
    const isShort = key.length + value.length + 2 <= MAX_ANNOTATION && !value.includes("\n");
    return isShort ? [`${key}: ${value}`] : [`${key}:`, ...value.split("\n").map((line) => `  ${shortened(line, MAX_ANNOTATION - 2)}`)];
  });
  out.column(level, "Annotations:", lines);
}

/** `DaemonSet/agent`, the object that manages another; undefined: nobody does. */
export function controllerText({ ownerReferences }: ObjectMeta): string | undefined {
  const owner = ownerReferences?.find((o) => o.controller);
  return owner && `${owner.kind}/${owner.name}`;
}

/** `a=1,b=2` by key; `<none>` without labels. Source: apimachinery labels.FormatLabels */
export function labelsLine(labels: StringMap | undefined): string {
  return sortedEntries(labels).map(([key, value]) => `${key}=${value}`).join(",") || "<none>";
}

/** By key, as Go sorts texts. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined, hidden: readonly string[] = []): (readonly [string, T])[] {
  return Object.entries(map ?? {}).filter(([key]) => !hidden.includes(key)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
