/** Metadata shared by every Kubernetes object. Field names and meanings are the API's own (meta/v1). */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export type StringMap = Readonly<Record<string, string>>;

export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid: string;
  /** Decimal string of the store's one growing counter. */
  readonly resourceVersion: string;
  readonly generation?: number;
  /** RFC 3339, whole seconds, `Z`. */
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  /** Who set which fields, as the API server keeps it. */
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** One manager's fields, written one way. Source: meta/v1 ManagedFieldsEntry. */
export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: "FieldsV1";
  /** A tree of `f:field`, `k:{"name":"c"}`, `v:value` and `.`. */
  readonly fieldsV1: FieldsV1;
  readonly subresource?: string;
}

export interface FieldsV1 {
  readonly [path: string]: FieldsV1;
}

/** Any API object. Objects are immutable: a changed object is a new object. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** An object as a person writes it, before the API server fills it in. */
export interface ObjectDraft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<ObjectMeta>;
  readonly [field: string]: unknown;
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export type IntOrString = number | string;

/** Status condition of a Node or Pod. Absent reason and message mean empty. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly lastHeartbeatTime?: string | null;
  readonly lastProbeTime?: string | null;
  readonly observedGeneration?: number;
}

/** Names one object, for references in decisions, events and owner lookups. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}
