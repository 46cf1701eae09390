import { create } from "zustand";
import type { KubeObject } from "../../api/types/meta.ts";

/** A text that somebody has changed and not sent yet. It stays whatever is selected meanwhile. */
export interface Draft {
  /** The object as it was when the editing began: what a conflict is measured against. */
  readonly base: KubeObject;
  readonly text: string;
}

interface Drafts {
  /** By uid of the object. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** A field that somebody asked to see in the YAML; `id` tells one wish from the next. */
  readonly wish: { readonly uid: string; readonly path: string; readonly id: number } | undefined;
}

export const useDrafts = create<Drafts>()(() => ({ drafts: {}, wish: undefined }));

export function keepDraft(draft: Draft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [draft.base.metadata.uid]: draft } }));
}

export function dropDraft(uid: string): void {
  useDrafts.setState(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== uid)) }));
}

/** Brings the lines of a field into sight the next time the object's YAML is drawn. @param path API path: `spec.tolerations[0]` */
export function wishField(uid: string, path: string): void {
  useDrafts.setState(({ wish }) => ({ wish: { uid, path, id: (wish?.id ?? 0) + 1 } }));
}
