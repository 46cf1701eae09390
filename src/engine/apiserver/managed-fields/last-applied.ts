import type { Structure } from "../../../api/schema/structure.ts";
import { parseJson } from "../../../api/schema/json-text.ts";
import { canonicalJson, isMembers } from "../../../api/semantic.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import { compare } from "./compare.ts";
import { claimedBy } from "./config-set.ts";
import { difference, EMPTY, union, type FieldSet } from "./field-set.ts";

/** Where kubectl's client-side apply keeps what it applied, as JSON. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * Fields that kubectl applied from the client's side and nobody has changed since: those it may take over by
 * server-side apply without force. Source: managedfields/internal/lastappliedmanager.go (1.36)
 */
export function changeableSince(live: KubeObject, structure: Structure): FieldSet {
  const parsed = parseJson(live.metadata.annotations?.[LAST_APPLIED] ?? "");
  if (!parsed.ok || !isMembers(parsed.value)) return EMPTY;
  const since = compare(parsed.value, live, structure);
  return difference(claimedBy(parsed.value, structure), union(union(since.modified, since.added), since.removed));
}

/**
 * kubectl's server-side apply keeps the annotation of an object that has it up to date, so that its client-side apply
 * can go on from there. Source: managedfields/internal/lastappliedupdater.go
 * @param config what was applied
 */
export function withLastApplied(object: KubeObject, config: unknown): KubeObject {
  const annotations = object.metadata.annotations;
  if (annotations?.[LAST_APPLIED] === undefined || !isMembers(config)) return object;
  const text = `${goJson(withoutAnnotation(config))}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

function withoutAnnotation(config: Readonly<Record<string, unknown>>): unknown {
  const metadata = isMembers(config["metadata"]) ? config["metadata"] : {};
  const { annotations, ...rest } = metadata;
  const { [LAST_APPLIED]: _, ...others } = isMembers(annotations) ? annotations : {};
  return { ...config, metadata: Object.keys(others).length > 0 ? { ...rest, annotations: others } : rest };
}

/** JSON as Go writes it: members in order, `<`, `>` and `&` escaped. */
function goJson(value: unknown): string {
  return canonicalJson(value).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}
