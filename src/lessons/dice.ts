/** Numbers that a seed decides: the same seed, the same cluster, on every machine. */
export interface Dice {
  /** Whole number in [from, to]. */
  int(from: number, to: number): number;
  oneOf<T>(items: readonly [T, ...T[]]): T;
  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** @param seed any whole number */
export function diceOf(seed: number): Dice {
  let state = seed | 0;
  // splitmix32: one addition and a few mixings; good enough to choose by, and the same in every browser.
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let t = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  const int = (from: number, to: number) => from + (next() % (to - from + 1));
  return {
    int,
    oneOf: (items) => items[int(0, items.length - 1)] ?? items[0],
    shuffled: (items) => {
      const rest = [...items];
      return items.map(() => rest.splice(int(0, rest.length - 1), 1)[0]!);
    },
  };
}
