import { compareQuantities, isQuantity, parseQuantity, type Quantity } from "../../api/quantity.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { findResults, parseJsonPath, relaxedPath, type JsonPath } from "../jsonpath.ts";
import { JsonPathError } from "../jsonpath-parser.ts";
import { goSort } from "../print/go-sort.ts";
import { fail } from "../kubectl/errors.ts";

/**
 * Objects in the order of a field, those without it first.
 * @param field a path, with or without braces
 * @returns undefined where no object has the field, or the path cannot be read
 * Source: kubectl pkg/cmd/get/sorter.go (1.36)
 */
export function sortObjects(objects: readonly KubeObject[], field: string): readonly KubeObject[] | undefined {
  const path = pathOf(field);
  if (!path) return undefined;
  const keyed = objects.map((object) => ({ object, value: findResults(path, object)[0]?.[0] }));
  if (objects.length > 0 && keyed.every(({ value }) => value === undefined)) return undefined;
  return goSort(keyed, (a, b) => isLess(a.value, b.value)).map(({ object }) => object);
}

/** Ends the verb: no object has the field. */
export function noSuchSortField(field: string): never {
  const path = pathOf(field) ? relaxedPath(field) : field;
  return fail(`couldn't find any field with path ${JSON.stringify(path)} in the list of objects`);
}

function pathOf(field: string): JsonPath | undefined {
  try {
    return parseJsonPath(relaxedPath(field));
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return undefined;
  }
}

/**
 * Numbers by size, quantities by what they stand for (900 before 1e3), other texts by their letters. Of two without
 * the field each stands before the other, as in kubectl: they change places.
 */
function isLess(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === undefined;
  if (typeof a === "number" && typeof b === "number") return a < b;
  if (typeof a === "boolean" && typeof b === "boolean") return !a && b;
  if (typeof a !== "string" || typeof b !== "string") return false;
  const [x, y] = [quantity(a), quantity(b)];
  return x && y ? compareQuantities(x, y) < 0 : a < b;
}

function quantity(text: string): Quantity | undefined {
  const parsed = parseQuantity(text);
  return isQuantity(parsed) ? parsed : undefined;
}
