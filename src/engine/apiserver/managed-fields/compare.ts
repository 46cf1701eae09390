import { elementOf, memberOf, restOf, DEDUCED, type Structure } from "../../../api/schema/structure.ts";
import { deepEqual } from "../../../api/semantic.ts";
import { FieldSetBuilder, member, type FieldSet, type Path } from "./field-set.ts";
import { elementsOf, membersOf, own, viewOf } from "./values.ts";

/** What one version of an object has over another. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/**
 * The paths in which two versions of an object differ. What is the very same value is not looked into, so the cost is
 * that of the change. A map or a list that appears is itself added, besides what is in it; a struct that is always
 * there is not.
 * @param before absent members count as what they are at rest; `{}` for an object that is new
 * Source: structured-merge-diff typed/compare.go
 */
export function compare(before: unknown, after: unknown, structure: Structure): Comparison {
  const comparing = new Comparing();
  comparing.values(before, after, structure, []);
  return { added: comparing.added.build(), modified: comparing.modified.build(), removed: comparing.removed.build() };
}

class Comparing {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();

  values(before: unknown, after: unknown, structure: Structure, path: Path): void {
    if (before === after) return;
    const view = viewOf(structure, before, after);
    switch (view.kind) {
      case "leaf":
        return this.#leaf(before, after, path);
      case "members": {
        const names = new Set([...Object.keys(membersOf(before)), ...Object.keys(membersOf(after))]);
        if (names.size === 0) return this.#leaf(before, after, path);
        for (const name of names) {
          const below = memberOf(view.structure, name) ?? DEDUCED;
          this.values(memberOrRest(before, structure, name), memberOrRest(after, structure, name), below, [...path, member(name)]);
        }
        return this.#whole(before, after, path);
      }
      case "elements": {
        const [left, right] = [elementsOf(before, view.structure), elementsOf(after, view.structure)];
        if (left.size === 0 && right.size === 0) return this.#leaf(before, after, path);
        const of = elementOf(view.structure);
        for (const step of new Set([...left.keys(), ...right.keys()])) this.values(left.get(step), right.get(step), of, [...path, step]);
        return this.#whole(before, after, path);
      }
    }
  }

  #leaf(before: unknown, after: unknown, path: Path): void {
    if (before === undefined || after === undefined) this.#whole(before, after, path);
    else if (!deepEqual(before, after)) this.modified.insert(path);
  }

  #whole(before: unknown, after: unknown, path: Path): void {
    if (path.length === 0) return;
    if (before === undefined) this.added.insert(path);
    else if (after === undefined) this.removed.insert(path);
  }
}

function memberOrRest(value: unknown, structure: Structure, name: string): unknown {
  if (value === undefined) return undefined;
  const said = own(value, name);
  return said === undefined ? restOf(structure, name)?.value : said;
}
