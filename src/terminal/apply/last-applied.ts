import { isMembers } from "../../api/semantic.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import { goJson } from "../print/go-text.ts";

/** Where kubectl keeps what was applied last, so that a field that is taken out of the file is taken out of the object. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The object with itself in its annotation, without what stood there before.
 * Source: kubectl pkg/util/apply.go GetModifiedConfiguration, CreateApplyAnnotation (1.36)
 */
export function withLastApplied(draft: ObjectDraft): ObjectDraft {
  const { [LAST_APPLIED]: _, ...annotations } = draft.metadata.annotations ?? {};
  const clean = { ...draft, metadata: { ...draft.metadata, annotations } };
  return { ...clean, metadata: { ...clean.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(clean)}\n` } } };
}

/** The text of the annotation; undefined: it has none. */
export function lastAppliedText({ metadata }: Pick<KubeObject, "metadata">): string | undefined {
  return metadata.annotations?.[LAST_APPLIED];
}

/** What was applied last. `{}` where it is not known, or somebody has written into the annotation. */
export function lastApplied(object: Pick<KubeObject, "metadata">): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(lastAppliedText(object) ?? "{}") as unknown;
    return isMembers(value) ? value : {};
  } catch {
    return {};
  }
}
