import type { MergeField, MergeType } from "../../api/merge-keys.ts";
import { deepEqual, isMembers } from "../../api/semantic.ts";

type Members = Readonly<Record<string, unknown>>;
type Patch = Record<string, unknown>;

/** Which differences count: what is new or changed, what is gone, or both. */
export type Wanted = "changes" | "deletions" | "both";

/**
 * The strategic merge patch that makes `modified` of `original`, with `$setElementOrder` beside merged lists and
 * `$retainKeys` in unions.
 * @param type the kind's merge rules (api/merge-keys.ts)
 * @returns `{}` if there is nothing to do
 * Source: kubernetes apimachinery pkg/util/strategicpatch/patch.go diffMaps (1.36)
 */
export function strategicDiff(original: Members, modified: Members, type: MergeType, wanted: Wanted): Patch {
  return diffMembers(original, modified, { of: type }, wanted);
}

/**
 * Two patches as one: first the deletions of one, then the changes of the other; on the same field, the changes win.
 * Directives stay directives.
 * Source: patch.go mergeMap, as CreateThreeWayMergePatch calls it
 */
export function joinPatches(deletions: Members, changes: Members, type: MergeType): Patch {
  const joined: Patch = { ...deletions };
  for (const [name, change] of Object.entries(changes)) {
    const deletion = joined[name];
    const field = Object.hasOwn(type, name) ? type[name] : undefined;
    if (isMembers(deletion) && isMembers(change)) joined[name] = joinPatches(deletion, change, field?.of ?? {});
    else if (Array.isArray(deletion) && Array.isArray(change) && field?.key) joined[name] = joinLists(deletion, change, field);
    else joined[name] = change;
  }
  return joined;
}

function diffMembers(original: Members, modified: Members, field: MergeField, wanted: Wanted): Patch {
  const patch: Patch = {};
  const type = field.of ?? {};
  for (const [name, value] of Object.entries(modified)) {
    const before = original[name];
    const below = Object.hasOwn(type, name) ? type[name]! : {};
    if (!(name in original) || wordOf(before) !== wordOf(value)) {
      if (wanted !== "deletions") patch[name] = value;
    } else if (isMembers(before) && isMembers(value)) {
      const change = diffMembers(before, value, below, wanted);
      if (Object.keys(change).length > 0) patch[name] = change;
    } else if (Array.isArray(before) && Array.isArray(value) && (below.key || below.isSet)) {
      diffLists(name, before, value, below, wanted, patch);
    } else if (wanted !== "deletions" && !deepEqual(before, value)) {
      patch[name] = value;
    }
  }
  const gone = Object.keys(original).filter((name) => !(name in modified));
  if (wanted !== "changes") for (const name of gone) patch[name] = null;
  if (field.retainsKeys && (Object.keys(patch).length > 0 || gone.length > 0)) {
    patch["$retainKeys"] = Object.keys(modified).filter((name) => modified[name] !== null).sort();
  }
  return patch;
}

/** Kinds of values that are compared at all; others replace each other. */
function wordOf(value: unknown): string {
  return Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
}

function diffLists(name: string, original: readonly unknown[], modified: readonly unknown[], field: MergeField, wanted: Wanted, patch: Patch): void {
  if (original.length === 0) {
    if (modified.length > 0 && wanted !== "deletions") patch[name] = modified;
    return;
  }
  if (field.isSet) diffSets(name, original, modified, wanted, patch);
  else diffKeyed(name, original as readonly Members[], modified as readonly Members[], field, wanted, patch);
}

function diffSets(name: string, original: readonly unknown[], modified: readonly unknown[], wanted: Wanted, patch: Patch): void {
  const added = wanted === "deletions" ? [] : modified.filter((item) => !original.includes(item));
  const gone = wanted === "changes" ? [] : original.filter((item) => !modified.includes(item));
  if (added.length > 0) patch[name] = added;
  if (gone.length > 0) patch[`$deleteFromPrimitiveList/${name}`] = gone;
  if (gone.length > 0 || (wanted !== "deletions" && !deepEqual(original, modified))) patch[`$setElementOrder/${name}`] = modified;
}

function diffKeyed(name: string, original: readonly Members[], modified: readonly Members[], field: MergeField, wanted: Wanted, patch: Patch): void {
  const key = field.key!;
  const items: unknown[] = [];
  for (const item of modified) {
    const before = original.find((other) => deepEqual(other[key], item[key]));
    if (!before) {
      if (wanted !== "deletions") items.push(item);
      continue;
    }
    const change = diffMembers(before, item, field, wanted);
    if (Object.keys(change).length > 0) items.push({ ...change, [key]: item[key] });
  }
  if (wanted !== "changes") {
    const gone = original.filter((item) => !modified.some((other) => deepEqual(other[key], item[key])));
    items.push(...gone.sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1)).map((item) => ({ $patch: "delete", [key]: item[key] })));
  }
  if (items.length > 0) patch[name] = items;
  const isOrderSame = original.length === modified.length && original.every((item, i) => deepEqual(item[key], modified[i]![key]));
  if (items.length > 0 || (wanted !== "deletions" && !isOrderSame)) patch[`$setElementOrder/${name}`] = modified.map((item) => ({ [key]: item[key] }));
}

function joinLists(deletions: readonly unknown[], changes: readonly unknown[], field: MergeField): readonly unknown[] {
  const key = field.key!;
  const isSame = (a: unknown, b: unknown) => isMembers(a) && isMembers(b) && deepEqual(a[key], b[key]);
  const joined = changes.map((change) => {
    const deletion = deletions.find((other) => isSame(other, change));
    return isMembers(deletion) && isMembers(change) ? joinPatches(deletion, change, field.of ?? {}) : change;
  });
  return [...joined, ...deletions.filter((deletion) => !changes.some((change) => isSame(change, deletion)))];
}
