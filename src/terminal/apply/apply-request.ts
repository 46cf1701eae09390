import { create, patch, type KubeRequest, type RequestOptions } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import { lastApplied, withLastApplied } from "./last-applied.ts";
import { threeWayPatch } from "./three-way-patch.ts";

export const CLIENT_SIDE_MANAGER = "kubectl-client-side-apply";
export const SERVER_SIDE_MANAGER = "kubectl";

/**
 * What `kubectl apply` sends for one document from the client's side: a create, or a patch made of three versions.
 * @param current the object as it is, if it exists
 * @returns undefined when nothing has to change (kubectl says "unchanged")
 * Source: kubectl pkg/cmd/apply/apply.go applyOneObject, patcher.go (1.36)
 */
export function applyRequest(resource: Resource, draft: ObjectDraft, current: KubeObject | undefined, options: RequestOptions = {}): KubeRequest | undefined {
  const sent = { fieldManager: CLIENT_SIDE_MANAGER, fieldValidation: "Strict", ...options } as const;
  const next = withLastApplied(draft);
  if (!current) return create(resource, next as { metadata: { namespace?: string } }, sent);
  const { body, type } = threeWayPatch(resource, lastApplied(current), next, { ...current });
  if (Object.keys(body).length === 0) return undefined;
  return patch(resource, current.metadata, body, { patchType: type, ...sent });
}

/** What `kubectl apply --server-side` sends: the whole document, and who it is from. */
export function serverSideRequest(resource: Resource, draft: ObjectDraft, options: RequestOptions = {}): KubeRequest {
  const { name = "", namespace } = draft.metadata;
  return patch(resource, { name, namespace }, draft, { patchType: "apply", fieldManager: SERVER_SIDE_MANAGER, fieldValidation: "Strict", ...options });
}
