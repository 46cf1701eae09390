import type { RequestOptions } from "../../../../api/request.ts";

/** Patch types by the content type that a client sends. */
export const PATCH_TYPES: Readonly<Record<string, NonNullable<RequestOptions["patchType"]>>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};
