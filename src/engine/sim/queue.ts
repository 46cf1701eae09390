import { CowMap } from "./cow-map.ts";

/** One thing that will happen. `cause` is the id of the decision behind it, 0 if none. */
export interface Entry {
  /** Actor and key. */
  readonly id: string;
  readonly atMs: number;
  /** Breaks ties: first in, first out. */
  readonly seq: number;
  readonly actor: string;
  readonly key: string;
  readonly cause: number;
  readonly routine: boolean;
}

/**
 * The one queue of the future: at most one entry for each (actor, key), the earliest time wins, as in a Kubernetes
 * work queue. A binary heap with lazy deletion: an entry that was replaced stays in the heap until it comes up.
 */
export class Queue {
  #heap: Entry[] = [];
  #pending = new CowMap<string, Entry>();
  #seq = 0;

  /** Adds or moves forward; a later time than the pending one changes nothing. */
  add(actor: string, key: string, atMs: number, cause: number, routine: boolean): void {
    const id = idOf(actor, key);
    const pending = this.#pending.get(id);
    if (pending && (pending.atMs < atMs || (pending.atMs === atMs && (!pending.routine || routine)))) return;
    const entry: Entry = { id, atMs, seq: ++this.#seq, actor, key, cause, routine };
    this.#pending.set(id, entry);
    this.#push(entry);
  }
  /** Time of the pending entry, if any. */
  pendingAt(actor: string, key: string): number | undefined {
    return this.#pending.get(idOf(actor, key))?.atMs;
  }
  /** The next entry, without taking it. */
  peek(): Entry | undefined {
    while (this.#heap.length > 0 && !this.#isLive(this.#heap[0]!)) this.#popHeap();
    return this.#heap[0];
  }
  pop(): Entry | undefined {
    const entry = this.peek();
    if (!entry) return undefined;
    this.#popHeap();
    this.#pending.delete(entry.id);
    return entry;
  }
  /** Earliest time among the entries that are no endless repetition. */
  nextNotableAtMs(): number | undefined {
    const next = this.peek();
    // Mostly the next entry is one; only a queue that begins with repetition is searched.
    if (!next?.routine) return next?.atMs;
    let best: number | undefined;
    for (const e of this.#pending.values()) if (!e.routine && (best === undefined || e.atMs < best)) best = e.atMs;
    return best;
  }
  get size(): number {
    return this.#pending.size;
  }
  /** Live entries in the order they will happen; for comparing two worlds. */
  entries(): Entry[] {
    return [...this.#pending.values()].sort(before);
  }
  clone(): Queue {
    const copy = new Queue();
    copy.#heap = [...this.#heap];
    copy.#pending = this.#pending.fork();
    copy.#seq = this.#seq;
    return copy;
  }

  #isLive(entry: Entry): boolean {
    return this.#pending.get(entry.id) === entry;
  }
  #push(entry: Entry): void {
    const h = this.#heap;
    let i = h.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (before(h[parent]!, entry) <= 0) break;
      h[i] = h[parent]!;
      i = parent;
    }
    h[i] = entry;
  }
  #popHeap(): void {
    const h = this.#heap;
    const last = h.pop()!;
    if (h.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= h.length) break;
      if (child + 1 < h.length && before(h[child + 1]!, h[child]!) < 0) child++;
      if (before(last, h[child]!) <= 0) break;
      h[i] = h[child]!;
      i = child;
    }
    h[i] = last;
  }
}

function idOf(actor: string, key: string): string {
  return `${actor}\n${key}`;
}

function before(a: Entry, b: Entry): number {
  return a.atMs - b.atMs || a.seq - b.seq;
}
