/** `less(a, b)`: a stands before b. */
type Less<T> = (a: T, b: T) => boolean;

const MAX_INSERTION = 12;
const MAX_STEPS = 5;
const SHORTEST_SHIFTING = 50;
const SHORTEST_NINTHER = 50;
const MAX_SWAPS = 12;
const UINT64 = (1n << 64n) - 1n;

/**
 * A sorted copy, with what is equal in the order in which Go's sort.Sort leaves it: up to twelve as they stood, more
 * in an order that depends on nothing but the input. kubectl prints events of one second in it.
 * Source: Go sort/zsortinterface.go pdqsort
 */
export function goSort<T>(items: readonly T[], less: Less<T>): T[] {
  const sorter = new Sorter([...items], less);
  sorter.sort(0, items.length, bitLength(items.length));
  return sorter.items;
}

class Sorter<T> {
  readonly items: T[];
  readonly #less: Less<T>;

  constructor(items: T[], less: Less<T>) {
    this.items = items;
    this.#less = less;
  }

  /** @param limit bad pivots before it gives up and sorts by heap */
  sort(from: number, to: number, limit: number): void {
    let [a, b, left] = [from, to, limit];
    let [wasBalanced, wasPartitioned] = [true, true];
    for (;;) {
      const length = b - a;
      if (length <= MAX_INSERTION) return this.#insertionSort(a, b);
      if (left === 0) return this.#heapSort(a, b);
      if (!wasBalanced) {
        this.#breakPatterns(a, b);
        left -= 1;
      }
      let { pivot, hint } = this.#choosePivot(a, b);
      if (hint === "decreasing") {
        this.#reverse(a, b);
        [pivot, hint] = [b - 1 - (pivot - a), "increasing"];
      }
      if (wasBalanced && wasPartitioned && hint === "increasing" && this.#partialInsertionSort(a, b)) return;
      if (a > 0 && !this.#isLess(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { mid, wasDone } = this.#partition(a, b, pivot);
      wasPartitioned = wasDone;
      const [leftLength, rightLength] = [mid - a, b - mid];
      wasBalanced = Math.min(leftLength, rightLength) >= Math.floor(length / 8);
      if (leftLength < rightLength) {
        this.sort(a, mid, left);
        a = mid + 1;
      } else {
        this.sort(mid + 1, b, left);
        b = mid;
      }
    }
  }

  #isLess(i: number, j: number): boolean {
    return this.#less(this.items[i]!, this.items[j]!);
  }
  #swap(i: number, j: number): void {
    [this.items[i], this.items[j]] = [this.items[j]!, this.items[i]!];
  }

  #insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#isLess(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heapSort(a: number, b: number): void {
    const size = b - a;
    for (let i = Math.floor((size - 1) / 2); i >= 0; i--) this.#siftDown(i, size, a);
    for (let i = size - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#siftDown(0, i, a);
    }
  }
  #siftDown(low: number, high: number, first: number): void {
    for (let root = low; ;) {
      let child = 2 * root + 1;
      if (child >= high) return;
      if (child + 1 < high && this.#isLess(first + child, first + child + 1)) child += 1;
      if (!this.#isLess(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #partition(a: number, b: number, pivot: number): { readonly mid: number; readonly wasDone: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let isFirst = true; ; isFirst = false) {
      while (i <= j && this.#isLess(i, a)) i += 1;
      while (i <= j && !this.#isLess(j, a)) j -= 1;
      if (i > j) {
        this.#swap(j, a);
        return { mid: j, wasDone: isFirst };
      }
      this.#swap(i, j);
      i += 1;
      j -= 1;
    }
  }
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#isLess(a, i)) i += 1;
      while (i <= j && this.#isLess(a, j)) j -= 1;
      if (i > j) return i;
      this.#swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  /** Sorts what is nearly sorted; false: it is not. */
  #partialInsertionSort(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < b && !this.#isLess(i, i - 1)) i += 1;
      if (i === b) return true;
      if (b - a < SHORTEST_SHIFTING) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#isLess(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#isLess(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const middle = a + Math.floor(length / 4) * 2;
    for (let i = 0; i < 3; i++) {
      random = xorshift(random);
      const other = Number(random & mask);
      this.#swap(middle - 1 + i, a + (other >= length ? other - length : other));
    }
  }

  #choosePivot(a: number, b: number): { readonly pivot: number; readonly hint: "increasing" | "decreasing" | "unknown" } {
    const quarter = Math.floor((b - a) / 4);
    const count = { swaps: 0 };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (b - a >= SHORTEST_NINTHER) [i, j, k] = [i, j, k].map((at) => this.#median(at - 1, at, at + 1, count)) as [number, number, number];
    if (b - a >= 8) j = this.#median(i, j, k, count);
    return { pivot: j, hint: count.swaps === 0 ? "increasing" : count.swaps === MAX_SWAPS ? "decreasing" : "unknown" };
  }
  #median(first: number, second: number, third: number, count: { swaps: number }): number {
    let [a, b, c] = [first, second, third];
    const order = (x: number, y: number): [number, number] => {
      if (!this.#isLess(y, x)) return [x, y];
      count.swaps += 1;
      return [y, x];
    };
    [a, b] = order(a, b);
    [b, c] = order(b, c);
    [a, b] = order(a, b);
    return b;
  }

  #reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; i++, j--) this.#swap(i, j);
  }
}

function xorshift(value: bigint): bigint {
  const first = value ^ ((value << 13n) & UINT64);
  const second = first ^ (first >> 7n);
  return second ^ ((second << 17n) & UINT64);
}

/** How many bits a whole number has. */
function bitLength(n: number): number {
  return n === 0 ? 0 : n.toString(2).length;
}
