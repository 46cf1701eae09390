import { deepEqual, isMembers } from "../../../api/semantic.ts";
import { labelValueErrors, qualifiedNameErrors } from "../../../api/label-syntax.ts";
import type { FieldError } from "../../../api/status.ts";
import type { KubeObject, ObjectMeta, OwnerReference, StringMap } from "../../../api/types/meta.ts";
import { forbidden, IMMUTABLE, invalidEach, invalidValue, required, tooLong } from "./field-error.ts";
import { dnsLabelErrors, subdomainErrors, withoutLastDash } from "./names.ts";

const MAX_ANNOTATION_BYTES = 262_144;

/**
 * Rules for the metadata of a new object.
 * @param nameErrors syntax of the kind's names
 * Source: apimachinery pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor
 */
export function validateMetadata(meta: Partial<ObjectMeta>, nameErrors: (name: string) => readonly string[] = subdomainErrors): FieldError[] {
  const base = meta.generateName;
  return [
    ...(base ? invalidEach("metadata.generateName", base, nameErrors(withoutLastDash(base))) : []),
    ...(meta.name
      ? invalidEach("metadata.name", meta.name, nameErrors(meta.name))
      : [required("metadata.name", "name or generateName is required")]),
    ...(meta.namespace ? invalidEach("metadata.namespace", meta.namespace, dnsLabelErrors(meta.namespace)) : []),
    ...mutableMetadata(meta),
    ...(meta.finalizers ?? []).flatMap((f) => invalidEach("metadata.finalizers", f, qualifiedNameErrors(f))),
  ];
}

/** Rules for the metadata of a changed object. Source: objectmeta.go ValidateObjectMetaAccessorUpdate */
export function validateMetadataUpdate(next: ObjectMeta, old: ObjectMeta): FieldError[] {
  const fixed = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] as const;
  const changed = fixed.filter((field) => next[field] !== old[field]);
  return [
    ...(old.deletionTimestamp ? newFinalizers(next, old) : []),
    ...changed.map((field) => invalidValue(`metadata.${field}`, next[field], IMMUTABLE)),
    ...mutableMetadata(next),
  ];
}

/** Labels: keys and values. `path` names the map. */
export function validateLabels(labels: StringMap | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...invalidEach(path, key, qualifiedNameErrors(key)),
    ...invalidEach(path, value, labelValueErrors(value)),
  ]);
}

/** Annotations: keys (any case) and the size of all together. */
export function validateAnnotations(annotations: StringMap | undefined, path: string): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) => invalidEach(path, key, qualifiedNameErrors(key.toLowerCase()))),
    ...(size > MAX_ANNOTATION_BYTES ? [tooLong(path, MAX_ANNOTATION_BYTES)] : []),
  ];
}

/**
 * What a client may leave out or cannot set is taken from the stored object: uid, times, generation, the marks of
 * a deletion. Source: apiserver pkg/registry/rest/update.go BeforeUpdate
 */
export function carryMetadata<T extends KubeObject>(next: T, old: T): T {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, generation: ___, ...sent } = next.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds, generation, uid, creationTimestamp, resourceVersion } = old.metadata;
  const metadata: ObjectMeta = {
    ...sent,
    uid: sent.uid || uid,
    creationTimestamp: sent.creationTimestamp || creationTimestamp,
    resourceVersion: sent.resourceVersion || resourceVersion,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  return { ...next, metadata };
}

export function withGeneration<T extends KubeObject>(object: T, generation: number): T {
  return { ...object, metadata: { ...object.metadata, generation } };
}

/** `next` with the members of `old` wherever they are equal; `old` itself if all are. Identity means unchanged. */
export function reuseUnchanged<T extends KubeObject>(next: T, old: T): T {
  const before = old as unknown as Record<string, unknown>;
  const after: Record<string, unknown> = {};
  let isSame = Object.keys(next).length === Object.keys(old).length;
  for (const [key, value] of Object.entries(next)) {
    const isEqual = deepEqual(value, before[key]);
    after[key] = isEqual ? before[key] : value;
    isSame &&= isEqual;
  }
  return isSame ? old : (after as unknown as T);
}

/** `old` with the status of `next` over `empty`, which holds what every status of the kind has; `old` itself if it is equal. */
export function withStatusOf<T extends KubeObject & { readonly status?: unknown }>(next: T, old: T, empty: object = {}): T {
  if (next.status === undefined && old.status === undefined) return old;
  const status = { ...empty, ...(isMembers(next.status) ? next.status : {}) };
  return deepEqual(status, old.status) ? old : { ...old, status };
}

function mutableMetadata(meta: Partial<ObjectMeta>): FieldError[] {
  return [
    ...validateLabels(meta.labels, "metadata.labels"),
    ...validateAnnotations(meta.annotations, "metadata.annotations"),
    ...validateOwners(meta.ownerReferences ?? []),
  ];
}

function validateOwners(owners: readonly OwnerReference[]): FieldError[] {
  const path = "metadata.ownerReferences";
  const controllers = owners.filter((o) => o.controller);
  const [first, second] = controllers;
  return [
    ...owners.flatMap((o) => ownerErrors(o, path)),
    ...(first && second
      ? [invalidValue(path, owners, `Only one reference can have Controller set to true. Found "true" in references for ${first.name} and ${second.name}`)]
      : []),
  ];
}

function ownerErrors(owner: OwnerReference, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!owner.apiVersion) errors.push(invalidValue(`${path}.apiVersion`, owner.apiVersion ?? "", "version must not be empty"));
  for (const field of ["kind", "name", "uid"] as const) {
    if (!owner[field]) errors.push(invalidValue(`${path}.${field}`, owner[field] ?? "", "must not be empty"));
  }
  return errors;
}

function newFinalizers(next: ObjectMeta, old: ObjectMeta): FieldError[] {
  const added = (next.finalizers ?? []).filter((f) => !old.finalizers?.includes(f)).sort();
  if (added.length === 0) return [];
  const list = added.map((f) => JSON.stringify(f)).join(", ");
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbidden("metadata.finalizers", why)];
}
