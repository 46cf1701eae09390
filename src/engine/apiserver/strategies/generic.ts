import { deepEqual } from "../../../api/semantic.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Strategy } from "./contract.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { subdomainErrors } from "./names.ts";

type Free = KubeObject & { readonly spec?: unknown; readonly status?: unknown };

/**
 * For kinds without rules of their own: metadata is checked, everything else is kept as written.
 * Departure: no defaults and no rules for the specs of kinds that nothing here acts on.
 */
export const genericStrategy: Strategy = {
  prepareForCreate: (object) => (hasGeneration(object) ? withGeneration(object, 1) : object),
  prepareForUpdate(next, old) {
    const carried = carryMetadata<Free>(next, old);
    const isSpecChanged = !deepEqual(carried.spec, (old as Free).spec);
    const generation = old.metadata.generation;
    return reuseUnchanged(isSpecChanged && generation !== undefined ? withGeneration(carried, generation + 1) : carried, old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf<Free>(next, old),
  validate: (object) => validateMetadata(object.metadata, object.apiVersion.startsWith("rbac.") ? anyName : subdomainErrors),
  validateUpdate: (next, old) => validateMetadataUpdate(next.metadata, old.metadata),
};

/** Kinds of the core group and Leases count no generations. */
function hasGeneration(object: Free): boolean {
  return object.spec !== undefined && object.apiVersion !== "v1" && object.kind !== "Lease";
}

/** RBAC allows any name that can stand in a path (`system:node`). Source: apimachinery pkg/api/validation/path/name.go */
function anyName(name: string): readonly string[] {
  if (name === "." || name === "..") return [`may not be '${name}'`];
  return ["/", "%"].filter((c) => name.includes(c)).map((c) => `may not contain '${c}'`);
}
