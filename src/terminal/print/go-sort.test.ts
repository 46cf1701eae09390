import { expect, test } from "vitest";
import { goSort } from "./go-sort.ts";

/** Times of the events of a cluster, in milliseconds, in the order in which the API server lists them. */
const TIMES = [
  60000, 62000, 61000, 61000, 62000, 60121, 60000, 64000, 62000, 64000, 62329, 64000, 62000, 60000, 60000, 62000, 0, 3000, 0, 0, 0, 1000,
  0, 0, 3000, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 3000, 1000, 0, 0, 0, 3000, 1000, 0, 0, 0, 2000, 2000, 1126, 1000, 2000, 2000, 1134, 1000, 2000,
  2000, 1000, 1000, 2000, 1122, 1000, 1000, 1000, 1137, 2000, 1000, 1000, 1000, 1000, 1000, 60000, 60000, 65000, 65000, 63000, 65000,
  63000, 65000, 60000, 65000, 61000, 61000, 60109, 61000, 63000, 65000, 63000, 62000, 388001, 60134, 388000, 60129, 388000, 60127, 60000,
  60000, 60000, 60000,
];

/** Where each line of `kubectl events -A` (v1.36.3) stood in that list. */
const PRINTED = [
  30, 20, 42, 33, 32, 31, 41, 29, 28, 27, 18, 26, 36, 43, 19, 23, 16, 38, 22, 37, 59, 60, 67, 47, 51, 54, 21, 55, 25, 58, 40, 63, 64, 65,
  66, 35, 57, 46, 50, 61, 48, 52, 44, 45, 62, 49, 56, 53, 34, 24, 17, 39, 95, 0, 94, 93, 14, 92, 69, 76, 68, 6, 13, 80, 5, 91, 89, 87, 79,
  2, 81, 3, 78, 8, 1, 12, 4, 15, 85, 10, 74, 84, 72, 82, 7, 9, 11, 83, 77, 75, 73, 71, 70, 88, 90, 86,
];

test("leaves what is equal in the order in which kubectl prints it", () => {
  const sorted = goSort(TIMES.map((atMs, index) => ({ atMs, index })), (a, b) => a.atMs < b.atMs);
  expect(sorted.map(({ index }) => index)).toEqual(PRINTED);
});

test("sorts whatever it is given, up to twelve without moving what is equal", () => {
  for (const length of [0, 1, 12, 13, 50, 333, 2000]) {
    for (const key of [(i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % 101, (i: number) => i % 2, (i: number) => Math.abs(i - length / 2)]) {
      const items = Array.from({ length }, (_, i) => ({ i, key: key(i) }));
      const sorted = goSort(items, (a, b) => a.key < b.key);
      expect(sorted.map((item) => item.key)).toEqual(items.map((item) => item.key).toSorted((a, b) => a - b));
      if (length <= 12) expect(sorted).toEqual(items.toSorted((a, b) => a.key - b.key));
    }
  }
});
