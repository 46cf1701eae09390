import type { Strategy } from "./contract.ts";
import { validateKeyedData, validateKeyedDataUpdate, type KeyedData } from "./keyed-data.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

/** Source: pkg/registry/core/configmap/strategy.go, pkg/apis/core/validation/validation.go ValidateConfigMap (1.36) */
export const configMapStrategy: Strategy<KeyedData> = {
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, old) => reuseUnchanged(carryMetadata(next, old), old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateKeyedData(object, "[]")],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateKeyedDataUpdate(next, old),
    ...validateKeyedData(next, "[]"),
  ],
};
