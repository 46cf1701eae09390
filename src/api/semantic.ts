/**
 * Equality of API values: objects by members in any order, lists by position. A member that is undefined counts
 * as absent. Only for JSON values.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && listsEqual(a, b);
  return membersEqual(a as Members, b as Members);
}

/** JSON without spaces and with the members of every object sorted: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortedMembers(value));
}

/** A plain object (not null, not a list). */
export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Members = Readonly<Record<string, unknown>>;

function listsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false;
  return true;
}

function membersEqual(a: Members, b: Members): boolean {
  let count = 0;
  for (const key of Object.keys(a)) {
    if (a[key] === undefined) continue;
    if (b[key] === undefined || !deepEqual(a[key], b[key])) return false;
    count += 1;
  }
  for (const key of Object.keys(b)) if (b[key] !== undefined) count -= 1;
  return count === 0;
}

/** The same value, the members of every object in the order of their names. */
export function sortedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedMembers);
  if (!isMembers(value)) return value;
  const entries = Object.keys(value).sort().map((key) => [key, sortedMembers(value[key])]);
  return Object.fromEntries(entries) as unknown;
}
