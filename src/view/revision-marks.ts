import type { RevisionMark } from "../api/frame.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { PodTemplateSpec } from "../api/types/pod.ts";

/** A revision before it has its letter. */
export type RevisionDraft = Omit<RevisionMark, "letter"> & { readonly ownerUid: string; readonly createdMs: number };

/**
 * The ControllerRevisions of a workload as marks.
 * @param hashLabel label with what its pods carry; undefined: they carry the revision's name, as a StatefulSet's do
 * @param letters see `letterMarks`
 */
export function revisionMarks(revisions: readonly ControllerRevision[], hashLabel: string | undefined, letters?: Map<string, number>): RevisionMark[] {
  const drafts = revisions.map((r): RevisionDraft => ({
    hash: (hashLabel !== undefined ? r.metadata.labels?.[hashLabel] : undefined) ?? r.metadata.name,
    revision: r.revision,
    image: firstImage(r.data?.spec?.template as PodTemplateSpec | undefined),
    ownerUid: r.metadata.ownerReferences?.[0]?.uid ?? "",
    createdMs: createdMsOf(r),
  }));
  return letterMarks(drafts, letters);
}

/**
 * Marks with letters in order of age. A letter stays with its revision when an older one is cleaned up; a new revision
 * gets the letter after that of the next older one.
 * @param letters numbers of the letters given so far; changed in place. Without it they are given anew each time.
 */
export function letterMarks(drafts: readonly RevisionDraft[], letters: Map<string, number> = new Map()): RevisionMark[] {
  const byAge = [...drafts].sort((a, b) => a.createdMs - b.createdMs || a.revision - b.revision);
  let last = -1;
  return byAge.map(({ hash, revision, image, ownerUid }) => {
    const key = `${ownerUid} ${hash}`;
    last = Math.max(letters.get(key) ?? 0, last + 1);
    letters.set(key, last);
    return { hash, revision, image, letter: letterOf(last) };
  });
}

export function newestOf(marks: readonly RevisionMark[]): RevisionMark | undefined {
  return marks.reduce<RevisionMark | undefined>((best, m) => (!best || m.revision > best.revision ? m : best), undefined);
}

export function firstImage(template: PodTemplateSpec | undefined): string {
  return template?.spec?.containers[0]?.image ?? "";
}

export function createdMsOf(object: KubeObject): number {
  return parseTime(object.metadata.creationTimestamp) ?? 0;
}

function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`;
}
