import type { FieldError } from "../../../api/status.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { Strategy } from "./contract.ts";
import { invalidValue } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

/** Source: pkg/registry/core/event/strategy.go, pkg/apis/core/validation/events.go legacyValidateEvent (1.36) */
export const eventStrategy: Strategy<KubeEvent> = {
  prepareForCreate: withDefaults,
  prepareForUpdate: (next, old) => reuseUnchanged(withDefaults(carryMetadata(next, old)), old),
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateNamespace(object)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateNamespace(next)],
};

/** Fields that core/v1 always prints. */
function withDefaults(object: KubeEvent): KubeEvent {
  const given: Partial<KubeEvent> = object;
  return {
    ...object,
    involvedObject: given.involvedObject ?? ({} as KubeEvent["involvedObject"]),
    source: given.source ?? {},
    firstTimestamp: given.firstTimestamp ?? null,
    lastTimestamp: given.lastTimestamp ?? null,
    eventTime: given.eventTime ?? null,
    reportingComponent: given.reportingComponent ?? given.source?.component ?? "",
    reportingInstance: given.reportingInstance ?? given.source?.host ?? "",
  };
}

/** An event about an object without a namespace lives in `default`. */
function validateNamespace(event: KubeEvent): FieldError[] {
  const { namespace = "" } = event.involvedObject;
  const isInPlace = namespace === "" ? event.metadata.namespace === "default" : namespace === event.metadata.namespace;
  return isInPlace ? [] : [invalidValue("involvedObject.namespace", namespace, "does not match event.namespace")];
}
