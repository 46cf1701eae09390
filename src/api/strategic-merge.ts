import type { MergeField, MergeType } from "./merge-keys.ts";
import { deepEqual, isMembers } from "./semantic.ts";

type Members = Readonly<Record<string, unknown>>;

/** A patch that breaks the rules of a list. Thrown from deep inside a merge; applyStrategicMergePatch makes it a value. */
export class MergeFailure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

const ORDER = "$setElementOrder/";
const DELETE_VALUES = "$deleteFromPrimitiveList/";

/**
 * Merges a patch into a map. Directives: `$patch: replace|delete|merge`, `$retainKeys`, `$setElementOrder/x`,
 * `$deleteFromPrimitiveList/x`. A null removes a member. Nothing is changed in place.
 * @returns the merged map; undefined when `$patch: delete` takes the whole map away
 * @throws MergeFailure when the patch breaks the rules of its lists
 * Source: kubernetes apimachinery pkg/util/strategicpatch/patch.go mergeMap (1.36)
 */
export function mergeObject(target: Members, patch: Members, type: MergeType): Members | undefined {
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === "delete") return undefined;
  if (directive !== undefined && directive !== "replace" && directive !== "merge") {
    throw new MergeFailure(`Unknown patch type found: ${goText(directive)}`);
  }
  const start = directive === "replace" ? {} : Array.isArray(retained) ? kept(target, retained) : target;
  // A map, because a member may be called __proto__.
  const merged = new Map(Object.entries(start));
  for (const [name, change] of Object.entries(changes)) {
    if (name.startsWith(ORDER) || name.startsWith(DELETE_VALUES)) continue;
    const value = change === null ? undefined : mergeValue(merged.get(name), change, fieldOf(type, name), changes[ORDER + name]);
    if (value === undefined) merged.delete(name);
    else merged.set(name, value);
  }
  applyListDirectives(merged, changes, type);
  return Object.fromEntries(merged);
}

function fieldOf(type: MergeType, name: string): MergeField | undefined {
  return Object.hasOwn(type, name) ? type[name] : undefined;
}

/**
 * What is left of a patch once it has been merged, which is how error messages show it: lists with an order are worked
 * off first, and directives are taken out as they are obeyed. Source: patch.go mergePatchIntoOriginal
 */
export function restOfPatch(patch: unknown): unknown {
  if (!isMembers(patch)) return patch;
  const ordered = Object.keys(patch).filter((name) => name.startsWith(ORDER)).map((name) => name.slice(ORDER.length));
  const isDone = (name: string) => name === "$retainKeys" || name.startsWith(ORDER) || ordered.includes(name) || (name.startsWith(DELETE_VALUES) && ordered.includes(name.slice(DELETE_VALUES.length)));
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !isDone(name)).map(([name, value]) => [name, restOfPatch(value)]));
}

function kept(target: Members, names: readonly unknown[]): Members {
  return Object.fromEntries(Object.entries(target).filter(([name]) => names.includes(name)));
}

/** A member that is new is merged into nothing, so that directives inside it do not end up in the object. */
function mergeValue(live: unknown, change: unknown, field: MergeField | undefined, order: unknown): unknown {
  if (isMembers(change)) return mergeObject(isMembers(live) ? live : {}, change, field?.of ?? {});
  if (!Array.isArray(change) || !(field?.key || field?.isSet)) return change;
  return mergeList(Array.isArray(live) ? live : [], change, field, Array.isArray(order) ? order : undefined);
}

/** Deletions from sets, and orders of lists that the patch does not otherwise touch. */
function applyListDirectives(merged: Map<string, unknown>, changes: Members, type: MergeType): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!Array.isArray(value)) continue;
    if (name.startsWith(DELETE_VALUES)) {
      const field = name.slice(DELETE_VALUES.length);
      const live = merged.get(field);
      if (Array.isArray(live)) merged.set(field, live.filter((item) => !value.includes(item)));
    } else if (name.startsWith(ORDER)) {
      const field = name.slice(ORDER.length);
      const live = merged.get(field);
      const rule = fieldOf(type, field);
      if (Array.isArray(live) && changes[field] === undefined && rule) merged.set(field, ordered(live, value, live, rule));
    }
  }
}

function mergeList(live: readonly unknown[], change: readonly unknown[], field: MergeField, order: readonly unknown[] | undefined): readonly unknown[] {
  const directives = change.filter((item) => isMembers(item) && (item["$patch"] === "replace" || item["$patch"] === "delete")) as Members[];
  const items = change.filter((item) => !directives.includes(item as Members));
  if (directives.some((d) => d["$patch"] === "replace")) return items.map((item) => mergeValue(undefined, item, field, undefined));
  const remaining = live.filter((item) => !directives.some((d) => isSame(item, d, field)));
  const merged = [...remaining];
  for (const item of items) {
    if (field.key && isMembers(item) && item[field.key] === undefined) {
      throw new MergeFailure(`map: ${goText(item)} does not contain declared merge key: ${field.key}`);
    }
    const at = merged.findIndex((other) => isSame(other, item, field));
    const value = mergeValue(merged[at], item, field, undefined);
    if (at >= 0) merged[at] = value;
    else merged.push(value);
  }
  return ordered(merged, order ?? items, live, field);
}

/**
 * The items named in `order` in that order, the others in live order between them: before a named item that is live
 * come the others that stood before it; a named item that is new comes at once.
 * Source: patch.go mergeSortedSlice
 */
function ordered(items: readonly unknown[], order: readonly unknown[], live: readonly unknown[], field: MergeField): readonly unknown[] {
  const place = (list: readonly unknown[], item: unknown) => list.findIndex((other) => isSame(other, item, field));
  const named = items.filter((item) => place(order, item) >= 0).sort((a, b) => place(order, a) - place(order, b));
  const others = items.filter((item) => place(order, item) < 0).sort((a, b) => place(live, a) - place(live, b));
  const result: unknown[] = [];
  for (const item of named) {
    const at = place(live, item);
    while (at >= 0 && others.length > 0 && place(live, others[0]) < at) result.push(others.shift());
    result.push(item);
  }
  return [...result, ...others];
}

function isSame(a: unknown, b: unknown, field: MergeField): boolean {
  if (field.key && isMembers(a) && isMembers(b)) return deepEqual(a[field.key], b[field.key]);
  return a === b;
}

/** A map as Go's %v prints it: `map[image:zzz]`. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isMembers(value)) return value === null ? "<nil>" : String(value as string | number | boolean);
  return `map[${Object.keys(value).sort().map((name) => `${name}:${goText(value[name])}`).join(" ")}]`;
}
