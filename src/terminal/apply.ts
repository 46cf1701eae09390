import type { KubeRequest } from "../api/request.ts";
import { create, patch } from "../api/request.ts";
import type { Resource } from "../api/resources.ts";
import { canonicalJson, isMembers } from "../api/semantic.ts";
import type { KubeObject, ObjectDraft } from "../api/types/meta.ts";

/** Where kubectl keeps what was applied last, so that a field that is taken out of the file is taken out of the object. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const MANAGER = "kubectl-client-side-apply";

/**
 * What `kubectl apply` sends for one document: a create, or a patch made of three versions: what was applied last,
 * what is applied now, and what is there. Fields that only the server set are left alone.
 * @param current the object as it is, if it exists
 * @returns undefined when nothing has to change (kubectl says "unchanged")
 * Source: kubectl pkg/cmd/apply/patcher.go buildMergePatch. Departure: lists are replaced as wholes (a JSON merge
 * patch) also where kubectl would merge them by key; the server fills the same defaults in again.
 */
export function applyRequest(resource: Resource, draft: ObjectDraft, current: KubeObject | undefined): KubeRequest | undefined {
  const wanted = withLastApplied(draft);
  if (!current) return create(resource, wanted as { metadata: { namespace?: string } }, { fieldManager: MANAGER, fieldValidation: "Strict" });
  const last = lastApplied(current);
  const body = mergePatch(last, wanted, current);
  if (body === undefined) return undefined;
  return patch(resource, current.metadata, body, { patchType: "merge", fieldManager: MANAGER, fieldValidation: "Strict" });
}

function withLastApplied(draft: ObjectDraft): ObjectDraft {
  const { [LAST_APPLIED]: _, ...annotations } = draft.metadata.annotations ?? {};
  const clean = { ...draft, metadata: { ...draft.metadata, annotations } };
  return { ...clean, metadata: { ...draft.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${canonicalJson(clean)}\n` } } };
}

function lastApplied(current: KubeObject): unknown {
  const text = current.metadata.annotations?.[LAST_APPLIED];
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    // Somebody wrote into the annotation: then nothing is known of the last apply, and nothing is taken away.
    return {};
  }
}

/** RFC 7386 patch from `current` to `wanted`; members of `last` that `wanted` lacks become null. */
function mergePatch(last: unknown, wanted: unknown, current: unknown): unknown {
  if (!isMembers(wanted) || !isMembers(current)) return canonicalJson(wanted) === canonicalJson(current) ? undefined : wanted;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wanted)) {
    const changed = mergePatch(isMembers(last) ? last[key] : undefined, value, current[key]);
    if (changed !== undefined) out[key] = changed;
  }
  for (const key of Object.keys(isMembers(last) ? last : {})) if (!(key in wanted) && key in current) out[key] = null;
  return Object.keys(out).length > 0 ? out : undefined;
}
