import type { KubeObject, OwnerReference } from "../../api/types/meta.ts";

/** The reference that a controller puts on what it owns. Source: apimachinery meta/v1 NewControllerRef. */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata: { name, uid } } = owner;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return object.metadata.ownerReferences?.some((r) => r.controller === true && r.uid === owner.metadata.uid) ?? false;
}
