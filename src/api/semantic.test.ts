import { expect, test } from "vitest";
import { canonicalJson, deepEqual } from "./semantic.ts";

test("objects are equal whatever the order of members, lists are not", () => {
  expect(deepEqual({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(deepEqual([1, 2], [2, 1])).toBe(false);
  expect(deepEqual({}, [])).toBe(false);
  expect(deepEqual({ a: null }, {})).toBe(false);
});

test("an undefined member counts as absent", () => {
  expect(deepEqual({ a: undefined, b: 1 }, { b: 1 })).toBe(true);
  expect(deepEqual({ b: 1 }, { a: undefined, b: 1 })).toBe(true);
  expect(deepEqual({ a: undefined }, { b: undefined, c: 1 })).toBe(false);
});

test("equal values have the same canonical JSON", () => {
  expect(canonicalJson({ b: { d: 1, c: [true, null] }, a: "x" })).toBe('{"a":"x","b":{"c":[true,null],"d":1}}');
});
