import { describe, expect, test } from "vitest";
import { CowMap } from "./cow-map.ts";
import { randomStream } from "./random.ts";

/** Random writes to a CowMap and to an ordinary Map; forks are taken on the way. */
function play(seed: number): { forks: { map: CowMap<string, number>; expected: [string, number][] }[] } {
  const random = randomStream(new Map(), seed, "cow-map");
  let map = new CowMap<string, number>();
  let model = new Map<string, number>();
  const forks: { map: CowMap<string, number>; expected: [string, number][] }[] = [];
  for (let step = 0; step < 3_000; step++) {
    const key = `k${random.int(0, 400)}`;
    const act = random.int(0, 99);
    if (act < 60) {
      map.set(key, step);
      model.set(key, step);
    } else if (act < 97) {
      expect(map.delete(key)).toBe(model.delete(key));
    } else {
      forks.push({ map: map.fork(), expected: [...model] });
      // Now and then the run goes on from a fork, as after going back in time.
      if (act === 99) {
        const back = forks[random.int(0, forks.length - 1)]!;
        map = back.map.fork();
        model = new Map(back.expected);
      }
    }
    expect(map.get(key)).toBe(model.get(key));
    expect(map.size).toBe(model.size);
  }
  forks.push({ map, expected: [...model] });
  return { forks };
}

describe("a map that can be forked", () => {
  test.each([1, 2, 3, 4, 5, 6])("is an ordinary map, order included, and forks never see each other's writes (seed %i)", (seed) => {
    for (const { map, expected } of play(seed).forks) {
      expect([...map]).toEqual(expected);
      expect([...map.keys()]).toEqual(expected.map(([k]) => k));
      expect([...map.values()]).toEqual(expected.map(([, v]) => v));
      for (const [key, value] of expected) expect(map.get(key)).toBe(value);
      expect(map.size).toBe(expected.length);
    }
  });

  test("can be deleted from while it is walked over", () => {
    const map = new CowMap<string, number>([["a", 1], ["b", 2], ["c", 3]]);
    for (const [key] of map) map.delete(key);
    expect([...map]).toEqual([]);
  });
});
