import { elementOf, keyDefault, memberOf, type Structure } from "../../../api/schema/structure.ts";
import { isMembers } from "../../../api/semantic.ts";
import { listKey, member, setValue } from "./field-set.ts";

/**
 * Values as server-side apply walks them: a value has members, or elements with steps of their own, or is one thing.
 * `structure` is never `deduced`: the value has said what it is.
 */
export type View =
  | { readonly kind: "leaf" }
  | { readonly kind: "members"; readonly structure: Structure }
  | { readonly kind: "elements"; readonly structure: Structure & { readonly kind: "keyed" | "set" } };

const LEAF: View = { kind: "leaf" };

/** How to look at a value, or at two in the same place. Absent and null values fit every structure. */
export function viewOf(structure: Structure, a: unknown, b?: unknown): View {
  switch (structure.kind) {
    case "scalar":
    case "atomic":
      return LEAF;
    case "object":
    case "struct":
    case "map":
      return { kind: "members", structure };
    case "keyed":
    case "set":
      return { kind: "elements", structure };
    case "deduced":
      return isMaybeMembers(a) && isMaybeMembers(b) && (isMembers(a) || isMembers(b)) ? { kind: "members", structure } : LEAF;
  }
}

export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMembers(value) ? value : {};
}

/** A member of a value that has members; nobody inherits one. */
export function own(value: unknown, name: string): unknown {
  return isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The elements of a list by their steps; of two with the same step the first. */
export function elementsOf(value: unknown, structure: Structure & { readonly kind: "keyed" | "set" }): ReadonlyMap<string, unknown> {
  const elements = new Map<string, unknown>();
  for (const item of Array.isArray(value) ? (value as readonly unknown[]) : []) {
    const step = stepOf(item, structure);
    if ("step" in step && !elements.has(step.step)) elements.set(step.step, item);
  }
  return elements;
}

/** The step that leads to an element, or why there is none. */
export function stepOf(item: unknown, structure: Structure & { readonly kind: "keyed" | "set" }): { readonly step: string } | { readonly error: string } {
  if (structure.kind === "set") {
    if (isMembers(item)) return { error: "associative list without keys has an element that's a map type" };
    if (Array.isArray(item)) return { error: "not supported: associative list with lists as elements" };
    if (item === null) return { error: "associative list without keys has an element that's an explicit null" };
    return { step: setValue(item) };
  }
  if (item === null) return { error: "associative list with keys may not have a null element" };
  if (!isMembers(item)) return { error: "associative list with keys may not have non-map elements" };
  const keys: Record<string, unknown> = {};
  for (const name of structure.keys) {
    const value = own(item, name) ?? keyDefault(structure.of, name);
    if (value === undefined) return { error: `associative list with keys has an element that omits key field ${JSON.stringify(name)} (and doesn't have default value)` };
    keys[name] = value;
  }
  return { step: listKey(keys) };
}

/** What is behind a step: `f:NAME`, or an element of a list. */
export function structureBehind(structure: Structure, step: string): Structure | undefined {
  return step.startsWith(MEMBER) ? memberOf(structure, step.slice(MEMBER.length)) : elementOf(structure);
}

const MEMBER = member("");

function isMaybeMembers(value: unknown): boolean {
  return value === undefined || value === null || isMembers(value);
}
