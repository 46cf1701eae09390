import type { Namespace } from "../../../api/types/namespace.ts";
import type { Strategy } from "./contract.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withStatusOf } from "./metadata.ts";
import { dnsLabelErrors } from "./names.ts";

/** Every namespace carries its own name as a label, so that selectors can name it. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** Source: pkg/registry/core/namespace/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_Namespace (1.36) */
export const namespaceStrategy: Strategy<Namespace> = {
  prepareForCreate: (object) => ({ ...withNameLabel(object), spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } }),
  prepareForUpdate: (next, old) => reuseUnchanged({ ...withNameLabel(carryMetadata(next, old)), spec: old.spec, status: old.status }, old),
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old),
  validate: (object) => validateMetadata(object.metadata, dnsLabelErrors),
  validateUpdate: (next, old) => validateMetadataUpdate(next.metadata, old.metadata),
};

function withNameLabel(object: Namespace): Namespace {
  const { name, labels } = object.metadata;
  return name ? { ...object, metadata: { ...object.metadata, labels: { ...labels, [NAME_LABEL]: name } } } : object;
}
