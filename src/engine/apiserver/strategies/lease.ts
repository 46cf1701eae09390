import type { FieldError } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Strategy } from "./contract.ts";
import { invalidValue, notNegative } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

interface Lease extends KubeObject {
  readonly spec: { readonly leaseDurationSeconds?: number; readonly leaseTransitions?: number };
}

/** Leases count no generations. Source: pkg/apis/coordination/validation/validation.go (1.36) */
export const leaseStrategy: Strategy<Lease> = {
  prepareForCreate: (object) => ({ ...object, spec: object.spec ?? {} }),
  prepareForUpdate: (next, old) => reuseUnchanged({ ...carryMetadata(next, old), spec: next.spec ?? {} }, old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateSpec(next.spec)],
};

function validateSpec({ leaseDurationSeconds, leaseTransitions }: Lease["spec"]): FieldError[] {
  return [
    ...(leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0 ? [invalidValue("spec.leaseDurationSeconds", leaseDurationSeconds, "must be greater than 0")] : []),
    ...notNegative("spec.leaseTransitions", leaseTransitions),
  ];
}
