import { applyOperation } from "./json-patch.ts";
import type { JsonPatchOperation } from "./json-patch.ts";
import { mergeTypeOf } from "./merge-keys.ts";
import { isMembers } from "./semantic.ts";
import { MergeFailure, mergeObject } from "./strategic-merge.ts";

/** The patched value, or why the patch does not apply: the API's text and HTTP code. Decoding and validation come after. */
export type PatchResult = { readonly value: unknown } | { readonly error: string; readonly code: 400 | 422 | 500 };

/**
 * JSON merge patch: null removes a member, maps merge, everything else replaces. Nothing is changed in place.
 * Source: RFC 7386
 */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isMembers(patch)) return patch;
  // A map, because a member may be called __proto__.
  const merged = new Map<string, unknown>(isMembers(target) ? Object.entries(target) : []);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else merged.set(name, applyMergePatch(merged.get(name), change));
  }
  return Object.fromEntries(merged);
}

/**
 * JSON patch: a list of operations, all or none.
 * Source: RFC 6902; kubernetes apiserver pkg/endpoints/handlers/patch.go jsonPatcher (1.36)
 */
export function applyJsonPatch(target: unknown, operations: unknown): PatchResult {
  if (!Array.isArray(operations)) {
    return { error: `error decoding patch: json: cannot unmarshal ${jsonType(operations)} into Go value of type []handlers.jsonPatchOp`, code: 400 };
  }
  let value = target;
  for (const operation of operations as readonly unknown[]) {
    const applied = isOperation(operation) ? applyOperation(value, operation) : undefined;
    if (!applied) return { error: "the server rejected our request due to an error in our request", code: 422 };
    value = applied.value;
  }
  return { value };
}

/**
 * Strategic merge patch: like a merge patch, but lists with a merge key are merged element by element, and directives
 * (`$patch`, `$setElementOrder`, `$deleteFromPrimitiveList`, `$retainKeys`) are obeyed.
 * @param kind of the target, which decides which lists merge and by what
 * Source: kubernetes apimachinery pkg/util/strategicpatch/patch.go (1.36)
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown, kind: string): PatchResult {
  if (!isMembers(patch)) return { error: `json: cannot unmarshal ${jsonType(patch)} into Go value of type map[string]interface {}`, code: 400 };
  try {
    return { value: mergeObject(isMembers(target) ? target : {}, patch, mergeTypeOf(kind)) ?? {} };
  } catch (failure) {
    if (failure instanceof MergeFailure) return { error: failure.message, code: 500 };
    throw failure;
  }
}

/**
 * `after`, with every part that equals the part of `before` in the same place replaced by that very part; `before`
 * itself if nothing differs. Keeps identity meaning "did not change" after an object went through a patch or a copy.
 */
export function retainIdentity<T>(before: unknown, after: T): T {
  if (before === after) return after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item, i) => retainIdentity(before[i] as unknown, item as unknown));
    const isUnchanged = items.length === before.length && items.every((item, i) => item === before[i]);
    return (isUnchanged ? before : items) as T;
  }
  if (!isMembers(before) || !isMembers(after)) return after;
  const entries = Object.entries(after).map(([name, value]) => [name, retainIdentity(before[name], value)] as const);
  const isUnchanged = entries.length === Object.keys(before).length && entries.every(([name, value]) => Object.hasOwn(before, name) && value === before[name]);
  return (isUnchanged ? before : Object.fromEntries(entries)) as T;
}

function isOperation(value: unknown): value is JsonPatchOperation {
  return isMembers(value) && typeof value["op"] === "string" && typeof value["path"] === "string"
    && (value["from"] === undefined || typeof value["from"] === "string");
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (isMembers(value)) return "object";
  return typeof value === "boolean" ? "bool" : typeof value;
}
