/** A seeded stream of numbers. One stream an actor, so that a new actor does not change what the others draw. */
export interface Random {
  /** Whole number in [min, max]. */
  int(min: number, max: number): number;
  /** A string of `length` characters out of `alphabet`. */
  pick(alphabet: string, length: number): string;
}

/** The streams of a world: name → state, a 32-bit integer. The Map is the whole truth, so copying it is a snapshot. */
export type RandomStates = Map<string, number>;

export function randomStream(states: RandomStates, seed: number, name: string): Random {
  if (!states.has(name)) states.set(name, hash32(`${seed}/${name}`));
  const next = () => {
    const s = (states.get(name)! + 0x6d2b79f5) | 0;
    states.set(name, s);
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    int: (min, max) => min + (next() % (max - min + 1)),
    // One flat string: adding characters one by one would leave a chain of thirty pieces in memory for each uid.
    pick: (alphabet, length) => {
      const codes: number[] = [];
      for (let i = 0; i < length; i++) codes.push(alphabet.charCodeAt(next() % alphabet.length));
      return String.fromCharCode.apply(undefined, codes);
    },
  };
}

/** FNV-1a, 32 bit, over UTF-16 code units. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The same as a signed number, which JavaScript engines keep in one word: for texts that are remembered by their hash. */
export function textHash(text: string): number {
  return hash32(text) | 0;
}
