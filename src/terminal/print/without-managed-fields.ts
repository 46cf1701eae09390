import type { KubeObject } from "../../api/types/meta.ts";

/** The object without who set which fields, which kubectl shows only where it is asked to. */
export function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
