import { patch, type KubeRequest, type RequestOptions } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { FieldsV1, KubeObject, ManagedFieldsEntry } from "../../api/types/meta.ts";
import { send, type Steps } from "../process.ts";
import { CLIENT_SIDE_MANAGER, SERVER_SIDE_MANAGER } from "./apply-request.ts";
import { LAST_APPLIED, lastAppliedText } from "./last-applied.ts";

const ANNOTATION_MANAGER = "kubectl-last-applied";

/** How the move to server-side apply ended: whether fields changed hands, or kubectl's warning. */
export type Migration = { readonly isMoved: boolean } | { readonly warning: string };

/**
 * Moves what client-side apply owned of an object over to server-side apply, once: else fields that are taken out of
 * the file later would stay for ever. The annotation gets a manager of its own first.
 * @param applied the object as the server answered to the apply
 * Source: kubectl pkg/cmd/apply/apply.go saveLastApplyAnnotationIfNecessary, migrateToSSAIfNecessary; client-go util/csaupgrade (1.36)
 */
export function* migrateManagers(resource: Resource, applied: KubeObject, options: RequestOptions): Steps<Migration> {
  let object = applied;
  const annotation = saveAnnotation(resource, object, options);
  if (annotation) {
    const saved = yield* send(annotation);
    if (!saved.ok) return { warning: failedText(`failed to migrate ${LAST_APPLIED} for Server-Side Apply`, saved.status.message) };
    object = saved.body;
  }
  const entries = upgraded(object.metadata.managedFields ?? []);
  if (!entries) return { isMoved: false };
  const operations = [
    { op: "replace", path: "/metadata/managedFields", value: entries },
    { op: "replace", path: "/metadata/resourceVersion", value: object.metadata.resourceVersion },
  ];
  const moved = yield* send(patch(resource, object.metadata, operations, { ...options, patchType: "json", fieldManager: SERVER_SIDE_MANAGER }));
  return moved.ok ? { isMoved: true } : { warning: failedText("server rejected managed fields migration to Server-Side Apply", moved.status.message) };
}

function failedText(what: string, error = ""): string {
  return `Warning: ${what}. This is non-fatal and will be retried next time you apply. Error: ${error}\n`;
}

/** undefined: there is no annotation, or it has its manager. */
function saveAnnotation(resource: Resource, object: KubeObject, options: RequestOptions): KubeRequest | undefined {
  const text = lastAppliedText(object);
  if (text === undefined || object.metadata.managedFields?.some(({ manager }) => manager === ANNOTATION_MANAGER)) return undefined;
  const { apiVersion, kind, metadata } = object;
  const body = { apiVersion, kind, metadata: { name: metadata.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}), annotations: { [LAST_APPLIED]: text } } };
  return patch(resource, metadata, body, { ...options, patchType: "apply", fieldManager: ANNOTATION_MANAGER });
}

/** The entries with those of client-side apply taken over; undefined: there are none. */
function upgraded(entries: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] | undefined {
  const isLegacy = (e: ManagedFieldsEntry) => e.manager === CLIENT_SIDE_MANAGER && e.operation === "Update" && !e.subresource;
  const isOwn = (e: ManagedFieldsEntry) => e.manager === SERVER_SIDE_MANAGER && e.operation === "Apply" && !e.subresource;
  const legacy = entries.filter(isLegacy);
  const [last] = legacy;
  if (!last) return undefined;
  const own = entries.find(isOwn) ?? { ...last, manager: SERVER_SIDE_MANAGER, operation: "Apply" as const };
  const joined = { ...own, fieldsV1: legacy.reduce((fields, entry) => union(fields, entry.fieldsV1), own.fieldsV1) };
  const others = entries.map((entry) => (isOwn(entry) ? joined : entry)).filter((entry) => !isLegacy(entry));
  return entries.some(isOwn) ? others : [joined, ...others];
}

function union(a: FieldsV1, b: FieldsV1): FieldsV1 {
  const joined: Record<string, FieldsV1> = { ...a };
  for (const [path, below] of Object.entries(b)) joined[path] = joined[path] ? union(joined[path], below) : below;
  return joined;
}
