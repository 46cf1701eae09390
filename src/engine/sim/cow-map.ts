/** How many entries share one copy. */
const SHIFT = 6;
const CHUNK = 1 << SHIFT;
const MASK = CHUNK - 1;

interface Chunk<K, V> {
  /** Which fork may write into this chunk; all others copy it first. */
  owner: object;
  readonly keys: (K | undefined)[];
  readonly values: (V | undefined)[];
}

/**
 * A Map that can be forked for little: both forks share their chunks until one of them writes, and then only the
 * chunk written to is copied. That is what makes snapshots of a large world cheap. Iteration is in order of
 * insertion, as in a Map; a key that is deleted and set again comes last. Values must be immutable.
 *
 * Entries lie in chunks by order of insertion; `#index` says where a key lies. The index is not shared: a fork builds
 * its own on its first use, so forks that are only kept cost no index.
 */
export class CowMap<K, V> implements Iterable<[K, V]> {
  #owner: object = {};
  #chunks: Chunk<K, V>[] = [];
  #index: Map<K, number> | undefined = new Map();
  /** Positions handed out, those of deleted keys included. */
  #end = 0;
  #size = 0;

  constructor(entries: Iterable<readonly [K, V]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#size;
  }
  get(key: K): V | undefined {
    const at = this.#where().get(key);
    return at === undefined ? undefined : this.#chunks[at >> SHIFT]!.values[at & MASK];
  }
  has(key: K): boolean {
    return this.#where().has(key);
  }
  set(key: K, value: V): this {
    const index = this.#where();
    const known = index.get(key);
    const at = known ?? this.#end++;
    const chunk = this.#writable(at >> SHIFT);
    chunk.values[at & MASK] = value;
    // A known key stays the one it was: an equal text would be a second copy of it.
    if (known !== undefined) return this;
    chunk.keys[at & MASK] = key;
    index.set(key, at);
    this.#size++;
    return this;
  }
  delete(key: K): boolean {
    const at = this.#where().get(key);
    if (at === undefined) return false;
    const chunk = this.#writable(at >> SHIFT);
    chunk.keys[at & MASK] = undefined;
    chunk.values[at & MASK] = undefined;
    this.#index!.delete(key);
    this.#size--;
    if (this.#end > 4 * CHUNK && this.#end > 2 * this.#size) this.#compact();
    return true;
  }
  clear(): void {
    this.#chunks = [];
    this.#index = new Map();
    this.#end = 0;
    this.#size = 0;
  }

  *entries(): IterableIterator<[K, V]> {
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.keys.length; i++) {
        const key = chunk.keys[i];
        if (key !== undefined) yield [key, chunk.values[i] as V];
      }
    }
  }
  *keys(): IterableIterator<K> {
    for (const [key] of this.entries()) yield key;
  }
  *values(): IterableIterator<V> {
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.keys.length; i++) if (chunk.keys[i] !== undefined) yield chunk.values[i] as V;
    }
  }
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  /** A second map with the same entries. From now on neither sees what the other writes. */
  fork(): CowMap<K, V> {
    const copy = new CowMap<K, V>();
    copy.#chunks = [...this.#chunks];
    copy.#index = undefined;
    copy.#end = this.#end;
    copy.#size = this.#size;
    // Neither fork owns the chunks that both see.
    this.#owner = {};
    return copy;
  }

  #where(): Map<K, number> {
    if (this.#index) return this.#index;
    const index = new Map<K, number>();
    for (let c = 0; c < this.#chunks.length; c++) {
      const { keys } = this.#chunks[c]!;
      for (let i = 0; i < keys.length; i++) if (keys[i] !== undefined) index.set(keys[i]!, c * CHUNK + i);
    }
    this.#index = index;
    return index;
  }
  #writable(c: number): Chunk<K, V> {
    const chunk = this.#chunks[c];
    if (chunk?.owner === this.#owner) return chunk;
    const own = chunk ? { owner: this.#owner, keys: [...chunk.keys], values: [...chunk.values] } : { owner: this.#owner, keys: [], values: [] };
    this.#chunks[c] = own;
    return own;
  }
  /** Closes the gaps that deleted keys left. */
  #compact(): void {
    const entries = [...this.entries()];
    this.clear();
    for (const [key, value] of entries) this.set(key, value);
  }
}
