import { deepEqual } from "../../../api/semantic.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { Strategy } from "./contract.ts";
import { IMMUTABLE, invalidValue, notNegative, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

/** The data of a revision never changes; its number does (a rollback raises it). Source: pkg/apis/apps/validation/validation.go (1.36) */
export const controllerRevisionStrategy: Strategy<ControllerRevision> = {
  prepareForCreate: (object) => ({ ...object, revision: object.revision ?? 0 }),
  prepareForUpdate: (next, old) => reuseUnchanged({ ...carryMetadata(next, old), revision: next.revision ?? 0 }, old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [
    ...validateMetadata(object.metadata),
    ...(object.data === undefined ? [required("data", "data is mandatory")] : []),
    ...notNegative("revision", object.revision),
  ],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...(deepEqual(next.data, old.data) ? [] : [invalidValue("data", next.data, IMMUTABLE)]),
    ...notNegative("revision", next.revision),
  ],
};
