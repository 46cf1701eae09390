import { elementOf, memberOf, DEDUCED, type Structure } from "../../../api/schema/structure.ts";
import { isMembers } from "../../../api/semantic.ts";
import { at, isMember, member, type FieldSet } from "./field-set.ts";
import { elementsOf, membersOf, own, stepOf, structureBehind, viewOf } from "./values.ts";

type ListStructure = Structure & { readonly kind: "keyed" | "set" };

/**
 * The live object with everything that the configuration says: maps and keyed lists merge, all else is replaced.
 * Nothing is removed.
 * Source: structured-merge-diff typed/merge.go (ruleKeepRHS)
 */
export function merge(live: unknown, config: unknown, structure: Structure): unknown {
  if (live === undefined || config === undefined || live === config) return config ?? live;
  const view = viewOf(structure, live, config);
  switch (view.kind) {
    case "leaf":
      return config;
    case "members": {
      if (!isMembers(config)) return config;
      const merged = new Map(Object.entries(membersOf(live)));
      for (const [name, value] of Object.entries(config)) merged.set(name, merge(own(live, name), value, memberOf(view.structure, name) ?? DEDUCED));
      return Object.fromEntries(merged);
    }
    case "elements":
      return Array.isArray(config) ? mergeLists(Array.isArray(live) ? live : [], config, view.structure) : config;
  }
}

/**
 * The elements of the configuration in its order. An element that only the live list has keeps its place among the
 * shared ones, so new elements come last, unless the configuration puts them elsewhere.
 */
function mergeLists(live: readonly unknown[], config: readonly unknown[], structure: ListStructure): readonly unknown[] {
  const [ours, theirs] = [elementsOf(live, structure), elementsOf(config, structure)];
  const wanted = [...theirs.keys()];
  const steps = live.map((item) => stepOf(item, structure)).map((found) => ("step" in found ? found.step : undefined));
  const done = new Set<string>();
  const merged: unknown[] = [];
  const take = (step: string) => {
    done.add(step);
    merged.push(merge(ours.get(step), theirs.get(step), elementOf(structure)));
  };
  const nextShared = () => wanted.find((step) => ours.has(step) && !done.has(step));
  live.forEach((item, i) => {
    const step = steps[i];
    if (step === undefined || !theirs.has(step)) merged.push(item);
    else if (!done.has(step) && step === nextShared()) {
      for (const other of wanted.slice(0, wanted.indexOf(step) + 1)) if (!done.has(other)) take(other);
    }
  });
  for (const step of wanted) if (!done.has(step)) take(step);
  return merged;
}

/**
 * The value without the paths of a set. A map or list that loses its last element is gone as a whole; atomic ones are
 * left as they are unless they are named themselves.
 * @returns undefined: nothing is left
 * Source: structured-merge-diff typed/remove.go
 */
export function removeFields(value: unknown, set: FieldSet, structure: Structure): unknown {
  const view = viewOf(structure, value);
  switch (view.kind) {
    case "leaf":
      return value;
    case "members": {
      if (!isMembers(value)) return value;
      const kept = Object.entries(value).flatMap(([name, below]): [string, unknown][] => {
        const node = at(set, member(name));
        const left = node ? leftOf(below, node, memberOf(view.structure, name) ?? DEDUCED) : below;
        return left === undefined ? [] : [[name, left]];
      });
      return kept.length > 0 ? Object.fromEntries(kept) : undefined;
    }
    case "elements": {
      if (!Array.isArray(value)) return value;
      const kept = (value as readonly unknown[]).flatMap((item) => {
        const found = stepOf(item, view.structure);
        const node = "step" in found ? at(set, found.step) : undefined;
        const left = node ? leftOf(item, node, elementOf(view.structure)) : item;
        return left === undefined ? [] : [left];
      });
      return kept.length > 0 ? kept : undefined;
    }
  }
}

function leftOf(value: unknown, node: FieldSet, structure: Structure): unknown {
  return isMember(node) ? undefined : removeFields(value, node, structure);
}

/**
 * The set with the fields of structs that lead to its paths. Whoever owns something in a struct holds the struct.
 * Source: structured-merge-diff fieldpath/set.go EnsureNamedFieldsAreMembers
 */
export function withStructs(set: FieldSet, structure: Structure): FieldSet {
  const entries = Object.entries(set).map(([step, node]): [string, FieldSet] => {
    if (step === "." || Object.keys(node).length === 0) return [step, node];
    const below = withStructs(node, structureBehind(structure, step) ?? DEDUCED);
    const isField = (structure.kind === "struct" || structure.kind === "object") && step.startsWith("f:") && memberOf(structure, step.slice(2)) !== undefined;
    return [step, isField || isMember(node) ? { ".": {}, ...below } : below];
  });
  return Object.fromEntries(entries);
}
