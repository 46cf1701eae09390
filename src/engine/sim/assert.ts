/** A broken invariant is a bug: it stops the run. `expected` says what should have held. */
export function assert(condition: unknown, expected: string): asserts condition {
  if (!condition) throw new Error(`Expected: ${expected}`);
}
